package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.numbers.Reweighting;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Agreement coefficients, one at a time or several over the same resamples.
 *
 * <p>Shapes: {@code N} items, {@code J} annotators, {@code K} classes, {@code R} votes; any annotator may skip any item.
 * Time O(R) to group items by vote pattern, then O(replicates * patterns * K) for intervals. Sources stand at
 * {@link Measure}; the intervals weigh items, never votes, because votes on one item are not independent.
 *
 * <p>A worker's repeated votes on one item all count as votes of that item; drop them with a repeat policy of {@link
 * Votes} if they are not real repetitions.
 */
public final class Agreement {
    private Agreement() {}

    /** One coefficient. For Scott and Cohen the votes must come from exactly two annotators. */
    public static Coefficient measure(Votes votes, Measure measure, AgreementOptions options) {
        Coefficient result = measures(votes, List.of(measure), options).get(measure);
        if (result == null) {
            throw new IllegalStateException("no result for " + measure);
        }
        return result;
    }

    /** Several coefficients over the same resamples of items, in the order of {@link Measure}. */
    public static Map<Measure, Coefficient> measures(Votes votes, List<Measure> measures, AgreementOptions options) {
        Map<Measure, Coefficient> result = new EnumMap<>(Measure.class);
        List<Measure> pooledMeasures = new ArrayList<>();
        for (Measure measure : measures) {
            switch (measure) {
                case SCOTT_PI, COHEN_KAPPA, COHEN_KAPPA_LINEAR, COHEN_KAPPA_QUADRATIC ->
                    result.put(measure, TwoAnnotators.coefficient(votes, measure, options));
                default -> pooledMeasures.add(measure);
            }
        }
        if (!pooledMeasures.isEmpty()) {
            VotePatterns patterns = patterns(votes);
            List<Pooled> formulas = pooledMeasures.stream()
                    .map(measure -> Pooled.of(measure, patterns, options))
                    .toList();
            List<Coefficient> values = evaluate(patterns, formulas, options.bootstrap());
            for (int i = 0; i < formulas.size(); i++) {
                result.put(pooledMeasures.get(i), values.get(i));
            }
        }
        return result;
    }

    /** Krippendorff's alpha under any distance between classes. */
    public static Coefficient krippendorff(Votes votes, Distance distance, Bootstrap.Options bootstrap) {
        VotePatterns patterns = patterns(votes);
        return evaluate(
                        patterns,
                        List.of(new Pooled.Krippendorff(distance, patterns)),
                        affordable(distance, patterns, bootstrap))
                .getFirst();
    }

    /**
     * Krippendorff's alpha of numeric answers. Every distinct number is a class of its own.
     *
     * @param scale what the numbers are; the ratio scale needs numbers of at least 0
     */
    public static Coefficient krippendorff(Ratings ratings, AgreementOptions.Scale scale, Bootstrap.Options bootstrap) {
        double[] values = ratings.distinctValues();
        List<Double> numbers = Arrays.stream(values).boxed().toList();
        if (scale == AgreementOptions.Scale.RATIO && values.length > 0 && values[0] < 0) {
            return new Coefficient.Undefined("The smallest number is " + values[0]
                    + ", and ratios of negative numbers have no meaning. Use the interval scale.");
        }
        VotePatterns patterns = patterns(ratings, values);
        Distance distance = switch (scale) {
            case NOMINAL -> new Distance.Nominal();
            case ORDINAL -> new Distance.Ordinal();
            case INTERVAL -> new Distance.Interval(numbers);
            case RATIO -> new Distance.Ratio(numbers);
        };
        return evaluate(
                        patterns,
                        List.of(new Pooled.Krippendorff(distance, patterns)),
                        affordable(distance, patterns, bootstrap))
                .getFirst();
    }

    /**
     * A distance without closed form costs classes² per resample: beyond 4,096 classes (ratio or custom distances on that
     * many distinct answers) the coefficient comes without interval.
     */
    static Bootstrap.Options affordable(Distance distance, VotePatterns patterns, Bootstrap.Options bootstrap) {
        boolean closed = switch (distance) {
            case Distance.Nominal n -> true;
            case Distance.Ordinal o -> true;
            case Distance.Interval i -> true;
            case Distance.Ratio r -> false;
            case Distance.Custom c -> false;
        };
        return closed || patterns.classCount <= 4_096 ? bootstrap : bootstrap.withReplicates(0);
    }

    static VotePatterns patterns(Votes votes) {
        int[] begin = new int[votes.taskCount() + 1];
        for (int i = 0; i < votes.taskCount(); i++) {
            begin[i + 1] = votes.end(i);
        }
        int[] label = new int[votes.size()];
        for (int v = 0; v < label.length; v++) {
            label[v] = votes.label(v);
        }
        return VotePatterns.of(votes.classCount(), begin, label);
    }

    static VotePatterns patterns(Ratings ratings, double[] distinctValues) {
        int[] begin = new int[ratings.taskCount() + 1];
        for (int i = 0; i < ratings.taskCount(); i++) {
            begin[i + 1] = ratings.end(i);
        }
        int[] label = new int[ratings.size()];
        for (int v = 0; v < label.length; v++) {
            label[v] = Arrays.binarySearch(distinctValues, ratings.value(v));
        }
        return VotePatterns.of(distinctValues.length, begin, label);
    }

    /** All formulas over the same random weights. */
    static List<Coefficient> evaluate(VotePatterns patterns, List<Pooled> formulas, Bootstrap.Options bootstrap) {
        NominalSums whole = new NominalSums(patterns).count(patterns.items);
        List<@Nullable String> reasons = new ArrayList<>();
        List<Pooled> defined = new ArrayList<>();
        for (Pooled formula : formulas) {
            String reason = formula.undefined(whole);
            reasons.add(reason);
            if (reason == null) {
                defined.add(formula);
            }
        }
        double[][] resampled = defined.isEmpty()
                ? new double[0][]
                : Reweighting.replicate(patterns.mass, whole.items, bootstrap, chunk -> {
                    NominalSums tally = new NominalSums(patterns);
                    return weights -> {
                        tally.count(weights);
                        return defined.stream()
                                .mapToDouble(formula -> formula.of(weights, tally))
                                .toArray();
                    };
                });
        List<Coefficient> result = new ArrayList<>();
        int column = 0;
        for (int i = 0; i < formulas.size(); i++) {
            String reason = reasons.get(i);
            if (reason != null) {
                result.add(new Coefficient.Undefined(reason));
            } else {
                result.add(Intervals.estimate(
                        formulas.get(i).of(patterns.items, whole),
                        resampled,
                        column++,
                        bootstrap,
                        patterns.oneClass ? Intervals.ONE_CLASS : null,
                        Math.round(whole.pairableItems),
                        Math.round(whole.pairableVotes)));
            }
        }
        return result;
    }
}
