#!/usr/bin/env bash
# Does every endpoint answer with 300 items of 0.95 MB on a heap of 512 MB? Exports in every format, too.
#
#   bench/small-heap.sh                          300 items of 950,000 characters, -Xmx512m
#   HEAP=2g ITEMS=600 bench/small-heap.sh
#
# Exits non-zero if an answer was a 5xx, an export was not whole, or the server ended.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export CUPEL_JAVA_OPTS="-Xmx${HEAP:-512m}"
exec "$root/bench/load/run" SmallHeap --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" --items "${ITEMS:-300}" --characters "${CHARACTERS:-950000}"
