#!/usr/bin/env bash
# Runs nginx at an address of this machine, in front of instances at others. What it writes goes into a folder:
#
#	loadbalancer/local.sh DIR 127.0.0.1:8080 127.0.0.1:20001 127.0.0.1:20002
set -euo pipefail

dir=$1 listen=$2
shift 2
cd "$(dirname "$0")"

cp nginx.conf "$dir"
for instance; do
	sed -n "s/^server .* resolve/server $instance/p" instances.conf
done >"$dir/instances.conf"
cat >"$dir/listen.conf" <<END
listen $listen;
client_body_temp_path body;
proxy_temp_path proxy;
fastcgi_temp_path fastcgi;
uwsgi_temp_path uwsgi;
scgi_temp_path scgi;
END
chmod 755 "$dir" # where root runs this, nginx lets somebody else do the work
exec nginx -p "$dir" -c "$dir/nginx.conf" -e stderr -g "daemon off; pid $dir/pid;"
