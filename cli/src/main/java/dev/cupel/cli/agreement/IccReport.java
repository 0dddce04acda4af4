package dev.cupel.cli.agreement;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Measures;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.Sentences;
import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Icc;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.formats.labels.NumberTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code agreement --metric icc}: intraclass correlations of numeric labels, one form or all six. */
final class IccReport {
    static final String ALL = "icc";

    private IccReport() {}

    /** The names that {@code --metric} knows here: icc for all forms, and each form's own. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>(List.of(ALL));
        Arrays.stream(Icc.Form.values()).map(Icc.Form::key).forEach(keys::add);
        return keys;
    }

    static boolean isMetric(String metric) {
        return metric.toLowerCase(Locale.ROOT).startsWith(ALL);
    }

    /** @throws InputException if there is no such form */
    static Report of(String file, NumberTable table, String metric, Bootstrap.Options bootstrap) {
        String key = metric.toLowerCase(Locale.ROOT);
        if (!keys().contains(key)) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    "--metric",
                    "there is no intraclass correlation \"" + metric + "\"",
                    "choose one of " + String.join(", ", keys()));
        }
        Facts coefficients = Facts.of();
        List<String> warnings = new ArrayList<>();
        for (Map.Entry<Icc.Form, Coefficient> one :
                Icc.of(table.ratings(), bootstrap).entrySet()) {
            Icc.Form form = one.getKey();
            if (key.equals(ALL) || key.equals(form.key())) {
                coefficients = coefficients.with(
                        form.key(), form.key(), Cell.estimate(one.getValue(), Format.THREE_DECIMALS), form.meaning());
                reason(one.getValue()).filter(why -> !warnings.contains(why)).ifPresent(warnings::add);
            }
        }
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        warnings.addAll(table.warnings());
        return Report.of("agreement", file, "Intraclass correlation of")
                .headed(
                        Count.of(table.ratings().size(), "answer") + " by "
                                + Count.of(table.workers().size(), "worker") + " on "
                                + Count.of(table.tasks().size(), "task"),
                        "Intraclass correlation: the share of the variance of the numbers that is due to the tasks.",
                        "95% intervals")
                .with(
                        "answers",
                        Facts.of()
                                .with("count", Cell.whole(table.ratings().size()))
                                .with("tasks", Cell.whole(table.tasks().size()))
                                .with("workers", Cell.whole(table.workers().size()))
                                .with("repeated", Cell.whole(table.repeats()))
                                .with("rows_without_label", Cell.whole(table.rowsLeftOut())))
                .with("resamples", Cell.whole(bootstrap.replicates()))
                .with("seed", Cell.whole(bootstrap.seed()))
                .with("coefficients", coefficients)
                .with("warnings", Sentences.warnings(warnings))
                .card("answers.tasks", "tasks")
                .card("answers.count", "answers")
                .card("answers.workers", "workers")
                .section("Forms", Measures.of("form", coefficients))
                .section(Sentences.warnings(warnings));
    }

    private static Optional<String> reason(Coefficient value) {
        return switch (value) {
            case Coefficient.Undefined undefined -> Optional.of(undefined.reason());
            case Coefficient.Estimate estimate -> estimate.noInterval();
        };
    }
}
