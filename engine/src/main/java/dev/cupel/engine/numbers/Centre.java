package dev.cupel.engine.numbers;

import java.util.Arrays;
import java.util.Optional;

/** Centres of one item's answers, and what each knows of its own error. Answers come sorted. */
final class Centre {
    private Centre() {}

    /**
     * A centre before intervals are made: intervals borrow strength from the other items, so they come later.
     *
     * @param value the centre
     * @param spread variance of one answer, as this centre sees it: times {@code factor} it is the centre's squared error
     * @param factor about one over the number of answers, above 0, where the spread is known
     * @param ownFactor the same where the spread is read from these answers alone: centres other than the mean are not
     *     independent of it, and at few answers Student's quantile needs a smaller one
     * @param degrees of freedom of the spread; 0 if one answer says nothing of it
     */
    record Raw(double value, double spread, double factor, double ownFactor, double degrees) {
        static final Raw NONE = new Raw(0, 0, 0, 0, 0);

        Raw(double value, double spread, double factor, double degrees) {
            this(value, spread, factor, factor, degrees);
        }
    }

    static Raw mean(double[] sorted) {
        int n = sorted.length;
        double mean = Arrays.stream(sorted).sum() / n;
        return new Raw(mean, variance(sorted, mean), 1.0 / n, n - 1);
    }

    private static double variance(double[] sorted, double mean) {
        if (sorted[0] == sorted[sorted.length - 1]) {
            return 0; // not what rounding of the mean leaves
        }
        double squares = 0;
        for (double x : sorted) {
            squares += (x - mean) * (x - mean);
        }
        return squares / (sorted.length - 1);
    }

    /** A mean whose answers have variances in inverse proportion to known weights above 0. */
    static Raw weighted(double[] values, double[] weights) {
        double sum = 0;
        double all = 0;
        double low = values[0];
        double high = values[0];
        for (int k = 0; k < values.length; k++) {
            sum += weights[k] * values[k];
            all += weights[k];
            low = Math.min(low, values[k]);
            high = Math.max(high, values[k]);
        }
        double centre = Math.min(high, Math.max(low, sum / all)); // rounding must not leave the range
        double squares = 0;
        for (int k = 0; k < values.length; k++) {
            squares += weights[k] * (values[k] - centre) * (values[k] - centre);
        }
        int n = values.length;
        return new Raw(centre, n > 1 && low < high ? squares / (n - 1) : 0, 1 / all, n - 1);
    }

    /** Tukey and McLaughlin 1963: winsorised variance over the answers that are left. */
    static Raw trimmed(double[] sorted, double share) {
        int n = sorted.length;
        int cut = (int) (share * n + 1e-9);
        int left = n - 2 * cut;
        double sum = 0;
        for (int i = cut; i < n - cut; i++) {
            sum += sorted[i];
        }
        double[] winsorised = sorted.clone();
        Arrays.fill(winsorised, 0, cut, sorted[cut]);
        Arrays.fill(winsorised, n - cut, n, sorted[n - cut - 1]);
        Raw spread = mean(winsorised);
        double kept = (double) left / n;
        return new Raw(sum / left, spread.spread / (kept * kept), 1.0 / n, left - 1);
    }

    /**
     * Huber 1964 with the scaled median absolute deviation. Where more than half of the answers are equal that scale is
     * zero and the centre would fall back to the median; the mean absolute deviation is taken instead, as scales on
     * which half the crowd says 0 are common.
     */
    static Raw huber(double[] sorted, double bend) {
        int n = sorted.length;
        double centre = median(sorted);
        double start = centre;
        double[] deviations =
                Arrays.stream(sorted).map(x -> Math.abs(x - start)).sorted().toArray();
        double scale = 1.4826 * median(deviations);
        if (scale == 0) {
            scale = 1.2533 * Arrays.stream(deviations).sum() / n;
        }
        if (scale == 0) {
            return new Raw(centre, 0, 1.0 / n, n - 1);
        }
        double limit = bend * scale;
        for (int round = 0; round < 200; round++) {
            double sum = 0;
            double weights = 0;
            for (double x : sorted) {
                double r = Math.abs(x - centre);
                double w = r <= limit ? 1 : limit / r;
                sum += w * x;
                weights += w;
            }
            double next = sum / weights;
            boolean done = Math.abs(next - centre) < 1e-10 * scale;
            centre = next;
            if (done) {
                break;
            }
        }
        double influence = 0;
        int inside = 0;
        for (double x : sorted) {
            double r = Math.min(Math.abs(x - centre), limit);
            influence += r * r;
            inside += Math.abs(x - centre) <= limit ? 1 : 0;
        }
        double kept = Math.max(1, inside) / (double) n;
        if (n < SMALL_HUBER.length) {
            return new Raw(centre, mean(sorted).spread(), SMALL_HUBER[n] / n, OWN_HUBER[n] / n, n - 1);
        }
        // One degree more is lost for the scale: without it intervals of ten normal answers cover .937.
        return new Raw(centre, influence / (n - 2) / (kept * kept), 1.0 / n, n - 1);
    }

    /**
     * Squared error of Huber's centre of n answers in that of their mean: half of what normal answers need by simulation
     * (300,000 draws), because answers with heavy tails need less. Used below ten answers, where the share of answers inside
     * the bend says too little.
     */
    private static final double[] SMALL_HUBER = {1, 1, 1, 1.088, 1.057, 1.059, 1.047, 1.049, 1.040, 1.042};
    /** The factor with which Student's quantile covers 95 % of normal samples, the spread being their own. */
    private static final double[] OWN_HUBER = {1, 1, 1, 1.020, 1.029, 1.051, 1.054, 1.064, 1.051, 1.051};

    static double median(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    /** Up to this many answers no pair of order statistics covers 95 %: normal answers are assumed instead. */
    static final int FEW = 5;

    /** Squared error of the median of n normal answers in that of their mean. */
    private static final double[] NORMAL_MEDIAN = {1, 1, 1, 1.343, 1.192, 1.428};

    /** As {@link #OWN_HUBER}. */
    private static final double[] OWN_MEDIAN = {1, 1, 1, 1.043, 1.053, 1.182};

    /** @param sorted at most {@link #FEW} */
    static Raw fewMedian(double[] sorted) {
        Raw mean = mean(sorted);
        int n = sorted.length;
        return new Raw(median(sorted), mean.spread(), NORMAL_MEDIAN[n] / n, OWN_MEDIAN[n] / n, mean.degrees());
    }

    /**
     * Order statistics around the median, without any assumption on the shape of the distribution, and between two of
     * them by T. P. Hettmansperger and S. J. Sheather, Statistics and Probability Letters 4, 1986.
     *
     * @param sorted more than {@link #FEW}
     */
    static Optional<Interval> medianInterval(double[] sorted, double level) {
        int n = sorted.length;
        double below = 0; // P(Binomial(n, 1/2) < rank)
        double logTerm = -n * Math.log(2); // ln P(Binomial(n, 1/2) = rank)
        double tail = (1 - level) / 2;
        for (int rank = 0; 2 * rank < n; rank++) {
            double next = below + Math.exp(logTerm);
            if (next > tail) {
                if (rank == 0) {
                    return Optional.empty(); // even the whole range covers less often
                }
                double outer = 1 - 2 * below;
                double inner = Math.max(0, 1 - 2 * next);
                double share = (outer - level) / (outer - inner);
                double inwards = (n - rank) * share / (rank + (n - 2.0 * rank) * share);
                return Optional.of(new Interval(
                        between(sorted[rank - 1], sorted[rank], inwards),
                        between(sorted[n - rank], sorted[n - rank - 1], inwards),
                        level));
            }
            below = next;
            logTerm += Math.log((n - rank) / (rank + 1.0));
        }
        return Optional.empty();
    }

    private static double between(double outer, double inner, double share) {
        return outer + share * (inner - outer);
    }
}
