package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
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
    private static final int VOTES_BETWEEN_RESCALING = 16;

    private static final double LN2 = Math.log(2);
    /** Beyond this many table entries a second thread's private counts cost more than they win. */
    private static final long ENTRIES_FOR_ALL_THREADS = 1L << 26;

    private final int workerCount;
    private final int classCount;
    private final int labelBits;
    private final double unitsPerVote;
    private final double unitsPerNat;
    private final Shrinkage shrinkage;
    private final boolean variational;

    /**
     * @param workerCount workers in all parts together
     * @param classCount classes
     * @param totalVotes votes in all parts together; with {@code totalTasks} it fixes the unit of counting
     * @param totalTasks tasks in all parts together
     * @throws InputException if workers times classes squared exceed what one array can hold
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
        if (!fits(workerCount, classCount)) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "workers x classes x classes",
                    "a confusion matrix for each of " + workerCount + " workers with " + classCount
                            + " classes does not fit into memory",
                    "use one-coin or wawa, which keep one number per worker, or merge rare classes");
        }
        long most = Math.max(Math.max(totalVotes, totalTasks), 1);
        this.unitsPerVote = Math.scalb(1.0, Math.min(50, Long.numberOfLeadingZeros(most) - 2));
        // A vote or a prior costs at most -log(LEAST) = 23 nats, the logarithm of a sum of K terms less than 32.
        this.unitsPerNat =
                Math.scalb(1.0, Math.min(40, Long.numberOfLeadingZeros(64 * (totalVotes + totalTasks) + 1) - 2));
    }

    static boolean fits(int workerCount, int classCount) {
        int labelBits = classCount <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(classCount - 1);
        return ((long) workerCount << labelBits) * classCount <= 1L << 30;
    }

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
            case 2 -> count2(votes, gold, parameters, fromTask, toTask, into);
            case 3 -> count3(votes, gold, parameters, fromTask, toTask, into);
            case 4 -> count4(votes, gold, parameters, fromTask, toTask, into);
            default -> countAny(votes, gold, parameters, fromTask, toTask, into);
        }
    }

    // The loops for two, three and four classes keep the posterior in registers; countAny is the same in general form,
    // and a test holds them to it.

    private void count2(Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, Counts into) {
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        long sum0 = 0;
        long sum1 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 2;
                    a *= table[row];
                    b *= table[row + 1];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(a, b));
                    double scale = powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
            }
            double z = a + b;
            likelihood += (long) ((exponent * LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 2;
                cells[row] += units0;
                cells[row + 1] += units1;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.logLikelihood += likelihood;
    }

    private void count3(Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, Counts into) {
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        double prior2 = parameters.prior[2];
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            double c = prior2;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 3;
                    a *= table[row];
                    b *= table[row + 1];
                    c *= table[row + 2];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(a, Math.max(b, c)));
                    double scale = powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    c *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
                c = known == 2 ? c : 0;
            }
            double z = a + b + c;
            likelihood += (long) ((exponent * LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            long units2 = (long) (c * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            sum2 += units2;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 3;
                cells[row] += units0;
                cells[row + 1] += units1;
                cells[row + 2] += units2;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.classes[2] += sum2;
        into.logLikelihood += likelihood;
    }

    private void count4(Votes votes, int[] gold, Parameters parameters, int fromTask, int toTask, Counts into) {
        double[] table = parameters.answerGivenTruth;
        long[] cells = into.cells;
        double prior0 = parameters.prior[0];
        double prior1 = parameters.prior[1];
        double prior2 = parameters.prior[2];
        double prior3 = parameters.prior[3];
        long sum0 = 0;
        long sum1 = 0;
        long sum2 = 0;
        long sum3 = 0;
        long likelihood = 0;
        int end = votes.begin(fromTask);
        for (int t = fromTask; t < toTask; t++) {
            int begin = end;
            end = votes.end(t);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            double a = prior0;
            double b = prior1;
            double c = prior2;
            double d = prior3;
            int exponent = 0;
            for (int i = begin; i < end; ) {
                int stop = Math.min(end, i + VOTES_BETWEEN_RESCALING);
                for (; i < stop; i++) {
                    int row = votes.cell(i) * 4;
                    a *= table[row];
                    b *= table[row + 1];
                    c *= table[row + 2];
                    d *= table[row + 3];
                }
                if (i < end) {
                    int e = Math.getExponent(Math.max(Math.max(a, b), Math.max(c, d)));
                    double scale = powerOfTwo(-e);
                    a *= scale;
                    b *= scale;
                    c *= scale;
                    d *= scale;
                    exponent += e;
                }
            }
            int known = gold[t];
            if (known >= 0) {
                a = known == 0 ? a : 0;
                b = known == 1 ? b : 0;
                c = known == 2 ? c : 0;
                d = known == 3 ? d : 0;
            }
            double z = (a + b) + (c + d);
            likelihood += (long) ((exponent * LN2 + FastLog.of(z)) * unitsPerNat);
            double toUnits = unitsPerVote / z;
            long units0 = (long) (a * toUnits + 0.5);
            long units1 = (long) (b * toUnits + 0.5);
            long units2 = (long) (c * toUnits + 0.5);
            long units3 = (long) (d * toUnits + 0.5);
            sum0 += units0;
            sum1 += units1;
            sum2 += units2;
            sum3 += units3;
            for (int i = begin; i < end; i++) {
                int row = votes.cell(i) * 4;
                cells[row] += units0;
                cells[row + 1] += units1;
                cells[row + 2] += units2;
                cells[row + 3] += units3;
            }
        }
        into.classes[0] += sum0;
        into.classes[1] += sum1;
        into.classes[2] += sum2;
        into.classes[3] += sum3;
        into.logLikelihood += likelihood;
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

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (exponent + 1023) << 52);
    }

    /** M-step: the parameters that expected counts stand for. */
    public Parameters finish(Counts counts) {
        int k = classCount;
        int answers = 1 << labelBits;
        double[] table = new double[counts.cells.length];
        double[] pull = pull(counts);
        double crowd = shrinkage instanceof Shrinkage.OwnCoin ? crowdAccuracy(counts) : 0;
        double[] row = new double[k];
        for (int j = 0; j < workerCount; j++) {
            int worker = (j << labelBits) * k;
            if (shrinkage instanceof Shrinkage.OwnCoin own) {
                pullToOwnCoin(counts, j, crowd, own, pull);
            }
            for (int c = 0; c < k; c++) {
                double sum = 0;
                for (int l = 0; l < k; l++) {
                    row[l] = counts.cells[worker + l * k + c] / unitsPerVote + pull[c * k + l];
                    sum += row[l];
                }
                if (variational) {
                    double base = Digamma.of(sum);
                    for (int l = 0; l < k; l++) {
                        table[worker + l * k + c] = Math.max(LEAST, Math.exp(Digamma.of(row[l]) - base));
                    }
                } else {
                    for (int l = 0; l < k; l++) {
                        table[worker + l * k + c] = sum > 0 ? Math.max(LEAST, row[l] / sum) : 1.0 / k;
                    }
                }
            }
        }
        assert answers >= k;
        return new Parameters(table, prior(counts));
    }

    private double[] prior(Counts counts) {
        double pseudo = variational ? 1 : 0;
        double sum = 0;
        double[] prior = new double[classCount];
        for (int c = 0; c < classCount; c++) {
            prior[c] = counts.classes[c] / unitsPerVote + pseudo;
            sum += prior[c];
        }
        for (int c = 0; c < classCount; c++) {
            double share = variational ? Math.exp(Digamma.of(prior[c]) - Digamma.of(sum)) : prior[c] / sum;
            prior[c] = Math.max(LEAST, share);
        }
        return prior;
    }

    /** Pseudo-votes per true class and answer, K*K row-major: what {@link Shrinkage} means at these counts. */
    private double[] pull(Counts counts) {
        int k = classCount;
        double[] pull = new double[k * k];
        switch (shrinkage) {
            case Shrinkage.None none -> {}
            case Shrinkage.OwnCoin own -> {} // differs from worker to worker
            case Shrinkage.Fixed(double diagonal, double off) -> {
                Arrays.fill(pull, off);
                for (int c = 0; c < k; c++) {
                    pull[c * k + c] = diagonal;
                }
            }
            case Shrinkage.Pooled(double pseudoVotes) -> {
                double[] pooled = pooled(counts);
                for (int c = 0; c < k; c++) {
                    double sum = 0;
                    for (int l = 0; l < k; l++) {
                        pull[c * k + l] = pooled[c * k + l] + 0.5 / k + (l == c ? 0.5 : 0);
                        sum += pull[c * k + l];
                    }
                    for (int l = 0; l < k; l++) {
                        pull[c * k + l] *= pseudoVotes / sum;
                    }
                }
            }
            case Shrinkage.Coin(double pseudoVotes) -> {
                fillCoin(pseudoVotes, Math.min(crowdAccuracy(counts), 1 - 1e-6), pull);
            }
        }
        return pull;
    }

    /** Share of right votes in the whole crowd, with one right pseudo-vote and 1/K wrong ones. */
    private double crowdAccuracy(Counts counts) {
        double[] pooled = pooled(counts);
        double right = 1;
        double all = 1 + 1.0 / classCount;
        for (int c = 0; c < classCount; c++) {
            right += pooled[c * classCount + c];
            for (int l = 0; l < classCount; l++) {
                all += pooled[c * classCount + l];
            }
        }
        return right / all;
    }

    /** Fills pseudo-votes for {@link Shrinkage.OwnCoin}. */
    private void pullToOwnCoin(Counts counts, int worker, double crowd, Shrinkage.OwnCoin own, double[] pull) {
        int k = classCount;
        long right = 0;
        long all = 0;
        for (int l = 0; l < k; l++) {
            int row = ((worker << labelBits) + l) * k;
            for (int c = 0; c < k; c++) {
                all += counts.cells[row + c];
                right += l == c ? counts.cells[row + c] : 0;
            }
        }
        double accuracy = (right / unitsPerVote + own.workerPseudoVotes() * crowd)
                / (all / unitsPerVote + own.workerPseudoVotes());
        fillCoin(own.pseudoVotes(), Math.clamp(accuracy, 1e-4, 1 - 1e-4), pull);
    }

    private void fillCoin(double pseudoVotes, double accuracy, double[] pull) {
        int k = classCount;
        for (int c = 0; c < k; c++) {
            for (int l = 0; l < k; l++) {
                pull[c * k + l] = pseudoVotes * (k == 1 ? 1 : l == c ? accuracy : (1 - accuracy) / (k - 1));
            }
        }
    }

    /** Votes of all workers by true class and answer, K*K row-major. */
    private double[] pooled(Counts counts) {
        int k = classCount;
        long[] sums = new long[k * k];
        for (int j = 0; j < workerCount; j++) {
            int worker = (j << labelBits) * k;
            for (int l = 0; l < k; l++) {
                for (int c = 0; c < k; c++) {
                    sums[c * k + l] += counts.cells[worker + l * k + c];
                }
            }
        }
        double[] pooled = new double[k * k];
        for (int i = 0; i < pooled.length; i++) {
            pooled[i] = sums[i] / unitsPerVote;
        }
        return pooled;
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
