package dev.cupel.formats.rows;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.formats.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Reads a {@link DelimitedHead}. */
final class HeadReader {
    private static final char[] COMMA_FIRST = {',', '\t', ';', '|'};
    private static final char[] TAB_FIRST = {'\t', ',', ';', '|'};
    private static final int ROWS_LOOKED_AT = 20;

    private HeadReader() {}

    static DelimitedHead read(
            byte[] bytes, int from, int to, boolean whole, RowFormat format, Predicate<List<String>> wanted) {
        Cursor cursor = new Cursor(bytes, from, to, whole);
        cursor.skipBlankLines();
        char said = cursor.separatorLine();
        if (said != 0) {
            cursor.skipBlankLines();
        }
        if (cursor.at == to) {
            return whole
                    ? new DelimitedHead.Unreadable(
                            new RowProblem(1, 0, "the file is empty", "the first line must name the columns"))
                    : new DelimitedHead.NeedMore();
        }
        char[] order = format == RowFormat.TSV ? TAB_FIRST : COMMA_FIRST;
        Candidate best = new Candidate(said == 0 ? order[0] : said);
        RecordScan.Outcome header = best.look(cursor, wanted);
        if (header == RecordScan.Outcome.NEED_MORE) {
            return new DelimitedHead.NeedMore();
        }
        for (int i = 1; said == 0 && i < order.length; i++) {
            Candidate other = new Candidate(order[i]);
            if (other.look(cursor, wanted) == RecordScan.Outcome.RECORD
                    && (header != RecordScan.Outcome.RECORD || other.fitsBetterThan(best))) {
                best = other;
                header = RecordScan.Outcome.RECORD;
            }
        }
        return header == RecordScan.Outcome.RECORD
                ? best.head(cursor)
                : new DelimitedHead.Unreadable(cursor.problem(header, best.scan.badAt, (byte) best.separator));
    }

    /** How a separator is called in messages. */
    static String nameOf(byte separator) {
        return switch (separator) {
            case '\t' -> "tab";
            case ';' -> "semicolon";
            case '|' -> "pipe";
            default -> "comma";
        };
    }

    static RowProblem problem(RecordScan.Outcome outcome, long line, int column, byte separator) {
        return switch (outcome) {
            case UNCLOSED ->
                new RowProblem(
                        line,
                        column,
                        "a quoted value is opened here and never closed",
                        "close the quote, or write a quote inside a value as \"\"");
            case TEXT_AFTER_QUOTE ->
                new RowProblem(
                        line,
                        column,
                        "there is text after the closing quote",
                        "put a " + nameOf(separator) + " after the quote, or write a quote inside a value as \"\"");
            case RECORD, NEED_MORE -> throw new IllegalStateException("nothing is wrong: " + outcome);
        };
    }

    static RowProblem notUtf8(long line, int column, byte bad) {
        return new RowProblem(
                line,
                column,
                String.format(Locale.ROOT, "byte 0x%02X is not UTF-8 text", bad & 0xff),
                "save the file as UTF-8");
    }

    /** A place in the bytes, with its line. */
    private static final class Cursor {
        final byte[] bytes;
        final int from;
        final int to;
        final boolean whole;
        int at;
        long line = 1;

        Cursor(byte[] bytes, int from, int to, boolean whole) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            this.whole = whole;
            this.at = from;
        }

        private Cursor(Cursor other) {
            this(other.bytes, other.from, other.to, other.whole);
            at = other.at;
            line = other.line;
        }

        Cursor copy() {
            return new Cursor(this);
        }

        boolean skipLineEnd() {
            if (at == to || (bytes[at] != '\n' && bytes[at] != '\r')) {
                return false;
            }
            at += bytes[at] == '\r' && at + 1 < to && bytes[at + 1] == '\n' ? 2 : 1;
            line++;
            return true;
        }

        void skipToLineEnd() {
            while (at < to && bytes[at] != '\n' && bytes[at] != '\r') {
                at++;
            }
        }

        /** Lines of nothing but blanks. */
        void skipBlankLines() {
            while (true) {
                int p = at;
                while (p < to && (bytes[p] == ' ' || bytes[p] == '\t')) {
                    p++;
                }
                // Tabs alone may be a header of nameless columns; that is a blank row all the same.
                if (p == to ? !whole || p == at : bytes[p] != '\n' && bytes[p] != '\r') {
                    return;
                }
                at = p;
                if (!skipLineEnd()) {
                    return;
                }
            }
        }

        /** Reads {@code sep=;} or {@code "sep=;"}, which must be all of the line; 0 if there is none. */
        char separatorLine() {
            int end = at;
            while (end < to && bytes[end] != '\n' && bytes[end] != '\r') {
                end++;
            }
            if (end - at > 12 || (end == to && !whole)) {
                return 0;
            }
            String text = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
            if (text.startsWith("\"") && text.endsWith("\"") && text.length() > 1) {
                text = text.substring(1, text.length() - 1);
            }
            if (text.length() != 5 || !text.regionMatches(true, 0, "sep=", 0, 4)) {
                return 0;
            }
            char separator = text.charAt(4);
            if (new String(COMMA_FIRST).indexOf(separator) < 0) {
                return 0;
            }
            at = end;
            skipLineEnd();
            return separator;
        }

        /** Steps over the record that was scanned here. */
        void skip(RecordScan scan) {
            at += scan.length;
            line += scan.lineEndsInside;
            skipLineEnd();
        }

        RowProblem problem(RecordScan.Outcome outcome, int badAt, byte separator) {
            long onLine = line;
            int lineStart = at;
            for (int i = at; i < at + badAt; i++) {
                if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == to || bytes[i + 1] != '\n'))) {
                    onLine++;
                    lineStart = i + 1;
                }
            }
            int column = Utf8.characters(bytes, lineStart, at + badAt) + 1;
            return outcome == RecordScan.Outcome.RECORD
                    ? notUtf8(onLine, column, bytes[at + badAt])
                    : HeadReader.problem(outcome, onLine, column, separator);
        }
    }

    /** The file as it is under one separator. */
    private static final class Candidate {
        final char separator;
        final RecordScan scan = new RecordScan();
        private int columns;
        private boolean hasWanted;
        private int rows;
        private int rowsThatFit;
        private int rowsWithSeveral;

        Candidate(char separator) {
            this.separator = separator;
        }

        RecordScan.Outcome look(Cursor header, Predicate<List<String>> wanted) {
            RecordScan.Outcome outcome = scan.scan(header.bytes, header.at, header.to, header.whole, (byte) separator);
            if (outcome != RecordScan.Outcome.RECORD) {
                return outcome;
            }
            columns = scan.count;
            hasWanted = wanted.test(names(header));
            Cursor row = header.copy();
            row.skip(scan);
            RecordScan below = new RecordScan();
            int end = Math.min(header.to, Math.max(row.at, header.from + DelimitedHead.SAMPLE_BYTES));
            boolean ended = header.whole && end == header.to;
            while (rows < ROWS_LOOKED_AT && row.at < end) {
                if (row.skipLineEnd()) {
                    continue;
                }
                RecordScan.Outcome next = below.scan(header.bytes, row.at, end, ended, (byte) separator);
                if (next == RecordScan.Outcome.NEED_MORE) {
                    break;
                }
                if (next != RecordScan.Outcome.RECORD) {
                    // A stray quote says nothing about separators, and costs one line as it does later.
                    row.skipToLineEnd();
                    continue;
                }
                rows++;
                rowsThatFit += below.count == columns ? 1 : 0;
                rowsWithSeveral += below.count > 1 ? 1 : 0;
                row.skip(below);
            }
            return outcome;
        }

        /**
         * Several columns with which most rows agree, or one with which all do. Rows of several values of another number are
         * rows that are wrong, not a sign that there is one column.
         */
        private boolean plausible() {
            return columns > 1 ? 2 * Math.max(rowsThatFit, rowsWithSeveral) >= rows : rowsThatFit == rows;
        }

        boolean fitsBetterThan(Candidate earlier) {
            if (hasWanted != earlier.hasWanted) {
                return hasWanted;
            }
            boolean several = columns > 1 && plausible();
            boolean severalEarlier = earlier.columns > 1 && earlier.plausible();
            if (several != severalEarlier) {
                return several;
            }
            if (!several && plausible() != earlier.plausible()) {
                return plausible();
            }
            return rowsThatFit != earlier.rowsThatFit ? rowsThatFit > earlier.rowsThatFit : columns > earlier.columns;
        }

        private List<String> names(Cursor header) {
            List<String> names = new ArrayList<>(scan.count);
            for (int field = 0; field < scan.count; field++) {
                String name = new String(
                        header.bytes,
                        header.at + scan.start[field],
                        scan.end[field] - scan.start[field],
                        StandardCharsets.UTF_8);
                names.add((scan.kind[field] == RecordScan.QUOTED_WITH_ESCAPES ? name.replace("\"\"", "\"") : name)
                        .strip());
            }
            return names;
        }

        DelimitedHead head(Cursor header) {
            int bad = Utf8.firstInvalid(header.bytes, header.at, header.at + scan.length);
            if (bad >= 0) {
                return new DelimitedHead.Unreadable(
                        header.problem(RecordScan.Outcome.RECORD, bad - header.at, (byte) separator));
            }
            List<String> names = names(header);
            List<Finding> notes = new ArrayList<>();
            if (names.stream().allMatch(String::isEmpty)) {
                return new DelimitedHead.Unreadable(
                        new RowProblem(header.line, 0, "no column has a name", "start the file with a line of names"));
            }
            for (int column = 0; column < names.size(); column++) {
                if (names.get(column).isEmpty()) {
                    notes.add(Finding.onLine(
                            Code.NOTE,
                            header.line,
                            0,
                            "column " + (column + 1) + " has no name and was left out",
                            "name it if it is needed"));
                }
            }
            Cursor body = header.copy();
            body.skip(scan);
            skipImportIds(body, notes);
            return new DelimitedHead.Found(
                    separator, List.copyOf(names), header.line, body.line, body.at - header.from, List.copyOf(notes));
        }

        /** The third header row of Qualtrics, or the second if somebody took one out, is unmistakable. */
        private void skipImportIds(Cursor body, List<Finding> notes) {
            Cursor row = body.copy();
            long first = 0;
            for (int i = 0; i < 2; i++) {
                while (row.skipLineEnd()) {
                    // blank
                }
                if (row.at == row.to
                        || scan.scan(row.bytes, row.at, row.to, row.whole, (byte) separator)
                                != RecordScan.Outcome.RECORD) {
                    return;
                }
                first = first == 0 ? row.line : first;
                boolean importIds = holdsImportIds(row);
                row.skip(scan);
                if (importIds) {
                    body.at = row.at;
                    body.line = row.line;
                    long last = row.line - 1;
                    notes.add(Finding.onLine(
                            Code.NOTE,
                            first,
                            0,
                            (first == last
                                            ? "line " + first + " is an extra header row"
                                            : "lines " + first + " to " + last + " are extra header rows")
                                    + " of Qualtrics and no answers; left out",
                            "nothing, if that is right"));
                    return;
                }
            }
        }

        private boolean holdsImportIds(Cursor row) {
            int found = 0;
            for (int field = 0; field < scan.count; field++) {
                int begin = row.at + scan.start[field];
                String start = new String(
                                row.bytes,
                                begin,
                                Math.min(24, scan.end[field] - scan.start[field]),
                                StandardCharsets.ISO_8859_1)
                        .replace("\"\"", "\"");
                if (start.startsWith("{\"ImportId\":")) {
                    found++;
                } else if (!start.isEmpty()) {
                    return false;
                }
            }
            return found > 0;
        }
    }
}
