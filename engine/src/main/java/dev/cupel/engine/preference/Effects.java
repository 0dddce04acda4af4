package dev.cupel.engine.preference;

import dev.cupel.engine.numbers.Interval;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;

/** What side and length did to the answers, fitted together with the strengths of the items. */
final class Effects {
    /** A prior precision of strengths that says next to nothing: items may lie thirty points apart. */
    private static final double WEAK = 1e-3;
    /** Keeps the fit of a clean record from running away, and nothing else. */
    private static final double NEARLY_NONE = 1e-6;
    /** Log odds beyond which nothing is left to tell apart. */
    private static final double FAR = 64;

    private final Comparisons comparisons;
    private final PreferenceOptions options;
    private final PairModel model;
    private final Maximum top;
    private final Information information;
    private final Preferences.Spread spread;
    private final double[] clustered;

    Effects(Comparisons comparisons, PreferenceOptions options, Preferences.Spread spread) {
        this.comparisons = comparisons;
        this.options = options;
        this.spread = spread;
        model = new PairModel(comparisons, options.priorPrecision(), true, comparisons.hasLengths(), false)
                .count(comparisons, Preferences.ones(comparisons.unitCount()));
        information = Information.of(model);
        double limit = options.tolerance() * comparisons.size();
        top = Maximum.newton(model, information, new double[model.dimension()], options.maxRounds(), limit);
        information.at(model, top.at);
        clustered = !spread.clustered()
                ? new double[0]
                : Clusters.variances(top.at, comparisons.unitCount(), chunk -> {
                    PairModel own = model.copy();
                    Information places = information.copy();
                    return times -> {
                        own.count(comparisons, times);
                        return Maximum.newton(own, places, top.at, options.maxRounds(), 1e4 * limit).at;
                    };
                });
    }

    Preferences.Effect side() {
        return effect(
                model.sideIndex(),
                row -> 1,
                options.adjustSide(),
                "the one shown left",
                ": randomise sides, and adjust for it if they were not.",
                "Show the same pairs with sides swapped.");
    }

    Preferences.Effect length() {
        return effect(
                model.lengthIndex(),
                comparisons::lengthDifference,
                options.adjustLength(),
                "the one that is a unit longer",
                ": people or judges reward length itself, or longer answers are better; adjust to see.",
                "Compare items whose lengths do not go with their quality.");
    }

    private Preferences.Effect effect(
            int at, IntToDoubleFunction factor, boolean adjusted, String who, String advice, String needed) {
        double value = top.at[at];
        double level = options.bootstrap().level();
        Bounded bounded = new Bounded(comparisons, factor);
        boolean below = bounded.below();
        boolean above = bounded.above();
        if (!below && !above) {
            return unknown(adjusted, who, needed);
        }
        double[] one = new double[model.dimension()];
        one[at] = 1;
        double plain = Math.sqrt(information.solve(one, 1e-9)[at]);
        int clean = clean(factor);
        Interval interval;
        double error = plain;
        if (clean != 0) {
            double bound = clean * cleanBound(at, factor, clean, level);
            interval = clean > 0
                    ? new Interval(Math.min(value, bound), Double.POSITIVE_INFINITY, level)
                    : new Interval(Double.NEGATIVE_INFINITY, Math.max(value, bound), level);
        } else {
            // Where units agree more than chance, the likelihood knows less than it says, by the ratio of the
            // variances.
            error = spread.clustered() ? Math.max(plain, Math.sqrt(clustered[at])) : plain;
            double reach = spread.quantile(level) * error / plain;
            Interval profile = Profile.of(model, top, at, reach * reach, plain, options.maxRounds(), level);
            interval = new Interval(
                    below ? profile.low() : Double.NEGATIVE_INFINITY,
                    above ? profile.high() : Double.POSITIVE_INFINITY,
                    level);
            if (!interval.contains(0) && !clearWithoutPrior(at, reach * reach)) {
                return unknown(adjusted, who, needed);
            }
        }
        double probability = PairModel.sigmoid(value);
        return new Preferences.Effect(
                true,
                value,
                error,
                interval,
                probability,
                adjusted,
                summary(who, probability, interval, clean, advice));
    }

    private Preferences.Effect unknown(boolean adjusted, String who, String needed) {
        return new Preferences.Effect(
                false,
                Double.NaN,
                Double.NaN,
                new Interval(
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        options.bootstrap().level()),
                Double.NaN,
                adjusted,
                "Whether " + who + " has an advantage cannot be told: differences between the items explain these"
                        + " answers just as well. " + needed);
    }

    /** 1 if every comparison that it could decide went its way, -1 if all went against it, else 0. */
    private int clean(IntToDoubleFunction factor) {
        int all = 0;
        for (int r = 0; r < comparisons.size(); r++) {
            double f = factor.applyAsDouble(r);
            if (f != 0) {
                int winner = comparisons.winner(r);
                int way = winner == Comparisons.TIE ? 0 : (winner == comparisons.left(r)) == f > 0 ? 1 : -1;
                if (way == 0 || (all != 0 && all != way)) {
                    return 0;
                }
                all = way;
            }
        }
        return all;
    }

    /** The same model with strengths that may be anything. */
    private PairModel free(double precision) {
        return new PairModel(comparisons, precision, true, comparisons.hasLengths(), false)
                .count(comparisons, Preferences.ones(comparisons.unitCount()));
    }

    /**
     * Whether the answers themselves speak against no advantage, and not only the prior, which holds it for unlikely that
     * items lie far apart.
     */
    private boolean clearWithoutPrior(int at, double drop) {
        PairModel free = free(WEAK);
        double best = Maximum.newton(free, Information.of(free), top.at, options.maxRounds(), 1e-6).value;
        double none =
                Profile.holding(free, top.at, at, options.maxRounds(), 1e-6).apply(0).value;
        return 2 * (best - none) > drop;
    }

    /**
     * The size of the advantage below which so clean a record would be rarer than {@code 1 - level}, whatever the strengths:
     * at every size those count that make the record most likely.
     */
    private double cleanBound(int at, IntToDoubleFunction factor, int sign, double level) {
        DoubleFunction<Maximum> held =
                Profile.holding(free(NEARLY_NONE), new double[model.dimension()], at, options.maxRounds(), 1e-7);
        DoubleUnaryOperator record = size -> logProbability(held.apply(sign * size).at, at, factor);
        double least = -1;
        while (least > -FAR && record.applyAsDouble(least) >= Math.log1p(-level)) {
            least *= 2;
        }
        return Profile.cleanBound(record, level, least, FAR);
    }

    /** Log probability of the answers in which the advantage took part. */
    private double logProbability(double[] parameters, int at, IntToDoubleFunction factor) {
        double log = 0;
        for (int r = 0; r < comparisons.size(); r++) {
            double f = factor.applyAsDouble(r);
            if (f != 0) {
                double left = parameters[comparisons.left(r)] - parameters[comparisons.right(r)] + parameters[at] * f;
                if (comparisons.hasLengths()) {
                    boolean side = at == model.sideIndex();
                    left += side
                            ? parameters[model.lengthIndex()] * comparisons.lengthDifference(r)
                            : parameters[model.sideIndex()];
                }
                log += PairModel.logSigmoid(comparisons.winner(r) == comparisons.left(r) ? left : -left);
            }
        }
        return log;
    }

    private static String summary(String who, double probability, Interval interval, int clean, String advice) {
        boolean least = Double.isInfinite(interval.high());
        double end = 100 * PairModel.sigmoid(least ? interval.low() : interval.high());
        String bound = String.format(Locale.ROOT, "one-sided %.0f %% bound)", 100 * interval.level());
        if (clean != 0 && interval.contains(0)) {
            return String.format(
                    Locale.ROOT,
                    "No clear advantage of %s: it %s every time, in too few comparisons to tell (between equals it may win"
                            + " as %s as in %.1f %%, %s.",
                    who,
                    clean > 0 ? "won" : "lost",
                    least ? "rarely" : "often",
                    end,
                    bound);
        }
        String range = least
                ? String.format(
                        Locale.ROOT,
                        clean != 0 ? "every time (at least %.1f %%, %s" : "in at least %.1f %% (%s",
                        end,
                        bound)
                : Double.isInfinite(interval.low())
                        ? String.format(
                                Locale.ROOT,
                                clean != 0 ? "never (at most %.1f %%, %s" : "in at most %.1f %% (%s",
                                end,
                                bound)
                        : String.format(
                                Locale.ROOT,
                                "in %.1f %% of the comparisons (%.0f %% interval %.1f to %.1f)",
                                100 * probability,
                                100 * interval.level(),
                                100 * PairModel.sigmoid(interval.low()),
                                100 * PairModel.sigmoid(interval.high()));
        return "Between equals, " + who + " wins " + range + (interval.contains(0) ? ": no clear advantage." : advice);
    }
}
