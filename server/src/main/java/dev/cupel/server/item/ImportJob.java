package dev.cupel.server.item;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.job.JobFailure;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Array;
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
 * Reads a file of items into a project, a few thousand rows per transaction, two transactions at a time. Each also says
 * how many rows of the file are finished, so a run that goes on after a crash skips exactly those. Two imports into one
 * project never run at once ({@link JobKind#inTurn}): they would wait for each other's keys.
 */
@Component
class ImportJob implements JobHandler {
    /**
     * @param format as {@link RowFormat} names it, in small letters
     * @param keyColumn null for the usual ones
     * @param annotations whether the annotations of our own files come along
     */
    record Params(
            String format,
            @Nullable String keyColumn,
            @Nullable String fileName,
            boolean annotations) {}

    static final JobKind KIND = new JobKind("import", Lane.IO, Access.Level.MANAGER, true);

    /** @param rows rows and unreadable places of the file that are finished */
    record Progress(long rows) {}

    /**
     * What a batch did to the items.
     *
     * @param updated keys
     */
    private record Stored(int added, Set<String> updated) {}

    /**
     * One statement adds the new rows and changes those that differ. The database finds a row that is there by the index
     * that the conflict names, not by a plan: a plan made while the project was small once took ten minutes (decision 0088).
     */
    static final String STORE = """
            with stored as (
                insert into item as i (id, project_id, key, fields, metadata, words) overriding system value
                select (:ids::bigint[])[r.n], :project, r.key, r.fields, r.metadata, strip(to_tsvector('simple', r.searched))
                from import_row r order by r.n
                on conflict (project_id, key) do update
                    set fields = case when :table and cells(i.fields) = cells(excluded.fields) then i.fields
                                      else excluded.fields end,
                        metadata = excluded.metadata, words = excluded.words
                    where (i.fields is distinct from excluded.fields
                           and not (:table and cells(i.fields) = cells(excluded.fields)))
                       or (i.metadata is distinct from excluded.metadata
                           and not (:table and excluded.metadata = (
                               select coalesce(jsonb_object_agg(m.name, m.said), '{}')
                               from jsonb_each(i.metadata) as m (name, said) where m.said <> '""')))
                returning id, key
            ), sorted as (
                select id, key, id = any (:ids::bigint[]) as added from stored
            ), state as (
                insert into item_state (item_id, project_id, import) select id, :project, :import from sorted where added
            )
            select count(*) filter (where added) as added, array_agg(key) filter (where not added) as updated from sorted
            """;

    private final JdbcClient sql;
    private final DataSource dataSource;
    private final TransactionTemplate transaction;
    private final BlobStore blobs;
    private final Projects projects;
    private final GoldAnswers goldAnswers;
    private final Settlement settlement;
    private final AnnotationsBrought annotationsBrought;
    private final MediaItems media;
    private final Imports imports;
    private final Bin bin;
    private final PlannerStatistics statistics;

    ImportJob(
            JdbcClient sql,
            DataSource dataSource,
            TransactionTemplate transaction,
            BlobStore blobs,
            Projects projects,
            GoldAnswers goldAnswers,
            Settlement settlement,
            AnnotationsBrought annotationsBrought,
            MediaItems media,
            Imports imports,
            Bin bin,
            PlannerStatistics statistics) {
        this.statistics = statistics;
        this.media = media;
        this.imports = imports;
        this.bin = bin;
        this.sql = sql;
        this.dataSource = dataSource;
        this.transaction = transaction;
        this.blobs = blobs;
        this.projects = projects;
        this.goldAnswers = goldAnswers;
        this.settlement = settlement;
        this.annotationsBrought = annotationsBrought;
    }

    @Override
    public JobKind kind() {
        return KIND;
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
        SchemaCodes codes = projects.schema(ProjectJobs.project(run.owner()));
        String fileName = run.params().path("fileName").asString(null);
        if (fileName != null) {
            run.summary("fileName", fileName);
        }
        run.total(blobs.size(run.upload()));
        for (String figure : List.of("added", "fromBin", "updated", "unchanged", "rejected")) {
            run.addToCount(figure, 0);
        }
        AnnotationsBrought.Run brought = null;
        if (run.params().path("annotations").asBoolean(false)) {
            brought = annotationsBrought.begin(ProjectJobs.project(run.owner()), codes);
            addToCounts(run, new AnnotationsBrought.Figures(0, 0, 0, 0));
        }
        AnnotationsBrought.Run annotations = brought;
        long imported = imports.begin(ProjectJobs.project(run.owner()), run.id());
        long finished = run.progress().path("rows").asLong(0);
        long rows = finished;
        Finding cutShort;
        try (FileSteps steps =
                        new FileSteps(blobs.open(run.upload()), format, keyColumn, codes, annotations, finished);
                OrderedTransactions transactions = new OrderedTransactions(transaction)) {
            for (FileSteps.Step step = steps.next(); step != null; step = steps.next()) {
                FileSteps.Step taken = step;
                Long[] ids = newIds(step.batch().rows());
                transactions.submit(
                        () -> store(ProjectJobs.project(run.owner()), imported, ids, taken.batch(), taken.table()),
                        stored -> finish(run, imported, codes, author, taken, ids, stored, annotations));
                rows = step.rows();
                run.stopIfAsked();
            }
            transactions.finish();
            cutShort = steps.cutShort();
        } finally {
            statistics.refresh(run.count("added") + run.count("updated"), run.count("annotationsAdded"));
        }
        if (MediaItems.showsFiles(codes.schema())) {
            run.summary(
                    "notUploaded", media.use(ProjectJobs.project(run.owner())).missing());
        }
        requireWhole(run, rows, cutShort);
    }

    /** An import that took a part for the whole, or nothing at all, has failed, however well the part went. */
    private static void requireWhole(JobRun run, long rows, @Nullable Finding cutShort) {
        long stored = run.count("added") + run.count("fromBin") + run.count("updated") + run.count("unchanged");
        if (cutShort != null) {
            throw new JobFailure(
                    "The file could be read only up to line " + cutShort.line() + ": " + cutShort.what() + ". "
                            + (stored == 0
                                    ? "Nothing was stored."
                                    : (stored == 1 ? "1 row before it was" : stored + " rows before it were")
                                            + " stored (" + run.count("added") + " added, "
                                            + run.count("updated") + " updated, " + run.count("unchanged")
                                            + " unchanged)."),
                    "To repair it: " + cutShort.fix() + ". Then import it again; rows that are stored are recognised.");
        }
        if (rows == 0) {
            throw new JobFailure("The file holds no items.", "Send a file with a row for each item.");
        }
        if (stored == 0) {
            throw new JobFailure(
                    rows == 1 ? "The only row could not be stored." : "None of the " + rows + " rows could be stored.",
                    "See the problems of this import, fix the file, and import it again.");
        }
    }

    /** Items are listed by their numbers, so a batch has its own before the next one, stored beside it, gets any. */
    private Long[] newIds(int count) {
        return sql.sql("select nextval(pg_get_serial_sequence('item', 'id')) from generate_series(1, ?)")
                .param(count)
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
    }

    /** Adds the items of a batch that are new and changes those that differ: rows no other batch of the file touches. */
    private Stored store(long project, long imported, Long[] ids, ItemBatch batch, boolean table) {
        if (batch.rows() == 0) {
            return new Stored(0, new HashSet<>());
        }
        sql.sql("""
                create temporary table import_row (n integer, key text, fields jsonb, metadata jsonb, searched text)
                on commit drop
                """).update();
        copy(batch.copyData());
        settlement.hold(project);
        return sql.sql(STORE)
                .param("ids", ids)
                .param("project", project)
                .param("import", imported)
                .param("table", table)
                .query((row, number) -> {
                    Array updated = row.getArray("updated");
                    return new Stored(
                            row.getInt("added"),
                            updated == null ? new HashSet<>() : new HashSet<>(List.of((String[]) updated.getArray())));
                })
                .single();
    }

    /** What batches have in common: gold, which others hear of, and how far the job has come. */
    private void finish(
            JobRun run,
            long imported,
            SchemaCodes codes,
            UUID author,
            FileSteps.Step step,
            Long[] ids,
            Stored stored,
            AnnotationsBrought.@Nullable Run brought) {
        ItemBatch batch = step.batch();
        AnnotationsBrought.Run annotations = batch.annotated().isEmpty() ? null : brought;
        if (annotations != null) {
            annotations.hold();
        }
        Set<String> updated = stored.updated();
        if (stored.added() > 0) {
            imports.brought(imported, List.of(ids));
        }
        Set<String> fromBin =
                batch.rows() == stored.added() ? Set.of() : outOfBin(ProjectJobs.project(run.owner()), imported);
        Map<String, Map<String, Answer>> gold = new LinkedHashMap<>();
        batch.gold().forEach(row -> gold.put(row.key(), row.gold()));
        List<Long> goldChanged = goldAnswers.put(ProjectJobs.project(run.owner()), codes, author, gold);
        if (stored.added() < batch.rows() && !goldChanged.isEmpty()) {
            updated.addAll(sql.sql("select key from item where id = any(?) and created_at < now()")
                    .param(goldChanged.toArray(Long[]::new))
                    .query((row, number) -> row.getString(1))
                    .list());
        }
        updated.removeAll(fromBin);
        if (annotations != null) {
            addToCounts(run, annotations.keep(batch.annotated()));
        }
        step.problems().forEach(run::found);
        run.addToCount("added", stored.added());
        run.addToCount("updated", updated.size());
        run.addToCount("fromBin", fromBin.size());
        run.addToCount("unchanged", batch.rows() - stored.added() - fromBin.size() - updated.size());
        run.addToCount("rejected", step.rejected());
        run.checkpoint(new Progress(step.rows()), step.bytes());
    }

    /**
     * Who sends an item that is in the bin wants it to be there: it comes out, with its answers.
     *
     * @return the keys of those that came out
     */
    private Set<String> outOfBin(long project, long imported) {
        if (!sql.sql("select exists (select 1 from item_bin where project_id = ?)")
                .param(project)
                .query(Boolean.class)
                .single()) {
            return Set.of();
        }
        Map<Long, String> binned = new LinkedHashMap<>();
        sql.sql("""
                select i.id, r.key from import_row r
                cross join lateral (select id from item where project_id = ? and key = r.key limit 1) i
                where in_bin(i.id) order by i.id
                """).param(project).query(row -> {
            binned.put(row.getLong(1), row.getString(2));
        });
        Set<Long> out = bin.takeOut(project, binned.keySet()).keySet();
        if (out.isEmpty()) {
            return Set.of();
        }
        imports.broughtBack(imported, out);
        binned.keySet().retainAll(out);
        return Set.copyOf(binned.values());
    }

    private static void addToCounts(JobRun run, AnnotationsBrought.Figures figures) {
        run.addToCount("annotationsAdded", figures.added());
        run.addToCount("annotationsUnchanged", figures.unchanged());
        run.addToCount("annotationsKept", figures.kept());
        run.addToCount("annotatorsAdded", figures.annotators());
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
