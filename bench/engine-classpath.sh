# Sourced by the scripts here: builds the engine's classes and tests, and sets JAVA and ENGINE_CLASSPATH.
if [ -n "$JAVA_HOME" ]; then JAVA="$JAVA_HOME/bin/java"; else JAVA=java; fi
${MVN:-mvn} -q -B test-compile -pl engine >&2
cp_file=$(pwd)/engine/target/bench-classpath.txt
[ -f "$cp_file" ] || ${MVN:-mvn} -q -B -o dependency:build-classpath -pl engine -Dmdep.outputFile="$cp_file" >&2
ENGINE_CLASSPATH="engine/target/classes:engine/target/test-classes:$(cat "$cp_file")"
