#!/bin/sh
# A Memcached for tests: prints its address, runs until standard input ends, and leaves nothing behind.
set -eu
trap 'exit 1' INT TERM

if command -v memcached >/dev/null; then
	dir=$(mktemp -d)
	as=
	if [ "$(id -u)" = 0 ]; then # Memcached does not run as root
		chown nobody "$dir"
		as="-u nobody"
	fi
	# A socket needs no free port.
	memcached $as -s "$dir/socket" -a 0777 >"$dir/log" 2>&1 &
	server=$!
	trap 'kill $server; wait; rm -rf "$dir"' EXIT
	until [ -S "$dir/socket" ]; do
		kill -0 $server || { cat "$dir/log" >&2; exit 1; }
		sleep 0.05
	done
	sleep 0.1 # it listens a moment after
	echo "memcached://$dir/socket"
elif docker info >/dev/null 2>&1; then
	id=$(docker run --rm -d -p 127.0.0.1::11211 memcached:1.6-alpine)
	trap 'docker kill "$id" >/dev/null' EXIT
	echo "memcached://$(docker port "$id" 11211/tcp)"
else
	exit 1
fi
cat >/dev/null
