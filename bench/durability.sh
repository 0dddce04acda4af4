#!/usr/bin/env bash
# Does an acknowledged answer survive SIGKILL? Of the server, of PostgreSQL's first process, of single backends.
#
#   bench/durability.sh            the long version, several minutes
#   bench/durability.sh --short    about half a minute, for ./check
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
  run --victim server,postmaster,backend,server --kills 4 --clients 16 --items 8000
else
  run --victim server --kills "${KILLS:-20}"
  run --victim postmaster --kills "${KILLS:-10}"
  run --victim backend --kills "${KILLS:-20}"
fi
exit "$failed"
