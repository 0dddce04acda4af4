package dev.cupel.server.item;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.CupelReader;
import dev.cupel.formats.dataset.OwnRows;
import dev.cupel.formats.labels.LookTwice;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SchemaJson;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import dev.cupel.server.job.JobFailure;
import dev.cupel.server.project.SchemaCodes;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A file as batches of items. The next batch is made on a thread of its own while the database takes the one before. */
final class FileSteps implements AutoCloseable {
    /**
     * What one transaction does.
     *
     * @param rejected rows left out
     * @param table whether the file is one of our own tables
     * @param rows rows and unreadable places of the file that are finished with this step
     * @param bytes of the file read so far
     */
    record Step(ItemBatch batch, List<Finding> problems, int rejected, boolean table, long rows, long bytes) {}

    private static final int MOST_LOOKED_AT = 4 * ItemBatch.MOST_ROWS;

    private final RowFormat format;
    private final @Nullable String keyColumn;
    private final SchemaCodes codes;
    private final AnnotationsBrought.@Nullable Run brought;
    private final long finished;
    private final Counted bytes;
    private final RowReader rows;
    private final SeenKeys seen = new SeenKeys();
    /** Why the rest of the file was not read; set before the last step is handed over. */
    private volatile @Nullable Finding cutShort;

    private final ExecutorService ahead = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("import-reader").daemon(true).factory());
    private @Nullable ItemRowReader reader;
    private @Nullable OwnRows own;
    private @Nullable Future<@Nullable Step> coming;
    private long n;
    private boolean saidRounded;

    /**
     * @param brought reads annotations; null leaves them behind
     * @param finished as many rows were stored by an earlier run: their keys count, their content does not
     */
    FileSteps(
            InputStream file,
            RowFormat format,
            @Nullable String keyColumn,
            SchemaCodes codes,
            AnnotationsBrought.@Nullable Run brought,
            long finished) {
        this.format = format;
        this.keyColumn = keyColumn;
        this.codes = codes;
        this.brought = brought;
        this.finished = finished;
        this.bytes = new Counted(file);
        this.rows = RowReader.open(bytes, format);
    }

    /**
     * @return null after the last
     * @throws JobFailure if the file does not fit the project at all
     */
    @Nullable
    Step next() throws IOException, InterruptedException {
        Future<@Nullable Step> wanted = coming == null ? ahead.submit(this::read) : coming;
        try {
            Step step = wanted.get();
            coming = step == null ? null : ahead.submit(this::read);
            return step;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException problem -> throw problem;
                case IOException problem -> throw problem;
                case Error problem -> throw problem;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (CancellationException e) {
            throw new IllegalStateException("the file was closed", e);
        }
    }

    /** @return after the last step: why the file could not be read to its end; null if it was */
    @Nullable
    Finding cutShort() {
        return cutShort;
    }

    private @Nullable Step read() throws IOException {
        ItemBatch batch = new ItemBatch();
        List<Finding> problems = new ArrayList<>();
        List<Finding> bad = new ArrayList<>();
        int rejected = 0;
        int looked = 0;
        for (RowEvent event = rows.next(); event != null; event = rows.next()) {
            n++;
            bad.clear();
            if (n == 1
                    && event instanceof Row line
                    && CupelReader.schemaOf(line).isPresent()) {
                compare(line, CupelReader.schemaOf(line).get(), problems);
                continue;
            }
            ItemRowReader.ItemRow item = item(event, bad, problems);
            if (n <= finished) {
                continue;
            }
            if (item != null) {
                batch.add(item);
            } else {
                rejected++;
                problems.addAll(bad);
            }
            looked++;
            if (batch.full() || looked >= MOST_LOOKED_AT) {
                return step(batch, problems, rejected);
            }
        }
        cutShort = rows.cutShort();
        return looked == 0 && problems.isEmpty() ? null : step(batch, problems, rejected);
    }

    private Step step(ItemBatch batch, List<Finding> problems, int rejected) {
        return new Step(batch, problems, rejected, own != null && own.isTable(), n, bytes.count);
    }

    /** The schema that the answers in the file were given under: no item, and worth a word if it is another one. */
    private void compare(Row line, String document, List<Finding> problems) {
        FindingList wrong = new FindingList();
        Schema said;
        try {
            said = SchemaJson.read(JsonMapper.shared().readTree(document), wrong);
        } catch (JacksonException none) {
            said = new Schema(List.of(), List.of());
        }
        if (finished == 0 && (!wrong.isEmpty() || !said.equals(codes.schema()))) {
            problems.add(Finding.inRow(
                    Code.NOTE,
                    line.line(),
                    "schema",
                    "the file was made under another schema than the project's",
                    "see whether its verified answers still mean the same"));
        }
    }

    private ItemRowReader.@Nullable ItemRow item(RowEvent event, List<Finding> bad, List<Finding> problems) {
        return switch (event) {
            case RowProblem problem -> {
                bad.add(problem.finding());
                yield null;
            }
            case Row row -> {
                if (reader == null) {
                    own = ColumnRoles.own(codes.schema(), row, keyColumn);
                    Set<String> columns = ColumnRoles.columns(row, own).keySet();
                    ColumnRoles roles = ColumnRoles.of(codes.schema(), columns, keyColumn);
                    Finding refusal = roles.refusal(columns, format);
                    if (refusal != null) {
                        throw new JobFailure(refusal.what(), refusal.fix());
                    }
                    if (brought != null && !(own instanceof OwnRows.Lines)) {
                        throw new JobFailure(
                                "Annotations come only with lines of our own JSONL, and this file is none.",
                                "Export the labeled items as JSONL, or import the file without its annotations.");
                    }
                    if (finished == 0) {
                        problems.addAll(rows.notes());
                    }
                    reader = new ItemRowReader(
                            codes, roles, own, format == RowFormat.CSV || format == RowFormat.TSV, brought);
                }
                ItemRowReader.ItemRow item = reader.read(row, bad);
                if (item != null && finished == 0 && !saidRounded && LookTwice.isRounded(item.key())) {
                    saidRounded = true;
                    problems.add(Finding.inRow(
                            Code.NOTE,
                            row.line(),
                            "",
                            "the key '" + item.key()
                                    + "' is a number in exponent form: a spreadsheet rounded it, and different keys may have"
                                    + " become the same",
                            "export the keys as text, and import the file again"));
                }
                if (item != null && !seen.add(item.key())) {
                    bad.add(Finding.inRow(
                            Code.DUPLICATE,
                            row.line(),
                            "",
                            "an earlier row has the key '" + item.key() + "' too",
                            "give each row a key of its own, or drop one of the two"));
                    yield null;
                }
                yield item;
            }
        };
    }

    @Override
    public void close() throws IOException {
        ahead.shutdown();
        rows.close();
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
