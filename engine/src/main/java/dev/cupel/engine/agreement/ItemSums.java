package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Reweighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statistics that are a sum over items divided by another sum over items, with intervals from random weights on the items. */
final class ItemSums {
    private final int items;
    private final List<double[]> numerators = new ArrayList<>();
    private final List<double[]> denominators = new ArrayList<>();

    ItemSums(int items, int statistics) {
        this.items = items;
        for (int s = 0; s < statistics; s++) {
            numerators.add(new double[items + 2]); // two more for what was not seen
            denominators.add(new double[items + 2]);
        }
    }

    void add(int statistic, int item, double numerator, double denominator) {
        numerators.get(statistic)[item] += numerator;
        denominators.get(statistic)[item] += denominator;
    }

    private double ratio(int statistic, double[] times) {
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
        double[] once = new double[items + 2];
        Arrays.fill(once, 0, items, 1);
        double[] values = all(once);
        double[] mass = once.clone();
        addPrior(oneMinus, mass);
        double[][] resampled = Reweighting.replicate(mass, items, bootstrap, chunk -> this::all);
        if (oneMinus) {
            for (double[] row : resampled) {
                Arrays.setAll(row, s -> 1 - row[s]);
            }
        }
        List<Coefficient> result = new ArrayList<>();
        for (int s = 0; s < numerators.size(); s++) {
            result.add(
                    Double.isNaN(values[s])
                            ? new Coefficient.Undefined(reason)
                            : Intervals.estimate(
                                    oneMinus ? 1 - values[s] : values[s],
                                    resampled,
                                    s,
                                    bootstrap,
                                    null,
                                    pairableItems,
                                    votes));
        }
        return result;
    }

    /** An item of full agreement, and, if none disagreed, one of none: what the sample may have missed by chance. */
    private void addPrior(boolean oneMinus, double[] mass) {
        mass[items] = Intervals.UNANIMOUS;
        mass[items + 1] = Intervals.DISPUTED;
        for (int s = 0; s < numerators.size(); s++) {
            double[] numerator = numerators.get(s);
            double[] denominator = denominators.get(s);
            double whole = Arrays.stream(denominator).sum();
            double apart = 0;
            int disputed = 0;
            for (int i = 0; i < items; i++) {
                double away = oneMinus ? numerator[i] : denominator[i] - numerator[i];
                if (away > 1e-12 * denominator[i]) {
                    apart += away / Math.max(denominator[i], 1e-300);
                    disputed++;
                }
            }
            double usual = whole / Math.max(1, items);
            double share = disputed == 0 ? 1 : apart / disputed;
            denominator[items] = usual;
            numerator[items] = oneMinus ? 0 : usual;
            denominator[items + 1] = usual;
            numerator[items + 1] = oneMinus ? share * usual : (1 - share) * usual;
        }
    }

    private double[] all(double[] times) {
        double[] values = new double[numerators.size()];
        Arrays.setAll(values, s -> ratio(s, times));
        return values;
    }
}
