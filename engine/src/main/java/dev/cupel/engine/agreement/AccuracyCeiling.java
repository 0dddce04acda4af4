package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Interval;
import java.util.Optional;

/**
 * What the agreement of annotators says about how high an honest accuracy can be.
 *
 * <p>Two votes on an item with class shares p agree with probability sum p². Given that sum, the largest share is at most
 * {@code (1 + sqrt((K - 1)(K P - 1))) / K}, which is concave in P; so no predictor, however good, can match a fresh
 * single vote more often than this value at the mean agreement P. The same number is the accuracy of a single vote if
 * annotators err independently and evenly over the other classes (one-coin model). Nothing is said about the accuracy of
 * a majority: that depends on how far annotators share their errors, which votes without truth do not show.
 *
 * @param singleVote most often a prediction can equal one fresh vote, in [1/K, 1]
 * @param interval of it, from the interval of percent agreement
 * @param votesPerItem the usual number of votes on an item that has at least two (the median)
 */
public record AccuracyCeiling(double singleVote, Optional<Interval> interval, int votesPerItem) {
    /**
     * @param percent percent agreement
     * @param classes classes in use, at least 2
     * @return empty if annotators agree less often than even guessing would
     */
    static Optional<AccuracyCeiling> of(Coefficient percent, int classes, int votesPerItem) {
        if (!(percent instanceof Coefficient.Estimate estimate) || classes < 2 || estimate.value() < 1.0 / classes) {
            return Optional.empty();
        }
        double single = single(estimate.value(), classes);
        Optional<Interval> interval = estimate.interval()
                .map(i -> new Interval(single(i.low(), classes), single(i.high(), classes), i.level()));
        return Optional.of(new AccuracyCeiling(single, interval, votesPerItem));
    }

    /** Solves {@code P = p² + (1 - p)² / (K - 1)} for the larger p. */
    static double single(double agreement, int classes) {
        double k = classes;
        return (1 + Math.sqrt(Math.max(0, (k - 1) * (k * agreement - 1)))) / k;
    }
}
