package dev.cupel.formats.columns;

import java.util.List;

/** The columns asked for, as arrays with one entry per row kept. The arrays are the table's own; do not change them. */
public final class Table {
    private final int rows;
    private final long rowsLeftOut;
    private final int[][] codes;
    private final Names[] names;
    private final double[][] numbers;
    private final List<String> notes;
    private final Lines lines;

    Table(
            int rows,
            long rowsLeftOut,
            int[][] codes,
            Names[] names,
            double[][] numbers,
            List<String> notes,
            Lines lines) {
        this.lines = lines;
        this.notes = notes;
        this.rows = rows;
        this.rowsLeftOut = rowsLeftOut;
        this.codes = codes;
        this.names = names;
        this.numbers = numbers;
    }

    public int rows() {
        return rows;
    }

    /** Rows left out because a cell was empty that may be, or spelled a missing answer. */
    public long rowsLeftOut() {
        return rowsLeftOut;
    }

    /** What of the file was left out on purpose, in sentences without a full stop. */
    public List<String> notes() {
        return notes;
    }

    /** The line of the file on which a row begins, from 1. */
    public long line(int row) {
        return lines.of(row);
    }

    /** Per name of a column the line of the first row that has it; 0 if none has. */
    public long[] firstLines(int column, int names) {
        long[] first = new long[names];
        int missing = names;
        for (int row = 0; row < rows && missing > 0; row++) {
            int name = codes[column][row];
            if (first[name] == 0) {
                first[name] = lines.of(row);
                missing--;
            }
        }
        return first;
    }

    /** Per row the number of its name in {@link #names}. */
    public int[] codes(int column) {
        return codes[column];
    }

    public Names names(int column) {
        return names[column];
    }

    /** Per row the finite number in a number column. */
    public double[] numbers(int column) {
        return numbers[column];
    }
}
