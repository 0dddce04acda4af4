package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Reweighting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The interval of every coefficient, or why there is none: decision 0070 chose both by simulation. */
final class Intervals {
    private Intervals() {}

    /** Prior mass, in items, on items of which all votes are equal, spread evenly over the classes in use. */
    static final double UNANIMOUS = 1;
    /** Prior mass, in items, on items whose votes differ, spread as those that were seen. */
    static final double DISPUTED = 0.5;

    static final String ONE_ITEM =
            "One item alone does not show how much items differ. Compare votes on at least two items.";
    static final String TWO_ITEMS =
            "Two items do not show how much items differ: an interval would be whatever was assumed. Compare votes on at"
                    + " least three items.";
    static final String ONE_CLASS =
            "Only one class is known, so how often another one would have been chosen cannot be judged. Declare all"
                    + " classes.";
    static final String TOO_RARE =
            "What it measures occurs on too few items. Collect more votes on items of this kind.";

    /**
     * @param resampled by replicate and statistic
     * @param refused a reason known beforehand, or null
     */
    static Coefficient.Estimate estimate(
            double value,
            double[][] resampled,
            int statistic,
            Bootstrap.Options bootstrap,
            @Nullable String refused,
            long items,
            long votes) {
        int n = Math.toIntExact(items);
        String reason = items < 2 ? ONE_ITEM : items < 3 ? TWO_ITEMS : refused;
        if (reason != null || bootstrap.replicates() == 0) {
            return new Coefficient.Estimate(value, Optional.empty(), Optional.ofNullable(reason), n, votes);
        }
        Optional<Interval> interval = Reweighting.interval(resampled, statistic, value, items, bootstrap.level());
        return new Coefficient.Estimate(
                value, interval, interval.isPresent() ? Optional.empty() : Optional.of(TOO_RARE), n, votes);
    }
}
