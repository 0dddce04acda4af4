#!/usr/bin/env bash
# From typing ./cupel serve to the first usable page: on an empty folder, and later.
#   bench/start.sh [--first 3] [--later 5] [--demo]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
exec "$root/bench/load/run" Starts --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" "$@"
