#!/usr/bin/env bash
# Damaged label files for some CPU minutes: bench/csv-fuzz.sh [minutes] [seed]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/cupel" --version >/dev/null # builds and unpacks, if need be
app=$(sed -n 1p "$root/.cupel/current")
java=$(sed -n 2p "$root/.cupel/current")/bin/java
# Every damaged file is written and read again: in memory where there is a place for that, or the disk sets the pace.
tmp=/dev/shm
[ -w "$tmp" ] || tmp=${TMPDIR:-/tmp}
exec nice -n 10 "$java" -Xmx1g -XX:+UseSerialGC -Djava.io.tmpdir="$tmp" -cp "$(cat "$app/analysis.path")" "$root/bench/CsvFuzz.java" "${1:-10}" "${@:2}"
