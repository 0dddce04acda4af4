package dev.cupel.engine.preference;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Bradley-Terry with optional advantages of side and length, ties as half wins or as Davidson's third outcome. Parameters:
 * strengths, then side, length and log tie weight as far as they take part. Concave.
 */
final class PairModel implements Objective {
    /** Nearly flat, and enough to keep the effects finite. */
    private static final double EFFECT_PRECISION = 1e-4;

    private final int items;
    private final int[] left;
    private final int[] right;
    private final double[] length;
    private final int[] cellOf;
    private final double[][] wins; // per cell: left, right, tie
    private final double prior;
    private final int side;
    private final int longer;
    private final int tie;
    private final int dimension;

    PairModel(Comparisons comparisons, double prior, boolean withSide, boolean withLength, boolean davidson) {
        this.items = comparisons.itemCount();
        this.prior = prior;
        int next = items;
        side = withSide ? next++ : -1;
        longer = withLength ? next++ : -1;
        tie = davidson ? next++ : -1;
        dimension = next;
        Comparator<Integer> order = Comparator.<Integer>comparingInt(comparisons::left)
                .thenComparingInt(comparisons::right)
                .thenComparingDouble(r -> withLength ? comparisons.lengthDifference(r) : 0);
        Integer[] rows = new Integer[comparisons.size()];
        Arrays.setAll(rows, r -> r);
        Arrays.sort(rows, order);
        cellOf = new int[rows.length];
        int[] first = new int[rows.length];
        int cells = 0;
        for (int i = 0; i < rows.length; i++) {
            if (i == 0 || order.compare(rows[i - 1], rows[i]) != 0) {
                first[cells++] = rows[i];
            }
            cellOf[rows[i]] = cells - 1;
        }
        left = new int[cells];
        right = new int[cells];
        length = new double[cells];
        for (int c = 0; c < cells; c++) {
            left[c] = comparisons.left(first[c]);
            right[c] = comparisons.right(first[c]);
            length[c] = withLength ? comparisons.lengthDifference(first[c]) : 0;
        }
        wins = new double[cells][3];
    }

    private PairModel(PairModel other) {
        items = other.items;
        prior = other.prior;
        side = other.side;
        longer = other.longer;
        tie = other.tie;
        dimension = other.dimension;
        cellOf = other.cellOf;
        left = other.left;
        right = other.right;
        length = other.length;
        wins = new double[left.length][3];
    }

    /** The same model with its own counts, for another thread. */
    PairModel copy() {
        return new PairModel(this);
    }

    /** @param times how often each unit counts */
    PairModel count(Comparisons comparisons, int[] times) {
        for (double[] cell : wins) {
            Arrays.fill(cell, 0);
        }
        for (int r = 0; r < cellOf.length; r++) {
            int winner = comparisons.winner(r);
            int outcome = winner == Comparisons.TIE ? 2 : winner == comparisons.left(r) ? 0 : 1;
            wins[cellOf[r]][outcome] += times[comparisons.unit(r)];
        }
        return this;
    }

    int sideIndex() {
        return side;
    }

    int lengthIndex() {
        return longer;
    }

    int tieIndex() {
        return tie;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    private double advantage(double[] at, int c) {
        return at[left[c]] - at[right[c]] + (side >= 0 ? at[side] : 0) + (longer >= 0 ? at[longer] * length[c] : 0);
    }

    private double precision(int parameter) {
        return parameter < items ? prior : EFFECT_PRECISION;
    }

    @Override
    public double value(double[] at, double[] gradient) {
        double value = 0;
        for (int p = 0; p < dimension; p++) {
            value -= precision(p) / 2 * at[p] * at[p];
            gradient[p] = -precision(p) * at[p];
        }
        for (int c = 0; c < left.length; c++) {
            double a = advantage(at, c);
            double slope;
            if (tie < 0) {
                double l = wins[c][0] + wins[c][2] / 2;
                double r = wins[c][1] + wins[c][2] / 2;
                value += l * logSigmoid(a) + r * logSigmoid(-a);
                slope = l - (l + r) * sigmoid(a);
            } else {
                double most = Math.max(Math.abs(a) / 2, at[tie]);
                double log =
                        most + Math.log(Math.exp(a / 2 - most) + Math.exp(-a / 2 - most) + Math.exp(at[tie] - most));
                double all = wins[c][0] + wins[c][1] + wins[c][2];
                value += (wins[c][0] - wins[c][1]) * a / 2 + wins[c][2] * at[tie] - all * log;
                double pl = Math.exp(a / 2 - log);
                double pr = Math.exp(-a / 2 - log);
                slope = (wins[c][0] - wins[c][1]) / 2 - all * (pl - pr) / 2;
                gradient[tie] += wins[c][2] - all * Math.exp(at[tie] - log);
            }
            gradient[left[c]] += slope;
            gradient[right[c]] -= slope;
            if (side >= 0) {
                gradient[side] += slope;
            }
            if (longer >= 0) {
                gradient[longer] += slope * length[c];
            }
        }
        return value;
    }

    @Override
    public void information(double[] at, Entries h) {
        int[] index = new int[5];
        double[] factor = new double[5];
        for (int p = 0; p < dimension; p++) {
            h.add(p, p, precision(p));
        }
        for (int c = 0; c < left.length; c++) {
            double all = wins[c][0] + wins[c][1] + wins[c][2];
            double a = advantage(at, c);
            double curve;
            double cross = 0;
            if (tie < 0) {
                double p = sigmoid(a);
                curve = all * p * (1 - p);
            } else {
                double most = Math.max(Math.abs(a) / 2, at[tie]);
                double log =
                        most + Math.log(Math.exp(a / 2 - most) + Math.exp(-a / 2 - most) + Math.exp(at[tie] - most));
                double pl = Math.exp(a / 2 - log);
                double pr = Math.exp(-a / 2 - log);
                double pt = Math.exp(at[tie] - log);
                curve = all * (pl + pr - (pl - pr) * (pl - pr)) / 4;
                cross = -all * (pl - pr) * pt / 2;
                h.add(tie, tie, all * pt * (1 - pt));
            }
            int used = 0;
            index[used] = left[c];
            factor[used++] = 1;
            index[used] = right[c];
            factor[used++] = -1;
            if (side >= 0) {
                index[used] = side;
                factor[used++] = 1;
            }
            if (longer >= 0) {
                index[used] = longer;
                factor[used++] = length[c];
            }
            for (int i = 0; i < used; i++) {
                for (int j = 0; j < used; j++) {
                    h.add(index[i], index[j], curve * factor[i] * factor[j]);
                }
                if (tie >= 0) {
                    h.add(index[i], tie, cross * factor[i]);
                    h.add(tie, index[i], cross * factor[i]);
                }
            }
        }
    }

    static double sigmoid(double x) {
        return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    static double logSigmoid(double x) {
        return x >= 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x));
    }
}
