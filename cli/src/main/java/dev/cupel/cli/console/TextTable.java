package dev.cupel.cli.console;

import java.util.ArrayList;
import java.util.List;

/** A table for people: aligned columns under a thin rule. */
public final class TextTable {
    private static final int MAX_WIDTH = 200;
    private static final int LEAST_WIDTH = 6;

    private final List<String> header;
    private final List<Boolean> right;
    private final List<List<String>> rows = new ArrayList<>();

    /** @param right which columns are aligned at their ends */
    public TextTable(List<String> header, List<Boolean> right) {
        this.header = header.stream().map(TextTable::printable).toList();
        this.right = List.copyOf(right);
    }

    public void row(List<String> cells) {
        rows.add(cells.stream()
                .map(cell -> shortened(printable(cell), MAX_WIDTH))
                .toList());
    }

    /** The lines, indented by two blanks, without blanks at their ends. */
    public List<String> lines(Console console) {
        int columns = header.size();
        int[] width = new int[columns];
        for (int c = 0; c < columns; c++) {
            width[c] = width(header.get(c));
            for (List<String> row : rows) {
                width[c] = Math.max(width[c], width(row.get(c)));
            }
        }
        fit(width, console.columns());
        List<String> lines = new ArrayList<>();
        lines.add(console.dim(line(header, width)));
        StringBuilder rule = new StringBuilder("  ");
        for (int c = 0; c < columns; c++) {
            rule.append("─".repeat(width[c])).append(c + 1 < columns ? "  " : "");
        }
        lines.add(console.dim(rule.toString().stripTrailing()));
        for (List<String> row : rows) {
            lines.add(line(row, width));
        }
        return lines;
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

    private String line(List<String> cells, int[] width) {
        StringBuilder line = new StringBuilder("  ");
        for (int c = 0; c < cells.size(); c++) {
            String cell = shortened(cells.get(c), width[c]);
            String pad = " ".repeat(width[c] - width(cell));
            line.append(right.get(c) ? pad + cell : cell + pad).append("  ");
        }
        return line.toString().stripTrailing();
    }

    /** A bar of at most {@code cells} characters for a share in [0, 1]. */
    public static String bar(double share, int cells) {
        int eighths = (int) Math.round(Math.max(0, Math.min(1, share)) * cells * 8);
        String partial = eighths % 8 == 0 ? "" : String.valueOf((char) ('\u2590' - eighths % 8));
        return "█".repeat(eighths / 8) + partial;
    }

    /** Control characters would move the cursor or colour the screen: names are data, shown as they are spelled. */
    public static String printable(String text) {
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
