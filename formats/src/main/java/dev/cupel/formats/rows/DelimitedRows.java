package dev.cupel.formats.rows;

import dev.cupel.formats.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CSV and TSV: first finds where the values of a record lie, then makes texts of them. */
final class DelimitedRows extends RowReader {
    private static final int PLAIN = 0;
    private static final int QUOTED = 1;
    private static final int QUOTED_WITH_ESCAPES = 2;

    private final byte delimiter;
    private final String delimiterName;
    private String @Nullable [] header;

    /** Line on which the current record begins, and on which the next one will. */
    private long line = 1;

    private int fieldCount;
    private int[] fieldStart = new int[16];
    private int[] fieldEnd = new int[16];
    private int[] fieldKind = new int[16];
    private int lineEndsInside;

    DelimitedRows(RecordBuffer buffer, char delimiter) {
        super(buffer);
        this.delimiter = (byte) delimiter;
        this.delimiterName = delimiter == '\t' ? "tab" : "comma";
    }

    @Override
    long line() {
        return line;
    }

    @Override
    @Nullable
    RowEvent advance() throws IOException {
        while (true) {
            if (buffer.available() == 0 && !buffer.fill()) {
                return header == null
                        ? last(new RowProblem(1, 0, "the file is empty", "the first line must name the columns"))
                        : null;
            }
            if (buffer.skipLineEnd()) {
                line++;
                continue;
            }
            RowProblem problem = scan();
            if (problem != null) {
                return header == null ? last(problem) : problem;
            }
            long begunAt = line;
            int length = fieldEnd[fieldCount - 1] + (fieldKind[fieldCount - 1] == PLAIN ? 0 : 1);
            RowEvent event = header == null ? readHeader() : readRow(length);
            buffer.start += length;
            line += lineEndsInside;
            if (buffer.skipLineEnd()) {
                line++;
            }
            if (event instanceof RowProblem found && header == null) {
                return last(found);
            }
            if (event != null) {
                return event;
            }
            assert line >= begunAt;
        }
    }

    /** Finds the values of the record at the window's start; on a problem the window is moved behind its first line. */
    private @Nullable RowProblem scan() throws IOException {
        fieldCount = 0;
        lineEndsInside = 0;
        int at = 0;
        while (true) {
            if (at == buffer.available() && !buffer.fill()) {
                if (!buffer.exhausted()) {
                    return tooLong();
                }
                addField(at, at, PLAIN);
                return null;
            }
            if (buffer.bytes[buffer.start + at] == '"') {
                int opened = at;
                int kind = QUOTED;
                at++;
                while (true) {
                    at = findQuote(at);
                    if (at < 0) {
                        return unclosed(opened);
                    }
                    if (at + 1 < buffer.available() || buffer.fill()) {
                        if (buffer.bytes[buffer.start + at + 1] == '"') {
                            kind = QUOTED_WITH_ESCAPES;
                            at += 2;
                            continue;
                        }
                    }
                    break;
                }
                addField(opened + 1, at, kind);
                at++;
                if (at == buffer.available() && !buffer.fill()) {
                    return buffer.exhausted() ? null : tooLong();
                }
                byte next = buffer.bytes[buffer.start + at];
                if (next == '\n' || next == '\r') {
                    return null;
                }
                if (next != delimiter) {
                    return skipFirstLine(problemAt(
                            at,
                            "there is text after the closing quote",
                            "put a " + delimiterName + " after the quote, or write a quote inside a value as \"\""));
                }
                at++;
            } else {
                int from = at;
                at = findFieldEnd(at);
                if (at == buffer.available() && !buffer.exhausted()) {
                    return tooLong();
                }
                addField(from, at, PLAIN);
                if (at == buffer.available() || buffer.bytes[buffer.start + at] != delimiter) {
                    return null;
                }
                at++;
            }
        }
    }

    private int findQuote(int at) throws IOException {
        while (true) {
            byte[] bytes = buffer.bytes;
            int end = buffer.end;
            for (int i = buffer.start + at; i < end; i++) {
                byte b = bytes[i];
                if (b == '"') {
                    return i - buffer.start;
                }
                if (b == '\n' || (b == '\r' && (i + 1 == end || bytes[i + 1] != '\n'))) {
                    lineEndsInside++;
                }
            }
            at = buffer.available();
            // A CR at the edge was counted as a line end of its own; an LF behind it belongs to it.
            boolean carriageReturnAtEdge = at > 0 && bytes[end - 1] == '\r';
            if (!buffer.fill()) {
                return -1;
            }
            if (carriageReturnAtEdge && at < buffer.available() && buffer.bytes[buffer.start + at] == '\n') {
                lineEndsInside--;
            }
        }
    }

    private int findFieldEnd(int at) throws IOException {
        while (true) {
            byte[] bytes = buffer.bytes;
            int end = buffer.end;
            for (int i = buffer.start + at; i < end; i++) {
                byte b = bytes[i];
                if (b == delimiter || b == '\n' || b == '\r') {
                    return i - buffer.start;
                }
            }
            at = buffer.available();
            if (!buffer.fill()) {
                return at;
            }
        }
    }

    private void addField(int from, int to, int kind) {
        if (fieldCount == fieldStart.length) {
            fieldStart = Arrays.copyOf(fieldStart, 2 * fieldCount);
            fieldEnd = Arrays.copyOf(fieldEnd, 2 * fieldCount);
            fieldKind = Arrays.copyOf(fieldKind, 2 * fieldCount);
        }
        fieldStart[fieldCount] = from;
        fieldEnd[fieldCount] = to;
        fieldKind[fieldCount++] = kind;
    }

    private RowProblem unclosed(int opened) throws IOException {
        return skipFirstLine(problemAt(
                opened,
                buffer.exhausted()
                        ? "a quoted value is opened here and never closed"
                        : "a quoted value is opened here and not closed within " + buffer.maxRecordBytes + " bytes",
                "close the quote, or write a quote inside a value as \"\""));
    }

    private RowProblem tooLong() throws IOException {
        return skipFirstLine(new RowProblem(
                line,
                0,
                "the row is longer than " + buffer.maxRecordBytes + " bytes",
                "shorten it, or keep large content outside the table and put an address into the row"));
    }

    /** Goes on with the line after the one on which the bad record begins, so that a stray quote costs one row. */
    private RowProblem skipFirstLine(RowProblem problem) throws IOException {
        buffer.dropToLineEnd();
        if (buffer.skipLineEnd()) {
            line++;
        }
        return problem;
    }

    private RowProblem problemAt(int at, String what, String fix) {
        long onLine = line;
        int lineStart = buffer.start;
        for (int i = buffer.start; i < buffer.start + at; i++) {
            byte b = buffer.bytes[i];
            if (b == '\n' || (b == '\r' && (i + 1 == buffer.end || buffer.bytes[i + 1] != '\n'))) {
                onLine++;
                lineStart = i + 1;
            }
        }
        return new RowProblem(onLine, Utf8.characters(buffer.bytes, lineStart, buffer.start + at) + 1, what, fix);
    }

    private @Nullable RowProblem checkText(int length) {
        int invalid = Utf8.firstInvalid(buffer.bytes, buffer.start, buffer.start + length);
        return invalid < 0
                ? null
                : problemAt(
                        invalid - buffer.start,
                        String.format(Locale.ROOT, "byte 0x%02X is not UTF-8 text", buffer.bytes[invalid] & 0xff),
                        "save the file as UTF-8");
    }

    private @Nullable RowProblem readHeader() {
        int last = fieldCount - 1;
        RowProblem problem = checkText(fieldEnd[last]);
        if (problem != null) {
            return problem;
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int field = 0; field < fieldCount; field++) {
            String name = text(field).strip();
            if (name.isEmpty()) {
                return problemAt(fieldStart[field], "column " + (field + 1) + " has no name", "name every column");
            }
            if (!seen.add(name)) {
                return problemAt(
                        fieldStart[field], "two columns are named \"" + name + "\"", "give every column its own name");
            }
            names.add(name);
        }
        header = names.toArray(String[]::new);
        return null;
    }

    private RowEvent readRow(int length) {
        String[] names = header;
        if (names == null) {
            throw new IllegalStateException("a row before the header");
        }
        RowProblem problem = checkText(length);
        if (problem != null) {
            return problem;
        }
        if (fieldCount != names.length) {
            String count = fieldCount == 1 ? "1 value" : fieldCount + " values";
            return new RowProblem(
                    line,
                    0,
                    "the row has " + count + ", the header names " + names.length,
                    fieldCount < names.length
                            ? "add the missing values, empty if need be"
                            : "quote values that hold a " + delimiterName + ", or name the further columns");
        }
        Map<String, String> values = LinkedHashMap.newLinkedHashMap(names.length);
        for (int field = 0; field < names.length; field++) {
            values.put(names[field], text(field));
        }
        return new Row(line, values);
    }

    private String text(int field) {
        int from = buffer.start + fieldStart[field];
        int length = fieldEnd[field] - fieldStart[field];
        String text = new String(buffer.bytes, from, length, StandardCharsets.UTF_8);
        return fieldKind[field] == QUOTED_WITH_ESCAPES ? text.replace("\"\"", "\"") : text;
    }
}
