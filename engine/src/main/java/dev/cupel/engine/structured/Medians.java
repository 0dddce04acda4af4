package dev.cupel.engine.structured;

import java.util.Arrays;
import java.util.Comparator;

/** The middle of some numbers. */
final class Medians {
    private Medians() {}

    /** The mean of the middle two for an even number. */
    static double of(double[] values) {
        double[] weights = new double[values.length];
        Arrays.fill(weights, 1);
        return weighted(values, weights);
    }

    /** The value up to which half of the weight lies; half way to the next if it is exactly half. */
    static double weighted(double[] values, double[] weights) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double half = Arrays.stream(weights).sum() / 2;
        double below = 0;
        for (int i = 0; i < order.length - 1; i++) {
            below += weights[order[i]];
            if (Math.abs(below - half) <= 1e-9 * half) {
                return (values[order[i]] + values[order[i + 1]]) / 2;
            }
            if (below > half) {
                return values[order[i]];
            }
        }
        return values[order[order.length - 1]];
    }
}
