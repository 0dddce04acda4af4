package dev.cupel.engine.numbers;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Intervals from random weights on the units: the Bayesian bootstrap, with prior mass on units that were not seen.
 *
 * <p>Where the bootstrap draws units again, this gives every unit a random weight. The weights of {@code n} units are
 * Dirichlet; those of {@code c} equal units add up to one gamma draw of shape {@code c}, so that the cost depends on the
 * kinds of units and not on their number. Prior mass on kinds that are rare or missing in the sample keeps an interval
 * from collapsing where the sample happens to show nothing of them, and Student's quantile widens it for small samples.
 *
 * <p>Replicate {@code b} has its own generator, seeded by (seed, b) alone, so that the result does not depend on threads.
 *
 * <p>Source: D. B. Rubin, "The Bayesian bootstrap", Annals of Statistics 9(1), 1981, doi:10.1214/aos/1176345338. Gamma
 * draws: G. Marsaglia and W. W. Tsang, ACM Transactions on Mathematical Software 26(3), 2000, doi:10.1145/358407.358414.
 */
public final class Reweighting {
    private Reweighting() {}

    /** Statistics of one set of weights; NaN where the statistic is undefined on it. */
    @FunctionalInterface
    public interface Statistics {
        /**
         * @param weights per kind of unit, at least 0, summing to the number of units; reused between calls
         * @return one value per statistic, always in the same order
         */
        double[] of(double[] weights);
    }

    /**
     * @param mass per kind: how many units show it, plus its prior mass; at least 0
     * @param units what weights sum to
     * @param statistics makes one computation per thread, so that it may own scratch space
     * @return values by replicate
     */
    public static double[][] replicate(
            double[] mass, double units, Bootstrap.Options options, IntFunction<Statistics> statistics) {
        int replicates = options.replicates();
        if (replicates == 0 || mass.length == 0) {
            return new double[0][];
        }
        double[][] result = new double[replicates][];
        int chunks = Math.min(replicates, 64);
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            Statistics own = statistics.apply(chunk);
            double[] weights = new double[mass.length];
            int begin = (int) ((long) replicates * chunk / chunks);
            int end = (int) ((long) replicates * (chunk + 1) / chunks);
            for (int b = begin; b < end; b++) {
                SplittableRandom random = new SplittableRandom(Bootstrap.seedOf(options.seed(), b));
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    weights[k] = gamma(mass[k], random);
                    sum += weights[k];
                }
                double scale = units / sum;
                for (int k = 0; k < weights.length; k++) {
                    weights[k] *= scale;
                }
                result[b] = own.of(weights).clone();
            }
        });
        return result;
    }

    /**
     * Interval of one statistic: quantiles of its values, further out where units are few (as Student's quantile is to the
     * normal one), and always holding the estimate itself.
     *
     * @param values by replicate and statistic, as {@link #replicate} returns them
     * @param estimate the statistic of the sample
     * @param units how many units it rests on
     * @return empty with fewer than two units, or when more than a tenth of the values are undefined
     */
    public static Optional<Interval> interval(
            double[][] values, int statistic, double estimate, long units, double level) {
        double[] sorted = Arrays.stream(values)
                .mapToDouble(row -> row[statistic])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (values.length == 0 || units < 2 || sorted.length < 0.9 * values.length) {
            return Optional.empty();
        }
        double reach = Quantiles.student((1 + level) / 2, (double) (units - 1)) * Math.sqrt(units / (units - 1.0));
        double tail = Quantiles.normalTail(reach);
        return Optional.of(new Interval(
                Math.min(estimate, Bootstrap.quantile(sorted, tail)),
                Math.max(estimate, Bootstrap.quantile(sorted, 1 - tail)),
                level));
    }

    /** One draw with this shape and scale 1. */
    private static double gamma(double shape, SplittableRandom random) {
        if (shape <= 0) {
            return 0;
        }
        if (shape == 1) {
            return random.nextExponential();
        }
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - random.nextDouble();
            double square = x * x;
            if (u < 1 - 0.0331 * square * square || Math.log(u) < square / 2 + d * (1 - v + Math.log(v))) {
                return d * v;
            }
        }
    }
}
