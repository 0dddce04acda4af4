package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/** Posteriors from counting votes: the start of every iterative method, which keeps the classes their names. */
final class VoteShares {
    private VoteShares() {}

    /** N*K row-major shares; gold rows are 0/1; tasks without votes have the share of each class among all votes. */
    static double[] of(Votes votes, int[] gold) {
        int k = votes.classCount();
        int n = votes.taskCount();
        double[] shares = new double[n * k];
        long[] totals = new long[k];
        for (int i = 0; i < votes.size(); i++) {
            totals[votes.label(i)]++;
        }
        for (int t = 0; t < n; t++) {
            int row = t * k;
            if (gold[t] >= 0) {
                shares[row + gold[t]] = 1;
                continue;
            }
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                shares[row + votes.label(i)]++;
            }
            int count = votes.count(t);
            for (int c = 0; c < k; c++) {
                shares[row + c] = count > 0
                        ? shares[row + c] / count
                        : votes.size() > 0 ? (double) totals[c] / votes.size() : 1.0 / k;
            }
        }
        return shares;
    }

    /** Mean of the rows: the estimated share of each class. */
    static double[] prior(double[] posterior, int k) {
        double[] prior = new double[k];
        int n = posterior.length / k;
        for (int row = 0; row < posterior.length; row += k) {
            for (int c = 0; c < k; c++) {
                prior[c] += posterior[row + c];
            }
        }
        for (int c = 0; c < k; c++) {
            prior[c] /= n;
        }
        return prior;
    }

    /** Expected share of each worker's answers that are right, shrunk: (right + 1) / (answers + 2). */
    static double[] quality(Votes votes, double[] posterior) {
        int k = votes.classCount();
        double[] right = new double[votes.workerCount()];
        int[] answers = new int[votes.workerCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                right[votes.worker(i)] += posterior[t * k + votes.label(i)];
                answers[votes.worker(i)]++;
            }
        }
        for (int j = 0; j < right.length; j++) {
            right[j] = (right[j] + 1) / (answers[j] + 2);
        }
        return right;
    }
}
