package dev.cupel.server.export;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.CsvColumns;
import dev.cupel.formats.dataset.CsvWriter;
import dev.cupel.formats.dataset.CupelWriter;
import dev.cupel.formats.dataset.ItemWriter;
import dev.cupel.formats.dataset.LabeledItem;
import dev.cupel.formats.dataset.VotesWriter;
import dev.cupel.formats.text.CsvOut;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.item.ItemSearch;
import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.job.JobHandler;
import dev.cupel.server.job.JobKind;
import dev.cupel.server.job.JobRun;
import dev.cupel.server.job.Lane;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Problem;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a project into a file as it was at one moment: one read-only REPEATABLE READ transaction, a few thousand items
 * at a time. A run that goes on for another starts a fresh file, because no other transaction sees the same moment.
 */
@Component
class ExportJob implements JobHandler {
    /**
     * @param question whose votes are written; null for the other formats
     * @param questions those the file tells about; null for all
     * @param spreadsheet comma or semicolon; null for a file that programs read
     */
    record Params(
            String format,
            @Nullable String question,
            @Nullable List<String> questions,
            @Nullable List<Long> items,
            @Nullable ItemWhere where,
            @Nullable Boolean finished,
            @Nullable Double confidence,
            @Nullable String spreadsheet) {}

    static final JobKind KIND = new JobKind("export", Lane.IO, Access.Level.MANAGER);

    private static final DateTimeFormatter FILE_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int FIRST_BATCH = 200;
    private static final int BATCH = 2_000;

    private final DataSource dataSource;
    private final JsonMapper json;
    private final Projects projects;
    private final ItemSearch search;

    ExportJob(DataSource dataSource, JsonMapper json, Projects projects, ItemSearch search) {
        this.dataSource = dataSource;
        this.json = json;
        this.search = search;
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
        Params params = json.treeToValue(run.params(), Params.class);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                // A client of its own: what the job writes meanwhile must not wait for this transaction.
                JdbcClient snapshot = JdbcClient.create(new SingleConnectionDataSource(connection, true));
                write(run, params, snapshot);
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

    private void write(JobRun run, Params params, JdbcClient snapshot) throws IOException {
        ExportFormat format = ExportFormat.of(params.format());
        long project = ProjectJobs.project(run.owner());
        // Ranges of items are short stretches of every index, whatever the planner believes about the average range.
        snapshot.sql("set local plan_cache_mode = force_custom_plan").update();
        Projects.Settings settings = projects.settings(project);
        SchemaCodes codes = projects.schema(project, settings.schemaVersion());
        Schema told = told(codes.schema(), params);
        Instant now = snapshot.sql("select now()")
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        Selection selection = new Selection(
                snapshot,
                search,
                project,
                codes,
                told.questions(),
                new Selection.Wanted(
                        params.items(),
                        params.where() == null ? null : params.where().filter(),
                        Boolean.TRUE.equals(params.finished()),
                        params.confidence()));
        Long count = selection.count();
        if (count != null) {
            run.total(count);
        }
        String fileName = format.fileName(settings.key(), params.question(), FILE_TIME.format(now));
        run.summary("format", format.json());
        run.summary("fileName", fileName);
        run.summary("snapshotAt", now.toString());
        run.summary("schemaVersion", settings.schemaVersion());
        run.summary("guidelineVersion", settings.guidelineVersion());
        LabeledItems items = new LabeledItems(snapshot, project, codes, extent(format, codes, params.question()));
        Set<String> questions = told.questions().stream().map(Question::id).collect(Collectors.toUnmodifiableSet());
        boolean all = told.equals(codes.schema());
        BlobStore.Writer file = run.result(fileName, format.mediaType());
        boolean complete = false;
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream(1 << 20);
            ItemWriter writer = writer(format, text, snapshot, project, told, params);
            writer.begin();
            long done = 0;
            long rows = 0;
            for (ItemRange range = selection.next(FIRST_BATCH); range != null; range = selection.next(BATCH)) {
                for (LabeledItem item : items.of(range)) {
                    rows += writer.write(all ? item : item.about(questions));
                }
                handOver(writer, text, file);
                if (done == 0) {
                    file.flush(); // the first lines are there to read while the rest is written
                }
                done += range.items().size();
                run.checkpoint(Map.of(), done);
                run.stopIfAsked();
            }
            handOver(writer, text, file);
            run.summary("items", done);
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

    /** The questions that the file tells about, as a schema. */
    private static Schema told(Schema schema, Params params) {
        List<String> wanted = params.question() == null ? params.questions() : List.of(params.question());
        return wanted == null
                ? schema
                : new Schema(
                        schema.inputs(),
                        schema.questions().stream()
                                .filter(question -> wanted.contains(question.id()))
                                .toList());
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
            ExportFormat format, OutputStream out, JdbcClient snapshot, long project, Schema told, Params params) {
        CsvOut.Style style = style(params.spreadsheet());
        return switch (format) {
            // Without a line for the schema: all lines are of one shape.
            case JSONL -> new CupelWriter(out, told, false);
            case CSV ->
                new CsvWriter(out, told, LabeledItems.metadata(snapshot, project, CsvColumns.MOST_METADATA), style);
            case VOTES -> new VotesWriter(out, told, told.questions().getFirst(), style);
        };
    }

    /** @throws Problem spreadsheet_unknown */
    static CsvOut.Style style(@Nullable String spreadsheet) {
        return switch (spreadsheet) {
            case null -> CsvOut.Style.EXACT;
            case "comma" -> CsvOut.Style.SPREADSHEET;
            case "semicolon" -> CsvOut.Style.SPREADSHEET_SEMICOLONS;
            default ->
                throw Problem.invalid(
                        "spreadsheet_unknown",
                        "spreadsheet",
                        "'" + spreadsheet + "' separates no cells",
                        "use comma or semicolon, or leave it out for a file that programs read");
        };
    }
}
