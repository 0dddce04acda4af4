package dev.cupel.server.quality;

import dev.cupel.engine.agreement.Coefficient;
import java.util.Locale;

/** Says figures in sentences where the engine has none. */
final class Words {
    private Words() {}

    /** Krippendorff's own bars: .8 for firm, .667 for tentative conclusions. */
    static String alpha(Coefficient alpha) {
        return switch (alpha) {
            case Coefficient.Undefined undefined -> "Krippendorff's alpha has no value: " + undefined.reason();
            case Coefficient.Estimate estimate -> {
                String range = estimate.interval()
                        .map(i -> String.format(Locale.ROOT, " (95 %% interval %.2f to %.2f)", i.low(), i.high()))
                        .orElse("");
                yield String.format(
                        Locale.ROOT,
                        "Krippendorff's alpha of the sets is %.2f%s on %,d items: %s.",
                        estimate.value(),
                        range,
                        estimate.items(),
                        verdict(estimate.value()));
            }
        };
    }

    private static String verdict(double alpha) {
        if (alpha >= 0.8) {
            return "reliable, single answers can be trusted for most purposes";
        }
        if (alpha >= 0.667) {
            return "usable for tentative conclusions; look at the options and annotators below before relying on single"
                    + " answers";
        }
        return alpha > 0.1
                ? "too low to rely on single answers; combine several per item and clarify the guideline where"
                        + " annotators differ"
                : "hardly better than chance, or worse; the task is unclear or annotators follow different rules";
    }

    /** A number without a needless fraction. */
    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
