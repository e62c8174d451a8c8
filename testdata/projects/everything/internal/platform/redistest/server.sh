#!/bin/sh
# A Redis for tests: prints its address, runs until standard input ends, and leaves nothing behind.
set -eu
trap 'exit 1' INT TERM

if command -v redis-server >/dev/null; then
	dir=$(mktemp -d)
	# A socket needs no free port.
	redis-server --port 0 --unixsocket "$dir/redis.sock" --save "" --appendonly no --dir "$dir" >"$dir/log" 2>&1 &
	server=$!
	trap 'kill $server; wait; rm -rf "$dir"' EXIT
	until grep -q "eady to accept connections" "$dir/log"; do # the socket is there a moment before
		kill -0 $server || { cat "$dir/log" >&2; exit 1; }
		sleep 0.05
	done
	echo "unix://$dir/redis.sock"
elif docker info >/dev/null 2>&1; then
	id=$(docker run --rm -d -p 127.0.0.1::6379 redis:7-alpine)
	trap 'docker kill "$id" >/dev/null' EXIT
	until docker exec "$id" redis-cli ping >/dev/null 2>&1; do
		sleep 0.1
	done
	echo "redis://$(docker port "$id" 6379/tcp)/0"
else
	exit 1
fi
cat >/dev/null
