package dev.cupel.engine.numbers;

import java.util.Optional;

/**
 * How far answers scatter on each item: an item's own estimate, and what the <em>other</em> items say of it.
 *
 * <p>Items differ in how far answers scatter. The more alike they are, the more answers' worth is borrowed from the others
 * (moderated variances: G. K. Smyth, SAGMB 3, 2004). How alike they are is read from the mean of the standard deviations
 * against the root of the mean variance, which also works where many items have no spread at all; if variances are scaled
 * inverse chi-square with {@code d} degrees of freedom, that ratio is known. The item itself takes no part: its own spread
 * and what is borrowed must be independent for Student's quantile to hold.
 */
final class Spreads {
    /** Fewer other items than this cannot tell how alike items are: nothing is borrowed then. */
    static final int LEAST_OTHERS = 5;

    private static final double[] DEGREES = {3, 4, 5, 6, 8, 10, 12, 16, 20, 28, 40, 60, 100, 1_000_000};
    /** Squared ratio of mean deviation and root mean variance at each of {@link #DEGREES}. */
    private static final double[] ALIKE = new double[DEGREES.length];

    static {
        for (int i = 0; i < ALIKE.length; i++) {
            double d = DEGREES[i];
            double log = Quantiles.logGamma((d - 1) / 2) - Quantiles.logGamma(d / 2);
            ALIKE[i] = d > 1000 ? 1 : (d - 2) / 2 * Math.exp(2 * log);
        }
    }

    private final double[] spread;
    private final double[] degrees;
    private double squares;
    private double roots;
    private double total;
    private int items;

    /**
     * @param spread variance of one answer on each item
     * @param degrees of freedom of each; 0 where the item says nothing
     */
    Spreads(double[] spread, double[] degrees) {
        this.spread = spread;
        this.degrees = degrees;
        for (int i = 0; i < spread.length; i++) {
            if (degrees[i] > 0) {
                squares += degrees[i] * spread[i];
                roots += degrees[i] * root(i);
                total += degrees[i];
                items++;
            }
        }
    }

    /**
     * @param spread variance of one answer
     * @param degrees of freedom that it has
     * @param own share of them that the item's own answers gave, in [0, 1]
     */
    record Estimate(double spread, double degrees, double own) {}

    /** The item's own spread moderated by the others'; empty if nothing is known of it. */
    Optional<Estimate> of(int item) {
        double own = degrees[item];
        boolean counts = own > 0;
        double others = total - own;
        if (items - (counts ? 1 : 0) >= LEAST_OTHERS) {
            double mean = Math.max(0, squares - (counts ? own * spread[item] : 0)) / others;
            double deviation = (roots - (counts ? own * root(item) : 0)) / others;
            if (mean > 0) {
                double alike = deviation * deviation / mean;
                int at = 0;
                while (at < ALIKE.length - 1 && ALIKE[at + 1] <= alike) {
                    at++;
                }
                double borrowed = Math.min(DEGREES[at], others);
                double common = mean * (DEGREES[at] - 2) / DEGREES[at];
                double all = own + borrowed;
                return Optional.of(new Estimate((own * spread[item] + borrowed * common) / all, all, own / all));
            }
        }
        return alone(item);
    }

    /** The item's own spread; empty if its answers are equal, which does not show that there is none. */
    Optional<Estimate> alone(int item) {
        return degrees[item] > 0 && spread[item] > 0
                ? Optional.of(new Estimate(spread[item], degrees[item], 1))
                : Optional.empty();
    }

    /** The item's standard deviation, freed of its bias. */
    private double root(int item) {
        double d = degrees[item];
        double bias = d > 200
                ? 1 - 0.25 / d
                : Math.sqrt(2 / d) * Math.exp(Quantiles.logGamma((d + 1) / 2) - Quantiles.logGamma(d / 2));
        return Math.sqrt(spread[item]) / bias;
    }
}
