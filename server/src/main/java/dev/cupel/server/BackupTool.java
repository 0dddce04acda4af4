package dev.cupel.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.cupel.server.backup.Backup;
import dev.cupel.server.backup.BackupFile;
import dev.cupel.server.backup.BackupProgress;
import dev.cupel.server.backup.Manifest;
import dev.cupel.server.backup.Restore;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.postgres.DataFolder;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the command line does with backups: of a server that runs or has been stopped, into a folder or database that is empty. */
public final class BackupTool {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(BackupTool.class);
    /** What an earlier restore or start may have left in a folder that holds no database. */
    private static final String RESTORING = "restore.part";

    private static final Set<String> HARMLESS = Set.of("server.lock", "database-password", "database.log", RESTORING);

    private BackupTool() {}

    /** @param fileBytes of the file, compressed */
    public record Written(Manifest manifest, long fileBytes) {}

    /**
     * Writes a backup, beside a running server or on a stopped one. The file is complete or not there.
     *
     * @param data folder of the embedded database, looked at unless there is an external one
     * @param overwrite whether a file that is there already is replaced, at the very end
     * @throws StartFailure if there is no database, or the file cannot be written
     */
    public static Written backup(
            Path data,
            ServeOptions.@Nullable Database external,
            Path file,
            boolean overwrite,
            BackupProgress progress) {
        requirePlace(file, overwrite);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (OperatorDatabase database = OperatorDatabase.open(data, external);
                Connection connection = database.source().getConnection();
                FileChannel channel = open(part)) {
            part.toFile().deleteOnExit(); // also when somebody interrupts it
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                Manifest manifest = Backup.write(connection, out, CupelServer.version(), progress);
                out.flush();
                channel.force(true);
                long bytes = channel.size();
                if (overwrite) {
                    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    requirePlace(file, false); // somebody may have put one there meanwhile
                    Files.move(part, file);
                }
                remember(database, manifest);
                return new Written(manifest, bytes);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (SQLException e) {
            throw new StartFailure(
                    "The database refused: " + e.getMessage(), "There is no backup; see to it and try again.");
        } catch (IOException e) {
            throw new StartFailure(
                    file + " cannot be written: " + said(e) + ".",
                    "Name a place where you may write and that has room. There is no backup.");
        }
    }

    /** So that owners see when the last one was; a database that takes no writes has its backup all the same. */
    private static void remember(OperatorDatabase database, Manifest manifest) {
        try {
            JdbcClient.create(database.source())
                    .sql("""
                            insert into instance_setting (name, value) values ('last_backup', ?)
                            on conflict (name) do update set value = excluded.value
                            """)
                    .param(manifest.madeAt().toString())
                    .update();
        } catch (DataAccessException notWritten) {
            LOG.debug("the time of the backup is not kept", notWritten);
        }
    }

    private static void requirePlace(Path file, boolean overwrite) {
        if (Files.isDirectory(file)) {
            throw new StartFailure(file + " is a folder.", "Name a file in it.");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StartFailure("The folder of " + file + " does not exist.", "Make it, or name another place.");
        }
        if (!overwrite && Files.exists(file)) {
            throw new StartFailure(
                    file + " is there already.", "Name another file, or say --overwrite to replace it at the end.");
        }
    }

    /** Only its owner may read it: it holds everything in the clear. */
    private static FileChannel open(Path part) throws IOException {
        FileChannel channel = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            boolean locked;
            try {
                locked = channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                locked = false;
            }
            if (!locked) {
                throw new StartFailure(
                        "Another backup is being written to " + part + ".", "Wait for it, or name another file.");
            }
            return channel.truncate(0);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static String said(IOException e) {
        return e instanceof java.nio.file.FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(e.getMessage());
    }

    /**
     * Reads a backup to its end and compares it with its manifest.
     *
     * @throws StartFailure if it is damaged, or comes from a newer Cupel
     */
    public static Manifest check(Path file, BackupProgress progress) {
        try (BackupFile backup = BackupFile.open(file)) {
            Restore.requireKnown(backup);
            backup.check(progress);
            return backup.manifest();
        }
    }

    /**
     * Fills an empty data folder, or an empty external database, from a backup. It is filled to the end or as empty as before.
     *
     * @param data folder for the embedded database, made if it is not there; looked at unless there is an external one
     * @throws StartFailure if the file cannot be used, or the place is not empty; nothing was changed then
     */
    public static Manifest restore(
            Path file, Path data, ServeOptions.@Nullable Database external, BackupProgress progress) {
        quiet();
        try (BackupFile backup = BackupFile.open(file)) {
            Restore.requireKnown(backup);
            if (external != null) {
                try (OperatorDatabase database = OperatorDatabase.forRestore(external)) {
                    Restore restore = new Restore(database.source(), backup, progress);
                    restore.requireEmpty();
                    backup.check(progress);
                    restore.run();
                }
            } else {
                requireEmpty(data);
                backup.check(progress);
                embedded(backup, data, progress);
            }
            return backup.manifest();
        } catch (SQLException e) {
            throw new StartFailure(
                    "The database refused: " + e.getMessage(), "Nothing was restored; see to it and try again.");
        } catch (IOException e) {
            throw new StartFailure(
                    "The restore failed: " + said(e) + ".",
                    "Nothing was restored; check permissions and space of " + data.toAbsolutePath() + ".");
        }
    }

    /** What each migration is called is nothing to whoever restores; what goes wrong is said anyway. */
    private static void quiet() {
        if (LoggerFactory.getLogger("org.flywaydb") instanceof Logger logger) {
            logger.setLevel(Level.WARN);
        }
    }

    /** In a folder inside the folder, whose database moves to its place only when all is in it. */
    private static void embedded(BackupFile backup, Path data, BackupProgress progress)
            throws IOException, SQLException {
        boolean made = !Files.exists(data);
        boolean done = false;
        DataFolder folder = DataFolder.open(data);
        try {
            requireEmpty(data); // now that nobody else works in it
            Path part = data.resolve(RESTORING);
            remove(part);
            try {
                try (OperatorDatabase database = OperatorDatabase.started(part, () -> {})) {
                    new Restore(database.source(), backup, progress).run();
                }
                // The database last: without it the folder is one that was never used.
                for (String name : names(part)) {
                    if (!name.equals("database")) {
                        replace(part.resolve(name), data.resolve(name));
                    }
                }
                Files.move(part.resolve("database"), data.resolve("database"), StandardCopyOption.ATOMIC_MOVE);
                done = true;
            } finally {
                remove(part);
            }
        } finally {
            folder.close();
            if (made && !done) {
                deleteTree(data);
            }
        }
    }

    private static void replace(Path from, Path to) throws IOException {
        deleteTree(to);
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void requireEmpty(Path data) {
        if (!Files.exists(data)) {
            return;
        }
        List<String> found;
        try {
            found = names(data).stream()
                    .filter(name -> !HARMLESS.contains(name) && !name.startsWith("postgresql-"))
                    .toList();
        } catch (IOException e) {
            throw new StartFailure(
                    data.toAbsolutePath() + " cannot be read: " + said(e) + ".", "Name another folder with --data.");
        }
        if (!found.isEmpty()) {
            throw new StartFailure(
                    "The data folder " + data.toAbsolutePath() + " is not empty: it has "
                            + (found.contains("database") ? "a database" : found.getFirst()) + ".",
                    "Restore into a new one: ./cupel restore FILE --data NEW-DIR");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /** The remains of a restore; a database that outlived one is stopped first. */
    private static void remove(Path part) throws IOException {
        if (Files.exists(part.resolve("database"))
                && EmbeddedPostgres.running(part).isPresent()) {
            EmbeddedPostgres.start(part).close();
        }
        deleteTree(part);
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
