package dev.cupel.engine.preference;

import java.util.Arrays;

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
    private final double[] weight;
    private final int items;
    private final int workers;

    NoisyPairModel(Comparisons comparisons, double prior) {
        this.comparisons = comparisons;
        this.prior = prior;
        this.items = comparisons.itemCount();
        this.workers = comparisons.workerCount();
        this.weight = new double[comparisons.size()];
        Arrays.fill(weight, 1);
    }

    NoisyPairModel copy() {
        return new NoisyPairModel(comparisons, prior);
    }

    /** @param times how often each unit counts */
    NoisyPairModel count(int[] times) {
        for (int r = 0; r < weight.length; r++) {
            weight[r] = times[comparisons.unit(r)];
        }
        return this;
    }

    double[] start(double[] strengths) {
        double[] at = new double[dimension()];
        System.arraycopy(strengths, 0, at, 0, items);
        Arrays.fill(at, items, items + workers, RELIABLE);
        return at;
    }

    /** Rough second derivatives, to scale the search by. */
    double[] roughCurvature() {
        double[] rough = new double[dimension()];
        Arrays.fill(rough, 0, items, prior);
        Arrays.fill(rough, items, items + workers, RELIABLE_PRECISION);
        Arrays.fill(rough, items + workers, rough.length, 1);
        for (int r = 0; r < weight.length; r++) {
            rough[comparisons.left(r)] += 0.15 * weight[r];
            rough[comparisons.right(r)] += 0.15 * weight[r];
            rough[items + comparisons.worker(r)] += 0.02 * weight[r];
            rough[items + workers + comparisons.worker(r)] += 0.02 * weight[r];
        }
        return rough;
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
        int known = -1;
        double g = 0;
        double b = 0;
        for (int r = 0; r < weight.length; r++) {
            if (weight[r] == 0) {
                continue;
            }
            int l = comparisons.left(r);
            int k = comparisons.right(r);
            int j = comparisons.worker(r);
            if (j != known) { // rows are sorted by worker
                known = j;
                g = PairModel.sigmoid(at[items + j]);
                b = PairModel.sigmoid(at[items + workers + j]);
            }
            double a = PairModel.sigmoid(at[l] - at[k]);
            double p = Math.max(1e-300, g * a + (1 - g) * b);
            double q = Math.max(1e-300, g * (1 - a) + (1 - g) * (1 - b));
            double y = comparisons.leftShare(r);
            value += weight[r] * (y == 1 ? Math.log(p) : y == 0 ? Math.log(q) : (Math.log(p) + Math.log(q)) / 2);
            double d = weight[r] * (y / p - (1 - y) / q);
            double slope = d * g * a * (1 - a);
            gradient[l] += slope;
            gradient[k] -= slope;
            gradient[items + j] += d * g * (1 - g) * (a - b);
            gradient[items + workers + j] += d * (1 - g) * b * (1 - b);
        }
        return value;
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
        int r = 0;
        while (r < weight.length) { // rows are sorted by worker
            int j = comparisons.worker(r);
            double[] withReliability = new double[items];
            double[] withHabit = new double[items];
            double gg = RELIABLE_PRECISION;
            double gq = 0;
            double qq = 1;
            int begin = r;
            for (; r < weight.length && comparisons.worker(r) == j; r++) {
                int l = comparisons.left(r);
                int k = comparisons.right(r);
                double g = PairModel.sigmoid(at[items + j]);
                double a = PairModel.sigmoid(at[l] - at[k]);
                double b = PairModel.sigmoid(at[items + workers + j]);
                double p = Math.max(1e-300, g * a + (1 - g) * b);
                double q = Math.max(1e-300, 1 - p);
                double y = comparisons.leftShare(r);
                double d1 = y / p - (1 - y) / q;
                double d2 = -y / (p * p) - (1 - y) / (q * q);
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
            int[] touched = touched(begin, r);
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
        for (int r = begin; r < end; r++) {
            found[2 * (r - begin)] = comparisons.left(r);
            found[2 * (r - begin) + 1] = comparisons.right(r);
        }
        return Arrays.stream(found).sorted().distinct().toArray();
    }
}
