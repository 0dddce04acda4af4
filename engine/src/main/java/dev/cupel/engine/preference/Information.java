package dev.cupel.engine.preference;

import java.util.Arrays;

/**
 * The negative second derivatives of an {@link Objective} as a sparse symmetric matrix, and linear systems in it by conjugate
 * gradients scaled by the diagonal (Hestenes and Stiefel 1952). Only pairs of items that met, and workers with the items they
 * saw, have entries, so a step costs about as much as a look at the distinct comparisons; the matrix of ten thousand items
 * would not fit, nor be wanted. The places of the entries are found once; {@link #copy} shares them with other threads.
 */
final class Information {
    private final int size;
    private final int[] rowBegin;
    private final int[] column;
    private final double[] value;
    private final int[] diagonal;
    /** Where the objective's entries go, in the order in which it names them. */
    private final int[] slot;

    private Information(int size, int[] rowBegin, int[] column, int[] diagonal, int[] slot) {
        this.size = size;
        this.rowBegin = rowBegin;
        this.column = column;
        this.value = new double[column.length];
        this.diagonal = diagonal;
        this.slot = slot;
    }

    /** Finds the places of an objective's entries, which must not depend on its parameters or counts. */
    static Information of(Objective objective) {
        int size = objective.dimension();
        Places places = new Places();
        objective.information(new double[size], places);
        long[] distinct = Arrays.copyOf(places.keys, places.count);
        Arrays.parallelSort(distinct);
        int count = 0;
        for (int i = 0; i < distinct.length; i++) {
            if (i == 0 || distinct[i] != distinct[i - 1]) {
                distinct[count++] = distinct[i];
            }
        }
        int[] rowBegin = new int[size + 1];
        int[] column = new int[count];
        int[] diagonal = new int[size];
        for (int i = 0; i < count; i++) {
            int row = (int) (distinct[i] >>> 32);
            column[i] = (int) distinct[i];
            rowBegin[row + 1]++;
            if (row == column[i]) {
                diagonal[row] = i;
            }
        }
        for (int r = 0; r < size; r++) {
            rowBegin[r + 1] += rowBegin[r];
        }
        int[] slot = new int[places.count];
        for (int i = 0; i < slot.length; i++) {
            slot[i] = Arrays.binarySearch(distinct, 0, count, places.keys[i]);
        }
        return new Information(size, rowBegin, column, diagonal, slot);
    }

    private static final class Places implements Objective.Entries {
        long[] keys = new long[1024];
        int count;

        @Override
        public void add(int row, int column, double value) {
            if (count == keys.length) {
                keys = Arrays.copyOf(keys, 2 * count);
            }
            keys[count++] = (long) row << 32 | column;
        }
    }

    private final class Filler implements Objective.Entries {
        int next;

        @Override
        public void add(int row, int column, double entry) {
            value[slot[next++]] += entry;
        }
    }

    /** The same places with their own values, for another thread. */
    Information copy() {
        return new Information(size, rowBegin, column, diagonal, slot);
    }

    /** Takes the values at the given parameters. */
    Information at(Objective objective, double[] parameters) {
        Arrays.fill(value, 0);
        objective.information(parameters, new Filler());
        return this;
    }

    int size() {
        return size;
    }

    /** How many entries are not zero by construction. */
    int entries() {
        return value.length;
    }

    double diagonal(int row) {
        return value[diagonal[row]];
    }

    private void times(double[] x, double[] result) {
        for (int r = 0; r < size; r++) {
            double sum = 0;
            for (int i = rowBegin[r]; i < rowBegin[r + 1]; i++) {
                sum += value[i] * x[column[i]];
            }
            result[r] = sum;
        }
    }

    /**
     * Solves for the vector that this matrix takes to {@code right}; reads only, so several threads may.
     *
     * @param precision how much smaller than {@code right} the rest must be, above 0
     */
    double[] solve(double[] right, double precision) {
        double[] x = new double[size];
        double[] rest = right.clone();
        double[] scaled = new double[size];
        double[] direction = new double[size];
        double[] image = new double[size];
        double square = scale(rest, scaled);
        double enough = square * precision * precision;
        System.arraycopy(scaled, 0, direction, 0, size);
        for (int round = 0; square > enough && round < 10 * size + 100; round++) {
            times(direction, image);
            double curvature = 0;
            for (int i = 0; i < size; i++) {
                curvature += direction[i] * image[i];
            }
            if (!(curvature > 0)) {
                break; // rounding: what is left is zero for all that doubles can tell
            }
            double step = square / curvature;
            for (int i = 0; i < size; i++) {
                x[i] += step * direction[i];
                rest[i] -= step * image[i];
            }
            double before = square;
            square = scale(rest, scaled);
            for (int i = 0; i < size; i++) {
                direction[i] = scaled[i] + square / before * direction[i];
            }
        }
        return x;
    }

    private double scale(double[] rest, double[] scaled) {
        double square = 0;
        for (int i = 0; i < size; i++) {
            scaled[i] = rest[i] / value[diagonal[i]];
            square += rest[i] * scaled[i];
        }
        return square;
    }
}
