package dev.cupel.engine.preference;

import dev.cupel.engine.numbers.Interval;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** Intervals that hold at the edge, where normal ones are as wide as they are wrong. */
final class Profile {
    private static final double FAR = 700;

    private Profile() {}

    /** One parameter of an objective held where it is, for profiles over the others. */
    private record Held(Objective free, int held) implements Objective {
        @Override
        public int dimension() {
            return free.dimension();
        }

        @Override
        public double value(double[] at, double[] gradient) {
            double value = free.value(at, gradient);
            gradient[held] = 0;
            return value;
        }

        @Override
        public void information(double[] at, Entries entries) {
            free.information(
                    at,
                    (row, column, entry) ->
                            entries.add(row, column, row == held || column == held ? row == column ? 1 : 0 : entry));
        }
    }

    /**
     * Where twice the log likelihood, the best of the other parameters taken at each point, falls by {@code drop}.
     *
     * @param error a standard error, as a first guess of how far that is
     */
    static Interval of(
            Objective objective, Maximum top, int parameter, double drop, double error, int maxRounds, double level) {
        DoubleFunction<Maximum> held = holding(objective, top.at, parameter, maxRounds, 1e-6);
        DoubleUnaryOperator over = value -> 2 * (top.value - held.apply(value).value) - drop;
        double at = top.at[parameter];
        return new Interval(at - reach(over, at, -error, drop), at + reach(over, at, error, drop), level);
    }

    /** Per value of one parameter the maximum over all others. */
    static DoubleFunction<Maximum> holding(
            Objective objective, double[] from, int parameter, int maxRounds, double tolerance) {
        Held held = new Held(objective, parameter);
        Information places = Information.of(held);
        return value -> {
            double[] start = from.clone();
            start[parameter] = value;
            return Maximum.newton(held, places, start, maxRounds, tolerance);
        };
    }

    private static double reach(DoubleUnaryOperator over, double at, double step, double drop) {
        double far = Math.max(Math.abs(step), 1e-6) * Math.sqrt(drop);
        double sign = Math.signum(step);
        while (far < FAR && over.applyAsDouble(at + sign * far) < 0) {
            far *= 1.5;
        }
        double near = 0;
        for (int halving = 0; halving < 30 && far - near > 1e-4 * far; halving++) {
            double middle = (near + far) / 2;
            if (over.applyAsDouble(at + sign * middle) < 0) {
                near = middle;
            } else {
                far = middle;
            }
        }
        return far;
    }

    /**
     * The exact one-sided bound of an advantage that decided every comparison: below it, so clean a record would be rarer
     * than {@code 1 - level} (Clopper and Pearson 1934; with unequal opponents the same).
     *
     * @param logProbability log probability of the record at an advantage; rises with it
     */
    static double cleanBound(DoubleUnaryOperator logProbability, double level) {
        return cleanBound(logProbability, level, -FAR, FAR);
    }

    /** The same between two values. */
    static double cleanBound(DoubleUnaryOperator logProbability, double level, double from, double to) {
        double wanted = Math.log1p(-level);
        double low = from;
        double high = to;
        for (int halving = 0; halving < 100 && low < high && high - low > 1e-12 * (to - from); halving++) {
            double middle = (low + high) / 2;
            if (logProbability.applyAsDouble(middle) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
