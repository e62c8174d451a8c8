#!/bin/sh
# A PostgreSQL for tests: prints its address, runs until standard input ends, and leaves nothing behind.
set -eu
trap 'exit 1' INT TERM

for bin in /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin; do
	PATH=$PATH:$bin
done

if command -v initdb >/dev/null && command -v postgres >/dev/null; then
	dir=$(mktemp -d)
	as=
	if [ "$(id -u)" = 0 ]; then # PostgreSQL does not run as root
		chown nobody "$dir"
		as="setpriv --reuid=nobody --clear-groups"
	fi
	cd "$dir"
	$as initdb -D data -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
	# Tests need no data after a crash, and a socket needs no free port.
	$as postgres -D data -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off >log 2>&1 &
	server=$!
	trap 'kill -INT $server; wait; cd /; rm -rf "$dir"' EXIT
	until $as psql -h "$dir" -U postgres -qc 'SELECT 1' >/dev/null 2>&1; do
		kill -0 $server || { cat log >&2; exit 1; }
		sleep 0.05
	done
	echo "postgres://postgres@/postgres?host=$dir"
elif docker info >/dev/null 2>&1; then
	id=$(docker run --rm -d -e POSTGRES_HOST_AUTH_METHOD=trust -p 127.0.0.1::5432 postgres:17-alpine)
	trap 'docker kill "$id" >/dev/null' EXIT
	until docker exec "$id" psql -h 127.0.0.1 -U postgres -qc 'SELECT 1' >/dev/null 2>&1; do
		sleep 0.1
	done
	echo "postgres://postgres@$(docker port "$id" 5432/tcp)/postgres?sslmode=disable"
else
	exit 1
fi
cat >/dev/null
