package dev.cupel.engine.numbers;

import java.util.Arrays;
import java.util.Optional;

/** Centres of one item's answers, and what each knows of its own error. Answers come sorted. */
final class Centre {
    private Centre() {}

    /**
     * A centre before intervals are made: intervals borrow strength from all items, so they come later.
     *
     * @param variance of one answer, as this centre sees it; times {@code factor} is the centre's squared error
     * @param degrees of freedom of the variance; 0 if one answer says nothing of it
     */
    record Raw(double value, double variance, double factor, double degrees) {}

    static Raw mean(double[] sorted) {
        int n = sorted.length;
        double mean = Arrays.stream(sorted).sum() / n;
        double squares = 0;
        for (double x : sorted) {
            squares += (x - mean) * (x - mean);
        }
        return new Raw(mean, n > 1 ? squares / (n - 1) : 0, 1.0 / n, n - 1);
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
        return new Raw(sum / left, spread.variance, 1 / (kept * kept * n), left - 1);
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
        return new Raw(centre, n > 1 ? influence / (n - 1) : 0, 1 / (kept * kept * n), Math.max(0, n - 1));
    }

    static double median(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    /**
     * Order statistics around the median, without any assumption on the distribution. With few answers no pair of them
     * covers at the wanted level: then the range is given with the level it has.
     */
    static Optional<Interval> medianInterval(double[] sorted, double level) {
        int n = sorted.length;
        if (n < 2) {
            return Optional.empty();
        }
        if (n > 1000) { // the binomial is normal to more digits than a rank has
            int at = (int) Math.floor(n / 2.0 - Quantiles.normal((1 + level) / 2) * Math.sqrt(n) / 2);
            return Optional.of(new Interval(sorted[Math.max(0, at - 1)], sorted[Math.min(n - 1, n - at)], level));
        }
        double outside = Math.exp(-n * Math.log(2)); // P(Binomial(n, 1/2) <= 0)
        double term = outside;
        int rank = 0; // interval is [x_(rank), x_(n-1-rank)], counted from 0
        while (2 * (rank + 2) <= n) {
            double next = term * (n - rank) / (rank + 1.0);
            if (2 * (outside + next) > 1 - level) {
                break;
            }
            outside += next;
            term = next;
            rank++;
        }
        return Optional.of(new Interval(sorted[rank], sorted[n - 1 - rank], Math.min(1 - 2 * outside, 1 - 1e-12)));
    }
}
