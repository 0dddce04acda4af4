package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Interval;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The largest share of votes that a prediction of one class per item can match.
 *
 * <p>On the votes at hand that is the mean over items of the share of the most frequent class, and nothing but counting. For
 * other votes of the same crowd on the same items it is an upper bound: the largest of several shares is on average at least
 * the share of the class that is the likeliest in truth, whether or not people differ in skill and share their errors. With
 * few votes per item it lies well above the truth (of two votes half always agree with the better of them).
 *
 * <p>No bound follows from the share of agreeing pairs: two perfect annotators and a coin agree in .667 of the pairs, which
 * independent equals would do at a largest share of .789, and the truth matches .833 of their votes.
 *
 * @param singleVote mean share of the most frequent class, in [1/K, 1]
 * @param interval of it, for items of this kind
 * @param votesPerItem the usual number of votes on an item that has at least two (the median)
 */
public record AccuracyCeiling(double singleVote, Optional<Interval> interval, int votesPerItem) {
    /** @return empty without an item of two votes */
    static Optional<AccuracyCeiling> of(Coefficient share, int votesPerItem) {
        return share instanceof Coefficient.Estimate estimate
                ? Optional.of(new AccuracyCeiling(estimate.value(), estimate.interval(), votesPerItem))
                : Optional.empty();
    }

    /** Share of the most frequent class per item, averaged over items with two or more votes. */
    static final class MostFrequent implements Pooled {
        private final double[] largest;

        MostFrequent(VotePatterns patterns) {
            largest = new double[patterns.size];
            for (int p = 0; p < patterns.size; p++) {
                for (int c = patterns.begin[p]; c < patterns.begin[p + 1] && patterns.votes[p] > 1; c++) {
                    largest[p] = Math.max(largest[p], (double) patterns.count[c] / patterns.votes[p]);
                }
            }
        }

        @Override
        public double of(double[] times, NominalSums tally) {
            double sum = 0;
            for (int p = 0; p < largest.length; p++) {
                sum += times[p] * largest[p];
            }
            return sum / tally.pairableItems;
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return tally.pairableItems == 0 ? Alpha.NO_PAIRS : null;
        }
    }
}
