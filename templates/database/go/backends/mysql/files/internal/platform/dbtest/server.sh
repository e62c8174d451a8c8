#!/bin/sh
# A MariaDB or MySQL for tests: prints its address, runs until standard input ends, and leaves nothing behind.
set -eu
trap 'exit 1' INT TERM
PATH=$PATH:/usr/sbin

if command -v mariadbd >/dev/null || command -v mysqld >/dev/null; then
	dir=$(mktemp -d)
	user=$(id -un)
	if [ "$user" = root ]; then # the server does not run as root
		user=nobody
		chown nobody "$dir"
	fi
	cd "$dir"
	if command -v mariadbd >/dev/null; then
		mariadb-install-db --no-defaults --user="$user" --datadir="$dir/data" --auth-root-authentication-method=normal >log 2>&1
		server=mariadbd
	else
		mysqld --no-defaults --user="$user" --datadir="$dir/data" --initialize-insecure >log 2>&1
		server="mysqld --mysqlx=0"
	fi
	# Tests need no data after a crash, and a socket needs no free port.
	$server --no-defaults --user="$user" --datadir="$dir/data" --socket="$dir/socket" --pid-file="$dir/pid" \
		--skip-networking --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 >log 2>&1 &
	server=$!
	trap 'kill $server; wait; cd /; rm -rf "$dir"' EXIT
	until grep -q "ready for connections" log; do # the socket is there a moment before
		kill -0 $server || { cat log >&2; exit 1; }
		sleep 0.05
	done
	echo "mysql://root@localhost/mysql?socket=$dir/socket"
elif docker info >/dev/null 2>&1; then
	id=$(docker run --rm -d -e MYSQL_ALLOW_EMPTY_PASSWORD=yes -p 127.0.0.1::3306 mysql:8.4)
	trap 'docker kill "$id" >/dev/null' EXIT
	until docker exec "$id" mysql -h 127.0.0.1 -e 'SELECT 1' >/dev/null 2>&1; do
		sleep 0.2
	done
	echo "mysql://root@$(docker port "$id" 3306/tcp)/mysql"
else
	exit 1
fi
cat >/dev/null
