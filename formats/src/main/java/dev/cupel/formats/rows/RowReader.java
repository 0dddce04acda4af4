package dev.cupel.formats.rows;

import dev.cupel.engine.Finding;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows one at a time. Memory is bounded by the longest row allowed, not by the file.
 *
 * <p>Text is UTF-8, with or without a byte order mark, or UTF-16 with one, gzip-compressed or not; lines end in LF, CRLF or
 * CR, mixed as they come; blank lines are skipped. Of a delimited file {@link DelimitedHead} decides the separator and the
 * header, whose names are distinct; a value may be quoted, with {@code ""} for a quote inside, and may then hold line ends;
 * a quote inside an unquoted value is kept as it is. Not safe for use by several threads.
 */
public abstract sealed class RowReader implements Closeable permits DelimitedRows, JsonLineRows, JsonArrayRows {
    /** Rows longer than this many bytes are refused unless said otherwise: 16 MiB. */
    public static final int DEFAULT_MAX_ROW_BYTES = 16 << 20;

    final RecordBuffer buffer;
    private boolean started;
    private boolean finished;
    private @Nullable Finding cutShort;

    RowReader(RecordBuffer buffer) {
        this.buffer = buffer;
    }

    /** Opens a stream with the default limit. The reader closes the stream. */
    public static RowReader open(InputStream in, RowFormat format) {
        return open(in, format, DEFAULT_MAX_ROW_BYTES);
    }

    /**
     * Opens a stream; nothing is read before the first {@link #next()}. The reader closes the stream.
     *
     * @param maxRowBytes longest row accepted, in bytes, at least 16
     */
    public static RowReader open(InputStream in, RowFormat format, int maxRowBytes) {
        if (maxRowBytes < 16) {
            throw new IllegalArgumentException("maxRowBytes must be at least 16, was " + maxRowBytes);
        }
        return open(new RecordBuffer(in, maxRowBytes), format, false);
    }

    /**
     * Opens a stream of JSONL or a JSON array whose values are handed over as JSON: a text keeps its quotes, so that
     * {@code "1"} and {@code 1} differ. Otherwise as {@link #open(InputStream, RowFormat)}; CSV and TSV have texts only and
     * are the same under both.
     */
    public static RowReader openAsJson(InputStream in, RowFormat format) {
        return open(new RecordBuffer(in, DEFAULT_MAX_ROW_BYTES), format, true);
    }

    private static RowReader open(RecordBuffer buffer, RowFormat format, boolean asJson) {
        return switch (format) {
            case CSV, TSV -> new DelimitedRows(buffer, format);
            case JSONL -> new JsonLineRows(buffer, asJson);
            case JSON -> new JsonArrayRows(buffer, asJson);
        };
    }

    /**
     * The next row or problem, or null after the last.
     *
     * @throws IOException only if the stream itself fails; what the file holds never throws
     */
    public final @Nullable RowEvent next() throws IOException {
        if (finished) {
            return null;
        }
        RowEvent event;
        try {
            if (!started) {
                started = true;
                RowProblem unreadable = buffer.begin();
                if (unreadable != null) {
                    return last(unreadable);
                }
            }
            event = advance();
        } catch (ZipException | EOFException broken) {
            return last(new RowProblem(
                    line(),
                    0,
                    "the compressed file is damaged or cut short here (" + broken.getMessage() + ")",
                    "copy or compress the file again; rows before this line were read"));
        }
        if (event == null) {
            finished = true;
        }
        return event;
    }

    /** What was left out on purpose, such as a column without a name; complete after the first {@link #next()}. */
    public List<Finding> notes() {
        return List.of();
    }

    /** Called after a problem that makes the rest of the file unreadable. */
    final RowProblem last(RowProblem problem) {
        finished = true;
        cutShort = problem.finding();
        return problem;
    }

    /** What ended the reading, so that what came before is not the whole file; null as long as there is none. */
    public final @Nullable Finding cutShort() {
        return cutShort;
    }

    abstract @Nullable RowEvent advance() throws IOException;

    abstract long line();

    @Override
    public void close() throws IOException {
        buffer.close();
    }
}
