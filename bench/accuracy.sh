#!/bin/sh
# Accuracy of every consensus method on the eleven development sets, beside the common library's figures.
# usage: bench/accuracy.sh [keep-all]     (data: $CUPEL_DATA, or shared/data beside the repository)
set -e
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
exec "$JAVA" -cp "$ENGINE_CLASSPATH" dev.cupel.engine.consensus.AccuracyTable "$@"
