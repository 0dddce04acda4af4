package dev.cupel.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The migrations of this program, as the server runs them. */
final class Migrations {
    private static final Pattern NAME = Pattern.compile("V([0-9._]+)__.*\\.sql");

    private Migrations() {}

    static FluentConfiguration configuration() {
        return Flyway.configure().locations("classpath:db/migration");
    }

    /** Read from the program's own files: no database is asked. */
    static Set<MigrationVersion> known() {
        Set<MigrationVersion> known = new HashSet<>();
        try {
            for (Resource file :
                    new PathMatchingResourcePatternResolver().getResources("classpath:db/migration/*.sql")) {
                Matcher name = NAME.matcher(String.valueOf(file.getFilename()));
                if (name.matches()) {
                    known.add(MigrationVersion.fromVersion(name.group(1)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }
}
