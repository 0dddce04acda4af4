package dev.cupel.engine.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the probabilities of the labels mean what they say: among labels of probability 0.9, nine in ten should be right.
 * Part of an {@link Evaluation}, beside its log loss and Brier score.
 *
 * @param meanProbability of the labels given, in [0, 1]; far above the accuracy means too sure, far below too modest
 * @param expectedCalibrationError mean distance between probability and share of right labels over 15 bins of equal width,
 *     weighted by their tasks, in [0, 1]. Chance alone makes it about 0.05 on 300 tasks: below 1,000 prefer the next one
 * @param rootMeanSquareError root mean square of the same distance over up to 15 bins of about equally many tasks, in [0, 1]
 * @param debiasedError the part of {@code rootMeanSquareError} that is more than chance, in [0, {@code
 *     rootMeanSquareError}]: what chance alone would add is subtracted from its square; source: A. Kumar, P. Liang, T. Ma, "Verified
 *     Uncertainty Calibration", NeurIPS 2019
 * @param reliability the bins of equal width that hold tasks, least probable first
 */
public record Calibration(
        double meanProbability,
        double expectedCalibrationError,
        double rootMeanSquareError,
        double debiasedError,
        List<Bin> reliability) {
    static final int BINS = 15;
    private static final int LEAST_TASKS_PER_BIN = 10;

    public Calibration {
        reliability = List.copyOf(reliability);
    }

    /**
     * Labels of about the same probability.
     *
     * @param from lower bound of the probability, inclusive
     * @param to upper bound, exclusive but for 1
     * @param tasks how many labels
     * @param meanProbability of them
     * @param accuracy share of them that are right, an m-way tie counting 1/m
     */
    public record Bin(double from, double to, int tasks, double meanProbability, double accuracy) {}

    /**
     * @param probability of each label, in [0, 1]
     * @param right how right each is: 1 or 0, or 1/m for an m-way tie that holds the truth
     */
    static Calibration of(double[] probability, double[] right) {
        Sums[] bins = new Sums[BINS];
        Arrays.setAll(bins, b -> new Sums());
        double total = 0;
        for (int t = 0; t < probability.length; t++) {
            bins[Math.min(BINS - 1, (int) (probability[t] * BINS))].add(probability[t], right[t]);
            total += probability[t];
        }
        List<Bin> reliability = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            if (bins[b].tasks > 0) {
                reliability.add(new Bin(
                        (double) b / BINS,
                        (b + 1.0) / BINS,
                        bins[b].tasks,
                        bins[b].probability / bins[b].tasks,
                        bins[b].right / bins[b].tasks));
                error += Math.abs(bins[b].probability - bins[b].right) / probability.length;
            }
        }
        double[] square = squares(probability, right);
        return new Calibration(
                total / probability.length,
                error,
                Math.sqrt(square[0]),
                Math.sqrt(Math.clamp(square[0] - square[1], 0, square[0])),
                reliability);
    }

    /** Mean square distance over bins of about equally many tasks, and how much of it chance alone would make. */
    private static double[] squares(double[] probability, double[] right) {
        int n = probability.length;
        int bins = Math.clamp(n / LEAST_TASKS_PER_BIN, 1, BINS);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, t -> t);
        Arrays.sort(order, Comparator.comparingDouble(t -> probability[t]));
        double square = 0;
        double byChance = 0;
        int at = 0;
        for (int b = 0; b < bins; b++) {
            Sums bin = new Sums();
            int end = (int) ((b + 1L) * n / bins);
            // Equal probabilities stay together, or the figure would depend on the order of the tasks.
            while (at < n && (at < end || probability[order[at]] == probability[order[at - 1]])) {
                bin.add(probability[order[at]], right[order[at]]);
                at++;
            }
            if (bin.tasks > 0) {
                double accuracy = bin.right / bin.tasks;
                double off = bin.probability / bin.tasks - accuracy;
                double chance = accuracy * (1 - accuracy) / Math.max(1, bin.tasks - 1);
                square += off * off * bin.tasks / n;
                byChance += chance * bin.tasks / n;
            }
        }
        return new double[] {square, byChance};
    }

    private static final class Sums {
        int tasks;
        double probability;
        double right;

        void add(double p, double hit) {
            tasks++;
            probability += p;
            right += hit;
        }
    }
}
