package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statistics that are a sum over items divided by another sum over items, with intervals from resampling items. */
final class ItemSums {
    private final int items;
    private final List<double[]> numerators = new ArrayList<>();
    private final List<double[]> denominators = new ArrayList<>();

    ItemSums(int items, int statistics) {
        this.items = items;
        for (int s = 0; s < statistics; s++) {
            numerators.add(new double[items]);
            denominators.add(new double[items]);
        }
    }

    void add(int statistic, int item, double numerator, double denominator) {
        numerators.get(statistic)[item] += numerator;
        denominators.get(statistic)[item] += denominator;
    }

    private double ratio(int statistic, int[] times) {
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < times.length; i++) {
            numerator += times[i] * numerators.get(statistic)[i];
            denominator += times[i] * denominators.get(statistic)[i];
        }
        return denominator > 0 ? numerator / denominator : Double.NaN;
    }

    /**
     * @param oneMinus report {@code 1 - ratio}
     * @param votes answers behind them
     * @param reason why a statistic is undefined when its denominator is zero
     */
    List<Coefficient> coefficients(
            boolean oneMinus, int pairableItems, long votes, Bootstrap.Options bootstrap, String reason) {
        int[] once = new int[items];
        Arrays.fill(once, 1);
        double[][] resampled =
                Bootstrap.replicate(Bootstrap.Kinds.distinct(items), items, bootstrap, chunk -> this::all);
        if (oneMinus) {
            for (double[] row : resampled) {
                Arrays.setAll(row, s -> 1 - row[s]);
            }
        }
        List<Coefficient> result = new ArrayList<>();
        for (int s = 0; s < numerators.size(); s++) {
            double value = ratio(s, once);
            result.add(
                    Double.isNaN(value)
                            ? new Coefficient.Undefined(reason)
                            : new Coefficient.Estimate(
                                    oneMinus ? 1 - value : value,
                                    Bootstrap.interval(resampled, s, bootstrap.level()),
                                    pairableItems,
                                    votes));
        }
        return result;
    }

    private double[] all(int[] times) {
        double[] values = new double[numerators.size()];
        Arrays.setAll(values, s -> ratio(s, times));
        return values;
    }
}
