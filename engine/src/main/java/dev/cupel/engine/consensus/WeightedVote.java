package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/** Votes counted with a weight per worker, and the agreement of workers with the winners of such a count. */
final class WeightedVote {
    private WeightedVote() {}

    /** What a vote for a class counts. */
    @FunctionalInterface
    interface Weight {
        double of(int worker, int category);
    }

    /** What all methods that count votes with weights hand out. */
    static Consensus consensus(
            Votes votes, double[] shares, double[] quality, Weight weight, Gold gold, Evidence evidence) {
        return new Consensus(
                votes,
                shares,
                VoteShares.prior(shares, votes.classCount()),
                quality,
                null,
                (task, worker, label, category) -> label == category ? weight.of(worker, category) : 0,
                "weighted votes",
                false,
                gold,
                evidence);
    }

    /**
     * N*K row-major shares of the weighted votes. Where all weights of a task are zero or below, its plain vote shares
     * stand in.
     */
    static double[] shares(Votes votes, int[] gold, double[] weight) {
        int k = votes.classCount();
        double[] shares = VoteShares.of(votes, gold);
        double[] row = new double[k];
        for (int t = 0; t < votes.taskCount(); t++) {
            if (gold[t] >= 0 || votes.count(t) == 0) {
                continue;
            }
            java.util.Arrays.fill(row, 0);
            double sum = 0;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                double w = Math.max(0, weight[votes.worker(i)]);
                row[votes.label(i)] += w;
                sum += w;
            }
            if (sum > 0) {
                for (int c = 0; c < k; c++) {
                    shares[t * k + c] = row[c] / sum;
                }
            }
        }
        return shares;
    }

    /**
     * Number of each worker's votes that name a winner of their task; an m-way tie counts 1/m, so no order of classes
     * is favoured.
     */
    static double[] agreement(Votes votes, double[] shares) {
        int k = votes.classCount();
        double[] agreeing = new double[votes.workerCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            double best = 0;
            for (int c = 0; c < k; c++) {
                best = Math.max(best, shares[t * k + c]);
            }
            int winners = 0;
            for (int c = 0; c < k; c++) {
                winners += shares[t * k + c] >= best - Consensus.TIE ? 1 : 0;
            }
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                if (shares[t * k + votes.label(i)] >= best - Consensus.TIE) {
                    agreeing[votes.worker(i)] += 1.0 / winners;
                }
            }
        }
        return agreeing;
    }
}
