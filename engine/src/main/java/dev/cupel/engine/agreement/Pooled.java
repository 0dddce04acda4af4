package dev.cupel.engine.agreement;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A coefficient that depends on the items only through their vote patterns: a formula, and when it has no value. */
interface Pooled {
    /** NaN where undefined; used on resamples as well. */
    double of(double[] times, NominalSums tally);

    /** Why there is no value on these data, or null. */
    @Nullable
    String undefined(NominalSums tally);

    /** The formula of a measure that needs no pair of annotators. */
    static Pooled of(Measure measure, VotePatterns patterns, AgreementOptions options) {
        return switch (measure) {
            case PERCENT -> new Percent();
            case FLEISS_KAPPA, SCOTT_PI -> new Fleiss();
            case BENNETT_S -> new Bennett(classes(patterns, options));
            case GWET_AC1 -> new Gwet(patterns, classes(patterns, options), places(patterns, options), 0);
            case GWET_AC2_LINEAR -> new Gwet(patterns, classes(patterns, options), places(patterns, options), 1);
            case GWET_AC2_QUADRATIC -> new Gwet(patterns, classes(patterns, options), places(patterns, options), 2);
            case KRIPPENDORFF_NOMINAL -> new Krippendorff(new Distance.Nominal(), patterns);
            case KRIPPENDORFF_ORDINAL -> new Krippendorff(new Distance.Ordinal(), patterns);
            case KRIPPENDORFF_INTERVAL ->
                new Krippendorff(new Distance.Interval(options.valuesOf(patterns.classCount)), patterns);
            case KRIPPENDORFF_RATIO ->
                new Krippendorff(new Distance.Ratio(options.valuesOf(patterns.classCount)), patterns);
            case COHEN_KAPPA, COHEN_KAPPA_LINEAR, COHEN_KAPPA_QUADRATIC ->
                throw new IllegalStateException(measure + " compares two annotators");
        };
    }

    /** Classes that count: those declared, or those that occur. */
    private static int[] classes(VotePatterns patterns, AgreementOptions options) {
        boolean[] used = new boolean[patterns.classCount];
        for (int p = 0; p < patterns.size; p++) {
            for (int c = patterns.begin[p]; c < patterns.begin[p + 1] && patterns.items[p] > 0; c++) {
                used[patterns.category[c]] = true;
            }
        }
        for (int k : options.declaredClasses()) {
            used[k] = true;
        }
        return IntStream.range(0, used.length).filter(k -> used[k]).toArray();
    }

    /** Places of all classes, for weights by distance. */
    private static double[] places(VotePatterns patterns, AgreementOptions options) {
        return IntStream.range(0, patterns.classCount)
                .mapToDouble(options::positionOf)
                .toArray();
    }

    /** Share of agreeing pairs per item, averaged over items with two or more votes. */
    final class Percent implements Pooled {
        @Override
        public double of(double[] times, NominalSums tally) {
            return tally.observed();
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return tally.pairableItems == 0 ? Alpha.NO_PAIRS : null;
        }
    }

    /** Fleiss 1971; for unequal numbers of votes, class shares are averaged over the items with two or more. */
    final class Fleiss implements Pooled {
        @Override
        public double of(double[] times, NominalSums tally) {
            double expected = 0;
            for (double sum : tally.pairableShare) {
                double share = sum / tally.pairableItems;
                expected += share * share;
            }
            return tally.pairableClassesUsed() < 2 ? Double.NaN : (tally.observed() - expected) / (1 - expected);
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return Alpha.undefined(tally);
        }
    }

    /** Bennett, Alpert and Goldstein 1954; Randolph's kappa for many annotators. */
    final class Bennett implements Pooled {
        private final double classes;

        Bennett(int[] counted) {
            classes = counted.length;
        }

        @Override
        public double of(double[] times, NominalSums tally) {
            return (tally.observed() - 1 / classes) / (1 - 1 / classes);
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return tally.pairableItems == 0 ? Alpha.NO_PAIRS : classes < 2 ? Alpha.ONE_CLASS : null;
        }
    }

    /** Gwet 2008 and 2014. Items with one vote count for the class shares, not for the observed agreement. */
    final class Gwet implements Pooled {
        private final VotePatterns patterns;
        private final double[] agreeing;
        private final double classes;
        private final double chanceFactor;
        private final double[] place;
        private final double width;
        private final int power;

        /**
         * @param counted classes that count
         * @param place where each class lies
         * @param power 0 for AC1; otherwise of the distance
         */
        Gwet(VotePatterns patterns, int[] counted, double[] place, int power) {
            this.patterns = patterns;
            this.place = place;
            this.power = power;
            classes = counted.length;
            double[] places = Arrays.stream(counted).mapToDouble(k -> place[k]).toArray();
            width = Arrays.stream(places).max().orElse(0)
                    - Arrays.stream(places).min().orElse(0);
            chanceFactor = (power == 0 ? classes : weights(places)) / (classes * (classes - 1));
            agreeing = new double[patterns.size];
            for (int p = 0; p < patterns.size; p++) {
                agreeing[p] = agreeing(p);
            }
        }

        private double weights(double[] places) {
            double sum = 0;
            for (double a : places) {
                for (double b : places) {
                    sum += weight(a - b);
                }
            }
            return sum;
        }

        private double weight(double lag) {
            double distance = width > 0 ? Math.min(1, Math.abs(lag) / width) : 0;
            return power == 1 ? 1 - distance : 1 - distance * distance;
        }

        private double agreeing(int p) {
            double m = patterns.votes[p];
            double sum = -m;
            for (int a = patterns.begin[p]; a < patterns.begin[p + 1]; a++) {
                for (int b = patterns.begin[p]; b < patterns.begin[p + 1]; b++) {
                    int k = patterns.category[a];
                    int l = patterns.category[b];
                    double weight = k == l ? 1 : power == 0 ? 0 : weight(place[k] - place[l]);
                    sum += weight * patterns.count[a] * patterns.count[b];
                }
            }
            return m < 2 ? 0 : sum / (m * (m - 1));
        }

        @Override
        public double of(double[] times, NominalSums tally) {
            double observed = 0;
            for (int p = 0; p < patterns.size; p++) {
                observed += times[p] * agreeing[p];
            }
            observed /= tally.pairableItems;
            double chance = 0;
            for (double sum : tally.share) {
                double q = sum / tally.items;
                chance += q * (1 - q);
            }
            chance *= chanceFactor;
            return (observed - chance) / (1 - chance);
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return tally.pairableItems == 0 ? Alpha.NO_PAIRS : classes < 2 ? Alpha.ONE_CLASS : null;
        }
    }

    /** Krippendorff 2011. */
    final class Krippendorff implements Pooled {
        private final Alpha alpha;

        Krippendorff(Distance distance, VotePatterns patterns) {
            alpha = Alpha.of(distance, patterns);
        }

        @Override
        public double of(double[] times, NominalSums tally) {
            return alpha.of(times, tally);
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            String reason = Alpha.undefined(tally);
            if (reason == null && Double.isNaN(alpha.of(alpha.patterns.items, tally))) {
                return "All classes that were used lie at distance zero from each other, so nothing can disagree."
                        + " Check the class values or the distance.";
            }
            return reason;
        }
    }
}
