package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/** Posteriors from counting votes: the start of every iterative method, which keeps the classes their names. */
final class VoteShares {
    private VoteShares() {}

    /**
     * Shares per {@linkplain Candidates slot}; gold rows are 0/1; tasks without votes have the share of each class among
     * all votes.
     */
    static double[] of(Votes votes, int[] gold, Candidates rows) {
        int n = votes.taskCount();
        double[] shares = new double[rows.size()];
        long[] totals = counts(votes);
        for (int t = 0; t < n; t++) {
            int first = rows.begin(t);
            int end = rows.end(t);
            if (gold[t] >= 0) {
                shares[rows.find(t, gold[t])] = 1;
                continue;
            }
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                shares[first + rows.offset(i)]++;
            }
            int count = votes.count(t);
            for (int s = first; s < end; s++) {
                shares[s] = count > 0
                        ? shares[s] / count
                        : votes.size() > 0
                                ? (double) totals[rows.classAt(first, s - first)] / votes.size()
                                : 1.0 / votes.classCount();
            }
        }
        return shares;
    }

    /** Votes for each class. */
    static long[] counts(Votes votes) {
        long[] totals = new long[votes.classCount()];
        for (int i = 0; i < votes.size(); i++) {
            totals[votes.label(i)]++;
        }
        return totals;
    }

    /** Mean of the rows: the estimated share of each class. */
    static double[] prior(double[] posterior, Candidates rows) {
        double[] prior = new double[rows.classCount()];
        int n = 0;
        for (int t = 0; t < rows.taskCount(); t++) {
            int first = rows.begin(t);
            int count = rows.count(t);
            n += count > 0 ? 1 : 0;
            for (int o = 0; o < count; o++) {
                prior[rows.classAt(first, o)] += posterior[first + o];
            }
        }
        for (int c = 0; c < prior.length; c++) {
            prior[c] = n == 0 ? 1.0 / prior.length : prior[c] / n;
        }
        return prior;
    }

    /** Expected share of each worker's answers that are right, shrunk: (right + 1) / (answers + 2). */
    static double[] quality(Votes votes, double[] posterior, Candidates rows) {
        double[] right = new double[votes.workerCount()];
        int[] answers = new int[votes.workerCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            int first = rows.begin(t);
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                right[votes.worker(i)] += posterior[first + rows.offset(i)];
                answers[votes.worker(i)]++;
            }
        }
        for (int j = 0; j < right.length; j++) {
            right[j] = (right[j] + 1) / (answers[j] + 2);
        }
        return right;
    }
}
