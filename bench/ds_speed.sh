#!/bin/bash
# Dawid-Skene at scale: nanoseconds per vote and round beside the C reference loop, memory, one thread and two.
# usage: bench/ds_speed.sh [TASKS VOTES_PER_TASK CLASSES WORKERS ROUNDS]
# DS_LIMIT names the C source; it is compiled and run in the same session if a compiler and the file are there.
# On a busy machine compare the lines of processor time: `time` of the C loop, and "this thread had a processor".
set -e
scratch=
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
source=${DS_LIMIT:-../shared/bench/ds_limit.c}
[ $# -gt 0 ] || set -- 2000000 5 4 5000 10
if command -v gcc >/dev/null && [ -f "$source" ]; then
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    gcc -O3 -march=native -ffast-math "$source" -o "$scratch/ds_limit" -lm
    echo "C loop:"
    time "$scratch/ds_limit" "$@"
else
    echo "C loop: not measured (no gcc, or no $source)"
fi
echo "Cupel:"
"$JAVA" -Xmx"${HEAP:-4g}" -cp "$ENGINE_CLASSPATH" dev.cupel.engine.consensus.DawidSkeneSpeed "$@"
if [ -n "$scratch" ]; then
    echo "C loop, again:"
    time "$scratch/ds_limit" "$@"
fi
