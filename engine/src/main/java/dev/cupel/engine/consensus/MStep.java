package dev.cupel.engine.consensus;

import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import java.util.Arrays;

/** From expected counts to confusion rows and class shares: what {@link Shrinkage} means. The M-step of {@link ConfusionEm}. */
final class MStep {
    private final int workerCount;
    private final int classCount;
    private final int labelBits;
    private final double unitsPerVote;
    private final Shrinkage shrinkage;
    private final boolean variational;

    MStep(
            int workerCount,
            int classCount,
            int labelBits,
            double unitsPerVote,
            Shrinkage shrinkage,
            boolean variational) {
        this.workerCount = workerCount;
        this.classCount = classCount;
        this.labelBits = labelBits;
        this.unitsPerVote = unitsPerVote;
        this.shrinkage = shrinkage;
        this.variational = variational;
    }

    Parameters parameters(Counts counts) {
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
                        table[worker + l * k + c] = Math.max(ConfusionEm.LEAST, Math.exp(Digamma.of(row[l]) - base));
                    }
                } else {
                    for (int l = 0; l < k; l++) {
                        table[worker + l * k + c] = sum > 0 ? Math.max(ConfusionEm.LEAST, row[l] / sum) : 1.0 / k;
                    }
                }
            }
        }
        assert answers >= k;
        return new Parameters(table, prior(counts));
    }

    double[] prior(Counts counts) {
        double pseudo = variational ? 1 : 0;
        double sum = 0;
        double[] prior = new double[classCount];
        for (int c = 0; c < classCount; c++) {
            prior[c] = counts.classes[c] / unitsPerVote + pseudo;
            sum += prior[c];
        }
        for (int c = 0; c < classCount; c++) {
            double share = variational ? Math.exp(Digamma.of(prior[c]) - Digamma.of(sum)) : prior[c] / sum;
            prior[c] = Math.max(ConfusionEm.LEAST, share);
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
}
