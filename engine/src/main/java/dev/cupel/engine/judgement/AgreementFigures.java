package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Agreement as the engine reports it, in the words of {@link QualityReport}. */
final class AgreementFigures {
    private AgreementFigures() {}

    /** Only gold items are answered. */
    static QualityReport.Agreement nothing(@Nullable List<QualityReport.OptionAgreement> perClass) {
        Estimate none = Estimate.undefined("No item outside gold has an answer yet.");
        return new QualityReport.Agreement(
                none,
                none,
                none,
                "There is nothing to compare yet: only gold items are answered.",
                List.of(),
                perClass,
                List.of());
    }

    static QualityReport.Agreement of(AgreementReport report, @Nullable List<QualityReport.OptionAgreement> perClass) {
        List<String> notes = new ArrayList<>(
                report.interpretation().subList(1, report.interpretation().size()));
        notes.addAll(report.notes());
        return new QualityReport.Agreement(
                Estimate.of(report.headlineCoefficient()),
                Estimate.of(coefficient(report.coefficients(), Measure.PERCENT)),
                Estimate.of(coefficient(report.coefficients(), Measure.GWET_AC1)),
                report.interpretation().getFirst(),
                notes,
                perClass,
                List.of());
    }

    static Coefficient of(Map<AgreementOptions.Scale, Coefficient> all, AgreementOptions.Scale scale) {
        return all.getOrDefault(scale, new Coefficient.Undefined("Not computed."));
    }

    static Coefficient coefficient(Map<Measure, Coefficient> all, Measure measure) {
        return all.getOrDefault(measure, new Coefficient.Undefined("Not computed."));
    }

    /** @param alpha by option number; options nobody chose may be missing */
    static List<QualityReport.OptionAgreement> perOption(
            QuestionVotes votes, int[] shown, Map<Integer, Estimate> alpha) {
        return Arrays.stream(shown)
                .mapToObj(option -> new QualityReport.OptionAgreement(
                        votes.optionIds().get(option),
                        alpha.getOrDefault(option, Estimate.undefined("Nobody chose this option."))))
                .toList();
    }

    static List<QualityReport.Pair> pairs(QuestionVotes votes, AgreementReport report) {
        return report.pairs().stream()
                .map(pair -> new QualityReport.Pair(
                        votes.memberId(pair.first()),
                        votes.memberId(pair.second()),
                        pair.sharedItems(),
                        Estimate.of(pair.percent()),
                        Estimate.of(pair.kappa())))
                .toList();
    }
}
