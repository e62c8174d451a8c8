package service

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"syscall"
)

func mariadb() Kind {
	return Kind{
		Name:     "mariadb",
		Packages: []string{"mariadb-server"},
		Folders:  []string{"/usr/sbin"},
		Programs: []string{"mariadbd", "mariadb-install-db"},
		Init:     initMariaDB,
		Command: func(s *Server) []string {
			return []string{
				"mariadbd", "--no-defaults",
				"--datadir=" + filepath.Join(s.Dir, "data"),
				"--port=" + strconv.Itoa(s.Port),
				"--bind-address=127.0.0.1",
				"--skip-name-resolve",
				"--socket=" + filepath.Join(s.Dir, "socket"),
				"--pid-file=" + filepath.Join(s.Dir, "pid"),
				"--init-file=" + filepath.Join(s.Dir, "users.sql"),
				"--max-connections=300",
				// Nothing here has to survive the machine; a kill of the server loses nothing.
				"--innodb-flush-log-at-trx-commit=2",
			}
		},
		URL: func(s *Server) string {
			return fmt.Sprintf("mysql://scale:%s@127.0.0.1:%d/scale", s.Password, s.Port)
		},
		Ready:    pingDatabase,
		StopWith: syscall.SIGTERM,
	}
}

func initMariaDB(ctx context.Context, s *Server) error {
	// The server reads this at every start. Passwords are letters and digits.
	_, err := s.write("users.sql", fmt.Sprintf(`CREATE USER IF NOT EXISTS scale@'%%' IDENTIFIED BY '%s';
GRANT ALL ON *.* TO scale@'%%' WITH GRANT OPTION;
CREATE DATABASE IF NOT EXISTS scale;
`, s.Password))
	if err != nil {
		return err
	}
	return s.run(ctx, "mariadb-install-db", "--no-defaults", "--skip-test-db", "--skip-name-resolve",
		"--datadir="+filepath.Join(s.Dir, "data"))
}
