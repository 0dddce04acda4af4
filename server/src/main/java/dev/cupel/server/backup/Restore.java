package dev.cupel.server.backup;

import dev.cupel.server.backup.Catalogue.Removable;
import dev.cupel.server.backup.Manifest.Column;
import dev.cupel.server.backup.Manifest.Sequence;
import dev.cupel.server.backup.Manifest.Table;
import dev.cupel.server.platform.StartFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

/**
 * Fills an empty database from a backup: the tables as the backup's version had them, its rows in one transaction without
 * triggers, foreign keys checked afterwards, then the migrations since. When any of it fails the database is empty again; a
 * restore that was killed leaves a mark, with which no server starts and the next restore begins anew.
 */
public final class Restore {
    private static final int PORTION = 1 << 18;
    /** Of two restores into one database the second is refused: any number that nothing else uses. */
    private static final long ALONE = 0x43555045_4c725354L;

    private final DataSource database;
    private final BackupFile file;
    private final BackupProgress progress;

    /** @param database of a user who may make tables in it */
    public Restore(DataSource database, BackupFile file, BackupProgress progress) {
        this.database = database;
        this.file = file;
        this.progress = progress;
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws StartFailure if the backup comes from a newer Cupel, or from one whose migrations this one does not have
     */
    public static void requireKnown(BackupFile file) {
        MigrationVersion wanted = MigrationVersion.fromVersion(file.manifest().schema());
        Set<MigrationVersion> known = Migrations.known();
        if (known.stream().allMatch(version -> version.compareTo(wanted) < 0)) {
            throw file.newer();
        }
        if (!known.contains(wanted)) {
            throw new StartFailure(
                    "The tables of this backup are of version " + wanted + ", which this Cupel has never had.",
                    "Restore it with the Cupel that wrote it ("
                            + file.manifest().cupel() + ").");
        }
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws StartFailure if anything is in the database but the remains of a restore that was killed
     */
    public void requireEmpty() throws SQLException {
        try (Connection connection = database.getConnection()) {
            requireEmpty(connection);
        }
    }

    private static void requireEmpty(Connection connection) throws SQLException {
        List<String> contents = Catalogue.contents(connection);
        if (contents.isEmpty() || contents.contains(Catalogue.MARK)) {
            return;
        }
        if (contents.equals(List.of(Catalogue.HISTORY)) && !any(connection, "select 1 from flyway_schema_history")) {
            return; // killed before it could leave its mark
        }
        throw new StartFailure(
                "The database is not empty: it has " + contents.size() + " tables and other things, such as "
                        + contents.getFirst() + ".",
                "Restore into a new one: create database cupel_restored encoding 'UTF8' template template0");
    }

    /**
     * Does it.
     *
     * @throws StartFailure if the database is not empty or a statement is refused; the database is as empty as before
     */
    public void run() throws IOException, SQLException {
        try (Connection alone = database.getConnection()) {
            if (!any(alone, "select 1 where pg_try_advisory_lock(" + ALONE + ")")) {
                throw new StartFailure(
                        "Another restore into this database is at work.", "Wait for it, or restore into another one.");
            }
            requireEmpty(alone);
            empty(alone);
            try {
                fill();
            } catch (IOException | SQLException | RuntimeException e) {
                try {
                    empty(alone);
                } catch (SQLException left) {
                    e.addSuppressed(left);
                }
                throw said(e);
            }
        }
    }

    private void fill() throws IOException, SQLException {
        progress.at("making the tables", 0, 0, 0);
        flyway(file.manifest().schema()).migrate();
        try (Connection connection = database.getConnection()) {
            execute(connection, Backup.SETTINGS);
            execute(connection, List.of("set maintenance_work_mem = '256MB'")); // indexes are made at once
            connection.setAutoCommit(false);
            load(connection);
            connection.commit();
        }
        progress.at("bringing the tables up to date", 0, 0, 0);
        flyway("latest").migrate();
        try (Connection connection = database.getConnection()) {
            progress.at("counting for the planner", 0, 0, 0);
            execute(connection, List.of("analyze", "drop table " + Catalogue.MARK));
        }
    }

    private void load(Connection connection) throws IOException, SQLException {
        Map<String, List<Column>> columns = Catalogue.columns(connection);
        Set<String> sequences = new HashSet<>(Catalogue.sequences(connection));
        List<String> tables = new ArrayList<>(columns.keySet());
        tables.removeAll(Set.of(Catalogue.HISTORY, Catalogue.MARK));
        requireSame(columns, sequences);
        List<Removable> foreignKeys = Catalogue.foreignKeys(connection);
        List<Removable> indexes = Catalogue.indexes(connection);
        execute(connection, foreignKeys.stream().map(Removable::drop).toList());
        execute(connection, indexes.stream().map(Removable::drop).toList());
        triggers(connection, tables, "disable");
        // Migrations may have put rows there; and only what was emptied in this transaction takes rows as frozen.
        execute(
                connection,
                List.of("truncate " + tables.stream().map(Catalogue::quoted).collect(Collectors.joining(", "))));
        long before = 0;
        for (Table table : file.manifest().tables()) {
            load(connection, table, before);
            before += table.bytes();
        }
        for (Sequence sequence : file.manifest().sequences()) {
            try (PreparedStatement set = connection.prepareStatement("select setval(?::regclass, ?, ?)")) {
                set.setString(1, Catalogue.quoted(sequence.name()));
                set.setLong(2, sequence.value());
                set.setBoolean(3, sequence.called());
                set.execute();
            }
        }
        for (Removable index : indexes) {
            progress.at("indexing", indexes.indexOf(index) + 1L, before, 0);
            execute(connection, List.of(index.make()));
        }
        for (Removable key : foreignKeys) {
            progress.at("checking references", foreignKeys.indexOf(key) + 1L, before, 0);
            execute(connection, List.of(key.make()));
        }
        triggers(connection, tables, "enable");
    }

    /** The rows fit only tables that have the columns they were written from. */
    private void requireSame(Map<String, List<Column>> columns, Set<String> sequences) {
        for (Table table : file.manifest().tables()) {
            if (!table.columns().equals(columns.get(table.name()))) {
                throw file.damaged("the table " + table.name() + " has other columns in Cupel's version "
                        + file.manifest().schema());
            }
        }
        for (Sequence sequence : file.manifest().sequences()) {
            if (!sequences.contains(sequence.name())) {
                throw file.damaged(
                        "Cupel's version " + file.manifest().schema() + " has no sequence " + sequence.name());
            }
        }
    }

    private void load(Connection connection, Table table, long before) throws IOException, SQLException {
        String list = table.columns().stream()
                .map(Column::name)
                .map(Catalogue::quoted)
                .collect(Collectors.joining(", "));
        String options = "format " + (table.form().equals("binary") ? "binary" : "text")
                + (Catalogue.freezes(connection, table.name()) ? ", freeze" : "");
        long rows;
        try (InputStream in = new Counted(
                file.rows(table),
                "reading " + table.name(),
                table.rows(),
                before,
                file.manifest().bytes())) {
            rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy " + Catalogue.quoted(table.name()) + " (" + list + ") from stdin (" + options + ")",
                            in,
                            PORTION);
        }
        if (rows != table.rows()) {
            throw file.damaged("the table " + table.name() + " has " + rows + " rows, not " + table.rows());
        }
    }

    /** Tells how many bytes have been read. */
    private final class Counted extends FilterInputStream {
        private final String step;
        private final long rows;
        private final long total;
        private long bytes;

        Counted(InputStream in, String step, long rows, long before, long total) {
            super(in);
            this.step = step;
            this.rows = rows;
            this.total = total;
            this.bytes = before;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            bytes += Math.max(0, read);
            progress.at(step, rows, bytes, total);
            return read;
        }
    }

    /** Those of the tables; those of foreign keys belong to the system. */
    private static void triggers(Connection connection, List<String> tables, String what) throws SQLException {
        execute(
                connection,
                tables.stream()
                        .map(table -> "alter table " + Catalogue.quoted(table) + " " + what + " trigger user")
                        .toList());
    }

    /** Removes what an earlier restore left, or this one. */
    private static void empty(Connection connection) throws SQLException {
        boolean before = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            execute(connection, Catalogue.removals(connection));
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(before);
        }
    }

    private Flyway flyway(String target) {
        return Migrations.configuration()
                .dataSource(database)
                .target(target)
                .callbacks(new Mark())
                .load();
    }

    /** From the first migration on everybody sees that there is no database to work with yet. */
    private static final class Mark extends BaseCallback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                execute(
                        context.getConnection(),
                        List.of("create table if not exists " + Catalogue.MARK + " (since timestamptz default now())"));
            } catch (SQLException e) {
                throw new FlywayException("the mark of a restore cannot be made", e);
            }
        }
    }

    private static Exception saidCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartFailure || cause instanceof PSQLException) {
                return (Exception) cause;
            }
        }
        return failure instanceof Exception e ? e : new IllegalStateException(failure);
    }

    private static RuntimeException said(Exception failure) {
        Exception cause = saidCause(failure);
        if (cause instanceof StartFailure told) {
            return told;
        }
        StartFailure told = new StartFailure(
                "The restore failed, and nothing of it is left: " + cause.getMessage(),
                cause instanceof SQLException sql && "53100".equals(sql.getSQLState())
                        ? "Make room on the disk of the database, then restore again."
                        : "The file was not changed; restore it again, or into another database.");
        told.initCause(failure);
        return told;
    }

    private static boolean any(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
