package db

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
)

// Address is a URL such as mysql://user:password@host:3306/shop. ?tls=true asks for TLS, ?socket=/path is for a socket.
type Address string

// UnmarshalText reads an address.
func (a *Address) UnmarshalText(text []byte) error {
	*a = Address(text)
	_, err := a.config()
	return err
}

// config is the driver's form of an address. Its errors do not repeat the address, which may hold a password.
func (a *Address) config() (*mysql.Config, error) {
	u, err := url.Parse(string(*a))
	if err != nil || u.Scheme != "mysql" || strings.Trim(u.Path, "/") == "" {
		return nil, errors.New("must be a URL such as mysql://user:password@host:3306/shop")
	}
	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", u.Host
	if u.Port() == "" {
		config.Addr = net.JoinHostPort(u.Hostname(), "3306")
	}
	config.User = u.User.Username()
	config.Passwd, _ = u.User.Password()
	config.DBName = strings.Trim(u.Path, "/")
	for name, values := range u.Query() {
		switch name {
		case "tls":
			config.TLSConfig = values[0]
		case "socket":
			config.Net, config.Addr = "unix", values[0]
		default:
			return nil, fmt.Errorf("%s is not known; allowed are tls and socket", name)
		}
	}
	speak(config)
	_, err = mysql.NewConnector(config) // checks what tls says
	return config, err
}

// speak sets up the language of a connection: names in double quotes, || that joins texts, faults as errors, and UTC.
func speak(config *mysql.Config) {
	config.Params = map[string]string{"sql_mode": "'ANSI,TRADITIONAL'", "time_zone": "'+00:00'"}
	config.ParseTime = true
	config.ClientFoundRows = true   // an UPDATE counts the rows it found, as elsewhere
	config.InterpolateParams = true // one message a statement instead of three
	config.RejectReadOnly = true    // after a fail-over, connect anew
	config.Timeout = 2 * time.Second
}
