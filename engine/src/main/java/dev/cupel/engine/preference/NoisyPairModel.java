package dev.cupel.engine.preference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Bradley-Terry seen through workers who do not always look: with probability g_j worker j answers by the strengths, else
 * says "left" with probability sigmoid(q_j) whatever is shown (Chen et al., WSDM 2013, with a personal side habit).
 * Parameters: strengths, then logit g_j, then q_j. Ties are half wins. Not concave; priors: strengths normal with the given
 * precision, logit g_j normal around logit 0.9 with deviation 1.5, q_j standard normal.
 */
final class NoisyPairModel implements Objective {
    static final double RELIABLE = Math.log(0.9 / 0.1);
    private static final double RELIABLE_PRECISION = 1 / (1.5 * 1.5);

    private final Comparisons comparisons;
    private final double prior;
    private final int items;
    private final int workers;
    /** What one worker said of one left and right item is one cell; cells are sorted by worker. */
    private final int[] cellOf;

    private final int[] workerOf;
    private final int[] pairOf;
    /** Distinct pairs of left and right item: the strengths are looked at once for each. */
    private final int[] left;

    private final int[] right;
    /** Per cell: how often left was preferred, ties counting one half. */
    private final double[] forLeft;

    private final double[] forRight;

    NoisyPairModel(Comparisons comparisons, double prior) {
        this.comparisons = comparisons;
        this.prior = prior;
        this.items = comparisons.itemCount();
        this.workers = comparisons.workerCount();
        int rows = comparisons.size();
        cellOf = new int[rows];
        int[] cellWorker = new int[rows];
        int[] cellPair = new int[rows];
        Map<Long, Integer> pairs = new HashMap<>();
        int cells = 0;
        for (int r = 0; r < rows; r++) { // rows are sorted by worker, left, right
            long key = (long) comparisons.left(r) << 32 | comparisons.right(r);
            int pair = pairs.computeIfAbsent(key, k -> pairs.size());
            if (r == 0 || cellWorker[cells - 1] != comparisons.worker(r) || cellPair[cells - 1] != pair) {
                cellWorker[cells] = comparisons.worker(r);
                cellPair[cells++] = pair;
            }
            cellOf[r] = cells - 1;
        }
        workerOf = Arrays.copyOf(cellWorker, cells);
        pairOf = Arrays.copyOf(cellPair, cells);
        left = new int[pairs.size()];
        right = new int[pairs.size()];
        pairs.forEach((key, pair) -> {
            left[pair] = (int) (key >>> 32);
            right[pair] = (int) (long) key;
        });
        forLeft = new double[cells];
        forRight = new double[cells];
        int[] once = new int[comparisons.unitCount()];
        Arrays.fill(once, 1);
        count(once);
    }

    private NoisyPairModel(NoisyPairModel other) {
        comparisons = other.comparisons;
        prior = other.prior;
        items = other.items;
        workers = other.workers;
        cellOf = other.cellOf;
        workerOf = other.workerOf;
        pairOf = other.pairOf;
        left = other.left;
        right = other.right;
        forLeft = new double[workerOf.length];
        forRight = new double[workerOf.length];
    }

    /** The same model with its own counts, for another thread. */
    NoisyPairModel copy() {
        return new NoisyPairModel(this);
    }

    /** @param times how often each unit counts */
    NoisyPairModel count(int[] times) {
        Arrays.fill(forLeft, 0);
        Arrays.fill(forRight, 0);
        for (int r = 0; r < cellOf.length; r++) {
            double share = comparisons.leftShare(r);
            int weight = times[comparisons.unit(r)];
            forLeft[cellOf[r]] += weight * share;
            forRight[cellOf[r]] += weight * (1 - share);
        }
        return this;
    }

    double[] start(double[] strengths) {
        double[] at = new double[dimension()];
        System.arraycopy(strengths, 0, at, 0, items);
        Arrays.fill(at, items, items + workers, RELIABLE);
        return at;
    }

    double reliability(double[] at, int worker) {
        return PairModel.sigmoid(at[items + worker]);
    }

    double sideHabit(double[] at, int worker) {
        return at[items + workers + worker];
    }

    @Override
    public int dimension() {
        return items + 2 * workers;
    }

    @Override
    public double value(double[] at, double[] gradient) {
        double value = 0;
        for (int i = 0; i < items; i++) {
            value -= prior / 2 * at[i] * at[i];
            gradient[i] = -prior * at[i];
        }
        for (int j = 0; j < workers; j++) {
            double off = at[items + j] - RELIABLE;
            double habit = at[items + workers + j];
            value -= RELIABLE_PRECISION / 2 * off * off + habit * habit / 2;
            gradient[items + j] = -RELIABLE_PRECISION * off;
            gradient[items + workers + j] = -habit;
        }
        double[] wins = wins(at);
        double g = 0;
        double b = 0;
        for (int c = 0, j = -1; c < workerOf.length; c++) {
            double l = forLeft[c];
            double r = forRight[c];
            if (l + r == 0) {
                continue;
            }
            if (workerOf[c] != j) {
                j = workerOf[c];
                g = PairModel.sigmoid(at[items + j]);
                b = PairModel.sigmoid(at[items + workers + j]);
            }
            double a = wins[pairOf[c]];
            double p = Math.max(1e-300, g * a + (1 - g) * b);
            double q = Math.max(1e-300, g * (1 - a) + (1 - g) * (1 - b));
            value += (l == 0 ? 0 : l * Math.log(p)) + (r == 0 ? 0 : r * Math.log(q));
            double d = l / p - r / q;
            double slope = d * g * a * (1 - a);
            gradient[left[pairOf[c]]] += slope;
            gradient[right[pairOf[c]]] -= slope;
            gradient[items + j] += d * g * (1 - g) * (a - b);
            gradient[items + workers + j] += d * (1 - g) * b * (1 - b);
        }
        return value;
    }

    /** For each pair how likely the left item is to win among those who look. */
    private double[] wins(double[] at) {
        double[] wins = new double[left.length];
        for (int p = 0; p < wins.length; p++) {
            wins[p] = PairModel.sigmoid(at[left[p]] - at[right[p]]);
        }
        return wins;
    }

    /**
     * Expected (Fisher) information: the observed one need not be positive definite away from the top, and a step by the
     * expected one always rises.
     */
    @Override
    public void information(double[] at, Entries h) {
        for (int i = 0; i < items; i++) {
            h.add(i, i, prior);
        }
        for (int j = 0; j < workers; j++) {
            h.add(items + j, items + j, RELIABLE_PRECISION);
            h.add(items + workers + j, items + workers + j, 1);
        }
        double[] wins = wins(at);
        int[] index = new int[4];
        double[] slope = new double[4];
        for (int c = 0; c < workerOf.length; c++) {
            int j = workerOf[c];
            double g = PairModel.sigmoid(at[items + j]);
            double b = PairModel.sigmoid(at[items + workers + j]);
            double a = wins[pairOf[c]];
            double p = Math.max(1e-300, g * a + (1 - g) * b);
            double q = Math.max(1e-300, g * (1 - a) + (1 - g) * (1 - b));
            double weight = (forLeft[c] + forRight[c]) / (p * q);
            index[0] = left[pairOf[c]];
            index[1] = right[pairOf[c]];
            index[2] = items + j;
            index[3] = items + workers + j;
            slope[0] = g * a * (1 - a);
            slope[1] = -slope[0];
            slope[2] = g * (1 - g) * (a - b);
            slope[3] = (1 - g) * b * (1 - b);
            for (int u = 0; u < 4; u++) {
                for (int v = 0; v < 4; v++) {
                    h.add(index[u], index[v], weight * slope[u] * slope[v]);
                }
            }
        }
    }

    /**
     * Observed information of the strengths with the workers' own parameters integrated out to second order: the item
     * block minus what the 2 x 2 block of each worker explains (Schur complement).
     */
    double[][] strengthInformation(double[] at) {
        double[][] h = new double[items][items];
        for (int i = 0; i < items; i++) {
            h[i][i] = prior;
        }
        double[] wins = wins(at);
        int c = 0;
        while (c < workerOf.length) { // cells are sorted by worker
            int j = workerOf[c];
            double[] withReliability = new double[items];
            double[] withHabit = new double[items];
            double gg = RELIABLE_PRECISION;
            double gq = 0;
            double qq = 1;
            int begin = c;
            double g = PairModel.sigmoid(at[items + j]);
            double b = PairModel.sigmoid(at[items + workers + j]);
            for (; c < workerOf.length && workerOf[c] == j; c++) {
                int l = left[pairOf[c]];
                int k = right[pairOf[c]];
                double a = wins[pairOf[c]];
                double p = Math.max(1e-300, g * a + (1 - g) * b);
                double q = Math.max(1e-300, 1 - p);
                double d1 = forLeft[c] / p - forRight[c] / q;
                double d2 = -forLeft[c] / (p * p) - forRight[c] / (q * q);
                double da = a * (1 - a);
                double dg = g * (1 - g);
                double db = b * (1 - b);
                double pe = g * da;
                double pg = dg * (a - b);
                double pq = (1 - g) * db;
                double ee = -(d2 * pe * pe + d1 * g * da * (1 - 2 * a));
                double eg = -(d2 * pe * pg + d1 * dg * da);
                double eq = -(d2 * pe * pq);
                h[l][l] += ee;
                h[k][k] += ee;
                h[l][k] -= ee;
                h[k][l] -= ee;
                withReliability[l] += eg;
                withReliability[k] -= eg;
                withHabit[l] += eq;
                withHabit[k] -= eq;
                gg -= d2 * pg * pg + d1 * dg * (1 - 2 * g) * (a - b);
                gq -= d2 * pg * pq - d1 * dg * db;
                qq -= d2 * pq * pq + d1 * (1 - g) * db * (1 - 2 * b);
            }
            int[] touched = touched(begin, c);
            double determinant = gg * qq - gq * gq;
            if (determinant > 1e-12 && gg > 0) {
                for (int u : touched) {
                    double x = (qq * withReliability[u] - gq * withHabit[u]) / determinant;
                    double z = (gg * withHabit[u] - gq * withReliability[u]) / determinant;
                    for (int v : touched) {
                        h[u][v] -= x * withReliability[v] + z * withHabit[v];
                    }
                }
            }
        }
        return h;
    }

    private int[] touched(int begin, int end) {
        int[] found = new int[2 * (end - begin)];
        for (int c = begin; c < end; c++) {
            found[2 * (c - begin)] = left[pairOf[c]];
            found[2 * (c - begin) + 1] = right[pairOf[c]];
        }
        return Arrays.stream(found).sorted().distinct().toArray();
    }
}
