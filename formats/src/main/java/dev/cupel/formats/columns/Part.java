package dev.cupel.formats.columns;

import dev.cupel.engine.Finding.Code;
import dev.cupel.formats.text.NumberForm;
import dev.cupel.formats.text.Utf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One contiguous part of a delimited file: the records that begin in {@code [begin, limit)}, read with dictionaries of
 * its own. Reading is one loop over bytes; a record that runs over the edge of the window is read again from its start
 * once more bytes are there.
 */
final class Part {
    /** Gives the bytes of a file in order, from where the part begins and on to the end of the file. */
    interface Bytes {
        /** As {@link java.io.InputStream#read(byte[], int, int)}. */
        int read(byte[] target, int offset, int length) throws IOException;
    }

    static final int MAX_RECORD_BYTES = 64 << 20;
    private static final int WINDOW_BYTES = 1 << 20;

    private static final int NEED_MORE = -1;

    private final Bytes bytes;
    private final Layout layout;
    private final List<Column> columns;
    private final CellRules.Compiled rules;
    private final long limit;

    private byte[] window = new byte[WINDOW_BYTES + ByteDictionary.SLACK];
    private int end;
    private boolean exhausted;
    /** Where in the file the window begins. */
    private long base;

    private int at;
    private long line;
    private final int[] from;
    private final int[] to;
    private final boolean[] escaped;
    private byte[] unescaped = new byte[64];
    private int fields;
    private int badAt;
    private long lineEndsInside;

    final ByteDictionary[] dictionaries;
    final Blocks.Ints[] codes;
    final Blocks.Doubles[] numbers;
    private final boolean[] isNumber;
    /** Per column whether a cell may spell "no answer". */
    private final boolean[] mayMiss;
    /** Per column whether a new name is looked at as a number. */
    private final boolean[] byValue;

    private final int[] places;
    private final int[] rowCodes;
    private final double[] rowNumbers;
    final Problems problems = new Problems();
    /** Of the rows kept. */
    final Lines lines = new Lines();

    int rows;
    long rowsLeftOut;

    /**
     * @param begin where in the file {@code bytes} begin; a record begins there
     * @param firstLine line of that place, from 1, or counted within the part and corrected later
     * @param shared per column, the column whose dictionary it uses: itself or an earlier one
     */
    Part(
            Bytes bytes,
            long begin,
            long limit,
            long firstLine,
            Layout layout,
            List<Column> columns,
            int[] shared,
            CellRules.Compiled rules) {
        this.rules = rules;
        this.bytes = bytes;
        this.base = begin;
        this.limit = limit;
        this.line = firstLine;
        this.layout = layout;
        this.columns = columns;
        from = new int[layout.width];
        to = new int[layout.width];
        escaped = new boolean[layout.width];
        int count = columns.size();
        dictionaries = new ByteDictionary[count];
        codes = new Blocks.Ints[count];
        numbers = new Blocks.Doubles[count];
        isNumber = new boolean[count];
        mayMiss = new boolean[count];
        byValue = new boolean[count];
        places = layout.places;
        rowCodes = new int[count];
        rowNumbers = new double[count];
        for (int c = 0; c < count; c++) {
            dictionaries[c] = shared[c] == c ? new ByteDictionary() : dictionaries[shared[c]];
            codes[c] = new Blocks.Ints();
            numbers[c] = new Blocks.Doubles();
            isNumber[c] = columns.get(c).kind() == Column.Kind.NUMBER;
            mayMiss[c] = rules.anyMissing() && columns.get(c).empty() == Column.Empty.ROW_LEFT_OUT;
            byValue[c] = !isNumber[c] && columns.get(c).order() == Column.Order.VALUE;
        }
    }

    /** Line of the first record behind this part. */
    long line() {
        return line;
    }

    /** Where in the file the first record behind this part begins. */
    long endOffset() {
        return base + at;
    }

    void read() throws IOException {
        window[0] = '\n';
        while (true) {
            if (at >= end && !refill()) {
                return;
            }
            if (base + at >= limit) {
                return;
            }
            byte first = window[at];
            if (first == '\n') {
                at++;
                line++;
                continue;
            }
            int next = first == '\r' ? lineEnd(at) : record();
            if (next == NEED_MORE) {
                refill();
                continue;
            }
            if (first == '\r') {
                line++;
            }
            at = next;
        }
    }

    /** Moves the record at {@link #at} to the front and reads behind it; false if there is no more. */
    private boolean refill() throws IOException {
        if (exhausted) {
            return false;
        }
        int kept = Math.max(0, end - at);
        if (kept > (window.length - ByteDictionary.SLACK) / 2) {
            window = Arrays.copyOfRange(
                    window, at, at + 2 * (window.length - ByteDictionary.SLACK) + ByteDictionary.SLACK);
        } else {
            System.arraycopy(window, at, window, 0, kept);
        }
        base += at;
        at = 0;
        end = kept;
        int room = window.length - ByteDictionary.SLACK;
        while (end < room) {
            int read = bytes.read(window, end, room - end);
            if (read < 0) {
                exhausted = true;
                break;
            }
            end += read;
        }
        window[end] = '\n';
        return end > kept;
    }

    /** Position behind the line end at {@code p}. */
    private int lineEnd(int p) {
        if (p >= end) {
            return end;
        }
        if (window[p] == '\n') {
            return p + 1;
        }
        if (p + 1 >= end && !exhausted) {
            return NEED_MORE;
        }
        return p + 1 < end && window[p + 1] == '\n' ? p + 2 : p + 1;
    }

    /** Reads the record at {@link #at}; returns the position behind it, or {@link #NEED_MORE}. */
    private int record() {
        byte delimiter = layout.delimiter;
        int width = layout.width;
        byte[] w = window;
        int p = at;
        int field = 0;
        boolean quotes = false;
        lineEndsInside = 0;
        while (true) {
            if (w[p] == '"' && p < end) {
                if (!quotes) {
                    quotes = true;
                    Arrays.fill(escaped, false);
                }
                p = quoted(p, field);
                if (p == NEED_MORE) {
                    return end - at >= MAX_RECORD_BYTES ? tooLong() : NEED_MORE;
                }
                if (p < 0) {
                    return skipFirstLine();
                }
            } else {
                int begin = p;
                byte b = w[p];
                while (b != delimiter && b != '\n' && b != '\r') {
                    b = w[++p];
                }
                if (field < width) {
                    from[field] = begin;
                    to[field] = p;
                }
            }
            if (p >= end && !exhausted) {
                return end - at >= MAX_RECORD_BYTES ? tooLong() : NEED_MORE;
            }
            field++;
            if (p >= end || w[p] != delimiter) {
                break;
            }
            p++;
        }
        int next = lineEnd(p);
        if (next == NEED_MORE) {
            return NEED_MORE;
        }
        fields = field;
        row(quotes);
        line += lineEndsInside + (p < end ? 1 : 0);
        return next;
    }

    /** Reads a quoted value; returns the position behind its closing quote, {@link #NEED_MORE}, or -2 if it is wrong. */
    private int quoted(int open, int field) {
        int p = open + 1;
        boolean escapes = false;
        while (true) {
            if (p >= end) {
                if (!exhausted && end - at < MAX_RECORD_BYTES) {
                    return NEED_MORE;
                }
                badAt = open;
                problemAt(
                        Code.MALFORMED,
                        "a quoted value is opened here and never closed",
                        "close the quote, or write a quote inside a value as \"\"");
                return -2;
            }
            byte b = window[p];
            if (b == '"') {
                if (p + 1 >= end && !exhausted) {
                    return NEED_MORE;
                }
                if (p + 1 < end && window[p + 1] == '"') {
                    escapes = true;
                    p += 2;
                    continue;
                }
                break;
            }
            if (b == '\n' || (b == '\r' && window[p + 1] != '\n')) {
                lineEndsInside++;
            }
            p++;
        }
        if (field < from.length) {
            from[field] = open + 1;
            to[field] = p;
            escaped[field] = escapes;
        }
        p++;
        if (p < end && window[p] != layout.delimiter && window[p] != '\n' && window[p] != '\r') {
            badAt = p;
            problemAt(
                    Code.MALFORMED,
                    "there is text after the closing quote",
                    "put the separator after the quote, or write a quote inside a value as \"\"");
            return -2;
        }
        return p;
    }

    private int tooLong() {
        problems.add(
                Code.TOO_LARGE,
                line,
                0,
                "the row is longer than " + MAX_RECORD_BYTES + " bytes",
                "look for a missing line end or a quote that is never closed");
        return skipFirstLine();
    }

    /** Position of the line after the one on which a bad record begins: a stray quote costs one row. */
    private int skipFirstLine() {
        int p = at;
        while (p < end && window[p] != '\n' && window[p] != '\r') {
            p++;
        }
        if (p < end) {
            line++;
        }
        return p < end && window[p] == '\r' && p + 1 < end && window[p + 1] == '\n' ? p + 2 : Math.min(p + 1, end);
    }

    /** Adds a problem at {@link #badAt}, named by line and character. */
    private void problemAt(Code code, String what, String fix) {
        long onLine = line;
        int lineStart = at;
        for (int i = at; i < badAt; i++) {
            if (window[i] == '\n' || (window[i] == '\r' && window[i + 1] != '\n')) {
                onLine++;
                lineStart = i + 1;
            }
        }
        problems.add(code, onLine, Utf8.characters(window, lineStart, badAt) + 1, what, fix);
    }

    private void row(boolean quotes) {
        if (fields != layout.width) {
            if (blankRow()) {
                return;
            }
            problems.add(
                    Code.MALFORMED,
                    line,
                    0,
                    "the row has " + fields + (fields == 1 ? " value" : " values") + ", the header names "
                            + layout.width,
                    fields < layout.width
                            ? "add the missing values"
                            : "quote values that hold the separator, or name the further columns");
            return;
        }
        int count = places.length;
        for (int c = 0; c < count; c++) {
            int place = places[c];
            int begin = from[place];
            int close = to[place];
            // A quote before the value means it is meant as it stands; otherwise blanks around it are no part of it.
            boolean verbatim = quotes && begin > at && window[begin - 1] == '"';
            if (!verbatim) {
                while (close > begin && blank(window[close - 1])) {
                    close--;
                }
                while (begin < close && blank(window[begin])) {
                    begin++;
                }
                from[place] = begin;
                to[place] = close;
            }
            if (begin == close) {
                empty(c, place);
                return;
            }
            if (mayMiss[c] && rules.isMissing(window, begin, close)) {
                rowsLeftOut++;
                return;
            }
        }
        for (int c = 0; c < count; c++) {
            int place = places[c];
            byte[] source = window;
            int begin = from[place];
            int length = to[place] - begin;
            if (quotes && escaped[place]) {
                length = unescape(begin, to[place]);
                source = unescaped;
                begin = 0;
            }
            if (!cell(c, place, source, begin, length)) {
                return;
            }
        }
        keep();
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Whether the record at {@link #at} is one of separators, blanks and empty quotes: a spreadsheet's empty row. */
    private boolean blankRow() {
        boolean quoted = false;
        for (int p = at; ; p++) {
            byte b = window[p];
            if (b == '\n' || b == '\r') {
                return true;
            }
            if (b == '"') {
                // A value that is quoted and not empty says something, if only a blank; so does the only one of a row.
                // Three quotes in a row begin a value that holds a quote.
                if (!quoted && (window[p + 1] != '"' || window[p + 2] == '"' || fields == 1)) {
                    return false;
                }
                quoted = !quoted;
            } else if (b != layout.delimiter && !blank(b)) {
                return false;
            }
        }
    }

    private void empty(int column, int place) {
        if (blankRow()) {
            return;
        }
        if (columns.get(column).empty() == Column.Empty.ROW_LEFT_OUT) {
            rowsLeftOut++;
            return;
        }
        badAt = from[place];
        problemAt(Code.MISSING, "the " + columns.get(column).name() + " is empty", "write it, or delete the row");
    }

    private boolean cell(int column, int place, byte[] source, int begin, int length) {
        if (isNumber[column]) {
            double number = NumberBytes.parse(source, begin, length, rules.decimalComma);
            rowNumbers[column] = number;
            return (number <= NumberForm.LARGEST && number >= -NumberForm.LARGEST)
                    || notANumber(column, place, number, excerpt(source, begin, length));
        }
        int known = dictionaries[column].size();
        int code = dictionaries[column].intern(source, begin, length);
        if (code >= 0) {
            rowCodes[column] = code;
            return code < known || !byValue[column] || length > 40 || usableLabel(column, place, source, begin, length);
        }
        badAt = from[place];
        if (code == ByteDictionary.FULL) {
            problemAt(
                    Code.TOO_LARGE,
                    "the names of column " + columns.get(column).name() + " take more than two gigabytes",
                    "use shorter names, or split the file");
        } else {
            int invalid = Utf8.firstInvalid(source, begin, begin + length);
            badAt += invalid - begin;
            problemAt(
                    Code.MALFORMED,
                    String.format(Locale.ROOT, "byte 0x%02X is not UTF-8 text", source[invalid] & 0xff),
                    "save the file as UTF-8");
        }
        return false;
    }

    private boolean notANumber(int column, int place, double number, String text) {
        badAt = from[place];
        String it = "the " + columns.get(column).name() + " \"" + text + "\" is ";
        if (!Double.isNaN(number)) {
            tooLarge(it);
        } else if (!rules.decimalComma && text.indexOf(',') >= 0 && NumberForm.isDecimalComma(text)) {
            problemAt(
                    Code.BAD_NUMBER,
                    it + "not a finite number",
                    "if the comma separates the decimals, add --decimal comma; otherwise write 3.5");
        } else {
            problemAt(
                    Code.BAD_NUMBER,
                    it + "not a finite number",
                    rules.decimalComma
                            ? "write a number such as 1.250,5, or leave out --decimal comma"
                            : "write a decimal number such as 3.5; if it means that there was no answer, delete the row or add"
                                    + " --missing " + shellWord(text));
        }
        return false;
    }

    /** A number as large as those that statistics packages write for gaps is no class either. */
    private boolean usableLabel(int column, int place, byte[] source, int begin, int length) {
        double number = NumberBytes.parse(source, begin, length, rules.decimalComma);
        if (Double.isNaN(number) || Math.abs(number) <= NumberForm.LARGEST) {
            return true;
        }
        badAt = from[place];
        tooLarge("the " + columns.get(column).name() + " \"" + excerpt(source, begin, length) + "\" is ");
        return false;
    }

    private void tooLarge(String it) {
        problemAt(
                Code.BAD_NUMBER,
                it
                        + "too large for an answer: statistics packages such as Stata write numbers like it for a missing one",
                "leave it empty in the file, or add --missing with it");
    }

    private static String shellWord(String text) {
        return text.matches("[A-Za-z0-9_./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private void keep() {
        if (rows == Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("more rows than an array holds");
        }
        for (int c = 0; c < rowCodes.length; c++) {
            if (isNumber[c]) {
                numbers[c].add(rowNumbers[c]);
            } else {
                codes[c].add(rowCodes[c]);
            }
        }
        lines.add(rows, line);
        rows++;
    }

    /** One row that does not come from the window, such as one of a JSON file. Cells are UTF-8, null if missing. */
    void accept(long onLine, byte[][] cells) {
        line = onLine;
        for (int c = 0; c < cells.length; c++) {
            if (mayMiss[c] && rules.isMissing(cells[c], 0, cells[c].length)) {
                rowsLeftOut++;
                return;
            }
        }
        for (int c = 0; c < cells.length; c++) {
            if (cells[c].length == 0) {
                if (columns.get(c).empty() == Column.Empty.ROW_LEFT_OUT) {
                    rowsLeftOut++;
                } else {
                    problems.add(
                            Code.MISSING,
                            onLine,
                            0,
                            "the " + columns.get(c).name() + " is missing or empty",
                            "write it, or delete the row");
                }
                return;
            }
        }
        at = 0;
        for (int c = 0; c < cells.length; c++) {
            byte[] padded = Arrays.copyOf(cells[c], cells[c].length + ByteDictionary.SLACK);
            if (!cell(c, 0, padded, 0, cells[c].length)) {
                return;
            }
        }
        keep();
    }

    private int unescape(int begin, int close) {
        if (unescaped.length < close - begin + ByteDictionary.SLACK) {
            unescaped = new byte[2 * (close - begin) + ByteDictionary.SLACK];
        }
        int length = 0;
        for (int i = begin; i < close; i++) {
            unescaped[length++] = window[i];
            if (window[i] == '"') {
                i++;
            }
        }
        return length;
    }

    private static String excerpt(byte[] source, int begin, int length) {
        String text = new String(source, begin, Math.min(length, 60), java.nio.charset.StandardCharsets.UTF_8);
        return length > 60 ? text + "..." : text;
    }
}
