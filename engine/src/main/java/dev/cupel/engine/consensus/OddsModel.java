package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.List;

/**
 * E-step for models in which a wrong answer says nothing about which other class is true: a vote only raises the class
 * it names, by odds that depend on the worker and perhaps on the answer. One-coin, MACE and weighted votes are of this
 * kind. O(R + N*K). Odds are multiplied, and added up in logarithms instead where the product leaves the range of
 * {@code double}, so nothing underflows however many votes a task has.
 *
 * <p>Sums over tasks are kept as integers (see {@link ConfusionEm}), so they do not depend on threads or order.
 */
final class OddsModel {
    // Well inside the range, so that no addend that matters has lost digits.
    static final double LEAST_PRODUCT = 0x1p-900;
    static final double MOST_PRODUCT = 0x1p900;

    private final Votes votes;
    private final int[] gold;
    private final Candidates rows;
    private final Cells cells;
    private final int threads;
    final double unitsPerVote;
    final double unitsPerNat;

    /** @param cells what odds belong to: workers, or workers and answers */
    OddsModel(Votes votes, int[] gold, Candidates rows, Cells cells, int threads) {
        this.votes = votes;
        this.gold = gold;
        this.rows = rows;
        this.cells = cells;
        this.threads = threads;
        long most = Math.max(Math.max(votes.size(), votes.taskCount()), 1);
        this.unitsPerVote = Math.scalb(1.0, Math.min(50, Long.numberOfLeadingZeros(most) - 2));
        this.unitsPerNat = Math.scalb(1.0, Math.min(40, Long.numberOfLeadingZeros(64 * most + 1) - 2));
    }

    /** What a round adds up over tasks. */
    static final class Sums {
        /** Expected right votes, by cell. */
        final long[] right;

        final long[] classes;
        long logLikelihood;

        Sums(int entries, int classCount) {
            right = new long[entries];
            classes = new long[classCount];
        }
    }

    /**
     * One E-step over all tasks.
     *
     * @param logPrior per class
     * @param logOdds per cell: log P(answer | it is true) - log P(answer | it is not)
     * @param logWrong per cell: log P(answer | it is not true); its sum completes the log likelihood
     * @param posterior per slot, overwritten
     */
    Sums round(double[] logPrior, double[] logOdds, double[] logWrong, double[] posterior) {
        Parallel.RangeWork<Sums> any = any(logPrior, logOdds, logWrong, posterior);
        return walk(
                UnrolledOdds.fits(rows, cells)
                        ? new UnrolledOdds(
                                votes,
                                gold,
                                cells,
                                this,
                                exponentials(logPrior),
                                exponentials(logOdds),
                                logWrong,
                                posterior,
                                any)::round
                        : any);
    }

    /** The general form of {@link #round}; also right, only slower, for two to four classes. */
    Sums roundAny(double[] logPrior, double[] logOdds, double[] logWrong, double[] posterior) {
        return walk(any(logPrior, logOdds, logWrong, posterior));
    }

    private Parallel.RangeWork<Sums> any(double[] logPrior, double[] logOdds, double[] logWrong, double[] posterior) {
        double[] prior = exponentials(logPrior);
        double[] odds = exponentials(logOdds);
        return (sums, from, to) -> round(logPrior, prior, logOdds, odds, logWrong, posterior, from, to, sums);
    }

    private Sums walk(Parallel.RangeWork<Sums> work) {
        int k = votes.classCount();
        int entries = cells.count();
        List<Sums> parts = Parallel.walk(
                votes.taskCount(), entries * (long) threads > 1 << 26 ? 1 : threads, () -> new Sums(entries, k), work);
        Sums all = parts.getFirst();
        for (Sums part : parts.subList(1, parts.size())) {
            for (int e = 0; e < entries; e++) {
                all.right[e] += part.right[e];
            }
            for (int c = 0; c < k; c++) {
                all.classes[c] += part.classes[c];
            }
            all.logLikelihood += part.logLikelihood;
        }
        return all;
    }

    private static double[] exponentials(double[] logarithms) {
        double[] exponentials = new double[logarithms.length];
        for (int i = 0; i < logarithms.length; i++) {
            exponentials[i] = Math.exp(logarithms[i]);
        }
        return exponentials;
    }

    private void round(
            double[] logPrior,
            double[] prior,
            double[] logOdds,
            double[] odds,
            double[] logWrong,
            double[] posterior,
            int fromTask,
            int toTask,
            Sums sums) {
        double[] row = new double[votes.classCount()];
        for (int t = fromTask; t < toTask; t++) {
            int begin = votes.begin(t);
            int end = votes.end(t);
            int first = rows.begin(t);
            int count = rows.count(t);
            for (int o = 0; o < count; o++) {
                row[o] = prior[rows.classAt(first, o)];
            }
            double wrong = 0;
            for (int i = begin; i < end; i++) {
                int cell = cells.of(i);
                row[rows.offset(i)] *= odds[cell];
                wrong += logWrong[cell];
            }
            double sum = 0;
            for (int o = 0; o < count; o++) {
                sum += row[o];
            }
            double likelihood;
            if (gold[t] < 0 && sum > LEAST_PRODUCT && sum < MOST_PRODUCT) {
                for (int o = 0; o < count; o++) {
                    row[o] /= sum;
                }
                likelihood = wrong + FastLog.of(sum);
            } else if (count > 0) {
                for (int o = 0; o < count; o++) {
                    row[o] = logPrior[rows.classAt(first, o)];
                }
                for (int i = begin; i < end; i++) {
                    row[rows.offset(i)] += logOdds[cells.of(i)];
                }
                int known = gold[t] < 0 ? -1 : rows.find(t, gold[t]) - first;
                likelihood = wrong + toProbabilities(row, count, known);
            } else {
                continue;
            }
            System.arraycopy(row, 0, posterior, first, count);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            sums.logLikelihood += (long) (likelihood * unitsPerNat);
            add(t, row, 0, sums);
        }
    }

    /** Adds what one task's probabilities, from {@code at} on, say. */
    private void add(int task, double[] probabilities, int at, Sums sums) {
        int first = rows.begin(task);
        int count = rows.count(task);
        for (int o = 0; o < count; o++) {
            sums.classes[rows.classAt(first, o)] += (long) (probabilities[at + o] * unitsPerVote + 0.5);
        }
        for (int i = votes.begin(task); i < votes.end(task); i++) {
            sums.right[cells.of(i)] += (long) (probabilities[at + rows.offset(i)] * unitsPerVote + 0.5);
        }
    }

    /** The sums that given posteriors make, without an E-step. */
    Sums sumsOf(double[] posterior) {
        Sums sums = new Sums(cells.count(), votes.classCount());
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.count(t) > 0 || gold[t] >= 0) {
                add(t, posterior, rows.begin(t), sums);
            }
        }
        return sums;
    }

    double logLikelihoodNats(Sums sums) {
        return sums.logLikelihood / unitsPerNat;
    }

    /** As {@link #toProbabilities(double[], int, int)} for the whole array. */
    static double toProbabilities(double[] logScores, int known) {
        return toProbabilities(logScores, logScores.length, known);
    }

    /**
     * Turns the first {@code count} log scores into probabilities in place (one entry alone if known) and returns the
     * log of their sum.
     */
    static double toProbabilities(double[] logScores, int count, int known) {
        if (known >= 0) {
            double score = logScores[known];
            for (int c = 0; c < count; c++) {
                logScores[c] = c == known ? 1 : 0;
            }
            return score;
        }
        double best = logScores[0];
        for (int c = 1; c < count; c++) {
            best = Math.max(best, logScores[c]);
        }
        double sum = 0;
        for (int c = 0; c < count; c++) {
            logScores[c] = logScores[c] == best ? 1 : Math.exp(logScores[c] - best);
            sum += logScores[c];
        }
        for (int c = 0; c < count; c++) {
            logScores[c] /= sum;
        }
        return best + Math.log(sum);
    }

    /** How many votes each worker cast. */
    static int[] votesPerWorker(Votes votes) {
        int[] count = new int[votes.workerCount()];
        for (int i = 0; i < votes.size(); i++) {
            count[votes.worker(i)]++;
        }
        return count;
    }
}
