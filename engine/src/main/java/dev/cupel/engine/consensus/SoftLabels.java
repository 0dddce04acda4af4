package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;

/**
 * How many more people would answer: for every task the distribution of a further answer, which keeps honest
 * disagreement instead of resolving it. Not the probability of the truth: that is {@link Consensus#probability}.
 *
 * <p>Model (empirical Bayes): each task is of one of K kinds; the answers to a task of kind {@code k} come from its own
 * distribution, drawn from a Dirichlet with mean {@code shape_k} and concentration {@code a}. Shapes, shares of kinds and
 * the concentration are fitted to all tasks by expectation-maximisation of the Dirichlet-multinomial likelihood. The
 * prediction for a task is {@code sum_k P(k | answers) * (counts + a * shape_k) / (answers + a)}: raw shares where there
 * are many answers, what such tasks usually look like where there are few. Raw shares alone are badly calibrated. Where
 * no task has two answers nothing can be learned about disagreement; shapes and concentration then stay near their start.
 *
 * <p>O(rounds * (N*K*K + distinct grid of a)). No chance. Tasks without answers have the mean prediction of the kinds.
 */
public final class SoftLabels {
    private static final int ROUNDS = 60;
    private static final double TOLERANCE = 1e-7;

    private final int classCount;
    private final double[] rows;
    private final double[] shapes;
    private final double[] shares;
    private final double concentration;

    private SoftLabels(int classCount, double[] rows, double[] shapes, double[] shares, double concentration) {
        this.classCount = classCount;
        this.rows = rows;
        this.shapes = shapes;
        this.shares = shares;
        this.concentration = concentration;
    }

    /** Starts from vote shares. */
    public static SoftLabels of(Votes votes) {
        Inputs.check(votes, Gold.none());
        int k = votes.classCount();
        int n = votes.taskCount();
        int[] counts = new int[n * k];
        for (int t = 0; t < n; t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                counts[t * k + votes.label(i)]++;
            }
        }
        return of(counts, k);
    }

    /**
     * @param counts N*K row-major: how often each class was the answer to each task, at least 0
     * @param classCount K, at least 1
     */
    public static SoftLabels of(int[] counts, int classCount) {
        InputException.unless(classCount >= 1, "classCount", classCount, "at least 1");
        if (counts.length == 0 || counts.length % classCount != 0) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "counts",
                    "has " + counts.length + " entries for " + classCount + " classes",
                    "give one row of K counts per task, and at least one task");
        }
        Fit fit = new Fit(counts, classCount);
        fit.run();
        return fit.predictions();
    }

    /** Probability that the next person answers {@code category} on this task; sums to 1 over classes. */
    public double probability(int task, int category) {
        return rows[task * classCount + category];
    }

    /** Mean answers to tasks of kind {@code kind}: sums to 1. A fresh array. */
    public double[] shape(int kind) {
        return Arrays.copyOfRange(shapes, kind * classCount, (kind + 1) * classCount);
    }

    /** Share of each kind among the tasks; sums to 1. A fresh array. */
    public double[] shares() {
        return shares.clone();
    }

    /** How many answers the shapes are worth: small where tasks of one kind differ much. */
    public double concentration() {
        return concentration;
    }

    private static final class Fit {
        final int[] counts;
        final int k;
        final int n;
        final int[] totals;
        final double[] kinds;
        final double[] shapes;
        final double[] shares;
        double a = 8;
        /** Without a second answer anywhere all concentrations are equally likely. */
        boolean answersCompared;

        Fit(int[] counts, int k) {
            this.counts = counts;
            this.k = k;
            n = counts.length / k;
            totals = new int[n];
            kinds = new double[n * k];
            shapes = new double[k * k];
            shares = new double[k];
            for (int t = 0; t < n; t++) {
                for (int c = 0; c < k; c++) {
                    InputException.unless(counts[t * k + c] >= 0, "counts", counts[t * k + c], "at least 0");
                    totals[t] += counts[t * k + c];
                }
                answersCompared |= totals[t] > 1;
                for (int c = 0; c < k; c++) {
                    kinds[t * k + c] = totals[t] > 0 ? (double) counts[t * k + c] / totals[t] : 1.0 / k;
                }
            }
        }

        void run() {
            double before = Double.NEGATIVE_INFINITY;
            for (int round = 0; round < ROUNDS; round++) {
                shapesFromKinds();
                if (round % 4 == 0 && round > 0 && answersCompared) {
                    a = bestConcentration();
                }
                double likelihood = kindsFromShapes(a, true);
                if (Math.abs(likelihood - before) < TOLERANCE * n) {
                    break;
                }
                before = likelihood;
            }
        }

        private void shapesFromKinds() {
            Arrays.fill(shapes, 0);
            Arrays.fill(shares, 0);
            for (int t = 0; t < n; t++) {
                for (int kind = 0; kind < k && totals[t] > 0; kind++) {
                    double weight = kinds[t * k + kind];
                    shares[kind] += weight;
                    // A single answer cannot disagree with itself: counting it would teach that people never do.
                    for (int c = 0; c < k && totals[t] > 1; c++) {
                        shapes[kind * k + c] += weight * counts[t * k + c] / totals[t];
                    }
                }
            }
            double tasks = Arrays.stream(shares).sum();
            for (int kind = 0; kind < k; kind++) {
                // One pseudo-task per kind, mostly of the kind's own class, keeps the kinds their names.
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    shapes[kind * k + c] += c == kind ? 0.8 : 0.2 / k;
                    sum += shapes[kind * k + c];
                }
                for (int c = 0; c < k; c++) {
                    shapes[kind * k + c] /= sum;
                }
                shares[kind] = (shares[kind] + 0.5) / (tasks + 0.5 * k);
            }
        }

        /** Log likelihood in nats; stores the posteriors over kinds if asked. */
        private double kindsFromShapes(double concentration, boolean store) {
            double[] row = new double[k];
            double likelihood = 0;
            for (int t = 0; t < n; t++) {
                for (int kind = 0; kind < k; kind++) {
                    row[kind] = Math.log(shares[kind]);
                    for (int c = 0; c < k; c++) {
                        row[kind] += logRising(concentration * shapes[kind * k + c], counts[t * k + c]);
                    }
                }
                likelihood += OddsModel.toProbabilities(row, -1) - logRising(concentration, totals[t]);
                if (store) {
                    System.arraycopy(row, 0, kinds, t * k, k);
                }
            }
            return likelihood;
        }

        /** log(x (x+1) ... (x+m-1)). */
        private static double logRising(double x, int m) {
            if (m > 40) {
                return LogGamma.of(x + m) - LogGamma.of(x);
            }
            double product = 1;
            double log = 0;
            for (int i = 0; i < m; i++) {
                product *= x + i;
                if (product > 1e200 || product < 1e-200) {
                    log += Math.log(product);
                    product = 1;
                }
            }
            return log + (m == 0 ? 0 : Math.log(product));
        }

        /** Golden-section search over log a, a from 0.5 to 20: with two or three answers per task more is not identified. */
        private double bestConcentration() {
            double ratio = (Math.sqrt(5) - 1) / 2;
            double low = Math.log(0.5);
            double high = Math.log(20);
            double x1 = high - ratio * (high - low);
            double x2 = low + ratio * (high - low);
            double f1 = kindsFromShapes(Math.exp(x1), false);
            double f2 = kindsFromShapes(Math.exp(x2), false);
            while (high - low > 0.02) {
                if (f1 < f2) {
                    low = x1;
                    x1 = x2;
                    f1 = f2;
                    x2 = low + ratio * (high - low);
                    f2 = kindsFromShapes(Math.exp(x2), false);
                } else {
                    high = x2;
                    x2 = x1;
                    f2 = f1;
                    x1 = high - ratio * (high - low);
                    f1 = kindsFromShapes(Math.exp(x1), false);
                }
            }
            return Math.exp((low + high) / 2);
        }

        SoftLabels predictions() {
            double[] rows = new double[n * k];
            for (int t = 0; t < n; t++) {
                for (int kind = 0; kind < k; kind++) {
                    double weight = kinds[t * k + kind] / (totals[t] + a);
                    for (int c = 0; c < k; c++) {
                        rows[t * k + c] += weight * (counts[t * k + c] + a * shapes[kind * k + c]);
                    }
                }
            }
            return new SoftLabels(k, rows, shapes, shares, a);
        }
    }
}
