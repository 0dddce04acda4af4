package dev.cupel.cli.agreement;

import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.formats.labels.LabelTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is shown of a report.
 *
 * @param only the one coefficient asked for, if so
 * @param coefficients those to show
 */
record AgreementView(
        String file,
        LabelTable table,
        AgreementReport report,
        Optional<Measure> only,
        Map<Measure, Coefficient> coefficients,
        List<AgreementReport.ItemAgreement> disputed) {
    static AgreementView of(String file, LabelTable table, AgreementReport report, Optional<Measure> only) {
        Map<Measure, Coefficient> shown = new LinkedHashMap<>();
        only.ifPresentOrElse(
                measure -> shown.put(
                        measure,
                        report.coefficients().containsKey(measure)
                                ? report.coefficients().getOrDefault(measure, report.headlineCoefficient())
                                : Agreement.measure(table.votes(), measure, report.options())),
                () -> shown.putAll(report.coefficients()));
        return new AgreementView(file, table, report, only, shown, report.mostDisputed(20));
    }

    /** What was noticed about the votes, and about labels that look like sets. */
    List<String> notes() {
        List<String> notes = new ArrayList<>(report.notes());
        List<String> names = table.classes().toList();
        if (SetsView.looksLikeSets(names)) {
            String example = names.stream()
                    .filter(name -> SetsView.looksLikeSets(List.of(name)))
                    .findFirst()
                    .orElse("");
            notes.add("Labels such as \"" + example + "\" look like sets of options and were taken as plain names;"
                    + " --sets '|' (or the sign between the options) compares them as sets.");
        }
        return notes;
    }
}
