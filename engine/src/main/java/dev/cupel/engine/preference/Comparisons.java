package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Answers to "which of these two is better?": {@code R} comparisons of {@code n} items by {@code J} workers, each named by
 * its index. Immutable, and held in one canonical order, so that nothing depends on the order of the rows.
 */
public final class Comparisons {
    /** Value of {@code winner} for a tie. */
    public static final int TIE = -1;

    private final int itemCount;
    private final int workerCount;
    private final int unitCount;
    private final int[] left;
    private final int[] right;
    private final int[] worker;
    private final int[] winner;
    private final int[] unit;
    private final double[] lengthDifference;

    private Comparisons(
            int itemCount,
            int workerCount,
            int unitCount,
            int[] left,
            int[] right,
            int[] worker,
            int[] winner,
            int[] unit,
            double[] lengthDifference) {
        this.itemCount = itemCount;
        this.workerCount = workerCount;
        this.unitCount = unitCount;
        this.left = left;
        this.right = right;
        this.worker = worker;
        this.winner = winner;
        this.unit = unit;
        this.lengthDifference = lengthDifference;
    }

    /** Comparisons whose workers are the units of resampling, without lengths. */
    public static Comparisons of(int itemCount, int workerCount, int[] left, int[] right, int[] worker, int[] winner) {
        return of(itemCount, workerCount, left, right, worker, winner, new int[0], new double[0]);
    }

    /**
     * @param left item shown left or first, in {@code [0, itemCount)}
     * @param right item shown right or second, another one
     * @param worker who compared, in {@code [0, workerCount)}
     * @param winner {@code left[r]}, {@code right[r]} or {@link #TIE}
     * @param unit comparisons that were not made independently share a number, for example the ten pairs of one ranking of
     *     five; empty: all comparisons of a worker belong together
     * @param lengthDifference how much longer the left one is, in any unit (log length ratio is usual); empty: unknown
     * @throws InputException if lengths differ, an index is out of range, an item meets itself, the winner did not take
     *     part, or a length difference is not finite; names the row
     */
    public static Comparisons of(
            int itemCount,
            int workerCount,
            int[] left,
            int[] right,
            int[] worker,
            int[] winner,
            int[] unit,
            double[] lengthDifference) {
        int n = left.length;
        if (right.length != n
                || worker.length != n
                || winner.length != n
                || (unit.length != n && unit.length != 0)
                || (lengthDifference.length != n && lengthDifference.length != 0)) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "left, right, worker, winner",
                    "have " + n + ", " + right.length + ", " + worker.length + " and " + winner.length
                            + " entries, unit " + unit.length + ", lengthDifference " + lengthDifference.length,
                    "give one entry of each per comparison");
        }
        for (int r = 0; r < n; r++) {
            index("left", r, left[r], itemCount);
            index("right", r, right[r], itemCount);
            index("worker", r, worker[r], workerCount);
            if (left[r] == right[r]) {
                throw new InputException(
                        Code.CONTRADICTION,
                        "right[" + r + "]",
                        "item " + right[r] + " is compared with itself",
                        "drop the comparison");
            }
            if (winner[r] != left[r] && winner[r] != right[r] && winner[r] != TIE) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        "winner[" + r + "]",
                        "item " + winner[r] + " did not take part; " + left[r] + " met " + right[r],
                        "name one of the two, or a tie");
            }
            if (lengthDifference.length > 0 && !Double.isFinite(lengthDifference[r])) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        "lengthDifference[" + r + "]",
                        "is " + lengthDifference[r],
                        "give a finite number for every comparison, or none at all");
            }
        }
        int[] units = unit.length == 0 ? worker : unit;
        Comparator<Integer> order = Comparator.<Integer>comparingInt(r -> worker[r])
                .thenComparingInt(r -> left[r])
                .thenComparingInt(r -> right[r])
                .thenComparingInt(r -> winner[r])
                .thenComparingInt(r -> units[r])
                .thenComparingDouble(r -> lengthDifference.length == 0 ? 0 : lengthDifference[r]);
        Integer[] rows = new Integer[n];
        Arrays.setAll(rows, r -> r);
        Arrays.sort(rows, order);
        int[] distinctUnits = Arrays.stream(units).sorted().distinct().toArray();
        return new Comparisons(
                itemCount,
                workerCount,
                distinctUnits.length,
                pick(left, rows),
                pick(right, rows),
                pick(worker, rows),
                pick(winner, rows),
                Arrays.stream(pick(units, rows))
                        .map(u -> Arrays.binarySearch(distinctUnits, u))
                        .toArray(),
                lengthDifference.length == 0
                        ? lengthDifference
                        : Arrays.stream(rows)
                                .mapToDouble(r -> lengthDifference[r])
                                .toArray());
    }

    private static int[] pick(int[] values, Integer[] rows) {
        return Arrays.stream(rows).mapToInt(r -> values[r]).toArray();
    }

    private static void index(String array, int row, int index, int count) {
        if (index < 0 || index >= count) {
            throw new InputException(
                    Code.UNKNOWN_VALUE,
                    array + "[" + row + "]",
                    "is " + index + " but there are " + count,
                    "give an index from 0 to " + (count - 1));
        }
    }

    public int itemCount() {
        return itemCount;
    }

    public int workerCount() {
        return workerCount;
    }

    /** Number of comparisons. */
    public int size() {
        return left.length;
    }

    /** Number of groups of comparisons that are resampled together. */
    public int unitCount() {
        return unitCount;
    }

    public int left(int row) {
        return left[row];
    }

    public int right(int row) {
        return right[row];
    }

    public int worker(int row) {
        return worker[row];
    }

    /** The winning item, or {@link #TIE}. */
    public int winner(int row) {
        return winner[row];
    }

    /** Which group a comparison belongs to, in {@code [0, unitCount)}. */
    public int unit(int row) {
        return unit[row];
    }

    public boolean hasLengths() {
        return lengthDifference.length > 0;
    }

    /** How much longer the left item is; 0 if lengths are unknown. */
    public double lengthDifference(int row) {
        return lengthDifference.length == 0 ? 0 : lengthDifference[row];
    }

    /** What the left item got: 1 for a win, 0.5 for a tie, 0 for a loss. */
    double leftShare(int row) {
        return winner[row] == TIE ? 0.5 : winner[row] == left[row] ? 1 : 0;
    }
}
