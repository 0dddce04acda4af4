package dev.cupel.server.annotation;

import dev.cupel.engine.numbers.Interval;

/**
 * How somebody did on gold.
 *
 * @param answered items
 * @param correct those of which everything was right at the first attempt
 * @param low of the share that was right, 95 % interval (Wilson)
 */
record GoldRecord(long answered, long correct, double low, double high) {
    private static final double LEVEL = 0.95;

    /** @param answered at least 1 */
    static GoldRecord of(long answered, long correct) {
        Interval interval = Interval.ofShare((double) correct / answered, (double) answered, LEVEL);
        return new GoldRecord(answered, correct, interval.low(), interval.high());
    }
}
