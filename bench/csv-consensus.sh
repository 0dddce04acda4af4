#!/usr/bin/env bash
# How long ./cupel consensus takes on a large CSV, file to file, and where the time goes.
#   bench/csv-consensus.sh [rows] [runs] [workers]      10,000,000 rows, 3 runs and 5,000 workers unless said otherwise
# The file is made by bench/CsvCrowd.java, seeded, in $BENCH_DIR (default: the system's temporary folder), once.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
rows=${1:-10000000}
runs=${2:-3}
workers=${3:-5000}
dir=${BENCH_DIR:-${TMPDIR:-/tmp}}
"$root/cupel" --version # builds and prepares, if need be
java=$(sed -n 2p "$root/.cupel/current")/bin/java
labels=$dir/cupel-crowd-$rows-$workers.csv
truth=$dir/cupel-crowd-$rows-$workers.truth.csv
out=$dir/cupel-crowd-$rows-$workers.out.csv
if [ ! -e "$labels" ]; then
  "$java" "$root/bench/CsvCrowd.java" "$rows" "$labels.new" "$truth" "$workers"
  mv "$labels.new" "$labels"
fi
ls -l "$labels" | awk '{ printf "%s: %.0f MB\n", $NF, $5 / 1e6 }'
for run in $(seq "$runs"); do
  began=$(date +%s%N)
  "$root/cupel" consensus "$labels" --method dawid-skene --rounds 10 --out "$out" --json >"$dir/cupel-crowd.json"
  wall=$(($(date +%s%N) - began))
  python3 - "$dir/cupel-crowd.json" "$wall" "$rows" "$run" <<'PY' || true
import json, sys
r = json.load(open(sys.argv[1])); wall = int(sys.argv[2]) / 1e9; rows = int(sys.argv[3])
s = r["seconds"]; known = sum(s.values())
print(f"run {sys.argv[4]}: {wall:.2f} s wall: parse {s['parse']:.2f} ({rows / s['parse'] / 1e6:.1f} M rows/s), "
      f"estimate {s['estimate']:.2f}, write {s['write']:.2f}, rest {wall - known:.2f}; "
      f"{r['method']['rounds']} rounds, {r['votes']['tasks']} tasks")
PY
done
rm -f "$out"
