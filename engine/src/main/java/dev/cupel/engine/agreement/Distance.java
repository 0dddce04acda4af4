package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.List;

/** How bad it is to confuse two classes, for Krippendorff's alpha. Classes are named by index. */
public sealed interface Distance {
    /** 0 if equal, else 1. */
    record Nominal() implements Distance {}

    /** Classes in the order of their indices; squared number of votes between the two (Krippendorff 2011). */
    record Ordinal() implements Distance {}

    /**
     * {@code (a - b)^2}.
     *
     * @param values number that each class stands for, finite
     */
    record Interval(List<Double> values) implements Distance {
        public Interval {
            values = finite(values);
        }
    }

    /**
     * {@code ((a - b) / (a + b))^2}, 0 for two zeros.
     *
     * @param values number of each class, finite and not negative
     */
    record Ratio(List<Double> values) implements Distance {
        public Ratio {
            values = finite(values);
            for (int k = 0; k < values.size(); k++) {
                if (values.get(k) < 0) {
                    throw new InputException(
                            Code.BAD_NUMBER,
                            "values[" + k + "]",
                            "is " + values.get(k) + ", and ratios of negative numbers have no meaning",
                            "use the interval distance for scales that go below zero");
                }
            }
        }
    }

    /**
     * Any symmetric distance that is 0 for equal classes.
     *
     * @param between at least 0 for all class indices
     */
    record Custom(String name, Between between) implements Distance {}

    /** A symmetric function of two class indices. */
    @FunctionalInterface
    interface Between {
        double of(int a, int b);
    }

    private static List<Double> finite(List<Double> values) {
        for (int k = 0; k < values.size(); k++) {
            if (!Double.isFinite(values.get(k))) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        "values[" + k + "]",
                        "is " + values.get(k),
                        "give a finite number for every class");
            }
        }
        return List.copyOf(values);
    }
}
