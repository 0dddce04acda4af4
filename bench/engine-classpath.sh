# Sourced by the scripts here, in the repository's root: builds the engine's classes and tests, and sets JAVA and
# ENGINE_CLASSPATH. The JDK is the one the launcher would take.
eval "$(CUPEL_SOURCED=1 bash -c '. ./cupel; find_jdk; printf "export JAVA_HOME=%q" "$jdk"')"
JAVA="$JAVA_HOME/bin/java"
cp_file=$(pwd)/engine/target/bench-classpath.txt
${MVN:-mvn} -q -B test-compile -pl engine >&2
[ -s "$cp_file" ] || ${MVN:-mvn} -q -B dependency:build-classpath -pl engine -Dmdep.outputFile="$cp_file" >&2
ENGINE_CLASSPATH="engine/target/classes:engine/target/test-classes:$(cat "$cp_file")"
