package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/** An agreement coefficient: a value with its evidence, or the reason why there is none. Never a NaN. */
public sealed interface Coefficient {
    /**
     * @param value finite
     * @param interval from random weights on the items; empty when not asked for, or for the reason given
     * @param noInterval a whole sentence that says why there is no interval; empty if there is one or none was asked for
     * @param items items that carry information on agreement
     * @param votes votes on those items
     */
    record Estimate(double value, Optional<Interval> interval, Optional<String> noInterval, int items, long votes)
            implements Coefficient {
        public Estimate {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("an estimate is finite; return Undefined with the reason instead");
            }
        }
    }

    /** @param reason a whole sentence that says what the data lack */
    record Undefined(String reason) implements Coefficient {}

    /** The value, if there is one. */
    default OptionalDouble asOptional() {
        return switch (this) {
            case Estimate estimate -> OptionalDouble.of(estimate.value);
            case Undefined undefined -> OptionalDouble.empty();
        };
    }
}
