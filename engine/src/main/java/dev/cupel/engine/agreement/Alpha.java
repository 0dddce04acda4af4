package dev.cupel.engine.agreement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Krippendorff's alpha over vote patterns: {@code 1 - D_o / D_e}. What does not depend on the resample is computed once
 * per pattern.
 *
 * <p>Ordinal distance is the squared difference of mid-ranks, which turns its double sum into two single sums.
 */
abstract class Alpha {
    final VotePatterns patterns;

    private Alpha(VotePatterns patterns) {
        this.patterns = patterns;
    }

    /** NaN if expected disagreement is zero; call {@link #undefined} for the reason. */
    abstract double of(double[] times, NominalSums tally);

    /** Why alpha has no value, or null if it has one. */
    static @Nullable String undefined(NominalSums tally) {
        if (tally.pairableItems == 0) {
            return NO_PAIRS;
        }
        return tally.pairableClassesUsed() < 2 ? ONE_CLASS : null;
    }

    static final String NO_PAIRS =
            "No item has two or more votes, so there is nothing to compare. Collect a second vote on some items.";
    static final String ONE_CLASS =
            "All votes on items with two or more votes name the same class, so agreement beyond chance cannot be told"
                    + " from a lack of variation. Include items of other classes.";

    static Alpha of(Distance distance, VotePatterns patterns) {
        return switch (distance) {
            case Distance.Nominal nominal -> new Nominal(patterns);
            case Distance.Ordinal ordinal -> new Ordinal(patterns);
            case Distance.Interval interval -> new Squared(patterns, centred(interval.values(), patterns));
            case Distance.Ratio ratio -> new General(patterns, ratio(ratio.values()));
            case Distance.Custom custom -> new General(patterns, custom.between());
        };
    }

    private static Distance.Between ratio(List<Double> values) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        return (a, b) -> {
            double sum = x[a] + x[b];
            double relative = sum == 0 ? 0 : (x[a] - x[b]) / sum;
            return relative * relative;
        };
    }

    /** Differences do not change, but sums of squares keep their digits. */
    private static double[] centred(List<Double> values, VotePatterns patterns) {
        double[] x = values.stream().mapToDouble(Double::doubleValue).toArray();
        double sum = 0;
        double n = 0;
        for (int p = 0; p < patterns.size; p++) {
            for (int c = patterns.begin[p]; c < patterns.begin[p + 1]; c++) {
                double votes = patterns.items[p] * patterns.count[c];
                sum += votes * x[patterns.category[c]];
                n += votes;
            }
        }
        for (int k = 0; k < x.length && n > 0; k++) {
            x[k] -= sum / n;
        }
        return x;
    }

    private static final class Nominal extends Alpha {
        Nominal(VotePatterns patterns) {
            super(patterns);
        }

        @Override
        double of(double[] times, NominalSums tally) {
            double n = tally.pairableVotes;
            double confirmed = 0;
            double expected = 0;
            for (int k = 0; k < tally.pairable.length; k++) {
                confirmed += tally.confirmed[k];
                expected += tally.pairable[k] * (n - tally.pairable[k]);
            }
            return ratio(n - confirmed, expected / (n - 1));
        }
    }

    private static final class Squared extends Alpha {
        private final double[] x;
        private final double[] within;

        Squared(VotePatterns patterns, double[] x) {
            super(patterns);
            this.x = x;
            this.within = new double[patterns.size];
            for (int p = 0; p < patterns.size; p++) {
                within[p] = spread(patterns, p, x);
            }
        }

        @Override
        double of(double[] times, NominalSums tally) {
            double observed = 0;
            for (int p = 0; p < patterns.size; p++) {
                observed += times[p] * within[p];
            }
            return ratio(observed, expectedSquared(tally, x));
        }
    }

    private static final class Ordinal extends Alpha {
        Ordinal(VotePatterns patterns) {
            super(patterns);
        }

        @Override
        double of(double[] times, NominalSums tally) {
            double[] rank = new double[tally.pairable.length];
            double below = -tally.pairableVotes / 2.0;
            for (int k = 0; k < rank.length; k++) {
                rank[k] = below + tally.pairable[k] / 2;
                below += tally.pairable[k];
            }
            double observed = 0;
            for (int p = 0; p < patterns.size; p++) {
                if (times[p] > 0) {
                    observed += times[p] * spread(patterns, p, rank);
                }
            }
            return ratio(observed, expectedSquared(tally, rank));
        }
    }

    private static final class General extends Alpha {
        /** Up to this many classes, distances are looked up instead of computed again in every resample. */
        private static final int TABLED = 2_048;

        private static Distance.Between tabled(Distance.Between distance, int classes) {
            double[][] table = new double[classes][];
            for (int k = 0; k < classes; k++) {
                table[k] = new double[k + 1];
                for (int l = 0; l <= k; l++) {
                    table[k][l] = distance.of(k, l);
                }
            }
            return (a, b) -> table[Math.max(a, b)][Math.min(a, b)];
        }

        private final Distance.Between distance;
        private final double[] within;

        General(VotePatterns patterns, Distance.Between distance) {
            super(patterns);
            this.distance = patterns.classCount <= TABLED ? tabled(distance, patterns.classCount) : distance;
            this.within = new double[patterns.size];
            for (int p = 0; p < patterns.size; p++) {
                double sum = 0;
                for (int a = patterns.begin[p]; a < patterns.begin[p + 1]; a++) {
                    for (int b = patterns.begin[p]; b < a; b++) {
                        sum += (double) patterns.count[a]
                                * patterns.count[b]
                                * distance.of(patterns.category[a], patterns.category[b]);
                    }
                }
                within[p] = patterns.votes[p] < 2 ? 0 : sum / (patterns.votes[p] - 1);
            }
        }

        @Override
        double of(double[] times, NominalSums tally) {
            double observed = 0;
            for (int p = 0; p < patterns.size; p++) {
                observed += times[p] * within[p];
            }
            double expected = 0;
            for (int k = 0; k < tally.pairable.length; k++) {
                if (tally.pairable[k] > 0) {
                    double row = 0;
                    for (int l = 0; l < k; l++) {
                        if (tally.pairable[l] > 0) {
                            row += tally.pairable[l] * distance.of(k, l);
                        }
                    }
                    expected += tally.pairable[k] * row;
                }
            }
            return ratio(observed, expected / (tally.pairableVotes - 1));
        }
    }

    /** Half the sum over ordered vote pairs of an item of squared differences, divided by (m - 1). */
    private static double spread(VotePatterns patterns, int p, double[] x) {
        int m = patterns.votes[p];
        if (m < 2 || patterns.begin[p + 1] - patterns.begin[p] == 1) {
            return 0;
        }
        double sum = 0;
        double squares = 0;
        double first = x[patterns.category[patterns.begin[p]]];
        for (int c = patterns.begin[p]; c < patterns.begin[p + 1]; c++) {
            double value = x[patterns.category[c]] - first;
            sum += patterns.count[c] * value;
            squares += patterns.count[c] * value * value;
        }
        return (m * squares - sum * sum) / (m - 1.0);
    }

    private static double expectedSquared(NominalSums tally, double[] x) {
        double n = tally.pairableVotes;
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += tally.pairable[k] * x[k];
        }
        double mean = sum / n;
        double squares = 0;
        for (int k = 0; k < x.length; k++) {
            double value = x[k] - mean;
            squares += tally.pairable[k] * value * value;
        }
        return n * squares / (n - 1);
    }

    /** Both disagreements may carry the same factor. */
    private static double ratio(double observed, double expected) {
        return expected > 0 ? 1 - observed / expected : Double.NaN;
    }
}
