package dev.cupel.formats.text;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes RFC 4180 rows in UTF-8, one at a time. A null is an empty value; a value is quoted where a reader would otherwise
 * see another one. Lines end in LF.
 */
public final class CsvOut implements Closeable {
    /** Who the rows are written for. */
    public enum Style {
        /** Programs: every value exactly as it is. */
        EXACT(','),
        /** Spreadsheets of people whose numbers have a decimal point. */
        SPREADSHEET(','),
        /** Spreadsheets of people whose numbers have a decimal comma: they expect semicolons between cells. */
        SPREADSHEET_SEMICOLONS(';');

        private final char separator;

        Style(char separator) {
            this.separator = separator;
        }

        private boolean isForPeople() {
            return this != EXACT;
        }
    }

    private static final int BLOCK_CHARS = 1 << 15;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.,]+(?:[eE][-+]?[0-9]+)?");

    private final OutputStream out;
    private final Style style;
    private final StringBuilder block = new StringBuilder(BLOCK_CHARS + 1024);

    public CsvOut(OutputStream out) {
        this(out, Style.EXACT);
    }

    /**
     * For a spreadsheet the file begins with a byte-order mark, without which it would take the bytes for another encoding, and a text
     * that it would run as a formula has an apostrophe in front.
     */
    public CsvOut(OutputStream out, Style style) {
        this.out = out;
        this.style = style;
        if (style.isForPeople()) {
            block.append('\uFEFF');
        }
    }

    public void row(List<? extends @Nullable Object> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                block.append(style.separator);
            }
            Object value = values.get(i);
            if (value != null) {
                append(value.toString());
            }
        }
        if (values.size() == 1 && block.length() > 0 && block.charAt(block.length() - 1) == '\n') {
            block.append("\"\""); // a lone empty value would read as a blank line
        }
        block.append('\n');
        if (block.length() >= BLOCK_CHARS) {
            flush();
        }
    }

    public void row(@Nullable Object... values) throws IOException {
        row(java.util.Arrays.asList(values));
    }

    private void append(String value) {
        String text = style.isForPeople() && isFormula(value) ? "'" + value : value;
        if (needsQuotes(text)) {
            block.append('"').append(text.replace("\"", "\"\"")).append('"');
        } else {
            block.append(text);
        }
    }

    /** Whether a spreadsheet would run it: see OWASP on CSV injection. */
    private static boolean isFormula(String text) {
        return !text.isEmpty()
                && "=+-@\t\r".indexOf(text.charAt(0)) >= 0
                && !NUMBER.matcher(text).matches();
    }

    private boolean needsQuotes(String text) {
        if (text.isEmpty()) {
            return false;
        }
        if (text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ') {
            return true;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == style.separator || c == '"' || c == '\n' || c == '\r') {
                return true;
            }
        }
        return false;
    }

    /** Hands everything on to the stream, which is not flushed. */
    public void flush() throws IOException {
        out.write(block.toString().getBytes(StandardCharsets.UTF_8));
        block.setLength(0);
    }

    /** Writes what is left; the stream stays open, it belongs to the caller. */
    @Override
    public void close() throws IOException {
        flush();
        out.flush();
    }
}
