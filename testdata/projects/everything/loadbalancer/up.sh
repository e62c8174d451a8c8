#!/usr/bin/env bash
# Runs a program several times behind the load balancer, each on a free port of this machine, until Ctrl-C:
#
#	loadbalancer/up.sh 3 bin/everything
set -euo pipefail

count=$1
shift
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/usr/local/sbin # where packages put servers, and not everybody looks
command -v nginx >/dev/null || {
	echo "nginx is not installed. Install it: apt-get install nginx, or brew install nginx" >&2
	exit 1
}

dir=$(mktemp -d)
running=()
stop() {
	for process in "${running[@]}"; do # the load balancer is the first
		kill "$process" 2>/dev/null || true # it may have ended
		wait "$process" || true
	done
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# free_from gives the first port from a number on where nobody listens.
free_from() {
	local port=$1
	while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
		port=$((port + 1))
	done
	echo "$port"
}

export SHUTDOWN_DRAIN=${SHUTDOWN_DRAIN:-2s} TRUSTED_PROXIES=1
port=$((20000 + RANDOM % 10000))
instances=()
for ((i = 1; i <= count; i++)); do
	port=$(free_from $((port + 1)))
	HTTP_ADDR=127.0.0.1:$port "$@" &
	running+=($!)
	instances+=("127.0.0.1:$port")
	echo "instance $i: http://127.0.0.1:$port, process $!"
done

port=$(free_from 8080)
loadbalancer/local.sh "$dir" "127.0.0.1:$port" "${instances[@]}" &
running=($! "${running[@]}")
echo "nginx: http://127.0.0.1:$port, process $!"
wait $!
