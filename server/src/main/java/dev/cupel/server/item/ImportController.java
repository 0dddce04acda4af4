package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.CupelReader;
import dev.cupel.formats.dataset.OwnRows;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.blob.Upload;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.Space;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.BodyLimit;
import dev.cupel.server.platform.web.BodyLimits;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Items come in as a file; a job reads it. */
@RestController
@RequestMapping("/api/v1/projects/{project}/imports")
final class ImportController {
    private static final int PREVIEW_ROWS = 100;
    private static final int EXAMPLES = 3;
    private static final int EXAMPLE_CHARACTERS = 200;

    /** @param answerLike whether its name says that it may hold what labelers are to find out */
    record Column(String name, ColumnRoles.Role role, boolean answerLike, List<String> examples) {}

    /**
     * @param missingFields what the schema shows and the file does not have
     * @param suggestedKey column the key would be taken from; absent if it would be made from the fields
     * @param refusal why an import would refuse the whole file; absent if it would not
     * @param annotations whether rows carry annotations, which come along if they are asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Preview(
            String format,
            List<Column> columns,
            List<String> missingFields,
            @Nullable String suggestedKey,
            Problem.@Nullable Detail refusal,
            boolean annotations) {}

    private final BlobStore blobs;
    private final Jobs jobs;
    private final JobViews views;
    private final Projects projects;
    private final Space space;
    private final JdbcClient sql;

    ImportController(BlobStore blobs, Jobs jobs, JobViews views, Projects projects, Space space, JdbcClient sql) {
        this.sql = sql;
        this.blobs = blobs;
        this.jobs = jobs;
        this.views = views;
        this.projects = projects;
        this.space = space;
    }

    /**
     * Takes the file as the request's body, or as the part {@code file} of a form.
     *
     * @param annotations whether who answered what comes along, if the file is one of our own JSONL
     */
    @Access(Level.MANAGER)
    @BodyLimit(value = "${cupel.import.max-size:2GB}", streamed = true)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView start(
            Membership me,
            @RequestParam(defaultValue = "auto") String format,
            @RequestParam @Nullable String keyColumn,
            @RequestParam @Nullable String fileName,
            @RequestParam(defaultValue = "false") boolean annotations,
            HttpServletRequest request)
            throws IOException {
        RowFormat said = ImportFormat.wanted(format, null);
        Upload upload = Upload.of(request);
        String name = fileName != null ? fileName : upload.fileName();
        Upload.Stored stored = upload.store(blobs, space, request, ImportController::tooLarge);
        RowFormat found;
        try {
            found = ImportFormat.of(said, name, stored.head());
        } catch (Problem refused) {
            blobs.delete(stored.blob());
            throw refused;
        }
        ImportJob.Params params =
                new ImportJob.Params(found.name().toLowerCase(Locale.ROOT), keyColumn, name, annotations);
        UUID job =
                jobs.submit(ImportJob.KIND, ProjectJobs.owner(me.projectId()), me.accountId(), params, stored.blob());
        return views.view(job);
    }

    private static Problem tooLarge(DataSize most) {
        return Problem.of(
                        HttpStatus.CONTENT_TOO_LARGE,
                        "upload_too_large",
                        "The file is larger than this server takes at once, which is " + most.toMegabytes() + " MB.",
                        "Compress it with gzip, split it, or let the operator raise cupel.import.max-size.")
                .with("megabytes", most.toMegabytes());
    }

    record Imported(List<JobView> jobs) {}

    /** The project's imports, and copies from other projects, whoever started them, newest first. */
    @Access(Level.MANAGER)
    @GetMapping
    Imported recent(Membership me) {
        return new Imported(views.recent(ProjectJobs.owner(me.projectId()), ImportJob.KIND, ItemCopyJob.KIND));
    }

    /** Shows what an import would make of a file, from its first bytes. */
    @Access(Level.MANAGER)
    @BodyLimit(value = "256KB", streamed = true)
    @PostMapping("/preview")
    Preview preview(
            Membership me,
            @RequestParam(defaultValue = "auto") String format,
            @RequestParam @Nullable String keyColumn,
            @RequestParam @Nullable String fileName,
            HttpServletRequest request)
            throws IOException {
        RowFormat said = ImportFormat.wanted(format, null);
        Upload upload = Upload.of(request);
        int most = Math.toIntExact(BodyLimits.of(request).toBytes());
        byte[] head = upload.in().readNBytes(most + 1);
        if (head.length > most) {
            throw Problem.of(
                    HttpStatus.CONTENT_TOO_LARGE,
                    "upload_too_large",
                    "A preview looks at the first 256 KB of a file.",
                    "Send only those.");
        }
        if (head.length == 0) {
            throw Upload.empty();
        }
        RowFormat found = ImportFormat.of(said, fileName != null ? fileName : upload.fileName(), head);
        Schema schema = projects.schema(me.projectId()).schema();
        List<Row> rows = rows(head, head.length < most, found);
        OwnRows own = ColumnRoles.own(schema, rows.getFirst(), keyColumn);
        Map<String, List<String>> examples = new LinkedHashMap<>();
        for (Row row : rows) {
            ColumnRoles.columns(row, own).forEach((column, value) -> {
                List<String> some = examples.computeIfAbsent(column, c -> new ArrayList<>());
                String shown = value.length() <= EXAMPLE_CHARACTERS ? value : value.substring(0, EXAMPLE_CHARACTERS);
                if (some.size() < EXAMPLES && !shown.isBlank() && !some.contains(shown)) {
                    some.add(shown);
                }
            });
        }
        Set<String> columns = ColumnRoles.columns(rows.getFirst(), own).keySet();
        ColumnRoles roles = ColumnRoles.of(
                schema, columns, keyColumn != null ? keyColumn : keyOfLastImport(me.projectId(), columns));
        Finding refusal = roles.refusal(columns, found);
        return new Preview(
                found.name().toLowerCase(Locale.ROOT),
                examples.entrySet().stream()
                        .map(e -> new Column(
                                e.getKey(),
                                roles.role(e.getKey()),
                                ColumnRoles.looksLikeAnswer(e.getKey()),
                                e.getValue()))
                        .toList(),
                roles.fields().stream().filter(f -> !examples.containsKey(f)).toList(),
                roles.keyColumn(),
                refusal == null ? null : Problem.Detail.of(refusal),
                own != null && rows.stream().anyMatch(own::isAnnotated));
    }

    /**
     * The column that the key came from last time, so that the same items are found again and not added once more.
     *
     * @return null if nobody named one, or the file has no such column
     */
    private @Nullable String keyOfLastImport(long project, Set<String> columns) {
        return sql.sql("""
                select params ->> 'keyColumn' from job
                where kind = ? and owner = ? and state = 'done' order by created_at desc limit 1
                """)
                .params(ImportJob.KIND.name(), ProjectJobs.owner(project).key())
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(column -> column)
                .filter(columns::contains)
                .orElse(null);
    }

    /**
     * The rows at the beginning of a file. What cannot be read is passed over, as the import does.
     *
     * @param whole whether the file ends where its beginning does
     * @throws Problem file_unreadable with the reason that the import would give, if there is no row
     */
    private static List<Row> rows(byte[] head, boolean whole, RowFormat format) throws IOException {
        List<Row> rows = new ArrayList<>();
        Finding first = null;
        try (RowReader reader = RowReader.open(new Beginning(head, whole), format)) {
            for (RowEvent event = reader.next(); event != null && rows.size() < PREVIEW_ROWS; event = reader.next()) {
                switch (event) {
                    case Row row -> {
                        if (!rows.isEmpty() || CupelReader.schemaOf(row).isEmpty()) {
                            rows.add(row);
                        }
                    }
                    case RowProblem problem -> first = first == null ? problem.finding() : first;
                }
            }
        }
        if (!rows.isEmpty()) {
            return rows;
        }
        if (first == null) {
            throw Problem.invalid(
                    "file_unreadable", "body", "the file holds no items", "send a file with a row for each item");
        }
        if (first.what().contains(Beginning.GOES_ON)) {
            throw Problem.invalid(
                    "file_unreadable",
                    "body",
                    "the first row as " + format.name().toLowerCase(Locale.ROOT)
                            + " is longer than the 256 KB that a preview looks at",
                    "choose another format, or import the file without a preview");
        }
        throw Problem.invalid("file_unreadable", "line " + first.line(), first.what(), first.fix());
    }

    /** The beginning of a file: if it is as long as a preview may be the file goes on, and where it stops is no end of it. */
    private static final class Beginning extends InputStream {
        private static final String GOES_ON = "the preview ends here, the file goes on";

        private final ByteArrayInputStream head;
        private final boolean whole;

        Beginning(byte[] head, boolean whole) {
            this.head = new ByteArrayInputStream(head);
            this.whole = whole;
        }

        @Override
        public int read() throws IOException {
            return more(head.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return more(head.read(bytes, offset, length));
        }

        private int more(int read) throws EOFException {
            if (read < 0 && !whole) {
                throw new EOFException(GOES_ON);
            }
            return read;
        }
    }
}
