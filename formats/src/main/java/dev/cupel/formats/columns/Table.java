package dev.cupel.formats.columns;

/** The columns asked for, as arrays with one entry per row kept. The arrays are the table's own; do not change them. */
public final class Table {
    private final int rows;
    private final long rowsLeftOut;
    private final int[][] codes;
    private final Names[] names;
    private final double[][] numbers;

    Table(int rows, long rowsLeftOut, int[][] codes, Names[] names, double[][] numbers) {
        this.rows = rows;
        this.rowsLeftOut = rowsLeftOut;
        this.codes = codes;
        this.names = names;
        this.numbers = numbers;
    }

    public int rows() {
        return rows;
    }

    /** Rows left out because a cell was empty that may be. */
    public long rowsLeftOut() {
        return rowsLeftOut;
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
