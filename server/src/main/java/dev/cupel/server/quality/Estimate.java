package dev.cupel.server.quality;

import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Quantiles;
import org.jspecify.annotations.Nullable;

/**
 * A number that never stands alone: with its 95 % interval and what it rests on, or the reason why there is none.
 *
 * @param value the estimate; null if undefined
 * @param low lower end of the interval, where there is one
 * @param high upper end of the interval
 * @param n how many items or answers it rests on
 * @param undefinedBecause a sentence; null if there is a value
 */
public record Estimate(
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        long n,
        @Nullable String undefinedBecause) {
    private static final double LEVEL = 0.95;

    static Estimate undefined(String because) {
        return new Estimate(null, null, null, 0, because);
    }

    static Estimate of(double value, long n) {
        return new Estimate(rounded(value), null, null, n, null);
    }

    static Estimate of(Coefficient coefficient) {
        return switch (coefficient) {
            case Coefficient.Undefined undefined -> undefined(undefined.reason());
            case Coefficient.Estimate estimate ->
                new Estimate(
                        rounded(estimate.value()),
                        estimate.interval()
                                .map(Interval::low)
                                .map(Estimate::rounded)
                                .orElse(null),
                        estimate.interval()
                                .map(Interval::high)
                                .map(Estimate::rounded)
                                .orElse(null),
                        estimate.items(),
                        null);
        };
    }

    /**
     * A share of {@code n} with Wilson's 95 % interval (Wilson 1927), which keeps within [0, 1] and says something
     * sensible about 0 of 5. Parts of successes are allowed; the interval is then on the cautious side.
     *
     * @param because what to say if {@code n} is 0
     */
    static Estimate share(double successes, long n, String because) {
        if (n == 0) {
            return undefined(because);
        }
        double z = Quantiles.normal(1 - (1 - LEVEL) / 2);
        double p = Math.min(1, successes / n);
        double scale = 1 + z * z / n;
        double centre = (p + z * z / (2.0 * n)) / scale;
        double half = z / scale * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return new Estimate(
                rounded(p), rounded(Math.max(0, centre - half)), rounded(Math.min(1, centre + half)), n, null);
    }

    /** Six decimals: more would only pretend. */
    static double rounded(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }
}
