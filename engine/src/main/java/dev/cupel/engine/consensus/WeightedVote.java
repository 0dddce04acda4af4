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
            Votes votes,
            Candidates rows,
            double[] shares,
            double[] quality,
            Weight weight,
            Gold gold,
            Evidence evidence) {
        return new Consensus(
                votes,
                new Posterior(rows, shares),
                VoteShares.prior(shares, rows),
                quality,
                null,
                (task, worker, label, category) -> label == category ? weight.of(worker, category) : 0,
                "weighted votes",
                false,
                gold,
                evidence);
    }

    /**
     * Shares of the weighted votes, per slot. Where all weights of a task are zero or below, its plain vote shares
     * stand in.
     */
    static double[] shares(Votes votes, int[] gold, Candidates rows, double[] weight) {
        double[] shares = VoteShares.of(votes, gold, rows);
        double[] row = new double[votes.classCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            if (gold[t] >= 0 || votes.count(t) == 0) {
                continue;
            }
            int first = rows.begin(t);
            int count = rows.count(t);
            java.util.Arrays.fill(row, 0, count, 0);
            double sum = 0;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                double w = Math.max(0, weight[votes.worker(i)]);
                row[rows.offset(i)] += w;
                sum += w;
            }
            if (sum > 0) {
                for (int o = 0; o < count; o++) {
                    shares[first + o] = row[o] / sum;
                }
            }
        }
        return shares;
    }

    /**
     * Number of each worker's votes that name a winner of their task; an m-way tie counts 1/m, so no order of classes
     * is favoured.
     */
    static double[] agreement(Votes votes, Candidates rows, double[] shares) {
        double[] agreeing = new double[votes.workerCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            int first = rows.begin(t);
            int end = rows.end(t);
            double best = 0;
            for (int s = first; s < end; s++) {
                best = Math.max(best, shares[s]);
            }
            int winners = 0;
            for (int s = first; s < end; s++) {
                winners += shares[s] >= best - Consensus.TIE ? 1 : 0;
            }
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                if (shares[first + rows.offset(i)] >= best - Consensus.TIE) {
                    agreeing[votes.worker(i)] += 1.0 / winners;
                }
            }
        }
        return agreeing;
    }
}
