#!/usr/bin/env bash
# The queue against the machine's own limit: next + save of the product, beside a bare PostgreSQL doing the least that
# any durable queue must do (bench/queue_limit of the shared material, driven by pgbench), in one run, on one disk.
#
#   bench/queue.sh                     8 and 50 clients without pause, then 200 labelers who pause a second
#   SECONDS_EACH=8 CLIENTS="8 50" CUPEL_SHARED=../shared BENCH_DIR=/var/tmp bench/queue.sh
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
shared="${CUPEL_SHARED:-$root/../shared}"
each="${SECONDS_EACH:-15}"
clients="${CLIENTS:-8 50}"
items="${LIMIT_ITEMS:-1000000}"
work="$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/cupel-queue.XXXXXX")"
chmod 755 "$work"

limit="$shared/bench/queue_limit"
if [ ! -f "$limit/cycle.sql" ]; then
  echo "bench/queue.sh: the reference program is not at $limit; set CUPEL_SHARED" >&2
  exit 2
fi
bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"
if [ -z "$bin" ] || [ ! -x "$bin/pgbench" ]; then
  echo "bench/queue.sh: no pgbench under /usr/lib/postgresql; install Debian's postgresql" >&2
  exit 2
fi

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$work" "$@"
  else
    "$@"
  fi
}
finish() {
  as_postgres "$bin/pg_ctl" -D "$work/pg" -m fast -w stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

mkdir -p "$work/pg" "$work/sql"
cp "$limit"/* "$work/sql/"
[ "$(id -u)" -ne 0 ] || chown -R postgres "$work"
echo "bare PostgreSQL $("$bin/postgres" --version | sed 's/[^0-9]*\([0-9.]*\).*/\1/') in $work, fsync on, $items items"
as_postgres "$bin/initdb" -D "$work/pg" -U bench -A trust -E UTF8 --no-locale >/dev/null
as_postgres "$bin/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" \
  -o "-c listen_addresses='' -c unix_socket_directories='$work' -c fsync=on -c synchronous_commit=on -c shared_buffers=256MB -c max_connections=120 -c max_wal_size=4GB" start >/dev/null
psql() { as_postgres "$bin/psql" -h "$work" -U bench -d postgres -q -v ON_ERROR_STOP=1 "$@"; }
psql -f "$work/sql/schema.sql"
python3 "$work/sql/items.py" "$items" | psql -c 'copy item(project,key,fields) from stdin'
psql -c "insert into queue select id, 1, 3, id from item" -c 'vacuum analyze' -c checkpoint

declare -A bare
limit_round() { # clients: adds one figure to bare[clients]
  local tps
  tps="$(as_postgres "$bin/pgbench" -h "$work" -U bench -d postgres -n -M prepared -c "$1" -j 2 -T "$each" \
    -f "$work/sql/cycle.sql" 2>/dev/null | sed -n 's/^tps = \([0-9.]*\).*/\1/p')"
  printf 'limit    clients %-3s cycles/s %.0f\n' "$1" "$tps"
  bare[$1]="${bare[$1]:-} $tps"
}

for c in $clients; do limit_round "$c"; done
log="$work/product.log"
"$root/bench/load/run" LabelLoad --start --dir "$work" --clients "${clients// /,}" --seconds "$each" --warm-up "${WARM_UP:-30}" | tee "$log"
for c in $clients; do limit_round "$c"; done

status=0
for c in $clients; do
  product="$(sed -n "s|^clients $c  .*cycles/s \([0-9]*\).*|\1|p" "$log")"
  awk -v c="$c" -v p="$product" -v b="${bare[$c]}" 'BEGIN {
    n = split(b, f, " "); for (i = 1; i <= n; i++) s += f[i]; s /= n
    printf "RATIO    clients %-3s product %d / limit %.0f = %.2f (bars: >= 800 cycles/s, >= 0.4)\n", c, p, s, p / s
    exit !(p / s >= 0.4 && p >= 800) }' || status=1
done
if [ "${LABELERS:-200}" -gt 0 ]; then
  "$root/bench/load/run" LabelLoad --start --dir "$work" --labelers "${LABELERS:-200}" --pause-ms 1000 --seconds "$each" --warm-up "${WARM_UP:-30}" || status=1
fi
exit "$status"
