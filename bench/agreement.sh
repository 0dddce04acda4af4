#!/bin/sh
# Speed of agreement on simulated crowds: bench/agreement.sh [labels]
set -e
cd "$(dirname "$0")/.."
. bench/engine-classpath.sh
exec "$JAVA" -Xmx4g -cp "$ENGINE_CLASSPATH" bench/AgreementBench.java "$@"
