#!/usr/bin/env bash
# A hundred thousand texts in, listed, annotated through next + save, and out again; with the server's memory.
#   bench/import-export.sh [--items 100000] [--big] [--import-only]
#   --big: also four times as many, to see that memory stays flat
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
exec "$root/bench/load/run" ImportExport --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" "$@"
