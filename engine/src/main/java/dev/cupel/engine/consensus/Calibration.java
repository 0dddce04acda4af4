package dev.cupel.engine.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whether the probabilities of the labels mean what they say: among labels of probability 0.9, nine in ten should be right.
 * Part of an {@link Evaluation}, beside its log loss and Brier score.
 *
 * @param meanProbability of the labels given, in [0, 1]; far above the accuracy means too sure, far below too modest
 * @param expectedCalibrationError mean distance between probability and share of right labels over 15 bins of equal width,
 *     weighted by their tasks, in [0, 1]. Chance alone makes it about 0.05 on 300 tasks: below 1,000 prefer the next one
 * @param rootMeanSquareError root mean square of the same distance over up to 15 bins of about equally many tasks, in [0, 1]
 * @param debiasedError the part of {@code rootMeanSquareError} that honest probabilities would not have on average, in [0,
 *     {@code rootMeanSquareError}]: what chance adds to its square if every label is right with its probability p, p(1 - p)
 *     over the tasks of a bin, is subtracted. As in A. Kumar, P. Liang, T. Ma, "Verified Uncertainty Calibration", NeurIPS
 *     2019, whose variance of what was seen is 0 where all are right, so that three right labels seemed miscalibrated
 * @param moreThanChance whether honest probabilities would have so large an error in less than 5 of 100 cases
 * @param reliability the bins of equal width that hold tasks, least probable first
 */
public record Calibration(
        double meanProbability,
        double expectedCalibrationError,
        double rootMeanSquareError,
        double debiasedError,
        boolean moreThanChance,
        List<Bin> reliability) {
    private static final int DRAWS = 999;
    private static final double LEVEL = 0.05;
    /** Beyond this many tasks, draws are of bins and not of tasks. */
    private static final int MOST_DRAWN_TASKS = 20_000;
    /** Where fewer labels than this are expected to be wrong, their number is Poisson's, else normal. */
    private static final double FEW_WRONG = 50;

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
        List<Sums> groups = groups(probability, right);
        double square = groups.stream().mapToDouble(Sums::square).sum() / probability.length;
        double byChance = groups.stream().mapToDouble(g -> g.variance / g.tasks).sum() / probability.length;
        return new Calibration(
                total / probability.length,
                error,
                Math.sqrt(square),
                Math.sqrt(Math.clamp(square - byChance, 0, square)),
                square > byChance && rare(groups, square * probability.length),
                reliability);
    }

    /** Bins of about equally many tasks. */
    private static List<Sums> groups(double[] probability, double[] right) {
        int n = probability.length;
        int bins = Math.clamp(n / LEAST_TASKS_PER_BIN, 1, BINS);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, t -> t);
        Arrays.sort(order, Comparator.comparingDouble(t -> probability[t]));
        List<Sums> groups = new ArrayList<>();
        int at = 0;
        for (int b = 0; b < bins; b++) {
            Sums bin = new Sums();
            int from = at;
            int end = (int) ((b + 1L) * n / bins);
            // Equal probabilities stay together, or the figure would depend on the order of the tasks.
            while (at < n && (at < end || probability[order[at]] == probability[order[at - 1]])) {
                bin.add(probability[order[at]], right[order[at]]);
                at++;
            }
            if (bin.tasks > 0) {
                bin.each = Arrays.stream(order, from, at)
                        .mapToDouble(t -> probability[t])
                        .toArray();
                groups.add(bin);
            }
        }
        return groups;
    }

    /** Whether honest probabilities rarely give so large a sum of squares; by drawing what is right. */
    private static boolean rare(List<Sums> groups, double seen) {
        SplittableRandom random = new SplittableRandom(1);
        boolean byTask = groups.stream().mapToInt(g -> g.tasks).sum() <= MOST_DRAWN_TASKS;
        int asLarge = 1;
        for (int draw = 0; draw < DRAWS; draw++) {
            double square = 0;
            for (Sums group : groups) {
                double off = byTask ? group.drawn(random) : group.roughlyDrawn(random);
                square += off * off / group.tasks;
            }
            // As large as what was seen, but for rounding.
            asLarge += square >= seen * (1 - 1e-9) ? 1 : 0;
        }
        return asLarge <= LEVEL * (DRAWS + 1);
    }

    private static final class Sums {
        int tasks;
        double probability;
        double right;
        /** Of the number of right labels, if the probabilities are honest. */
        double variance;

        double[] each = new double[0];

        void add(double p, double hit) {
            tasks++;
            probability += p;
            right += hit;
            variance += p * (1 - p);
        }

        /** Tasks times the squared distance of mean probability and share right. */
        double square() {
            return (probability - right) * (probability - right) / tasks;
        }

        double drawn(SplittableRandom random) {
            int hits = 0;
            for (double p : each) {
                hits += random.nextDouble() < p ? 1 : 0;
            }
            return probability - hits;
        }

        double roughlyDrawn(SplittableRandom random) {
            double wrong = tasks - probability;
            if (wrong >= FEW_WRONG) {
                return Math.sqrt(variance) * random.nextGaussian();
            }
            int drawn = -1;
            for (double time = 0; time <= wrong; time += random.nextExponential()) {
                drawn++;
            }
            return drawn - wrong;
        }
    }
}
