package dev.cupel.engine.preference;

import dev.cupel.engine.numbers.Bootstrap;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What the scores would be without some of the people: the jackknife over groups of units. One worker's answers are not
 * independent, and leaving the worker out shows how much hangs on them, whatever the method.
 *
 * <p>Every unit is a group of its own up to {@link #MOST}; more units are dealt to that many groups. Variance by
 * {@code (G - 1) / G} times the squared distances from the whole data's figures, Student with {@code G - 1} degrees of freedom.
 * Source: M. H. Quenouille, Biometrika 43, 1956; B. Efron and C. Stein, Annals of Statistics 9, 1981.
 */
final class Clusters {
    /** Groups at most: each costs one fit, from the whole data's solution on. */
    private static final int MOST = 200;

    private Clusters() {}

    static int groups(int units) {
        return Math.min(units, MOST);
    }

    /**
     * @param whole the figures of all units
     * @param units at least 2
     * @param refit the same figures when each unit counts so often
     * @return variance of each figure
     */
    static double[] variances(double[] whole, int units, IntFunction<Bootstrap.Statistics> refit) {
        int groups = groups(units);
        int chunks = Math.min(groups, 16);
        double[][] without = new double[groups][];
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            Bootstrap.Statistics own = refit.apply(chunk);
            int[] times = new int[units];
            for (int g = chunk; g < groups; g += chunks) {
                Arrays.fill(times, 1);
                for (int u = g; u < units; u += groups) {
                    times[u] = 0;
                }
                without[g] = own.of(times).clone();
            }
        });
        double[] variance = new double[whole.length];
        for (double[] figures : without) {
            for (int i = 0; i < variance.length; i++) {
                double away = figures[i] - whole[i];
                variance[i] += away * away * (groups - 1) / groups;
            }
        }
        return variance;
    }
}
