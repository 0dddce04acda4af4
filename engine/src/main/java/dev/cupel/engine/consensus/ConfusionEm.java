package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One round of expectation-maximisation for confusion-matrix models, in three parts that a cluster can run apart:
 * {@link #count count} on any part of the tasks, {@link Counts#merge merge} in any order, {@link #finish finish} once.
 *
 * <p>Expected counts are kept as 64-bit integers in units of {@code 2^-s}, with {@code s} as large as the number of
 * votes allows (38 bits for ten million votes). Integer sums do not depend on their order: however the tasks are cut and
 * whatever thread counts them, the result is the same to the bit.
 *
 * <p>The E-step multiplies probabilities instead of adding logarithms, taking out the exponent every sixteen votes, so
 * nothing underflows and no exponential is ever computed. Votes are read once per round; no posterior is stored.
 */
public final class ConfusionEm {
    /** No answer is ever held to be less probable than this, so that one unexpected vote cannot decide alone. */
    static final double LEAST = 1e-10;

    /** {@code LEAST^16} times a prior still is a normal double. */
    static final int VOTES_BETWEEN_RESCALING = 16;

    static final double LN2 = Math.log(2);
    /** Beyond this many table entries a second thread's private counts cost more than they win. */
    private static final long ENTRIES_FOR_ALL_THREADS = 1L << 26;

    private final int workerCount;
    private final int classCount;
    private final int labelBits;
    private final double unitsPerVote;
    private final double unitsPerNat;
    private final Units scale;
    private final Shrinkage shrinkage;
    private final boolean variational;

    /**
     * @param workerCount workers in all parts together
     * @param classCount classes
     * @param totalVotes votes in all parts together; with {@code totalTasks} it fixes the unit of counting
     * @param totalTasks tasks in all parts together
     * @throws InputException if the matrices do not fit into memory
     */
    public ConfusionEm(int workerCount, int classCount, long totalVotes, long totalTasks, Shrinkage shrinkage) {
        this(workerCount, classCount, totalVotes, totalTasks, shrinkage, false);
    }

    /** @param variational use the exponential of the expected log probability (digamma) instead of the mean */
    ConfusionEm(
            int workerCount,
            int classCount,
            long totalVotes,
            long totalTasks,
            Shrinkage shrinkage,
            boolean variational) {
        this.workerCount = workerCount;
        this.classCount = classCount;
        this.labelBits = classCount <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(classCount - 1);
        this.shrinkage = shrinkage;
        this.variational = variational;
        long entries = ((long) workerCount << labelBits) * classCount;
        // Counts, those of the next round, and the parameters, each 8 bytes per cell.
        Memory.require(
                entries <= 1L << 30 ? 24 * entries : Long.MAX_VALUE,
                "a confusion matrix for each of " + workerCount + " workers with " + classCount + " classes");
        long most = Math.max(Math.max(totalVotes, totalTasks), 1);
        this.unitsPerVote = Math.scalb(1.0, Math.min(50, Long.numberOfLeadingZeros(most) - 2));
        // A vote or a prior costs at most -log(LEAST) = 23 nats, the logarithm of a sum of K terms less than 32.
        this.unitsPerNat =
                Math.scalb(1.0, Math.min(40, Long.numberOfLeadingZeros(64 * (totalVotes + totalTasks) + 1) - 2));
        this.scale = new Units(unitsPerVote, unitsPerNat);
    }

    /** How many units a vote and a nat are counted as. */
    record Units(double perVote, double perNat) {}

    /**
     * What the M-step hands to the E-step. Entry {@code cell * K + k} of the table belongs to the vote cell ({@link
     * Votes#cell}: worker and answer) and the true class {@code k}.
     */
    public static final class Parameters {
        final double[] answerGivenTruth;
        final double[] prior;

        Parameters(double[] answerGivenTruth, double[] prior) {
            this.answerGivenTruth = answerGivenTruth;
            this.prior = prior;
        }
    }

    /** Expected counts over some tasks. Addition is exact, so it is commutative and associative. */
    public static final class Counts {
        final long[] cells;
        final long[] classes;
        long logLikelihood;

        Counts(int entries, int classCount) {
            cells = new long[entries];
            classes = new long[classCount];
        }

        /** Adds the other's counts to these. */
        public void merge(Counts other) {
            for (int i = 0; i < cells.length; i++) {
                cells[i] += other.cells[i];
            }
            for (int c = 0; c < classes.length; c++) {
                classes[c] += other.classes[c];
            }
            logLikelihood += other.logLikelihood;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counts that
                    && logLikelihood == that.logLikelihood
                    && Arrays.equals(cells, that.cells)
                    && Arrays.equals(classes, that.classes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(cells) * 31 + Arrays.hashCode(classes);
        }
    }

    public Counts empty() {
        return new Counts((workerCount << labelBits) * classCount, classCount);
    }

    /** Log likelihood, in nats, of the tasks counted, under the parameters they were counted with. */
    public double logLikelihoodNats(Counts counts) {
        return counts.logLikelihood / unitsPerNat;
    }

    /** Adds the counts that vote shares give: the start, which keeps the classes their names. */
    public void countShares(Votes votes, int[] gold, int fromTask, int toTask, Counts into) {
        int k = classCount;
        long[] units = new long[k];
        for (int t = fromTask; t < toTask; t++) {
            int begin = votes.begin(t);
            int end = votes.end(t);
            if (gold[t] < 0 && begin == end) {
                continue;
            }
            Arrays.fill(units, 0);
            if (gold[t] >= 0) {
                units[gold[t]] = (long) unitsPerVote;
            } else {
                for (int i = begin; i < end; i++) {
                    units[votes.label(i)]++;
                }
                double unitsPerShare = unitsPerVote / (end - begin);
                for (int c = 0; c < k; c++) {
                    units[c] = (long) (units[c] * unitsPerShare + 0.5);
                }
            }
            add(votes, begin, end, units, into);
        }
    }

    /** The counts that given posteriors make (N*K row-major), without an E-step. */
    Counts countPosterior(Votes votes, int[] gold, double[] posterior, int threads) {
        return mergeAll(Parallel.walk(votes.taskCount(), affordable(threads), this::empty, (counts, from, to) -> {
            long[] units = new long[classCount];
            for (int t = from; t < to; t++) {
                if (votes.count(t) == 0 && gold[t] < 0) {
                    continue;
                }
                for (int c = 0; c < classCount; c++) {
                    units[c] = (long) (posterior[t * classCount + c] * unitsPerVote + 0.5);
                }
                add(votes, votes.begin(t), votes.end(t), units, counts);
            }
        }));
    }

    private void add(Votes votes, int begin, int end, long[] units, Counts into) {
        int k = classCount;
        for (int c = 0; c < k; c++) {
            into.classes[c] += units[c];
        }
        for (int i = begin; i < end; i++) {
            int row = votes.cell(i) * k;
            for (int c = 0; c < k; c++) {
                into.cells[row + c] += units[c];
            }
        }
    }

    /**
     * E-step and counting in one pass: adds what the tasks {@code [fromTask, toTask)} say under the given parameters.
     *
     * @param gold one entry per task: its known class, or -1
     */
    public void count(Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, Counts into) {
        switch (classCount) {
            case 2 -> UnrolledEm.count2(votes, gold, parameters, scale, fromTask, toTask, into);
            case 3 -> UnrolledEm.count3(votes, gold, parameters, scale, fromTask, toTask, into);
            case 4 -> UnrolledEm.count4(votes, gold, parameters, scale, fromTask, toTask, into);
            default -> countAny(votes, gold, parameters, fromTask, toTask, into);
        }
    }

    /** The general form of {@link #count}; also right, only slower, for two to four classes. */
    void countAny(Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, Counts into) {
        int k = classCount;
        double[] row = new double[k];
        long[] units = new long[k];
        for (int t = fromTask; t < toTask; t++) {
            int begin = votes.begin(t);
            int end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double logLikelihood = joint(votes, begin, end, gold[t], parameters, row);
            into.logLikelihood += (long) (logLikelihood * unitsPerNat);
            for (int c = 0; c < k; c++) {
                units[c] = (long) (row[c] * unitsPerVote + 0.5);
            }
            add(votes, begin, end, units, into);
        }
    }

    /** Fills the posterior of one task into {@code row} and returns the log likelihood of its votes, in nats. */
    private double joint(Votes votes, int begin, int end, int known, Parameters parameters, double[] row) {
        int k = classCount;
        double[] table = parameters.answerGivenTruth;
        System.arraycopy(parameters.prior, 0, row, 0, k);
        int exponent = 0;
        for (int i = begin; i < end; ) {
            int stop = Math.min(end, i + VOTES_BETWEEN_RESCALING);
            for (; i < stop; i++) {
                int at = votes.cell(i) * k;
                for (int c = 0; c < k; c++) {
                    row[c] *= table[at + c];
                }
            }
            if (i < end) {
                double largest = 0;
                for (int c = 0; c < k; c++) {
                    largest = Math.max(largest, row[c]);
                }
                int e = Math.getExponent(largest);
                double scale = powerOfTwo(-e);
                for (int c = 0; c < k; c++) {
                    row[c] *= scale;
                }
                exponent += e;
            }
        }
        double z = 0;
        for (int c = 0; c < k; c++) {
            if (known >= 0 && known != c) {
                row[c] = 0;
            }
            z += row[c];
        }
        double oneByZ = 1 / z;
        for (int c = 0; c < k; c++) {
            row[c] *= oneByZ;
        }
        return exponent * LN2 + FastLog.of(z);
    }

    static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (exponent + 1023) << 52);
    }

    /** M-step: the parameters that expected counts stand for. */
    public Parameters finish(Counts counts) {
        return new MStep(workerCount, classCount, labelBits, unitsPerVote, shrinkage, variational).parameters(counts);
    }

    /**
     * E-step alone: writes the posteriors of the tasks {@code [fromTask, toTask)} into their rows, N*K row-major.
     *
     * @return log likelihood of their votes in the unit of counting; sums of it do not depend on their order
     */
    private long posteriors(
            Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, double[] posterior) {
        int k = classCount;
        double[] row = new double[k];
        long likelihood = 0;
        for (int t = fromTask; t < toTask; t++) {
            double nats = joint(votes, votes.begin(t), votes.end(t), gold[t], parameters, row);
            if (gold[t] >= 0 || votes.count(t) > 0) {
                likelihood += (long) (nats * unitsPerNat);
            }
            System.arraycopy(row, 0, posterior, t * k, k);
        }
        return likelihood;
    }

    /** E-step alone over all tasks; returns the log likelihood in nats. */
    double posteriors(Votes votes, int[] gold, Parameters parameters, int threads, double[] posterior) {
        List<long[]> likelihoods = Parallel.walk(
                votes.taskCount(),
                threads,
                () -> new long[1],
                (sum, from, to) -> sum[0] += posteriors(votes, gold, parameters, from, to, posterior));
        return likelihoods.stream().mapToLong(sum -> sum[0]).sum() / unitsPerNat;
    }

    /** A whole start over all tasks. */
    Counts countShares(Votes votes, int[] gold, int threads) {
        return mergeAll(Parallel.walk(
                votes.taskCount(),
                affordable(threads),
                this::empty,
                (counts, from, to) -> countShares(votes, gold, from, to, counts)));
    }

    /** A whole round over all tasks. */
    Counts count(Votes votes, int[] gold, Parameters parameters, int threads) {
        return mergeAll(Parallel.walk(
                votes.taskCount(),
                affordable(threads),
                this::empty,
                (counts, from, to) -> count(votes, gold, parameters, from, to, counts)));
    }

    private int affordable(int threads) {
        long entries = ((long) workerCount << labelBits) * classCount;
        return entries * threads <= ENTRIES_FOR_ALL_THREADS ? threads : 1;
    }

    private static Counts mergeAll(List<Counts> parts) {
        Counts all = parts.getFirst();
        for (Counts part : parts.subList(1, parts.size())) {
            all.merge(part);
        }
        return all;
    }

    /** Answer probabilities of one worker, K*K row-major, rows the true class, normalised. */
    double[] confusion(Parameters parameters, int worker) {
        int k = classCount;
        double[] rows = new double[k * k];
        for (int c = 0; c < k; c++) {
            double sum = 0;
            for (int l = 0; l < k; l++) {
                double p = parameters.answerGivenTruth[((worker << labelBits) + l) * k + c];
                rows[c * k + l] = p <= LEAST ? 0 : p;
                sum += rows[c * k + l];
            }
            for (int l = 0; l < k; l++) {
                rows[c * k + l] /= sum;
            }
        }
        return rows;
    }

    double logAnswer(Parameters parameters, int worker, int label, int truth) {
        return Math.log(parameters.answerGivenTruth[((worker << labelBits) + label) * classCount + truth]);
    }

    /** Share of right answers per worker, shrunk: (right + 1) / (answers + 2). */
    double[] quality(Counts counts) {
        int k = classCount;
        double[] quality = new double[workerCount];
        for (int j = 0; j < workerCount; j++) {
            long right = 0;
            long all = 0;
            for (int l = 0; l < k; l++) {
                for (int c = 0; c < k; c++) {
                    long units = counts.cells[((j << labelBits) + l) * k + c];
                    all += units;
                    right += l == c ? units : 0;
                }
            }
            quality[j] = (right / unitsPerVote + 1) / (all / unitsPerVote + 2);
        }
        return quality;
    }
}
