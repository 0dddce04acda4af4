package dev.cupel.cli.report;

import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.numbers.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** One typed figure or word. What has no value has a reason, or none where the reason is plain. */
public sealed interface Cell extends Entry {
    /** What stands where nothing is known. */
    String UNKNOWN = "-";

    record Text(String words) implements Cell {}

    record Whole(long number) implements Cell {
        @Override
        public String words() {
            return Format.WHOLE.of((double) number);
        }

        @Override
        public OptionalDouble value() {
            return OptionalDouble.of((double) number);
        }
    }

    /** A number, or a share in [0, 1], with the form it is seen in. */
    record Decimal(OptionalDouble value, Format format, String reason) implements Cell {
        @Override
        public String words() {
            return Cell.words(value, format);
        }
    }

    /**
     * An interval by itself.
     *
     * @param low infinite without a lower end, NaN without an interval
     * @param high likewise
     */
    record Between(double low, double high, Format format, String reason) implements Cell {
        boolean known() {
            return !Double.isNaN(low);
        }

        @Override
        public String words() {
            return !known()
                    ? UNKNOWN
                    : Double.isInfinite(high)
                            ? "at least " + format.of(low)
                            : Double.isInfinite(low)
                                    ? "at most " + format.of(high)
                                    : format.of(low) + " – " + format.of(high);
        }
    }

    /** A value with its interval, or the reason why it is undefined. */
    record Estimated(Coefficient coefficient, Format format) implements Cell {
        Between interval() {
            return coefficient instanceof Coefficient.Estimate known
                    ? between(known.interval(), format, known.noInterval().orElse(""))
                    : between(Optional.empty(), format, "");
        }

        @Override
        public OptionalDouble value() {
            return coefficient.asOptional();
        }

        @Override
        public String words() {
            return Cell.words(value(), format);
        }

        @Override
        public String reason() {
            return coefficient instanceof Coefficient.Undefined(String reason) ? reason : "";
        }
    }

    record Flag(boolean holds) implements Cell {
        @Override
        public String words() {
            return holds ? "yes" : "no";
        }
    }

    /** Short names of a closed set, such as flags. */
    record Names(List<String> names) implements Cell {
        @Override
        public String words() {
            return String.join(", ", names).replace('_', ' ');
        }
    }

    /** How often each of several names occurs. */
    record Counts(Map<String, Integer> byName) implements Cell {
        @Override
        public String words() {
            return byName.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .map(one -> one.getValue() + " × " + one.getKey())
                    .collect(Collectors.joining(", "));
        }
    }

    /** Shares by row, then column: for programs, pages draw them. */
    record Shares(Map<String, Map<String, Double>> byRow) implements Cell {
        @Override
        public String words() {
            return "";
        }
    }

    /** Where there is nothing to say. */
    record Nothing() implements Cell {
        @Override
        public String words() {
            return "";
        }
    }

    /** As people read it. */
    String words();

    /** Its value on an axis, if it has one. */
    default OptionalDouble value() {
        return OptionalDouble.empty();
    }

    /** Why it has no value, or no interval where it is one; empty if it has, or if that is plain. */
    default String reason() {
        return "";
    }

    /** Whether it stands in a column of figures, which are aligned at their ends. */
    default boolean figure() {
        return this instanceof Whole || this instanceof Decimal || this instanceof Between || this instanceof Estimated;
    }

    static Cell text(String text) {
        return new Text(text);
    }

    static Cell whole(long number) {
        return new Whole(number);
    }

    static Cell number(double number, Format format) {
        return new Decimal(OptionalDouble.of(number), format, "");
    }

    static Cell number(OptionalDouble number, Format format, String whyNot) {
        return new Decimal(number, format, whyNot);
    }

    static Cell number(Optional<Double> number, Format format) {
        return new Decimal(optional(number), format, "");
    }

    static Cell share(double share) {
        return number(share, Format.PERCENT);
    }

    static Cell share(OptionalDouble share, String whyNot) {
        return new Decimal(share, Format.PERCENT, whyNot);
    }

    static Cell share(Optional<Double> share, String whyNot) {
        return new Decimal(optional(share), Format.PERCENT, whyNot);
    }

    static Between between(double low, double high, Format format) {
        return new Between(low, high, format, "");
    }

    static Between between(Interval interval, Format format) {
        return new Between(interval.low(), interval.high(), format, "");
    }

    static Between between(Optional<Interval> interval, Format format, String whyNot) {
        return interval.map(ends -> between(ends, format))
                .orElseGet(() -> new Between(Double.NaN, Double.NaN, format, whyNot));
    }

    static Estimated estimate(Coefficient value, Format format) {
        return new Estimated(value, format);
    }

    static Cell flag(boolean holds) {
        return new Flag(holds);
    }

    static Cell nothing() {
        return new Nothing();
    }

    private static OptionalDouble optional(Optional<Double> number) {
        return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    private static String words(OptionalDouble number, Format format) {
        return number.isPresent() && Double.isFinite(number.getAsDouble()) ? format.of(number.getAsDouble()) : UNKNOWN;
    }
}
