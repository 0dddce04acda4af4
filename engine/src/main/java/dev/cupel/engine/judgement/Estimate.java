package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.numbers.Interval;
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

    public static Estimate undefined(String because) {
        return new Estimate(null, null, null, 0, because);
    }

    public static Estimate of(Coefficient coefficient) {
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
     * A share of {@code n} with its 95 % interval, see {@link Interval#ofShare}.
     *
     * @param because what to say if {@code n} is 0
     */
    public static Estimate share(double successes, long n, String because) {
        if (n == 0) {
            return undefined(because);
        }
        double p = Math.min(1, successes / n);
        Interval interval = Interval.ofShare(p, (double) n, LEVEL);
        return new Estimate(rounded(p), rounded(interval.low()), rounded(interval.high()), n, null);
    }

    /**
     * How much larger one share is than another that was seen apart, see {@link Interval#ofDifference}.
     *
     * @return undefined for the reason that one of them is; {@code n} is that of the smaller group
     */
    static Estimate difference(double successes1, long n1, double successes2, long n2, String because) {
        if (n1 == 0 || n2 == 0) {
            return undefined(because);
        }
        double share1 = successes1 / n1;
        double share2 = successes2 / n2;
        Interval interval = Interval.ofDifference(
                share1,
                Interval.ofShare(share1, (double) n1, LEVEL),
                share2,
                Interval.ofShare(share2, (double) n2, LEVEL));
        return new Estimate(
                rounded(share1 - share2), rounded(interval.low()), rounded(interval.high()), Math.min(n1, n2), null);
    }

    /** Six decimals: more would only pretend. */
    public static double rounded(double value) {
        return Math.rint(value * 1e6) / 1e6;
    }
}
