package dev.cupel.formats.columns;

import java.util.Arrays;

/** On which line of its file every row stands. Rows on consecutive lines, as nearly all are, take no room. */
final class Lines {
    private int[] rows = new int[4];
    private long[] lines = new long[4];
    private int size;

    /** @param row larger than all before */
    void add(int row, long line) {
        if (size > 0 && lines[size - 1] + (row - rows[size - 1]) == line) {
            return;
        }
        if (size == rows.length) {
            rows = Arrays.copyOf(rows, 2 * size);
            lines = Arrays.copyOf(lines, 2 * size);
        }
        rows[size] = row;
        lines[size++] = line;
    }

    /** The same behind those that are already there, as part of a larger file. */
    void addAll(Lines part, int rowsBefore, long linesBefore) {
        for (int i = 0; i < part.size; i++) {
            add(part.rows[i] + rowsBefore, part.lines[i] + linesBefore);
        }
    }

    long of(int row) {
        int found = Arrays.binarySearch(rows, 0, size, row);
        int at = found >= 0 ? found : -found - 2;
        return lines[at] + (row - rows[at]);
    }
}
