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

    /** Whether {@code value} lies between the ends, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** {@code high - low}. */
    public double width() {
        return high - low;
    }
}
