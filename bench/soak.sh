#!/usr/bin/env bash
# Does anything grow while fifty people label for a long time?
#
#   bench/soak.sh                 30 minutes
#   MINUTES=6 bench/soak.sh
#
# Prints the figures of every minute, then the first and the last third. Exits non-zero if memory grew by more than 5 % or
# waiting became longer.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
exec "$root/bench/load/run" Soak --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" --minutes "${MINUTES:-30}" --clients "${CLIENTS:-50}"
