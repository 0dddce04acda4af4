package dev.cupel.engine.numbers;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The percentile bootstrap: draw as many units as there are, with replacement, compute again, take quantiles.
 *
 * <p>Replicate {@code b} draws from its own generator, seeded by (seed, b) alone, so that the result does not depend
 * on how many threads share the work or in which order they finish.
 *
 * <p>Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7(1), 1979.
 */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * @param replicates how many times to resample, at least 1; 1,000 is usual
     * @param level nominal coverage in (0, 1)
     * @param seed the same seed gives the same interval, on any number of threads
     */
    public record Options(int replicates, double level, long seed) {
        public static final Options DEFAULTS = new Options(1_000, 0.95, 1);
        /** No resampling: results come without intervals. */
        public static final Options NONE = new Options(0, 0.95, 1);

        public Options {
            if (replicates < 0 || replicates > 1_000_000) {
                throw new IllegalArgumentException("replicates must be 0 to 1,000,000, not " + replicates);
            }
            if (!(level > 0 && level < 1)) {
                throw new IllegalArgumentException("level must lie in (0, 1), not " + level);
            }
        }

        public Options withReplicates(int count) {
            return new Options(count, level, seed);
        }

        public Options withSeed(long newSeed) {
            return new Options(replicates, level, newSeed);
        }
    }

    /** Statistics of one resample; NaN where the statistic is undefined on it. */
    @FunctionalInterface
    public interface Statistics {
        /**
         * @param timesDrawn how often each kind of unit was drawn; reused between calls, so not to be kept
         * @return one value per statistic, always in the same order
         */
        double[] of(int[] timesDrawn);
    }

    /**
     * Resamples units that come in few kinds: what counts is only how often each kind is drawn.
     *
     * @param kindOf kind of each unit, 0 to kinds - 1
     * @param kinds number of kinds
     * @param statistics makes one computation per thread, so that it may own scratch space
     * @return values by replicate
     */
    public static double[][] replicate(Kinds kindOf, int kinds, Options options, IntFunction<Statistics> statistics) {
        int replicates = options.replicates();
        double[][] result = new double[replicates][];
        if (replicates == 0 || kindOf.size() == 0) {
            return new double[0][];
        }
        int chunks = Math.min(replicates, 64);
        IntStream.range(0, chunks).parallel().forEach(chunk -> {
            Statistics own = statistics.apply(chunk);
            int[] timesDrawn = new int[kinds];
            int begin = (int) ((long) replicates * chunk / chunks);
            int end = (int) ((long) replicates * (chunk + 1) / chunks);
            for (int b = begin; b < end; b++) {
                Arrays.fill(timesDrawn, 0);
                kindOf.draw(seedOf(options.seed(), b), timesDrawn);
                result[b] = own.of(timesDrawn).clone();
            }
        });
        return result;
    }

    /**
     * Percentile interval of one statistic; empty when more than a tenth of the resamples left it undefined, because
     * the remaining ones are then a selected sample.
     *
     * @param values by replicate and statistic, as {@link #replicate} returns them
     */
    public static Optional<Interval> interval(double[][] values, int statistic, double level) {
        double[] sorted = Arrays.stream(values)
                .mapToDouble(row -> row[statistic])
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        if (values.length == 0 || sorted.length < 0.9 * values.length) {
            return Optional.empty();
        }
        double tail = (1 - level) / 2;
        return Optional.of(new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail), level));
    }

    /** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996). */
    public static double quantile(double[] sorted, double share) {
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    /** Seed of one replicate: neighbouring replicates get unrelated streams. */
    public static long seedOf(long seed, int replicate) {
        return mix(mix(seed + 0x9E3779B97F4A7C15L) + 0xD1B54A32D192ED03L * (replicate + 1L));
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Kind of each unit, packed small so that random access stays in cache. */
    public static final class Kinds {
        private final char[] narrow;
        private final int[] wide;
        private final int size;

        private Kinds(char[] narrow, int[] wide, int size) {
            this.narrow = narrow;
            this.wide = wide;
            this.size = size;
        }

        /** Every unit is its own kind. */
        public static Kinds distinct(int size) {
            return new Kinds(new char[0], new int[0], size);
        }

        /**
         * @param kindOf kind of each unit; copied only when it can be packed
         * @param kinds number of kinds
         */
        public static Kinds of(int[] kindOf, int kinds) {
            if (kinds > Character.MAX_VALUE) {
                return new Kinds(new char[0], kindOf, kindOf.length);
            }
            char[] narrow = new char[kindOf.length];
            for (int i = 0; i < narrow.length; i++) {
                narrow[i] = (char) kindOf[i];
            }
            return new Kinds(narrow, new int[0], narrow.length);
        }

        public int size() {
            return size;
        }

        /** SplitMix64 and Lemire's multiplication: the bias of a draw is below size / 2^64. */
        private void draw(long seed, int[] timesDrawn) {
            long state = seed;
            int units = size;
            if (narrow.length > 0) {
                for (int i = 0; i < units; i++) {
                    state += 0x9E3779B97F4A7C15L;
                    timesDrawn[narrow[(int) Math.unsignedMultiplyHigh(mix(state), units)]]++;
                }
            } else if (wide.length > 0) {
                for (int i = 0; i < units; i++) {
                    state += 0x9E3779B97F4A7C15L;
                    timesDrawn[wide[(int) Math.unsignedMultiplyHigh(mix(state), units)]]++;
                }
            } else {
                for (int i = 0; i < units; i++) {
                    state += 0x9E3779B97F4A7C15L;
                    timesDrawn[(int) Math.unsignedMultiplyHigh(mix(state), units)]++;
                }
            }
        }
    }
}
