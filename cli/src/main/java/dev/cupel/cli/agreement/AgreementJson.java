package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Json;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.formats.columns.Names;
import java.util.List;
import java.util.Locale;

/** The report for programs; keys are a promise, see {@code docs/features/command-line.md}. */
final class AgreementJson {
    private AgreementJson() {}

    static Json.Obj of(AgreementView view) {
        AgreementReport report = view.report();
        Names workers = view.table().workers();
        Names classes = view.table().classes();
        Json.Obj coefficients = Json.object();
        view.coefficients().forEach((measure, value) -> coefficients.put(measure.key(), coefficient(value)));
        Json.Obj root = Json.object()
                .put("command", "agreement")
                .put("file", view.file())
                .put("version", AgreementReport.VERSION)
                .put(
                        "votes",
                        Json.object()
                                .put("count", report.votes().size())
                                .put("tasks", report.votes().taskCount())
                                .put("pairable_tasks", report.pairableItems())
                                .put("workers", report.workers())
                                .put("classes", report.classesUsed())
                                .put("repeated", report.votes().repeats())
                                .put("rows_without_label", view.table().rowsLeftOut()))
                .put("distance", report.options().scale().name().toLowerCase(Locale.ROOT))
                .put("resamples", report.options().bootstrap().replicates())
                .put("seed", report.options().bootstrap().seed())
                .put("headline", view.only().orElse(report.headline()).key())
                .put("coefficients", coefficients);
        if (view.only().isEmpty()) {
            root.put(
                            "classes",
                            report.classes().stream()
                                    .map(c -> Json.object()
                                            .put("label", classes.get(c.label()))
                                            .put("votes", c.votes())
                                            .put("share", c.share())
                                            .put("confirmation", coefficient(c.confirmation()))
                                            .put("alpha", coefficient(c.alpha())))
                                    .toList())
                    .put(
                            "workers",
                            report.perWorker().stream()
                                    .map(w -> Json.object()
                                            .put("worker", workers.get(w.worker()))
                                            .put("votes", w.votes())
                                            .put("percent", coefficient(w.percent()))
                                            .put("kappa", coefficient(w.kappa())))
                                    .toList())
                    .put("pair_count", report.pairCount())
                    .put(
                            "pairs",
                            report.pairs().stream()
                                    .map(p -> Json.object()
                                            .put("first", workers.get(p.first()))
                                            .put("second", workers.get(p.second()))
                                            .put("shared_tasks", p.sharedItems())
                                            .put("percent", coefficient(p.percent()))
                                            .put("kappa", coefficient(p.kappa())))
                                    .toList())
                    .put(
                            "most_disputed_tasks",
                            view.disputed().stream()
                                    .map(d -> Json.object()
                                            .put("task", view.table().tasks().get(d.task()))
                                            .put("agreement", d.agreement().asOptional()))
                                    .toList())
                    .put(
                            "accuracy_ceiling",
                            report.ceiling()
                                    .map(c -> Json.object()
                                            .put("single_vote", c.singleVote())
                                            .put("interval", c.interval().map(AgreementJson::interval))
                                            .put("votes_per_task", c.votesPerItem())))
                    .put("interpretation", report.interpretation());
        }
        root.put("notes", view.notes()).put("warnings", view.table().warnings());
        return root;
    }

    static Json.Obj coefficient(Coefficient coefficient) {
        return switch (coefficient) {
            case Coefficient.Estimate e ->
                Json.object()
                        .put("value", e.value())
                        .put("interval", e.interval().map(AgreementJson::interval))
                        .put("no_interval", e.noInterval())
                        .put("tasks", e.items())
                        .put("votes", e.votes());
            case Coefficient.Undefined u -> Json.object().put("value", null).put("undefined", u.reason());
        };
    }

    private static List<Double> interval(Interval interval) {
        return List.of(interval.low(), interval.high());
    }
}
