package dev.cupel.engine.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says what coefficients mean, in sentences for people who have never met them. */
public final class Interpretation {
    private Interpretation() {}

    /** Coefficients further apart than this tell different stories. */
    private static final double DIFFERENT = 0.2;
    /** Beyond this, pairs of classes are too many for a sentence. */
    private static final int MOST_CLASSES = 5_000;

    static List<String> of(AgreementReport report) {
        List<String> sentences = new ArrayList<>();
        sentences.add(headline(report.headline().title(), report.headlineCoefficient()));
        stories(report).ifPresent(sentences::add);
        nearMisses(report).ifPresent(sentences::add);
        ceiling(report).ifPresent(sentences::add);
        weakestClass(report).ifPresent(sentences::add);
        oddOneOut(report).ifPresent(sentences::add);
        return List.copyOf(sentences);
    }

    /** Krippendorff's own bars: .8 for firm, .667 for tentative conclusions. */
    public static String headline(String title, Coefficient coefficient) {
        return switch (coefficient) {
            case Coefficient.Undefined undefined -> title + " has no value: " + undefined.reason();
            case Coefficient.Estimate estimate -> {
                String range = estimate.interval()
                        .map(i -> " (" + Math.round(100 * i.level()) + " % interval " + number(i.low()) + " to "
                                + number(i.high()) + ")")
                        .orElse("");
                yield title + " is " + number(estimate.value()) + range + " on "
                        + count(estimate.items(), "item", "items") + ": " + verdict(estimate) + ".";
            }
        };
    }

    /** Rests on the lower end of the interval: nothing is reliable because three items happen to agree. */
    private static String verdict(Coefficient.Estimate estimate) {
        if (estimate.interval().isEmpty()) {
            return estimate.noInterval().isPresent()
                    ? "too little to judge by"
                    : shortVerdict(estimate.value()) + " by the value alone; without an interval nobody knows how sure"
                            + " that is";
        }
        double low = estimate.interval().get().low();
        double high = estimate.interval().get().high();
        if (shortVerdict(low).equals(shortVerdict(high))) {
            return verdict(low);
        }
        return "the interval reaches from \"" + shortVerdict(low) + "\" to \"" + shortVerdict(high)
                + "\", so take it as \"" + shortVerdict(low) + "\" until more items are labeled twice";
    }

    private static String verdict(double alpha) {
        if (alpha >= 0.8) {
            return "reliable, single labels can be trusted for most purposes";
        }
        if (alpha >= 0.667) {
            return "usable for tentative conclusions; look at the classes and annotators below before relying on single"
                    + " labels";
        }
        return alpha > 0.1
                ? "too low to rely on single labels; combine several votes per item and clarify the guideline where"
                        + " annotators differ"
                : "hardly better than chance, or worse; the task is unclear or annotators follow different rules";
    }

    private static String shortVerdict(double alpha) {
        return alpha >= 0.8 ? "reliable" : alpha >= 0.667 ? "tentative" : alpha > 0.1 ? "too low" : "chance";
    }

    /** Skewed classes make alpha low and AC1 high on the same votes. */
    private static Optional<String> stories(AgreementReport report) {
        double alpha = value(report, Measure.KRIPPENDORFF_NOMINAL);
        double ac1 = value(report, Measure.GWET_AC1);
        double percent = value(report, Measure.PERCENT);
        if (!(ac1 - alpha > DIFFERENT)) {
            return Optional.empty();
        }
        ClassAgreement largest = report.classes().stream()
                .max(Comparator.comparingLong(ClassAgreement::votes))
                .orElseThrow();
        StringBuilder text = new StringBuilder("Alpha is " + number(alpha) + " but AC1 is " + number(ac1)
                + " and raw agreement " + percent(percent) + ": they differ because " + percent(largest.share())
                + " of the votes say " + report.options().className(largest.label())
                + ", so that alpha counts most agreement as chance.");
        report.classes().stream()
                .filter(c -> c.label() != largest.label())
                .max(Comparator.comparingLong(ClassAgreement::votes))
                .ifPresent(other -> {
                    if (largest.confirmation() instanceof Coefficient.Estimate often
                            && other.confirmation() instanceof Coefficient.Estimate rare) {
                        text.append(" A vote for ")
                                .append(report.options().className(largest.label()))
                                .append(" is confirmed by another annotator in ")
                                .append(percent(often.value()))
                                .append(" of the cases, one for ")
                                .append(report.options().className(other.label()))
                                .append(" in ")
                                .append(percent(rare.value()))
                                .append(
                                        rare.value() < often.value() - DIFFERENT
                                                ? ": the less frequent of the two is where annotators disagree."
                                                : ".");
                    }
                });
        return Optional.of(text.toString());
    }

    /** What the order of the classes, or their values, does to alpha, and what was counted beside it. */
    private static Optional<String> nearMisses(AgreementReport report) {
        boolean byValue = report.coefficients().containsKey(Measure.KRIPPENDORFF_INTERVAL);
        double nominal = value(report, Measure.KRIPPENDORFF_NOMINAL);
        double near = value(report, byValue ? Measure.KRIPPENDORFF_INTERVAL : Measure.KRIPPENDORFF_ORDINAL);
        if (Double.isNaN(nominal) || Double.isNaN(near) || Math.abs(near - nominal) < 0.1) {
            return Optional.empty();
        }
        VotePatterns patterns = Agreement.patterns(report.votes());
        String alphas = (byValue ? "With the distances of the values" : "With the order of the classes") + " alpha is "
                + number(near) + ", without " + (byValue ? "them " : "it ") + number(nominal) + ". ";
        double[] values = byValue
                ? report.options().valuesOf(patterns.classCount).stream()
                        .mapToDouble(v -> v)
                        .toArray()
                : IntStream.range(0, patterns.classCount).mapToDouble(k -> k).toArray();
        // Values have no neighbours, as there may be others between them: their distance is told.
        Lag lag = byValue ? (a, b) -> Math.abs(values[a] - values[b]) : (a, b) -> Math.abs(a - b) == 1 ? 1 : 0;
        double seen = amongDisagreements(patterns, lag);
        double expected = byChance(patterns, lag);
        if (Double.isNaN(seen) || Double.isNaN(expected)) {
            return Optional.empty();
        }
        String counted = byValue
                ? "Votes that disagree lie " + number(seen) + " apart on average; " + number(expected)
                        + " is what votes drawn by chance would give"
                : percent(seen) + " of the disagreements are between neighbouring classes; chance would make it "
                        + percent(expected);
        boolean closer = byValue ? seen < expected : seen > expected;
        return Optional.of(alphas
                + counted
                + (near > nominal == closer
                        ? closer
                                ? ": classes that are confused lie close together."
                                : ": classes that are confused lie far apart, so check whether the scale's direction is"
                                        + " clear to everybody."
                        : "."));
    }

    /** Something that is asked of a pair of classes. */
    @FunctionalInterface
    interface Lag {
        double of(int a, int b);
    }

    /** Of the pairs of unequal votes on an item, each item counting by its share of them, those one class apart. */
    static double neighbouring(VotePatterns patterns) {
        return amongDisagreements(patterns, (a, b) -> Math.abs(a - b) == 1 ? 1 : 0);
    }

    /** Mean over the pairs of unequal votes on an item, each item counting by its share of them. */
    private static double amongDisagreements(VotePatterns patterns, Lag lag) {
        double unequal = 0;
        double sum = 0;
        for (int p = 0; p < patterns.size; p++) {
            double pairs = patterns.votes[p] * (patterns.votes[p] - 1.0);
            for (int a = patterns.begin[p]; a < patterns.begin[p + 1]; a++) {
                for (int b = patterns.begin[p]; b < a; b++) {
                    double weight = patterns.items[p] * patterns.count[a] * patterns.count[b] / pairs;
                    unequal += weight;
                    sum += lag.of(patterns.category[a], patterns.category[b]) * weight;
                }
            }
        }
        return unequal > 0 ? sum / unequal : Double.NaN;
    }

    /** Mean over pairs of unequal votes on any items. */
    private static double byChance(VotePatterns patterns, Lag lag) {
        double[] votes = new NominalSums(patterns).count(patterns.items).pairable;
        int[] used = IntStream.range(0, votes.length).filter(k -> votes[k] > 0).toArray();
        if (used.length > MOST_CLASSES) {
            return Double.NaN;
        }
        double unequal = 0;
        double sum = 0;
        for (int a : used) {
            for (int b : used) {
                if (a != b) {
                    unequal += votes[a] * votes[b];
                    sum += lag.of(a, b) * votes[a] * votes[b];
                }
            }
        }
        return unequal > 0 ? sum / unequal : Double.NaN;
    }

    /** Says nothing where the bound is no bound, or not known. */
    private static Optional<String> ceiling(AgreementReport report) {
        return report.ceiling()
                .flatMap(AccuracyCeiling::interval)
                .filter(interval -> interval.high() < 0.995)
                .map(interval -> "A prediction of one class per item can match at most " + percent(interval.high())
                        + " of such votes (upper end of the mean share of an item's most frequent class), so do not expect"
                        + " more of a model that is scored against single votes.");
    }

    private static Optional<String> weakestClass(AgreementReport report) {
        if (report.classes().size() < 3 || !(report.headlineCoefficient() instanceof Coefficient.Estimate)) {
            return Optional.empty();
        }
        return report.classes().stream()
                .filter(c -> c.votes() >= 20 && c.alpha() instanceof Coefficient.Estimate)
                .min(Comparator.comparingDouble(c -> c.alpha().asOptional().orElse(1)))
                .filter(c -> c.alpha().asOptional().orElse(1) < value(report, Measure.KRIPPENDORFF_NOMINAL) - 0.1)
                .map(c -> "The least clear class is " + report.options().className(c.label()) + " (alpha "
                        + number(c.alpha().asOptional().orElse(0)) + "; another annotator confirms it in "
                        + percent(c.confirmation().asOptional().orElse(0)) + " of the cases).");
    }

    private static Optional<String> oddOneOut(AgreementReport report) {
        double percent = value(report, Measure.PERCENT);
        return report.perWorker().stream()
                .filter(w -> w.percent() instanceof Coefficient.Estimate e
                        && e.items() >= 10
                        && e.interval().map(i -> i.high() < percent - 0.05).orElse(false))
                .min(Comparator.comparingDouble(w -> w.percent().asOptional().orElse(1)))
                .map(w -> "Look at " + report.options().workerName(w.worker()) + ": agrees with the others in "
                        + percent(w.percent().asOptional().orElse(0)) + " of "
                        + count(w.votes(), "vote", "votes") + ", where " + percent(percent) + " is usual.");
    }

    private static double value(AgreementReport report, Measure measure) {
        Coefficient coefficient = report.coefficients().get(measure);
        return coefficient == null ? Double.NaN : coefficient.asOptional().orElse(Double.NaN);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String percent(double share) {
        double value = 100 * share;
        if (value > 99.9 && value < 100) {
            return "more than 99.9 %";
        }
        boolean nearAnEnd = (value > 99 && value < 100) || (value > 0 && value < 1);
        String digits = nearAnEnd ? String.format(Locale.ROOT, "%.1f", value) : Long.toString(Math.round(value));
        return digits + " %";
    }

    static String count(long n, String one, String many) {
        return String.format(Locale.ROOT, "%,d", n) + " " + (n == 1 ? one : many);
    }
}
