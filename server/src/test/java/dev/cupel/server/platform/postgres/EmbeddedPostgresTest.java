package dev.cupel.server.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which PostgreSQL a server trusts, and which it stops. With real folders and real processes. */
class EmbeddedPostgresTest {
    @TempDir
    static Path once;

    @TempDir
    Path folder;

    /** Making a database takes long: every test begins with a copy of one that was stopped. */
    private static Path made;

    @BeforeAll
    static void make() {
        made = once.resolve("made");
        EmbeddedPostgres.start(made).close();
    }

    @Test
    void aCopiedFolderWorksOnItsOwnDatabaseAndStopsNoOther() throws Exception {
        Path original = fresh("original");
        Path copy = folder.resolve("copy");
        try (EmbeddedPostgres first = EmbeddedPostgres.start(original)) {
            ask(first, "create table mine (n integer)");
            ask(first, "checkpoint");
            copy(original, copy);
            try (EmbeddedPostgres second = EmbeddedPostgres.start(copy)) {
                assertThat(second.pid()).isNotEqualTo(first.pid());
                assertThat(PidFile.same(Path.of(ask(second, "show data_directory")), copy.resolve("database")))
                        .isTrue();
                ask(second, "drop table mine");
            }
            assertThat(ask(first, "select count(*) from mine"))
                    .as("the original goes on, untouched")
                    .isEqualTo("0");
        }
    }

    @Test
    void aDatabaseThatOutlivedItsServerIsAdopted() throws Exception {
        Path mine = fresh("mine");
        EmbeddedPostgres killed = EmbeddedPostgres.start(mine);
        killed.abandon();
        try (EmbeddedPostgres next = EmbeddedPostgres.start(mine)) {
            assertThat(next.pid()).isEqualTo(killed.pid());
            assertThat(next.jdbcUrl()).isEqualTo(killed.jdbcUrl());
        }
        assertThat(pidFile(mine)).as("what was adopted is stopped in the end").doesNotExist();
    }

    @Test
    void aDatabaseThatWasKilledIsStartedAgain() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(fresh("mine"))) {
            long killed = postgres.pid();
            ProcessHandle.of(killed).orElseThrow().destroyForcibly();
            String answer = null;
            for (int tries = 0; tries < 300 && answer == null; tries++) {
                Thread.sleep(100);
                try {
                    answer = postgres.pid() == killed ? null : ask(postgres, "select 1");
                } catch (SQLException notYet) {
                    answer = null;
                }
            }
            assertThat(answer).isEqualTo("1");
        }
    }

    @Test
    void aPidFileWhoseNumberBelongsToAnotherProcessDoesNotStopAStart() throws Exception {
        Path mine = fresh("mine");
        leaveBehind(mine, ProcessHandle.current().pid());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(mine)) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void aPidFileWhoseNumberBelongsToAnotherDatabaseDoesNotStopAStartNorThatDatabase() throws Exception {
        Path left = fresh("left");
        try (EmbeddedPostgres other = EmbeddedPostgres.start(fresh("other"))) {
            leaveBehind(left, other.pid());
            EmbeddedPostgres.start(left).close();
            assertThat(ask(other, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void whatTheFileNamesIsNotStoppedIfItIsNotWhatWasStarted() throws Exception {
        try (EmbeddedPostgres other = EmbeddedPostgres.start(fresh("other"))) {
            Path mine = fresh("mine");
            EmbeddedPostgres postgres = EmbeddedPostgres.start(mine);
            List<String> own = Files.readAllLines(pidFile(mine));
            leaveBehind(mine, other.pid());
            postgres.close();
            assertThat(ask(other, "select 1")).isEqualTo("1");
            Files.write(pidFile(mine), own);
            EmbeddedPostgres.start(mine).close();
        }
    }

    @Test
    void aFolderThatWasRenamedUnderItsDatabaseIsStillInUse() {
        PidFile file = new PidFile(7, Path.of("/no/longer/there"), 5432, true);
        assertThat(file.claim(folder, new PidFile.Runner(true, true, folder))).isEqualTo(PidFile.Claim.PERHAPS_OURS);
        assertThat(file.claim(folder, new PidFile.Runner(true, true, null))).isEqualTo(PidFile.Claim.PERHAPS_OURS);
        assertThat(file.claim(folder, new PidFile.Runner(true, false, folder))).isEqualTo(PidFile.Claim.STALE);
    }

    private Path fresh(String name) throws IOException {
        Path to = folder.resolve(name);
        copy(made, to);
        return to;
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("database/postmaster.pid");
    }

    private static void leaveBehind(Path folder, long pid) throws IOException {
        Files.write(
                pidFile(folder),
                List.of(
                        Long.toString(pid),
                        folder.resolve("database").toAbsolutePath().toString(),
                        "1700000000",
                        "5432",
                        "",
                        "127.0.0.1",
                        "  1234567         1",
                        "ready   "));
    }

    private static String ask(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                var query = connection.createStatement()) {
            if (!query.execute(statement)) {
                return "";
            }
            try (var row = query.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    /** As people copy it: while it is in use. */
    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                Files.copy(dir, to.resolve(from.relativize(dir)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    Files.copy(
                            file,
                            to.resolve(from.relativize(file)),
                            StandardCopyOption.COPY_ATTRIBUTES,
                            java.nio.file.LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException gone) {
                    // a database in use also removes files
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
