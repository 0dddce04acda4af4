package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The coefficients for questions with one class per vote. Keys are stable: files, commands and HTTP use them. */
public enum Measure {
    PERCENT(
            "percent",
            "Percent agreement",
            "share of agreeing vote pairs per item, averaged over items; no chance corrected"),
    SCOTT_PI("scott_pi", "Scott's pi", "two annotators; chance from the pooled class shares (Scott 1955)"),
    COHEN_KAPPA("cohen_kappa", "Cohen's kappa", "two annotators; chance from each one's own class shares (Cohen 1960)"),
    COHEN_KAPPA_LINEAR(
            "cohen_kappa_linear",
            "Cohen's kappa, linear weights",
            "as Cohen's kappa, far classes disagree more (Cohen 1968)"),
    COHEN_KAPPA_QUADRATIC(
            "cohen_kappa_quadratic",
            "Cohen's kappa, quadratic weights",
            "as Cohen's kappa, far classes disagree much more (Cohen 1968)"),
    FLEISS_KAPPA("fleiss_kappa", "Fleiss' kappa", "many annotators; chance from the pooled class shares (Fleiss 1971)"),
    BENNETT_S("bennett_s", "Bennett's S", "chance as if all classes were equally likely (Bennett et al. 1954)"),
    KRIPPENDORFF_NOMINAL(
            "krippendorff_nominal", "Krippendorff's alpha", "any number of annotators and gaps (Krippendorff 2011)"),
    KRIPPENDORFF_ORDINAL(
            "krippendorff_ordinal",
            "Krippendorff's alpha, ordinal",
            "classes in order: distance by ranks between them"),
    KRIPPENDORFF_INTERVAL("krippendorff_interval", "Krippendorff's alpha, interval", "numbers: squared difference"),
    KRIPPENDORFF_RATIO(
            "krippendorff_ratio",
            "Krippendorff's alpha, ratio",
            "numbers with a true zero: squared relative difference"),
    GWET_AC1("gwet_ac1", "Gwet's AC1", "chance only for hard items; stable when one class dominates (Gwet 2008)"),
    GWET_AC2_LINEAR("gwet_ac2_linear", "Gwet's AC2, linear weights", "as AC1, far classes disagree more (Gwet 2014)"),
    GWET_AC2_QUADRATIC(
            "gwet_ac2_quadratic",
            "Gwet's AC2, quadratic weights",
            "as AC1, far classes disagree much more (Gwet 2014)");

    private final String key;
    private final String title;
    private final String meaning;

    Measure(String key, String title, String meaning) {
        this.key = key;
        this.title = title;
        this.meaning = meaning;
    }

    /** Stable name in files and on the command line. */
    public String key() {
        return key;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    /** What it compares with, in half a sentence, with its source. */
    public String meaning() {
        return meaning;
    }

    /** Whether it is defined for exactly two annotators only. */
    public boolean comparesTwoAnnotators() {
        return switch (this) {
            case SCOTT_PI, COHEN_KAPPA, COHEN_KAPPA_LINEAR, COHEN_KAPPA_QUADRATIC -> true;
            default -> false;
        };
    }

    /** What the classes must at least be for it: names, an order, or numbers. */
    public AgreementOptions.Scale scale() {
        return switch (this) {
            case PERCENT, SCOTT_PI, COHEN_KAPPA, FLEISS_KAPPA, BENNETT_S, KRIPPENDORFF_NOMINAL, GWET_AC1 ->
                AgreementOptions.Scale.NOMINAL;
            case COHEN_KAPPA_LINEAR, COHEN_KAPPA_QUADRATIC, KRIPPENDORFF_ORDINAL, GWET_AC2_LINEAR, GWET_AC2_QUADRATIC ->
                AgreementOptions.Scale.ORDINAL;
            case KRIPPENDORFF_INTERVAL -> AgreementOptions.Scale.INTERVAL;
            case KRIPPENDORFF_RATIO -> AgreementOptions.Scale.RATIO;
        };
    }

    /** Measures that treat every confusion as equally bad. */
    public static List<Measure> nominal() {
        return List.of(PERCENT, KRIPPENDORFF_NOMINAL, FLEISS_KAPPA, GWET_AC1, BENNETT_S, SCOTT_PI, COHEN_KAPPA);
    }

    /** @throws InputException if no measure has this key; the message lists all */
    public static Measure ofKey(String key) {
        return Arrays.stream(values())
                .filter(measure -> measure.key.equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "metric",
                        "there is no agreement measure \"" + key + "\"",
                        "choose one of "
                                + Arrays.stream(values()).map(Measure::key).collect(Collectors.joining(", "))));
    }
}
