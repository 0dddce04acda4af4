package dev.cupel.server.export;

import dev.cupel.formats.dataset.CsvColumns;
import dev.cupel.formats.dataset.CsvWriter;
import dev.cupel.formats.dataset.CupelWriter;
import dev.cupel.formats.dataset.ItemWriter;
import dev.cupel.formats.dataset.LabeledItem;
import dev.cupel.formats.dataset.VotesWriter;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Writes a project into a file as it was at one moment: one read-only REPEATABLE READ transaction, a few thousand items
 * at a time. A run that goes on for another starts a fresh file, because no other transaction sees the same moment.
 */
@Component
class ExportJob implements JobHandler {
    /** @param question whose votes are written; null for the other formats */
    record Params(String format, @Nullable String question) {}

    static final JobKind KIND = new JobKind("export", Lane.IO, Access.Level.MANAGER);

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int FIRST_BATCH = 200;
    private static final int BATCH = 2_000;

    private final DataSource dataSource;
    private final Projects projects;

    ExportJob(DataSource dataSource, Projects projects) {
        this.dataSource = dataSource;
        this.projects = projects;
    }

    @Override
    public JobKind kind() {
        return KIND;
    }

    @Override
    public String unit() {
        return "rows";
    }

    @Override
    public boolean hasResult() {
        return true;
    }

    @Override
    public void run(JobRun run) throws Exception {
        ExportFormat format = ExportFormat.of(run.params().path("format").asString());
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                // A client of its own: what the job writes meanwhile must not wait for this transaction.
                JdbcClient snapshot = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                write(run, format, snapshot);
            } catch (Throwable failure) {
                try {
                    letGo(connection);
                } catch (SQLException broken) {
                    failure.addSuppressed(broken); // the first failure tells why the connection broke
                }
                throw failure;
            }
            letGo(connection);
        }
    }

    private static void letGo(Connection connection) throws SQLException {
        connection.rollback();
        connection.setReadOnly(false);
    }

    private void write(JobRun run, ExportFormat format, JdbcClient snapshot) throws IOException {
        long project = ProjectJobs.project(run.owner());
        // Ranges of items are short stretches of every index, whatever the planner believes about the average range.
        snapshot.sql("set local plan_cache_mode = force_custom_plan").update();
        Projects.Settings settings = projects.settings(project);
        SchemaCodes codes = projects.schema(project, settings.schemaVersion());
        Instant now = snapshot.sql("select now()")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        run.total(snapshot.sql("select count(*) from item_state where project_id = ? and status <> 5")
                .param(project)
                .query((row, number) -> row.getLong(1))
                .single());
        String question = run.params().path("question").asString(null);
        String fileName = format.fileName(settings.key(), question, FILE_TIME.format(now));
        run.summary("format", format.json());
        run.summary("fileName", fileName);
        run.summary("snapshotAt", now.toString());
        run.summary("schemaVersion", settings.schemaVersion());
        run.summary("guidelineVersion", settings.guidelineVersion());
        LabeledItems items = new LabeledItems(snapshot, project, codes, extent(format, codes, question));
        BlobStore.Writer file = run.result(fileName, format.mediaType());
        boolean complete = false;
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 20);
            ItemWriter writer = writer(format, text, snapshot, project, codes, question);
            writer.begin();
            long done = 0;
            long rows = 0;
            long last = 0;
            for (int size = FIRST_BATCH; ; size = BATCH) {
                ItemRange range = ItemRange.after(snapshot, project, last, size);
                if (range.items().isEmpty()) {
                    break;
                }
                for (LabeledItem item : items.of(range)) {
                    rows += writer.write(item);
                }
                handOver(writer, text, file);
                if (done == 0) {
                    file.flush(); // the first lines are there to read while the rest is written
                }
                done += range.items().size();
                last = range.last();
                run.checkpoint(Map.of(), done);
                run.stopIfAsked();
            }
            handOver(writer, text, file);
            run.summary("rows", rows);
            run.summary("bytes", file.size());
            file.complete();
            complete = true;
        } finally {
            if (!complete) {
                run.discard(file);
            }
        }
    }

    private static void handOver(ItemWriter writer, ByteArrayOutputStream text, BlobStore.Writer file)
            throws IOException {
        writer.flush();
        file.write(text.toByteArray());
        text.reset();
    }

    private static LabeledItems.Extent extent(ExportFormat format, SchemaCodes codes, @Nullable String question) {
        return switch (format) {
            case JSONL -> new LabeledItems.Extent.Everything();
            case CSV -> new LabeledItems.Extent.Known();
            case VOTES -> new LabeledItems.Extent.Votes(codes.question(String.valueOf(question)));
        };
    }

    private static ItemWriter writer(
            ExportFormat format,
            OutputStream out,
            JdbcClient snapshot,
            long project,
            SchemaCodes codes,
            @Nullable String question) {
        return switch (format) {
            // Without a line for the schema: all lines are of one shape.
            case JSONL -> new CupelWriter(out, codes.schema(), false);
            case CSV ->
                new CsvWriter(out, codes.schema(), LabeledItems.metadata(snapshot, project, CsvColumns.MOST_METADATA));
            case VOTES -> new VotesWriter(out, codes.schema(), codes.question(String.valueOf(question)));
        };
    }
}
