package dev.cupel.server.item;

import dev.cupel.engine.schema.Answer;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.server.job.Blobs;
import dev.cupel.server.job.JobFailure;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Connection;
import java.sql.SQLException;
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
        long rows = 0;
        try (FileSteps steps = new FileSteps(blobs.open(run.upload()), format, keyColumn, codes, finished)) {
            for (FileSteps.Step step = steps.next(); step != null; step = steps.next()) {
                store(run, codes, author, step);
                rows = step.rows();
                run.stopIfAsked();
            }
        }
        if (rows == 0 && finished == 0) {
            throw new JobFailure("The file holds no items.", "Send a file with a row for each item.");
        }
        if (run.count("added") + run.count("updated") > ANALYZE_AFTER) {
            // The planner would not hear of the new rows for a minute, and search badly until then.
            sql.sql("analyze item, item_state, queue").update();
        }
    }

    private void store(JobRun run, SchemaCodes codes, UUID author, FileSteps.Step step) {
        step.problems().forEach(b -> run.problem(b.line(), b.column(), b.what(), b.fix()));
        transaction.executeWithoutResult(status -> {
            Outcome outcome = step.batch().rows() == 0
                    ? new Outcome(0, 0, 0)
                    : store(run.projectId(), codes, author, step.batch());
            run.addToCount("added", outcome.added());
            run.addToCount("updated", outcome.updated());
            run.addToCount("unchanged", outcome.unchanged());
            run.addToCount("rejected", step.rejected());
            run.checkpoint(new Progress(step.rows()), step.bytes());
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
}
