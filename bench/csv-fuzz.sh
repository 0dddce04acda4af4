#!/usr/bin/env bash
# Damaged label files for some CPU minutes: bench/csv-fuzz.sh [minutes] [seed]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$root/cupel" --version >/dev/null # builds and unpacks, if need be
app=$(sed -n 1p "$root/.cupel/current")
java=$(sed -n 2p "$root/.cupel/current")/bin/java
exec nice -n 10 "$java" -Xmx1g -XX:+UseSerialGC -cp "$(cat "$app/analysis.path")" "$root/bench/CsvFuzz.java" "${1:-10}" "${@:2}"
