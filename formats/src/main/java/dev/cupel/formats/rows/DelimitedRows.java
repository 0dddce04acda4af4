package dev.cupel.formats.rows;

import dev.cupel.engine.Finding;
import dev.cupel.formats.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** CSV, TSV and their relatives: first finds where the values of a record lie, then makes texts of them. */
final class DelimitedRows extends RowReader {
    private final RowFormat format;
    private final RecordScan scan = new RecordScan();
    private byte delimiter;
    /** Per column its name; null for one that has none and is left out. */
    private @Nullable String @Nullable [] header;

    private List<Finding> notes = List.of();

    /** Line on which the current record begins, and on which the next one will. */
    private long line = 1;

    DelimitedRows(RecordBuffer buffer, RowFormat format) {
        super(buffer);
        this.format = format;
    }

    @Override
    long line() {
        return line;
    }

    @Override
    public List<Finding> notes() {
        return notes;
    }

    @Override
    @Nullable
    RowEvent advance() throws IOException {
        if (header == null) {
            RowProblem unreadable = readHead();
            if (unreadable != null) {
                return last(unreadable);
            }
        }
        while (true) {
            if (buffer.available() == 0 && !buffer.fill()) {
                return null;
            }
            if (buffer.skipLineEnd()) {
                line++;
                continue;
            }
            RowProblem problem = scan();
            if (problem != null) {
                return problem;
            }
            RowEvent event = scan.blank(buffer.bytes, buffer.start) ? null : readRow(scan.length);
            buffer.start += scan.length;
            line += scan.lineEndsInside;
            if (buffer.skipLineEnd()) {
                line++;
            }
            if (event != null) {
                return event;
            }
        }
    }

    private @Nullable RowProblem readHead() throws IOException {
        boolean more = buffer.fillMore(DelimitedHead.SAMPLE_BYTES);
        while (true) {
            switch (DelimitedHead.of(
                    buffer.bytes, buffer.start, buffer.end, buffer.exhausted(), format, names -> true)) {
                case DelimitedHead.Unreadable unreadable -> {
                    return unreadable.problem();
                }
                case DelimitedHead.NeedMore need -> {
                    if (!more) {
                        return tooLong();
                    }
                    more = buffer.fillMore(0);
                }
                case DelimitedHead.Found head -> {
                    return take(head);
                }
            }
        }
    }

    private @Nullable RowProblem take(DelimitedHead.Found head) {
        delimiter = (byte) head.separator();
        int width = head.names().size();
        Set<String> seen = new HashSet<>();
        @Nullable String[] names = new String[width];
        for (int column = 0; column < width; column++) {
            String name = head.names().get(column);
            if (!name.isEmpty() && !seen.add(name)) {
                return new RowProblem(
                        head.headerLine(),
                        0,
                        "two columns are named \"" + name + "\"",
                        "give every column its own name");
            }
            if (name.indexOf('\0') >= 0) {
                return new RowProblem(
                        head.headerLine(),
                        0,
                        "the name of column " + (column + 1) + ", \"" + name.replace('\0', '\uFFFD')
                                + "\", holds the character NUL",
                        "take it out of the name; if every second character is NUL, save the file as UTF-8");
            }
            names[column] = name.isEmpty() ? null : name;
        }
        header = names;
        notes = head.notes();
        line = head.bodyLine();
        buffer.start += head.bodyOffset();
        return null;
    }

    /** Finds the values of the record at the window's start; on a problem the window is moved behind its first line. */
    private @Nullable RowProblem scan() throws IOException {
        while (true) {
            RecordScan.Outcome outcome =
                    scan.scan(buffer.bytes, buffer.start, buffer.end, buffer.exhausted(), delimiter);
            switch (outcome) {
                case RECORD -> {
                    return null;
                }
                case NEED_MORE -> {
                    if (!buffer.fillMore(0) && !buffer.exhausted()) {
                        return scan.badAt < 0 ? tooLong() : skipFirstLine(notClosedInTime());
                    }
                }
                case UNCLOSED, TEXT_AFTER_QUOTE -> {
                    long[] place = place(scan.badAt);
                    return skipFirstLine(HeadReader.problem(outcome, place[0], (int) place[1], delimiter));
                }
            }
        }
    }

    private RowProblem notClosedInTime() {
        long[] place = place(scan.badAt);
        return new RowProblem(
                place[0],
                (int) place[1],
                "a quoted value is opened here and not closed within " + buffer.maxRecordBytes + " bytes",
                "close the quote, or write a quote inside a value as \"\"");
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

    /** Line and character of a byte of the current record. */
    private long[] place(int at) {
        long onLine = line;
        int lineStart = buffer.start;
        for (int i = buffer.start; i < buffer.start + at; i++) {
            byte b = buffer.bytes[i];
            if (b == '\n' || (b == '\r' && (i + 1 == buffer.end || buffer.bytes[i + 1] != '\n'))) {
                onLine++;
                lineStart = i + 1;
            }
        }
        return new long[] {onLine, Utf8.characters(buffer.bytes, lineStart, buffer.start + at) + 1L};
    }

    private @Nullable RowProblem checkText(int length) {
        int invalid = Utf8.firstInvalid(buffer.bytes, buffer.start, buffer.start + length);
        if (invalid < 0) {
            return null;
        }
        long[] place = place(invalid - buffer.start);
        return HeadReader.notUtf8(place[0], (int) place[1], buffer.bytes[invalid]);
    }

    private RowEvent readRow(int length) {
        @Nullable String[] names = header;
        if (names == null) {
            throw new IllegalStateException("a row before the header");
        }
        RowProblem problem = checkText(length);
        if (problem != null) {
            return problem;
        }
        if (scan.count != names.length) {
            String count = scan.count == 1 ? "1 value" : scan.count + " values";
            return new RowProblem(
                    line,
                    0,
                    "the row has " + count + ", the header names " + names.length,
                    scan.count < names.length
                            ? "add the missing values, empty if need be"
                            : "quote values that hold a " + HeadReader.nameOf(delimiter)
                                    + ", or name the further columns");
        }
        Map<String, String> values = LinkedHashMap.newLinkedHashMap(names.length);
        for (int field = 0; field < names.length; field++) {
            String name = names[field];
            if (name != null) {
                values.put(name, text(field));
            }
        }
        return new Row(line, values);
    }

    private String text(int field) {
        int from = buffer.start + scan.start[field];
        String text = new String(buffer.bytes, from, scan.end[field] - scan.start[field], StandardCharsets.UTF_8);
        return scan.kind[field] == RecordScan.QUOTED_WITH_ESCAPES ? text.replace("\"\"", "\"") : text;
    }
}
