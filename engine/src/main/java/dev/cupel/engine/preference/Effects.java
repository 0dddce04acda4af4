package dev.cupel.engine.preference;

import dev.cupel.engine.numbers.Interval;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** What side and length did to the answers, fitted together with the strengths of the items. */
final class Effects {
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
                ": randomise sides, and adjust for it if they were not.");
    }

    Preferences.Effect length() {
        return effect(
                model.lengthIndex(),
                comparisons::lengthDifference,
                options.adjustLength(),
                "the one that is a unit longer",
                ": people or judges reward length itself, or longer answers are better; adjust to see.");
    }

    private Preferences.Effect effect(int at, IntToDoubleFunction factor, boolean adjusted, String who, String advice) {
        double value = top.at[at];
        double[] one = new double[model.dimension()];
        one[at] = 1;
        double plain = Math.sqrt(information.solve(one, 1e-9)[at]);
        double level = options.bootstrap().level();
        int clean = clean(factor);
        Interval interval;
        double error = plain;
        if (clean != 0) {
            double bound = clean * Profile.cleanBound(advantage -> logProbability(at, factor, clean, advantage), level);
            interval = clean > 0
                    ? new Interval(Math.min(value, bound), Double.POSITIVE_INFINITY, level)
                    : new Interval(Double.NEGATIVE_INFINITY, Math.max(value, bound), level);
        } else {
            // Where units agree more than chance, the likelihood knows less than it says, by the ratio of the
            // variances.
            error = spread.clustered() ? Math.max(plain, Math.sqrt(clustered[at])) : plain;
            double reach = spread.quantile(level) * error / plain;
            interval = Profile.of(model, top, at, reach * reach, plain, options.maxRounds(), level);
        }
        double probability = PairModel.sigmoid(value);
        return new Preferences.Effect(
                value, error, interval, probability, adjusted, summary(who, probability, interval, advice));
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

    private double logProbability(int at, IntToDoubleFunction factor, int sign, double advantage) {
        double log = 0;
        for (int r = 0; r < comparisons.size(); r++) {
            double f = factor.applyAsDouble(r);
            if (f != 0) {
                double rest = top.at[comparisons.left(r)] - top.at[comparisons.right(r)];
                if (comparisons.hasLengths()) {
                    int other = at == model.sideIndex() ? model.lengthIndex() : model.sideIndex();
                    rest += top.at[other] * (at == model.sideIndex() ? comparisons.lengthDifference(r) : 1);
                }
                double left = rest + sign * advantage * f;
                log += PairModel.logSigmoid(comparisons.winner(r) == comparisons.left(r) ? left : -left);
            }
        }
        return log;
    }

    private static String summary(String who, double probability, Interval interval, String advice) {
        String range = Double.isInfinite(interval.high())
                ? String.format(
                        Locale.ROOT,
                        "every time (at least %.1f %%, one-sided %.0f %% bound)",
                        100 * PairModel.sigmoid(interval.low()),
                        100 * interval.level())
                : Double.isInfinite(interval.low())
                        ? String.format(
                                Locale.ROOT,
                                "never (at most %.1f %%, one-sided %.0f %% bound)",
                                100 * PairModel.sigmoid(interval.high()),
                                100 * interval.level())
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
