#!/bin/sh
# One-coin, GLAD and MACE against the most used Python library (crowd-kit): the same votes, the same number of rounds, one
# start, one thread; Cupel's first run, compilation included. usage: bench/peer.sh [ROUNDS] [TASKS]
# [TASKS_FOR_GLAD], 5 votes per task.
# The library comes from PyPI into a scratch folder; PEER_PYTHON names a Python that has it already. Says why if it cannot.
set -e
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
python=${PEER_PYTHON:-$scratch/venv/bin/python}
if [ -z "$PEER_PYTHON" ]; then
    python3 -m venv "$scratch/venv" >"$scratch/log" 2>&1 || { echo "skipped: no python3 with venv"; exit 0; }
    "$python" -m pip install -q crowd-kit >"$scratch/log" 2>&1 || { echo "skipped: crowd-kit cannot be installed"; tail -1 "$scratch/log"; exit 0; }
fi
compare() { # TASKS METHOD...
    tasks=$1
    shift
    echo "load $(cut -d' ' -f1 /proc/loadavg)"
    "$JAVA" -Xmx2g -cp "$ENGINE_CLASSPATH" dev.cupel.engine.consensus.PeerSpeed "$scratch/labels.csv" "$tasks" "$rounds" "$@" >"$scratch/own"
    "$python" -W ignore bench/peer.py "$scratch/labels.csv" "$scratch/own"
}
rounds=${1:-20}
compare "${2:-40000}" one-coin mace
compare "${3:-1000}" glad # the library's takes some minutes for what the others do in a second
echo "load $(cut -d' ' -f1 /proc/loadavg)"
