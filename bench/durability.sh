#!/usr/bin/env bash
# Does an acknowledged answer survive SIGKILL? Of the server, of PostgreSQL's first process, of single backends.
#
#   bench/durability.sh            the long version, several minutes: also 50 labelers with imports and exports going on
#   KILLS=100 bench/durability.sh --jobs     that last part alone
#   bench/durability.sh --short    a first look, about half a minute
#
# Exits non-zero if an answer was lost or doubled, or if a run proved nothing.
set -uo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
run() {
  echo "== $*"
  "$root/bench/load/run" Durability --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" "$@" || failed=1
}
failed=0
"$root/bench/load/run" SelfTest || exit 1
if [ "${1:-}" = --short ]; then
  run --victim server,postmaster,backend,both --kills 4 --clients 16 --items 8000 --exchange --rows 2000
elif [ "${1:-}" = --jobs ]; then
  run --victim server,postmaster,both --kills "${KILLS:-100}" --clients 50 --items 60000 --exchange
else
  run --victim server --kills "${KILLS:-20}"
  run --victim postmaster --kills "${KILLS:-10}"
  run --victim backend --kills "${KILLS:-20}"
  run --victim server,postmaster,both --kills "${KILLS:-30}" --clients 50 --items 60000 --exchange
fi
exit "$failed"
