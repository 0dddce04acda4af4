package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;

/**
 * How good a consensus is where the truth is known. Probabilities are taken as files carry them, {@link
 * Consensus#written}, so that whoever has the file finds the same figures.
 *
 * @param tasks tasks with a known class, all of which count
 * @param accuracy share of them that are right, in [0, 1]; an m-way tie that holds the truth counts 1/m
 * @param macroF1 mean over classes of F1, in [0, 1], over the classes that occur in the truth or among the labels given
 *     to these tasks; a tied task counts as 1/m of each of its winners
 * @param logLossNats mean of -log(probability of the truth), probabilities taken as at least 1e-12
 * @param brier mean squared distance between probabilities and the truth, in [0, 2]
 * @param tied how many of the tasks are tied
 * @param calibration whether the probabilities of the labels can be taken at their word
 */
public record Evaluation(
        int tasks,
        double accuracy,
        double macroF1,
        double logLossNats,
        double brier,
        int tied,
        Calibration calibration) {
    private static final double LEAST = 1e-12;

    /**
     * @param truth one entry per task: its true class, or -1 where unknown
     * @throws InputException if lengths differ, no truth is known, or a class is out of range
     */
    public static Evaluation of(Consensus consensus, int[] truth) {
        int k = consensus.classCount();
        if (truth.length != consensus.taskCount()) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "truth",
                    "has " + truth.length + " entries for " + consensus.taskCount() + " tasks",
                    "give one entry per task, -1 where the truth is unknown");
        }
        double[] hits = new double[k];
        double[] given = new double[k];
        double[] real = new double[k];
        double[] probability = new double[truth.length];
        double[] correct = new double[truth.length];
        double logLoss = 0;
        double brier = 0;
        int tasks = 0;
        int tied = 0;
        for (int t = 0; t < truth.length; t++) {
            int y = truth[t];
            if (y < 0) {
                continue;
            }
            if (y >= k) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        "truth[" + t + "]",
                        "is class " + y + " but the votes have " + k + " classes",
                        "declare all classes that occur in the truth");
            }
            real[y]++;
            int winners = consensus.winners(t);
            tied += winners > 1 ? 1 : 0;
            double best = consensus.probability(t);
            Candidates rows = consensus.candidates();
            int first = rows.begin(t);
            int candidates = rows.count(t);
            double square = 0;
            for (int o = 0; o < (candidates > 0 ? candidates : k); o++) {
                int c = candidates > 0 ? rows.classAt(first, o) : o;
                double p = consensus.probability(t, c);
                if (p >= best - Consensus.TIE) {
                    given[c] += 1.0 / winners;
                    hits[c] += c == y ? 1.0 / winners : 0;
                }
                square += square(Consensus.written(p));
            }
            double ofTruth = Consensus.written(consensus.probability(t, y));
            int others = candidates > 0 ? k - candidates : 0;
            if (others > 0) {
                square += others * square(Consensus.written(consensus.restOf(t)));
            }
            brier += square - square(ofTruth) + square(1 - ofTruth);
            logLoss -= Math.log(Math.max(LEAST, ofTruth));
            probability[tasks] = Consensus.written(best);
            correct[tasks] = consensus.probability(t, y) >= best - Consensus.TIE ? 1.0 / winners : 0;
            tasks++;
        }
        if (tasks == 0) {
            throw new InputException(
                    Code.EMPTY,
                    "truth",
                    "no task has a known class",
                    "check that truth and votes use the same task ids");
        }
        double right = 0;
        double f1 = 0;
        int classes = 0;
        for (int c = 0; c < k; c++) {
            right += hits[c];
            if (given[c] + real[c] > 0) {
                classes++;
                f1 += 2 * hits[c] / (given[c] + real[c]);
            }
        }
        return new Evaluation(
                tasks,
                right / tasks,
                f1 / classes,
                logLoss / tasks,
                brier / tasks,
                tied,
                Calibration.of(Arrays.copyOf(probability, tasks), Arrays.copyOf(correct, tasks)));
    }

    private static double square(double x) {
        return x * x;
    }

    /** F1 of one class, in [0, 1]; 0 if it neither occurs nor was given. */
    public static double f1(Consensus consensus, int[] truth, int category) {
        double hits = 0;
        double sizes = 0;
        for (int t = 0; t < truth.length; t++) {
            if (truth[t] < 0) {
                continue;
            }
            boolean wins = consensus.probability(t, category) >= consensus.probability(t) - Consensus.TIE;
            double given = wins ? 1.0 / consensus.winners(t) : 0;
            sizes += given + (truth[t] == category ? 1 : 0);
            hits += truth[t] == category ? given : 0;
        }
        return sizes == 0 ? 0 : 2 * hits / sizes;
    }
}
