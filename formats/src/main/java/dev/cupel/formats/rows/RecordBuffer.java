package dev.cupel.formats.rows;

import dev.cupel.formats.text.PlainText;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A window on a stream that keeps everything from the start of the current record. Places inside a record are counted
 * from {@link #start}, because filling the window moves its contents.
 */
final class RecordBuffer implements Closeable {
    private static final int INITIAL_BYTES = 1 << 16;

    byte[] bytes = new byte[INITIAL_BYTES];
    /** Where the current record begins in {@link #bytes}. */
    int start;
    /** One after the last byte read. */
    int end;

    final int maxRecordBytes;
    private InputStream in;
    private boolean ended;
    private @Nullable IOException broken;

    RecordBuffer(InputStream in, int maxRecordBytes) {
        this.in = in;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** Looks through compression, encoding and a byte order mark; a file of another kind is named. */
    @Nullable
    RowProblem begin() throws IOException {
        in = PlainText.of(in);
        boolean more = true;
        while (end < 4 && more) {
            more = fill();
        }
        if (startsWith('P', 'K', 3, 4)) {
            return new RowProblem(1, 1, PlainText.ARCHIVE, PlainText.ARCHIVE_FIX);
        }
        return null;
    }

    private boolean startsWith(int... expected) {
        if (end < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[i] != (byte) expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of the current record that are in the window. */
    int available() {
        return end - start;
    }

    /** True if the current record fills the largest window allowed. */
    boolean full() {
        return available() >= maxRecordBytes;
    }

    /**
     * Reads more behind the current record, growing the window if it must.
     *
     * @return false at the end of the stream, or if the record is as long as allowed
     */
    boolean fill() throws IOException {
        if (ended || full()) {
            return false;
        }
        if (start > 0 && (start >= end || end == bytes.length)) {
            System.arraycopy(bytes, start, bytes, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(2L * bytes.length, Math.max(maxRecordBytes, INITIAL_BYTES)));
        }
        if (broken != null) {
            throw broken;
        }
        int read;
        try {
            read = in.read(bytes, end, bytes.length - end);
        } catch (EOFException | ZipException damaged) {
            // What was read before the damage is handed out first.
            if (available() == 0) {
                throw damaged;
            }
            broken = damaged;
            return false;
        }
        if (read < 0) {
            ended = true;
            return false;
        }
        end += read;
        return true;
    }

    /**
     * Reads at least as much again as there is, so that looking at a long record from its start again stays cheap.
     *
     * @return false if there is nothing more, or the record is as long as allowed
     */
    boolean fillMore(int atLeast) throws IOException {
        long wanted = Math.max(atLeast, 2L * available());
        boolean more = false;
        while (available() < wanted && fill()) {
            more = true;
        }
        return more;
    }

    /** True once there is nothing more to read behind the window. */
    boolean exhausted() {
        return ended;
    }

    /** Drops everything up to the next line end, which stays. */
    void dropToLineEnd() throws IOException {
        while (true) {
            for (int i = start; i < end; i++) {
                if (bytes[i] == '\n' || bytes[i] == '\r') {
                    start = i;
                    return;
                }
            }
            start = end;
            if (!fill()) {
                return;
            }
        }
    }

    /** Steps over one line end at the start of the window. */
    boolean skipLineEnd() throws IOException {
        if (available() == 0 && !fill()) {
            return false;
        }
        if (bytes[start] == '\n') {
            start++;
            return true;
        }
        if (bytes[start] == '\r') {
            start++;
            if ((available() > 0 || fill()) && bytes[start] == '\n') {
                start++;
            }
            return true;
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
