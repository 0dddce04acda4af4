package dev.cupel.cli.structured;

import dev.cupel.cli.console.Estimation;
import dev.cupel.cli.console.Estimation.Timing;
import dev.cupel.cli.console.Json;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.util.Map;

/** The report for programs; keys are a promise, see {@code docs/features/command-line.md}. */
final class StructuredJson {
    private StructuredJson() {}

    static Json.Obj of(StructuredReport report, Timing timing) {
        Evidence evidence = report.estimate().evidence();
        return Json.object()
                .put("command", "consensus")
                .put("file", report.file())
                .put("kind", PlainQuestion.kind(report.table().question()))
                .put(
                        "answers",
                        Json.object()
                                .put("count", report.table().answerCount())
                                .put("tasks", report.table().tasks().size())
                                .put("workers", report.workers().size())
                                .put("labels", report.labels().size())
                                .put("repeated", report.table().repeats())
                                .put("rows_without_answer", report.table().rowsLeftOut()))
                .put("method", Estimation.method(report.method().key(), evidence))
                .put("mean_agreement", report.meanAgreement())
                .put("mean_confidence", report.meanConfidence())
                .put(
                        "labels",
                        report.labels().stream()
                                .map(label -> Json.object()
                                        .put("label", report.table().labels().get(label.number()))
                                        .put("marked", label.marked())
                                        .put("kept", label.kept()))
                                .toList())
                .put(
                        "workers",
                        report.workers().stream()
                                .map(worker -> Json.object()
                                        .put("worker", worker.name())
                                        .put("answers", worker.answers())
                                        .put("agreement_with_consensus", worker.agreement())
                                        .put("quality", worker.quality()))
                                .toList())
                .put(
                        "least_agreed_tasks",
                        report.disputed().stream()
                                .map(task -> Json.object()
                                        .put(
                                                "task",
                                                report.table().tasks().get(task).name())
                                        .put(
                                                "answers",
                                                report.table()
                                                        .tasks()
                                                        .get(task)
                                                        .given()
                                                        .size())
                                        .put(
                                                "agreement",
                                                report.settled().get(task).agreement()))
                                .toList())
                .put("truth", report.truth().map(StructuredJson::truth))
                .put("warnings", report.warnings())
                .put("seconds", timing.seconds());
    }

    private static Json.Obj truth(StructuredReport.Truth truth) {
        Json.Obj object =
                Json.object().put("tasks", truth.tasks()).put("truths_without_answers", truth.withoutAnswers());
        truth.consensus().forEach(object::put);
        return object.put("single_answer", figures(truth.single()));
    }

    private static Json.Obj figures(Map<String, Double> figures) {
        Json.Obj object = Json.object();
        figures.forEach(object::put);
        return object;
    }
}
