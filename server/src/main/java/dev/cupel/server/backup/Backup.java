package dev.cupel.server.backup;

import dev.cupel.server.backup.Manifest.Column;
import dev.cupel.server.backup.Manifest.Sequence;
import dev.cupel.server.backup.Manifest.Table;
import dev.cupel.server.platform.StartFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Writes all that a database holds as it was at one moment, while people go on working in it: one read-only transaction that
 * locks out nothing but changes of the tables themselves.
 */
public final class Backup {
    /** So that the same value is the same text, whatever the database is set to. */
    static final List<String> SETTINGS = List.of(
            "set datestyle = 'ISO, YMD'",
            "set intervalstyle = 'postgres'",
            "set timezone = 'UTC'",
            "set extra_float_digits = 3",
            "set bytea_output = 'hex'",
            "set statement_timeout = 0",
            "set idle_in_transaction_session_timeout = 0");

    /** Rows are sent on in portions of this size. */
    private static final int PORTION = 1 << 18;

    private final Connection connection;
    private final BackupProgress progress;
    private long bytes;

    private Backup(Connection connection, BackupProgress progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /**
     * @param connection used for this alone; it is left in a transaction that has ended
     * @param cupel version of this program
     * @return what the file says about itself
     * @throws StartFailure if the database is none of Cupel's, or in the middle of something
     * @throws IOException if the file cannot be written
     */
    public static Manifest write(Connection connection, OutputStream out, String cupel, BackupProgress progress)
            throws IOException, SQLException {
        return new Backup(connection, progress).write(out, cupel);
    }

    private Manifest write(OutputStream out, String cupel) throws IOException, SQLException {
        execute(SETTINGS);
        List<String> present = Catalogue.tables(connection);
        if (!present.contains(Catalogue.HISTORY)) {
            throw new StartFailure(
                    "There are no tables of Cupel in this database.", "Name the database that ./cupel serve uses.");
        }
        if (present.contains(Catalogue.MARK)) {
            throw new StartFailure(
                    "A restore into this database has not ended.", "Wait for it, or run ./cupel restore again.");
        }
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        // Before the first look: the snapshot is taken when nobody can change the tables any more.
        execute(List.of("lock table "
                + present.stream().map(Catalogue::quoted).collect(Collectors.joining(", "))
                + " in access share mode"));
        List<Sequence> sequences = new ArrayList<>();
        for (String name : Catalogue.sequences(connection)) {
            sequences.add(sequence(name));
        }
        Map<String, List<Column>> columns = Catalogue.columns(connection);
        List<String> leftOut =
                present.stream().filter(Catalogue.LEFT_OUT::contains).toList();
        List<Table> tables = new ArrayList<>();
        Manifest manifest;
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        for (String name : present) {
            if (!name.equals(Catalogue.HISTORY) && !Catalogue.LEFT_OUT.contains(name)) {
                tables.add(table(zip, name, columns.getOrDefault(name, List.of())));
            }
        }
        manifest = about(cupel, leftOut, tables, sequences);
        zip.putNextEntry(new ZipEntry(BackupFile.MANIFEST));
        zip.write(Manifest.JSON.writeValueAsBytes(manifest));
        zip.closeEntry();
        zip.finish();
        connection.rollback();
        return manifest;
    }

    private Manifest about(String cupel, List<String> leftOut, List<Table> tables, List<Sequence> sequences)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select current_setting('server_version_num')::integer / 10000, now(),
                               (select h.version from flyway_schema_history h where h.success and h.version is not null
                                order by h.installed_rank desc limit 1),
                               exists (select 1 from flyway_schema_history h where not h.success)
                        """)) {
            row.next();
            if (row.getBoolean(4)) {
                throw new StartFailure(
                        "A migration of this database has failed: it is neither old nor new.",
                        "Start ./cupel serve on it and see what it says.");
            }
            return new Manifest(
                    Manifest.FORMAT,
                    cupel,
                    row.getString(3),
                    row.getInt(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    leftOut,
                    tables,
                    sequences);
        }
    }

    private Sequence sequence(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select last_value, is_called from " + Catalogue.quoted(name))) {
            row.next();
            return new Sequence(name, row.getLong(1), row.getBoolean(2));
        }
    }

    private Table table(ZipOutputStream zip, String name, List<Column> columns) throws IOException, SQLException {
        String form = Catalogue.form(columns);
        String step = "writing " + name;
        progress.at(step, 0, bytes, 0);
        // A query, because the rows of a partitioned table can be had in no other way.
        String list = columns.stream().map(Column::name).map(Catalogue::quoted).collect(Collectors.joining(", "));
        CopyOut copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("copy (select " + list + " from " + Catalogue.quoted(name) + ") to stdout (format " + form
                        + ")");
        long before = bytes;
        try (Digested digested = new Digested(zip)) {
            zip.putNextEntry(new ZipEntry("tables/" + name + ".copy"));
            byte[] portion = new byte[PORTION];
            int used = 0;
            long rows = 0;
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                rows++;
                bytes += row.length;
                if (used + row.length > portion.length) {
                    digested.write(portion, 0, used);
                    used = 0;
                    progress.at(step, rows, bytes, 0);
                }
                if (row.length > portion.length) {
                    digested.write(row, 0, row.length);
                } else {
                    System.arraycopy(row, 0, portion, used, row.length);
                    used += row.length;
                }
            }
            digested.write(portion, 0, used);
            byte[] sha256 = digested.digest();
            zip.closeEntry();
            return new Table(
                    name,
                    columns,
                    form,
                    copy.getHandledRowCount(),
                    bytes - before,
                    HexFormat.of().formatHex(sha256));
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
