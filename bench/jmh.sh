#!/bin/sh
# Runs the engine's JMH benchmarks. usage: bench/jmh.sh [NAME_PATTERN] [JMH options], e.g. bench/jmh.sh DawidSkene -p classes=4
set -e
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
exec "$JAVA" -cp "$ENGINE_CLASSPATH" org.openjdk.jmh.Main "$@"
