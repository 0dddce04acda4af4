package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    /** One report per worker, by index; O(J*K + sum over tasks of votes times candidates). */
    public static List<WorkerReport> of(Consensus consensus) {
        Votes votes = consensus.votes();
        ByWorker byWorker = ByWorker.of(votes);
        double[] agreeing = WeightedVote.agreement(votes, consensus.candidates(), consensus.posterior());
        List<WorkerReport> reports = new ArrayList<>(votes.workerCount());
        Rows rows = new Rows(consensus);
        for (int j = 0; j < votes.workerCount(); j++) {
            int count = byWorker.begin(j + 1) - byWorker.begin(j);
            for (int s = byWorker.begin(j); s < byWorker.begin(j + 1); s++) {
                rows.add(byWorker.task(s), votes.label(byWorker.vote(s)));
            }
            reports.add(new WorkerReport(
                    j,
                    count,
                    consensus.workerQuality(j),
                    count == 0 ? 0 : agreeing[j] / count,
                    rows.spammerScore(count)));
            rows.clear();
        }
        return reports;
    }

    /** One worker's votes by true class and answer; only the cells that votes touch. */
    private static final class Rows {
        private final Consensus consensus;
        private final int k;
        private final Map<Long, Double> cells = new TreeMap<>();
        private final double[] ofTruth;
        private final double[] ofAnswer;

        Rows(Consensus consensus) {
            this.consensus = consensus;
            k = consensus.classCount();
            ofTruth = new double[k];
            ofAnswer = new double[k];
        }

        void add(int task, int said) {
            Candidates rows = consensus.candidates();
            int first = rows.begin(task);
            double all = 0;
            for (int o = 0; o < rows.count(task); o++) {
                all += consensus.posterior()[first + o];
            }
            for (int o = 0; o < rows.count(task); o++) {
                double p = consensus.posterior()[first + o] / all;
                if (p > 0) {
                    int c = rows.classAt(first, o);
                    cells.merge((long) c * k + said, p, Double::sum);
                    ofTruth[c] += p;
                    ofAnswer[said] += p;
                }
            }
        }

        void clear() {
            cells.clear();
            Arrays.fill(ofTruth, 0);
            Arrays.fill(ofAnswer, 0);
        }

        /**
         * One minus the mean over pairs of classes of the squared distance between their rows, each the votes of that class
         * and {@value #PSEUDO_VOTES} like all of the worker's. With rows s_c the sum over pairs is K * sum |s_c|^2 - |sum
         * s_c|^2, for which only touched cells are needed.
         */
        double spammerScore(int count) {
            if (k < 2 || count == 0) {
                return 1;
            }
            double ownSquare = 0;
            for (int l = 0; l < k; l++) {
                ofAnswer[l] /= count;
                ownSquare += ofAnswer[l] * ofAnswer[l];
            }
            // Each row is a * (votes) + b * (own shares); together they add up to sum_l below.
            double[] sum = new double[k];
            double ownWeight = 0;
            double squares = 0;
            for (int c = 0; c < k; c++) {
                double b = PSEUDO_VOTES / (ofTruth[c] + PSEUDO_VOTES);
                ownWeight += b;
                squares += b * b * ownSquare;
            }
            for (Map.Entry<Long, Double> cell : cells.entrySet()) {
                int c = (int) (cell.getKey() / k);
                int l = (int) (cell.getKey() % k);
                double all = ofTruth[c] + PSEUDO_VOTES;
                double a = cell.getValue() / all;
                squares += a * a + 2 * a * PSEUDO_VOTES / all * ofAnswer[l];
                sum[l] += a;
            }
            double squareOfSum = 0;
            for (int l = 0; l < k; l++) {
                double all = sum[l] + ownWeight * ofAnswer[l];
                squareOfSum += all * all;
            }
            return Math.clamp(1 - (k * squares - squareOfSum) / (k * (k - 1.0)), 0, 1);
        }
    }
}
