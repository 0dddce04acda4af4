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
    private static final double LEAST_PRODUCT = 0x1p-900;
    private static final double MOST_PRODUCT = 0x1p900;

    private final Votes votes;
    private final int[] gold;
    private final int threads;
    final double unitsPerVote;
    private final double unitsPerNat;

    OddsModel(Votes votes, int[] gold, int threads) {
        this.votes = votes;
        this.gold = gold;
        this.threads = threads;
        long most = Math.max(Math.max(votes.size(), votes.taskCount()), 1);
        this.unitsPerVote = Math.scalb(1.0, Math.min(50, Long.numberOfLeadingZeros(most) - 2));
        this.unitsPerNat = Math.scalb(1.0, Math.min(40, Long.numberOfLeadingZeros(64 * most + 1) - 2));
    }

    /** What a round adds up over tasks. */
    static final class Sums {
        /** Expected right votes, by vote cell (worker and answer) or by worker alone. */
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
     * @param logOdds per vote cell: log P(answer | it is true) - log P(answer | it is not)
     * @param logWrong per vote cell: log P(answer | it is not true); its sum completes the log likelihood
     * @param byCell whether to count right votes by cell, or by worker
     * @param posterior N*K row-major, overwritten
     */
    Sums round(double[] logPrior, double[] logOdds, double[] logWrong, boolean byCell, double[] posterior) {
        int k = votes.classCount();
        int entries = byCell ? logOdds.length : votes.workerCount();
        double[] prior = exponentials(logPrior);
        double[] odds = exponentials(logOdds);
        List<Sums> parts = Parallel.walk(
                votes.taskCount(),
                entries * (long) threads > 1 << 26 ? 1 : threads,
                () -> new Sums(entries, k),
                (sums, from, to) -> round(logPrior, prior, logOdds, odds, logWrong, byCell, posterior, from, to, sums));
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
            boolean byCell,
            double[] posterior,
            int fromTask,
            int toTask,
            Sums sums) {
        int k = votes.classCount();
        int shift = byCell ? 0 : votes.labelBits();
        double[] row = new double[k];
        for (int t = fromTask; t < toTask; t++) {
            int begin = votes.begin(t);
            int end = votes.end(t);
            System.arraycopy(prior, 0, row, 0, k);
            double wrong = 0;
            for (int i = begin; i < end; i++) {
                int cell = votes.cell(i);
                row[votes.label(i)] *= odds[cell];
                wrong += logWrong[cell];
            }
            double sum = 0;
            for (double weight : row) {
                sum += weight;
            }
            double likelihood;
            if (gold[t] < 0 && sum > LEAST_PRODUCT && sum < MOST_PRODUCT) {
                for (int c = 0; c < k; c++) {
                    row[c] /= sum;
                }
                likelihood = wrong + Math.log(sum);
            } else {
                System.arraycopy(logPrior, 0, row, 0, k);
                for (int i = begin; i < end; i++) {
                    row[votes.label(i)] += logOdds[votes.cell(i)];
                }
                likelihood = wrong + toProbabilities(row, gold[t]);
            }
            System.arraycopy(row, 0, posterior, t * k, k);
            if (begin == end && gold[t] < 0) {
                continue;
            }
            sums.logLikelihood += (long) (likelihood * unitsPerNat);
            for (int c = 0; c < k; c++) {
                sums.classes[c] += (long) (row[c] * unitsPerVote + 0.5);
            }
            for (int i = begin; i < end; i++) {
                sums.right[votes.cell(i) >>> shift] += (long) (row[votes.label(i)] * unitsPerVote + 0.5);
            }
        }
    }

    /** The sums by vote cell that given posteriors make, without an E-step. */
    Sums sumsOf(double[] posterior) {
        int k = votes.classCount();
        Sums sums = new Sums(votes.workerCount() << votes.labelBits(), k);
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.count(t) == 0 && gold[t] < 0) {
                continue;
            }
            for (int c = 0; c < k; c++) {
                sums.classes[c] += (long) (posterior[t * k + c] * unitsPerVote + 0.5);
            }
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                sums.right[votes.cell(i)] += (long) (posterior[t * k + votes.label(i)] * unitsPerVote + 0.5);
            }
        }
        return sums;
    }

    double logLikelihoodNats(Sums sums) {
        return sums.logLikelihood / unitsPerNat;
    }

    /** Turns log scores into probabilities in place (one class alone if known) and returns the log of their sum. */
    static double toProbabilities(double[] logScores, int known) {
        int k = logScores.length;
        if (known >= 0) {
            double score = logScores[known];
            for (int c = 0; c < k; c++) {
                logScores[c] = c == known ? 1 : 0;
            }
            return score;
        }
        double best = logScores[0];
        for (int c = 1; c < k; c++) {
            best = Math.max(best, logScores[c]);
        }
        double sum = 0;
        for (int c = 0; c < k; c++) {
            logScores[c] = logScores[c] == best ? 1 : Math.exp(logScores[c] - best);
            sum += logScores[c];
        }
        for (int c = 0; c < k; c++) {
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
