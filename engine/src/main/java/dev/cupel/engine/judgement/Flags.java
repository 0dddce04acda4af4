package dev.cupel.engine.judgement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What stands out about an annotator, each with the numbers it rests on. A flag is a reason to look, not a verdict. */
final class Flags {
    /** Fewer answers than this say nothing about habits. */
    static final int ENOUGH_ANSWERS = 20;

    static final int ENOUGH_GOLD = 8;

    private Flags() {}

    /**
     * What the flags look at.
     *
     * @param answers how many they gave
     * @param medianMs half of their answers took less
     * @param favourite option they name most; null for ratings and sets
     * @param favouriteShare of their answers
     * @param favouriteElsewhere share of that option in everybody else's answers
     * @param chance accuracy of blind guessing
     */
    record Habits(
            long answers,
            long medianMs,
            @Nullable String favourite,
            double favouriteShare,
            double favouriteElsewhere,
            Estimate agreement,
            Estimate gold,
            double chance) {}

    /** @param everybody all annotators of the question, this one included */
    static List<QualityReport.Flag> of(Habits own, List<Habits> everybody) {
        List<QualityReport.Flag> flags = new ArrayList<>();
        List<Habits> known =
                everybody.stream().filter(h -> h.answers() >= ENOUGH_ANSWERS).toList();
        if (own.answers() >= ENOUGH_ANSWERS && known.size() >= 3) {
            double usual = median(known.stream().mapToDouble(Habits::medianMs).toArray());
            if (own.medianMs() > 0 && own.medianMs() < 0.4 * usual) {
                flags.add(new QualityReport.Flag(
                        "fast",
                        "Half of their answers took less than " + seconds((double) own.medianMs())
                                + "; for the others it is usually " + seconds(usual) + "."));
            }
            double typical = median(known.stream()
                    .map(h -> h.agreement().value())
                    .filter(java.util.Objects::nonNull)
                    .mapToDouble(v -> v)
                    .toArray());
            Double high = own.agreement().high();
            Double value = own.agreement().value();
            if (high != null && value != null && own.agreement().n() >= ENOUGH_ANSWERS && high < typical - 0.05) {
                flags.add(new QualityReport.Flag(
                        "disagrees",
                        "Agrees with the others in " + percent(value) + " of "
                                + own.agreement().n() + " answers; " + percent(typical) + " is usual here."));
            }
        }
        if (own.answers() >= ENOUGH_ANSWERS
                && own.favourite() != null
                && own.favouriteShare() >= 0.9
                && own.favouriteElsewhere() <= own.favouriteShare() - 0.2) {
            flags.add(new QualityReport.Flag(
                    "one_option",
                    percent(own.favouriteShare()) + " of their " + own.answers() + " answers are '" + own.favourite()
                            + "'; everybody else says so in " + percent(own.favouriteElsewhere()) + "."));
        }
        Double accuracy = own.gold().value();
        if (accuracy != null && own.gold().n() >= ENOUGH_GOLD && accuracy <= own.chance()) {
            flags.add(new QualityReport.Flag(
                    "guessing",
                    "Right on " + percent(accuracy) + " of " + own.gold().n() + " gold items; blind guessing gives "
                            + percent(own.chance()) + "."));
        }
        return flags;
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    private static String seconds(double ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1000);
    }
}
