package dev.cupel.server.item;

import dev.cupel.engine.schema.Answer;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.server.job.Blobs;
import dev.cupel.server.job.JobFailure;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads a file of items into a project, a few thousand rows per transaction. Each transaction also says how many rows
 * of the file it has finished, so a run that goes on after a crash skips exactly those.
 */
@Component
class ImportJob implements JobHandler {
    /**
     * @param format as {@link RowFormat} names it, in small letters
     * @param keyColumn null for the usual ones
     */
    record Params(
            String format,
            @Nullable String keyColumn,
            @Nullable String fileName) {}

    /** @param rows rows and unreadable places of the file that are finished */
    record Progress(long rows) {}

    /** What a batch did to the database. */
    private record Outcome(int added, int updated, int unchanged) {}

    private static final int ANALYZE_AFTER = 2_000;

    private final JdbcClient sql;
    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final Blobs blobs;
    private final Projects projects;
    private final GoldAnswers goldAnswers;

    ImportJob(
            JdbcClient sql,
            DataSource dataSource,
            TransactionTemplate transaction,
            Blobs blobs,
            Projects projects,
            GoldAnswers goldAnswers) {
        this.sql = sql;
        this.dataSource = dataSource;
        this.transaction = transaction;
        this.blobs = blobs;
        this.projects = projects;
        this.goldAnswers = goldAnswers;
    }

    @Override
    public JobKind kind() {
        return JobKind.IMPORT;
    }

    @Override
    public String unit() {
        return "bytes";
    }

    @Override
    public void run(JobRun run) throws Exception {
        RowFormat format =
                RowFormat.valueOf(run.params().path("format").asString().toUpperCase(Locale.ROOT));
        String keyColumn = run.params().path("keyColumn").asString(null);
        UUID author = run.creator();
        if (author == null) {
            throw new IllegalStateException("an import without a person");
        }
        SchemaCodes codes = projects.schema(run.projectId());
        run.total(blobs.size(run.upload()));
        for (String figure : List.of("added", "updated", "unchanged", "rejected")) {
            run.addToCount(figure, 0);
        }
        long finished = run.progress().path("rows").asLong(0);
        SeenKeys seen = new SeenKeys();
        ItemRowReader reader = null;
        List<ItemRowReader.Bad> bad = new ArrayList<>();
        ItemBatch batch = new ItemBatch();
        int looked = 0;
        long n = 0;
        try (Counted bytes = new Counted(blobs.open(run.upload()));
                RowReader rows = RowReader.open(bytes, format)) {
            for (RowEvent event = rows.next(); event != null; event = rows.next()) {
                n++;
                bad.clear();
                if (event instanceof RowProblem problem) {
                    bad.add(unreadable(problem));
                } else if (event instanceof Row row) {
                    if (reader == null) {
                        ColumnRoles roles =
                                ColumnRoles.of(codes.schema(), row.values().keySet(), keyColumn);
                        checkHeader(format, row, roles);
                        if (finished == 0) {
                            warnOfStrayGold(run, row, roles);
                        }
                        reader = new ItemRowReader(codes, roles);
                    }
                    ItemRowReader.ItemRow item = reader.read(row, bad);
                    if (item != null && !seen.add(item.key())) {
                        bad.add(new ItemRowReader.Bad(
                                row.line(),
                                null,
                                "an earlier row has the key '" + item.key() + "' too",
                                "give each row a key of its own, or drop one of the two"));
                    }
                    if (item != null && bad.isEmpty() && n > finished) {
                        batch.add(item);
                    }
                }
                if (n > finished) {
                    if (!bad.isEmpty()) {
                        run.addToCount("rejected", 1);
                        bad.forEach(b -> run.problem(b.line(), b.column(), b.what(), b.fix()));
                    }
                    looked++;
                    if (batch.full() || looked >= 4 * ItemBatch.MOST_ROWS) {
                        store(run, codes, author, batch, n, bytes.count);
                        batch = new ItemBatch();
                        looked = 0;
                        run.stopIfAsked();
                    }
                }
            }
            store(run, codes, author, batch, n, bytes.count);
        }
        if (n == 0) {
            throw new JobFailure("The file holds no items.", "Send a file with a row for each item.");
        }
        if (run.count("added") + run.count("updated") > ANALYZE_AFTER) {
            // The planner would not hear of the new rows for a minute, and search badly until then.
            sql.sql("analyze item, item_state, queue").update();
        }
    }

    private static void checkHeader(RowFormat format, Row first, ColumnRoles roles) {
        if (roles.keyColumn() != null && !first.values().containsKey(roles.keyColumn())) {
            throw new JobFailure(
                    "There is no column '" + roles.keyColumn() + "' to take the key from.",
                    "Name one of " + first.values().keySet() + ".");
        }
        if (format != RowFormat.CSV && format != RowFormat.TSV) {
            return;
        }
        Set<String> missing = new HashSet<>(roles.fields());
        missing.removeAll(first.values().keySet());
        if (!missing.isEmpty()) {
            throw new JobFailure(
                    "The project shows the field" + (missing.size() == 1 ? " " : "s ") + String.join(", ", missing)
                            + ", but the file's columns are "
                            + String.join(", ", first.values().keySet()) + ".",
                    "Rename the column in the file, or the field in the schema's inputs.");
        }
    }

    private static void warnOfStrayGold(JobRun run, Row first, ColumnRoles roles) {
        for (String column : first.values().keySet()) {
            if (roles.strayGold(column)) {
                run.problem(
                        first.line(),
                        column,
                        "the schema has no such question, so the column was kept as metadata",
                        "rename it to gold. and the question's id, and import the file again");
            }
        }
    }

    private static ItemRowReader.Bad unreadable(RowProblem problem) {
        String place = problem.column() > 0 ? " (character " + problem.column() + ")" : "";
        return new ItemRowReader.Bad(problem.line(), null, problem.what() + place, problem.fix());
    }

    private void store(JobRun run, SchemaCodes codes, UUID author, ItemBatch batch, long rows, long bytes) {
        transaction.executeWithoutResult(status -> {
            Outcome outcome = batch.rows() == 0 ? new Outcome(0, 0, 0) : store(run.projectId(), codes, author, batch);
            run.addToCount("added", outcome.added());
            run.addToCount("updated", outcome.updated());
            run.addToCount("unchanged", outcome.unchanged());
            run.checkpoint(new Progress(rows), bytes);
        });
    }

    private Outcome store(long project, SchemaCodes codes, UUID author, ItemBatch batch) {
        // Imports into one project take turns, batch by batch: two that hold the same keys in another order would
        // deadlock.
        sql.sql("select pg_advisory_xact_lock(hashtextextended('import', ?))")
                .param(project)
                .query(row -> {});
        sql.sql("""
                create temporary table import_row (n integer, key text, fields jsonb, metadata jsonb, searched text)
                on commit drop
                """).update();
        copy(batch.copyData());
        int added = sql.sql("""
                with added as (
                    insert into item (project_id, key, fields, metadata, words)
                    select ?, r.key, r.fields, r.metadata, strip(to_tsvector('simple', r.searched))
                    from import_row r order by r.n
                    on conflict (project_id, key) do nothing
                    returning id
                ), state as (
                    insert into item_state (item_id, project_id) select id, ? from added
                )
                insert into queue (item_id, project_id, wanted)
                select a.id, p.id, p.overlap from added a cross join (select id, overlap from project where id = ?) p
                """).params(project, project, project).update();
        Set<String> updated = new HashSet<>();
        if (added < batch.rows()) {
            // Looked up key by key: a plan that reads the whole project would make each batch as slow as the project is
            // big.
            sql.sql("set local enable_hashjoin = off").update();
            sql.sql("set local enable_mergejoin = off").update();
            updated.addAll(sql.sql("""
                    update item i set fields = r.fields, metadata = r.metadata,
                        words = strip(to_tsvector('simple', r.searched))
                    from import_row r
                    where i.project_id = ? and i.key = r.key
                      and (i.fields is distinct from r.fields or i.metadata is distinct from r.metadata)
                    returning i.key
                    """)
                    .param(project)
                    .query((row, number) -> row.getString(1))
                    .list());
        }
        Map<String, Map<String, Answer>> gold = new LinkedHashMap<>();
        batch.gold().forEach(row -> gold.put(row.key(), row.gold()));
        List<String> goldChanged = goldAnswers.put(project, codes, author, gold);
        if (added < batch.rows() && !goldChanged.isEmpty()) {
            updated.addAll(sql.sql("select key from item where project_id = ? and key = any(?) and created_at < now()")
                    .params(project, goldChanged.toArray(String[]::new))
                    .query((row, number) -> row.getString(1))
                    .list());
        }
        return new Outcome(added, updated.size(), batch.rows() - added - updated.size());
    }

    private void copy(byte[] data) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            CopyIn copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy import_row (n, key, fields, metadata, searched) from stdin (format binary)");
            copy.writeToCopy(data, 0, data.length);
            copy.endCopy();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("copy of a batch of items: " + e.getMessage(), e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** Counts what has been read of a file. */
    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
