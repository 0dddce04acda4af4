#!/usr/bin/env bash
# A million texts into a file beside people who label, and back into a new folder.
#   bench/backup.sh [--items 1000000] [--clients 8] [--seconds 15]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
exec "$root/bench/load/run" Backup --dir "${BENCH_DIR:-${TMPDIR:-/tmp}}" "$@"
