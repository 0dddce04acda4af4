package dev.cupel.engine.numbers;

/**
 * Where a quantity plausibly lies.
 *
 * @param low lower end, at most {@code high}
 * @param high upper end
 * @param level nominal coverage in (0, 1), for example 0.95
 */
public record Interval(double low, double high, double level) {
    public Interval {
        if (!(low <= high) || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("not an interval: [" + low + ", " + high + "] at level " + level);
        }
    }

    /**
     * Score interval of a share (Wilson 1927), which keeps within [0, 1] and says something sensible about 0 of 5.
     *
     * @param share what was seen, in [0, 1]
     * @param n of how many, above 0; parts are allowed, the interval is then on the cautious side
     */
    public static Interval ofShare(double share, double n, double level) {
        return ofShare(share, n, Quantiles.normal((1 + level) / 2), level);
    }

    /** The same with a quantile of another distribution. */
    public static Interval ofShare(double share, double n, double z, double level) {
        double scale = 1 + z * z / n;
        double centre = (share + z * z / (2 * n)) / scale;
        double half = z / scale * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
        // Rounding must not push the share itself out at 0 and 1.
        return new Interval(
                Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half)), level);
    }

    /**
     * Interval of the difference of two shares that were seen apart, from the intervals of each (Newcombe, Statistics in Medicine
     * 1998, method 10).
     *
     * @param share1 the share that is lessened
     * @param of1 its interval, of {@link #ofShare}
     */
    public static Interval ofDifference(double share1, Interval of1, double share2, Interval of2) {
        double difference = share1 - share2;
        double down = Math.hypot(share1 - of1.low, of2.high - share2);
        double up = Math.hypot(of1.high - share1, share2 - of2.low);
        return new Interval(Math.max(-1, difference - down), Math.min(1, difference + up), of1.level);
    }

    /** Whether {@code value} lies between the ends, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** {@code high - low}. */
    public double width() {
        return high - low;
    }
}
