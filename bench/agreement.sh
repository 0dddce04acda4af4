#!/bin/sh
# Speed of agreement on simulated crowds: bench/agreement.sh [labels]; build the engine first (mvn -q compile -pl engine).
set -e
cd "$(dirname "$0")/.."
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xmx4g -cp engine/target/classes bench/AgreementBench.java "$@"
