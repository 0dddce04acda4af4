package dev.cupel.engine.numbers;

import java.util.Optional;

/**
 * Whether one number can stand for an item's answers at all.
 *
 * @param spread distance between the quartiles
 * @param skewness (Q3 + Q1 - 2 Q2) / (Q3 - Q1), in [-1, 1]; negative: the lower half reaches further; empty if the
 *     quartiles are equal
 * @param skewed whether the skewness is beyond what symmetric answers of this number show by chance (about 5 %)
 * @param twoCamps centres of two groups of answers if they fall into two, else empty; about 1 % of evenly spread answers
 *     are flagged by chance
 */
public record Shape(double spread, Optional<Double> skewness, boolean skewed, Optional<TwoCamps> twoCamps) {
    /**
     * @param low centre of the lower group
     * @param high centre of the higher group
     * @param highShare share of the answers in the higher group
     */
    public record TwoCamps(double low, double high, double highShare) {}

    /** @param sorted answers, ascending, at least one */
    static Shape of(double[] sorted) {
        int n = sorted.length;
        double q1 = Bootstrap.quantile(sorted, 0.25);
        double q2 = Bootstrap.quantile(sorted, 0.5);
        double q3 = Bootstrap.quantile(sorted, 0.75);
        Optional<Double> skewness = q3 > q1 ? Optional.of((q3 + q1 - 2 * q2) / (q3 - q1)) : Optional.empty();
        // 1.33 / sqrt(n) is the statistic's standard deviation on normal answers, found by simulation for n = 8 to 800.
        boolean skewed = n >= 8
                && skewness.map(b -> Math.abs(b) > Math.max(0.15, 1.96 * 1.33 / Math.sqrt(n)))
                        .orElse(false);
        return new Shape(q3 - q1, skewness, skewed, twoCamps(sorted));
    }

    /**
     * Splits the answers where the two parts are tightest, each with at least a fifth of them. Evenly spread answers keep
     * a quarter of their squared spread after that; 0.25 - 0.64 / sqrt(n) is below the 1 % quantile of what evenly spread
     * answers keep, by simulation for n = 6 to 800, and bell-shaped or one-sided answers keep more.
     */
    private static Optional<TwoCamps> twoCamps(double[] sorted) {
        int n = sorted.length;
        int least = Math.max(2, (int) Math.ceil(0.2 * n));
        double offset = sorted[n / 2];
        double sum = 0;
        double squares = 0;
        for (double x : sorted) {
            sum += x - offset;
            squares += (x - offset) * (x - offset);
        }
        double total = squares - sum * sum / n;
        double left = 0;
        double between = 0;
        int split = -1;
        for (int k = 1; k <= n - least; k++) {
            left += sorted[k - 1] - offset;
            double right = sum - left;
            double explained = left * left / k + right * right / (n - k) - sum * sum / n;
            if (k >= least && explained > between) {
                between = explained;
                split = k;
            }
        }
        if (split < 0 || total <= 0 || 1 - between / total >= 0.25 - 0.64 / Math.sqrt(n)) {
            return Optional.empty();
        }
        double low = 0;
        for (int i = 0; i < split; i++) {
            low += sorted[i] / split;
        }
        double high = 0;
        for (int i = split; i < n; i++) {
            high += sorted[i] / (n - split);
        }
        return Optional.of(new TwoCamps(low, high, (double) (n - split) / n));
    }
}
