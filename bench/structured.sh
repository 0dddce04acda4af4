#!/bin/sh
# What structured consensus (spans, texts, boxes, masks) reaches on the public sets, beside reference figures.
# usage: bench/structured.sh     (data: $CUPEL_DATA, or shared/data beside the repository)
set -e
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
exec "$JAVA" -cp "$ENGINE_CLASSPATH" dev.cupel.engine.structured.StructuredTable "$@"
