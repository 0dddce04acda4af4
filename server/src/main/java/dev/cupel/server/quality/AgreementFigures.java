package dev.cupel.server.quality;

import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Agreement as the engine reports it, in the words of {@link Report}. */
final class AgreementFigures {
    private AgreementFigures() {}

    /** Only gold items are answered. */
    static Report.Agreement nothing(@Nullable List<Report.OptionAgreement> perClass) {
        Estimate none = Estimate.undefined("No item outside gold has an answer yet.");
        return new Report.Agreement(
                none,
                none,
                none,
                "There is nothing to compare yet: only gold items are answered.",
                List.of(),
                perClass);
    }

    static Report.Agreement of(AgreementReport report, @Nullable List<Report.OptionAgreement> perClass) {
        List<String> notes = new ArrayList<>(
                report.interpretation().subList(1, report.interpretation().size()));
        notes.addAll(report.notes());
        return new Report.Agreement(
                Estimate.of(report.headlineCoefficient()),
                Estimate.of(coefficient(report.coefficients(), Measure.PERCENT)),
                Estimate.of(coefficient(report.coefficients(), Measure.GWET_AC1)),
                report.interpretation().getFirst(),
                notes,
                perClass);
    }

    static Coefficient coefficient(Map<Measure, Coefficient> all, Measure measure) {
        return all.getOrDefault(measure, new Coefficient.Undefined("Not computed."));
    }

    /** @param alpha by option number; options nobody chose may be missing */
    static List<Report.OptionAgreement> perOption(QuestionVotes votes, int[] shown, Map<Integer, Estimate> alpha) {
        return Arrays.stream(shown)
                .mapToObj(option -> new Report.OptionAgreement(
                        votes.optionIds().get(option),
                        alpha.getOrDefault(option, Estimate.undefined("Nobody chose this option."))))
                .toList();
    }

    static List<Report.Pair> pairs(QuestionVotes votes, AgreementReport report) {
        return report.pairs().stream()
                .map(pair -> new Report.Pair(
                        votes.memberId(pair.first()),
                        votes.memberId(pair.second()),
                        pair.sharedItems(),
                        Estimate.of(pair.percent()),
                        Estimate.of(pair.kappa())))
                .toList();
    }
}
