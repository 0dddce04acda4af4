package dev.cupel.cli.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table for people: aligned columns under a thin rule. Columns whose cells are all numbers are aligned right. */
public final class TextTable {
    private static final int MAX_WIDTH = 200;
    private static final int LEAST_WIDTH = 6;

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(String... header) {
        this.header = List.of(header);
    }

    public TextTable row(Object... cells) {
        List<String> texts = new ArrayList<>();
        for (Object cell : cells) {
            String text = printable(String.valueOf(cell));
            texts.add(shortened(text, MAX_WIDTH));
        }
        rows.add(texts);
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The lines, indented by two blanks, without blanks at their ends. */
    public List<String> lines(Console console) {
        int columns = header.size();
        int[] width = new int[columns];
        boolean[] right = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            width[c] = width(header.get(c));
            right[c] = true;
            for (List<String> row : rows) {
                width[c] = Math.max(width[c], width(row.get(c)));
                right[c] &= looksNumeric(row.get(c));
            }
        }
        fit(width, console.columns());
        List<String> lines = new ArrayList<>();
        lines.add(console.dim(line(header, width, right)));
        StringBuilder rule = new StringBuilder("  ");
        for (int c = 0; c < columns; c++) {
            rule.append("─".repeat(width[c])).append(c + 1 < columns ? "  " : "");
        }
        lines.add(console.dim(rule.toString()));
        for (List<String> row : rows) {
            lines.add(line(row, width, right));
        }
        return lines;
    }

    public void print(Console console) {
        PrintStream to = console.text();
        lines(console).forEach(to::println);
    }

    /** Takes room from the widest columns until a line fits. */
    private static void fit(int[] width, int columns) {
        int all = 2 * width.length;
        for (int one : width) {
            all += one;
        }
        while (all > columns) {
            int widest = 0;
            for (int c = 1; c < width.length; c++) {
                widest = width[c] > width[widest] ? c : widest;
            }
            if (width[widest] <= LEAST_WIDTH) {
                return;
            }
            width[widest]--;
            all--;
        }
    }

    private static String line(List<String> cells, int[] width, boolean[] right) {
        StringBuilder line = new StringBuilder("  ");
        for (int c = 0; c < cells.size(); c++) {
            String cell = shortened(cells.get(c), width[c]);
            String pad = " ".repeat(width[c] - width(cell));
            line.append(right[c] ? pad + cell : cell + pad).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private static boolean looksNumeric(String cell) {
        return cell.isEmpty()
                || cell.equals("-")
                || cell.chars().allMatch(c -> (c >= '0' && c <= '9') || " .,%+-[]e–".indexOf(c) >= 0);
    }

    /** A whole number with thin separators: 1,234,567. */
    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with its noun: "1 task", "2,000 tasks". */
    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** A figure with the given decimals. */
    public static String figure(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** A bar of at most {@code cells} characters for a share in [0, 1]. */
    public static String bar(double share, int cells) {
        int eighths = (int) Math.round(Math.max(0, Math.min(1, share)) * cells * 8);
        String partial = eighths % 8 == 0 ? "" : String.valueOf((char) ('\u2590' - eighths % 8));
        return "█".repeat(eighths / 8) + partial;
    }

    /** Control characters would move the cursor or colour the screen: names are data, shown as they are spelled. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR) {
                safe.append(c == '\n' ? '⏎' : '·');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static String shortened(String text, int columns) {
        return width(text) <= columns ? text : text.substring(0, fitting(text, columns - 1)) + '…';
    }

    /** How many of the first characters of a text fit into so many columns; at least one. */
    static int fitting(String text, int columns) {
        int end = 0;
        int width = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            width += width(c);
            if (width > columns && end > 0) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    /** Columns that a terminal gives a text; colours take none. */
    static int width(String text) {
        String plain = text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
        return plain.codePoints().map(TextTable::width).sum();
    }

    /** Columns that terminals give a character: two for East Asian wide ones and pictures, none for combining marks. */
    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
