package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
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
 * <p>O(rounds * (K*K + sum over tasks of kinds times distinct answers)). With many classes and a big table a task may only
 * be of the kinds whose classes were named on it, as in {@link Candidates}. No chance. Tasks without answers have the mean prediction of the kinds.
 */
public final class SoftLabels {
    private static final int ROUNDS = 60;
    private static final double TOLERANCE = 1e-7;

    private final Fit fit;

    private SoftLabels(Fit fit) {
        this.fit = fit;
    }

    /** Starts from vote shares. */
    public static SoftLabels of(Votes votes) {
        Inputs.check(votes, Gold.none());
        int n = votes.taskCount();
        int[] begin = new int[n + 1];
        int[] answer = new int[votes.size()];
        int[] count = new int[votes.size()];
        int[] sorted = new int[0];
        int size = 0;
        for (int t = 0; t < n; t++) {
            int m = votes.count(t);
            sorted = sorted.length < m ? new int[m] : sorted;
            for (int i = 0; i < m; i++) {
                sorted[i] = votes.label(votes.begin(t) + i);
            }
            Arrays.sort(sorted, 0, m);
            for (int i = 0; i < m; i++) {
                if (i > 0 && sorted[i] == sorted[i - 1]) {
                    count[size - 1]++;
                } else {
                    answer[size] = sorted[i];
                    count[size++] = 1;
                }
            }
            begin[t + 1] = size;
        }
        return fitted(new Answers(begin, answer, count), votes.classCount(), Candidates.allClasses(votes));
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
        int n = counts.length / classCount;
        int[] begin = new int[n + 1];
        int size = 0;
        for (int i = 0; i < counts.length; i++) {
            InputException.unless(counts[i] >= 0, "counts", counts[i], "at least 0");
            size += counts[i] > 0 ? 1 : 0;
            begin[i / classCount + 1] = size;
        }
        int[] answer = new int[size];
        int[] count = new int[size];
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                answer[at] = i % classCount;
                count[at++] = counts[i];
            }
        }
        boolean allKinds = classCount <= Candidates.FEW_CLASSES || counts.length <= Candidates.SMALL_TABLE;
        return fitted(new Answers(begin, answer, count), classCount, allKinds);
    }

    private static SoftLabels fitted(Answers answers, int classCount, boolean allKinds) {
        Fit fit = new Fit(answers, classCount, allKinds);
        fit.run();
        return new SoftLabels(fit);
    }

    /** Probability that the next person answers {@code category} on this task; sums to 1 over classes. */
    public double probability(int task, int category) {
        return fit.prediction(task, category);
    }

    /** Mean answers to tasks of kind {@code kind}: sums to 1. A fresh array. */
    public double[] shape(int kind) {
        return Arrays.copyOfRange(fit.shapes, kind * fit.k, (kind + 1) * fit.k);
    }

    /** Share of each kind among the tasks; sums to 1. A fresh array. */
    public double[] shares() {
        return fit.shares.clone();
    }

    /** How many answers the shapes are worth: small where tasks of one kind differ much. */
    public double concentration() {
        return fit.a;
    }

    /** Answers that occur: those of task {@code t} are at {@code [begin[t], begin[t + 1])}. */
    private static final class Answers {
        final int[] begin;
        final int[] answer;
        final int[] count;

        Answers(int[] begin, int[] answer, int[] count) {
            this.begin = begin;
            this.answer = answer;
            this.count = count;
        }
    }

    private static final class Fit {
        final Answers answers;
        final int k;
        final int n;
        final int[] totals;
        /** Kinds a task may be of are at {@code [firstKind(t), firstKind(t + 1))}. */
        final double[] kinds;

        final boolean allKinds;
        final double[] shapes;
        final double[] shares;
        double a = 8;
        /** Without a second answer anywhere all concentrations are equally likely. */
        boolean answersCompared;

        /** @param allKinds whether a task may be of a kind whose class nobody named on it */
        Fit(Answers answers, int k, boolean allKinds) {
            this.answers = answers;
            this.k = k;
            this.allKinds = allKinds;
            n = answers.begin.length - 1;
            Memory.require(8L * k * k, "the mean answers to each of " + k + " kinds of tasks");
            totals = new int[n];
            kinds = new double[allKinds ? n * k : answers.answer.length];
            shapes = new double[k * k];
            shares = new double[k];
            for (int t = 0; t < n; t++) {
                for (int x = answers.begin[t]; x < answers.begin[t + 1]; x++) {
                    totals[t] += answers.count[x];
                }
                answersCompared |= totals[t] > 1;
                int first = firstKind(t);
                for (int o = 0; o < kindsOf(t); o++) {
                    kinds[first + o] = totals[t] == 0 ? 1.0 / k : allKinds ? 0 : share(t, answers.begin[t] + o);
                }
                for (int x = answers.begin[t]; allKinds && x < answers.begin[t + 1]; x++) {
                    kinds[first + answers.answer[x]] = share(t, x);
                }
            }
        }

        private double share(int task, int entry) {
            return (double) answers.count[entry] / totals[task];
        }

        private int firstKind(int task) {
            return allKinds ? task * k : answers.begin[task];
        }

        private int kindsOf(int task) {
            return allKinds ? k : answers.begin[task + 1] - answers.begin[task];
        }

        private int kind(int first, int offset) {
            return allKinds ? offset : answers.answer[first + offset];
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
                int first = firstKind(t);
                for (int o = 0; o < kindsOf(t) && totals[t] > 0; o++) {
                    double weight = kinds[first + o];
                    int kind = kind(first, o);
                    shares[kind] += weight;
                    // A single answer cannot disagree with itself: counting it would teach that people never do.
                    for (int x = answers.begin[t]; x < answers.begin[t + 1] && totals[t] > 1; x++) {
                        shapes[kind * k + answers.answer[x]] += weight * answers.count[x] / totals[t];
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
                int first = firstKind(t);
                int count = kindsOf(t);
                if (count == 0) {
                    continue;
                }
                for (int o = 0; o < count; o++) {
                    int kind = kind(first, o);
                    row[o] = Math.log(shares[kind]);
                    for (int x = answers.begin[t]; x < answers.begin[t + 1]; x++) {
                        row[o] += logRising(concentration * shapes[kind * k + answers.answer[x]], answers.count[x]);
                    }
                }
                likelihood += OddsModel.toProbabilities(row, count, -1) - logRising(concentration, totals[t]);
                if (store) {
                    System.arraycopy(row, 0, kinds, first, count);
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

        double prediction(int task, int category) {
            int first = firstKind(task);
            double sum = 0;
            int count = kindsOf(task);
            for (int o = 0; o < count; o++) {
                sum += kinds[first + o] * shapes[kind(first, o) * k + category];
            }
            for (int kind = 0; kind < k && count == 0; kind++) {
                sum += shares[kind] * shapes[kind * k + category];
            }
            int said = 0;
            for (int x = answers.begin[task]; x < answers.begin[task + 1]; x++) {
                said += answers.answer[x] == category ? answers.count[x] : 0;
            }
            return (said + a * sum) / (totals[task] + a);
        }
    }
}
