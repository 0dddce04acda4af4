package dev.cupel.engine.numbers;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.OptionalDouble;

/**
 * Combined numbers against known ones.
 *
 * @param items items that have both
 * @param meanAbsolute mean absolute error
 * @param rootMeanSquare square root of the mean squared error
 * @param correlation Pearson's; empty with fewer than two items or without variation
 * @param covered share of the items with an interval whose interval holds the truth; empty if none has one
 */
public record NumberErrors(
        int items, double meanAbsolute, double rootMeanSquare, OptionalDouble correlation, OptionalDouble covered) {
    /**
     * @param truth by item index; NaN where unknown
     * @throws InputException if no item has both
     */
    public static NumberErrors of(Numbers numbers, double[] truth) {
        int n = 0;
        double absolute = 0;
        double squares = 0;
        double sx = 0;
        double sy = 0;
        double lowTruth = Double.POSITIVE_INFINITY;
        double highTruth = Double.NEGATIVE_INFINITY;
        double lowValue = Double.POSITIVE_INFINITY;
        double highValue = Double.NEGATIVE_INFINITY;
        int withInterval = 0;
        int covered = 0;
        for (Numbers.Item item : numbers.items()) {
            if (item.task() < truth.length
                    && !Double.isNaN(truth[item.task()])
                    && item.value().isPresent()) {
                double x = item.value().getAsDouble();
                double y = truth[item.task()];
                if (!(Math.abs(y) <= Ratings.MOST)) {
                    throw new InputException(
                            Code.BAD_NUMBER,
                            "truth[" + item.task() + "]",
                            "is " + y + ", and sums of squares of such numbers cannot be computed",
                            "leave it out if it is a code for a missing number, or use a larger unit");
                }
                lowTruth = Math.min(lowTruth, y);
                highTruth = Math.max(highTruth, y);
                lowValue = Math.min(lowValue, x);
                highValue = Math.max(highValue, x);
                n++;
                absolute += Math.abs(x - y);
                squares += (x - y) * (x - y);
                sx += x;
                sy += y;
                withInterval += item.interval().isPresent() ? 1 : 0;
                covered += item.interval().map(in -> in.contains(y)).orElse(false) ? 1 : 0;
            }
        }
        if (n == 0) {
            throw new InputException(
                    Code.NOT_ENOUGH_DATA,
                    "truth",
                    "no item has both an answer and a known number",
                    "give the truth for at least one answered item");
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (Numbers.Item item : numbers.items()) {
            if (item.task() < truth.length
                    && !Double.isNaN(truth[item.task()])
                    && item.value().isPresent()) {
                double x = item.value().getAsDouble() - sx / n;
                double y = truth[item.task()] - sy / n;
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
        }
        return new NumberErrors(
                n,
                absolute / n,
                Math.sqrt(squares / n),
                // Equal numbers are compared as they are: what rounding leaves of their mean is no variation.
                lowTruth < highTruth && lowValue < highValue && xx > 0 && yy > 0
                        ? OptionalDouble.of(Math.clamp(xy / (Math.sqrt(xx) * Math.sqrt(yy)), -1, 1))
                        : OptionalDouble.empty(),
                withInterval > 0 ? OptionalDouble.of((double) covered / withInterval) : OptionalDouble.empty());
    }
}
