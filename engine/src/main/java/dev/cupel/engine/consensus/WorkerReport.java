package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;

/**
 * What a consensus says about one worker, with figures that mean the same for every method.
 *
 * @param worker the worker
 * @param votes votes cast
 * @param quality the method's own measure, see {@link Consensus#workerQuality(int)}
 * @param agreement share of the worker's votes that name the consensus label (1/m of an m-way tie), in [0, 1]; the plain
 *     share, high for everybody where one class is common
 * @param spammerScore in [0, 1]: 1 if the worker's answers do not depend on the true class at all (constant or random
 *     answers), 0 if the true class decides them; one minus the score of Raykar and Yu, "Eliminating Spammers and Ranking
 *     Annotators for Crowdsourced Labeling Tasks", JMLR 13, 2012: 1 - sum over pairs of classes of the squared distance
 *     between their rows of the confusion matrix, divided by K(K-1). Rows are counted from the consensus with two
 *     pseudo-votes shaped like the worker's own answers, so that workers with few votes count as spammers until shown
 *     otherwise.
 */
public record WorkerReport(int worker, int votes, double quality, double agreement, double spammerScore) {
    private static final double PSEUDO_VOTES = 2;

    /** One report per worker, by index; O(R*K + J*K*K). */
    public static List<WorkerReport> of(Consensus consensus) {
        Votes votes = consensus.votes();
        int k = votes.classCount();
        int workers = votes.workerCount();
        int[] position = new int[votes.size()];
        int[] task = new int[votes.size()];
        int[] begin = byWorker(votes, position, task);
        double[] agreeing = WeightedVote.agreement(votes, consensus.posterior());
        List<WorkerReport> reports = new ArrayList<>(workers);
        double[] rows = new double[k * k];
        for (int j = 0; j < workers; j++) {
            java.util.Arrays.fill(rows, 0);
            for (int s = begin[j]; s < begin[j + 1]; s++) {
                int said = votes.label(position[s]);
                for (int c = 0; c < k; c++) {
                    rows[c * k + said] += consensus.probability(task[s], c);
                }
            }
            int count = begin[j + 1] - begin[j];
            reports.add(new WorkerReport(
                    j,
                    count,
                    consensus.workerQuality(j),
                    count == 0 ? 0 : agreeing[j] / count,
                    spammerScore(rows, k, count)));
        }
        return reports;
    }

    private static int[] byWorker(Votes votes, int[] position, int[] task) {
        int[] begin = new int[votes.workerCount() + 1];
        for (int i = 0; i < votes.size(); i++) {
            begin[votes.worker(i) + 1]++;
        }
        for (int j = 0; j < votes.workerCount(); j++) {
            begin[j + 1] += begin[j];
        }
        int[] next = begin.clone();
        for (int t = 0; t < votes.taskCount(); t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                int slot = next[votes.worker(i)]++;
                position[slot] = i;
                task[slot] = t;
            }
        }
        return begin;
    }

    private static double spammerScore(double[] rows, int k, int count) {
        if (k < 2 || count == 0) {
            return 1;
        }
        double[] own = new double[k];
        for (int c = 0; c < k; c++) {
            for (int l = 0; l < k; l++) {
                own[l] += rows[c * k + l] / count;
            }
        }
        double[] shares = new double[k * k];
        for (int c = 0; c < k; c++) {
            double sum = PSEUDO_VOTES;
            for (int l = 0; l < k; l++) {
                sum += rows[c * k + l];
            }
            for (int l = 0; l < k; l++) {
                shares[c * k + l] = (rows[c * k + l] + PSEUDO_VOTES * own[l]) / sum;
            }
        }
        double distance = 0;
        for (int c = 0; c < k; c++) {
            for (int d = c + 1; d < k; d++) {
                for (int l = 0; l < k; l++) {
                    double off = shares[c * k + l] - shares[d * k + l];
                    distance += off * off;
                }
            }
        }
        return Math.clamp(1 - distance / (k * (k - 1.0)), 0, 1);
    }
}
