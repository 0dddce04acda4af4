package dev.cupel.cli.consensus;

import dev.cupel.cli.console.Estimation;
import dev.cupel.cli.console.Estimation.Timing;
import dev.cupel.cli.console.Json;
import dev.cupel.engine.consensus.ByWorker;
import dev.cupel.engine.consensus.Calibration;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.formats.columns.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report for programs; keys are a promise, see {@code docs/features/command-line.md}. */
final class ConsensusJson {
    private ConsensusJson() {}

    static Json.Obj of(ConsensusReport report, Timing timing) {
        Evidence evidence = report.consensus().evidence();
        ByWorker byWorker = ByWorker.of(report.table().votes());
        return Json.object()
                .put("command", "consensus")
                .put("file", report.file())
                .put(
                        "votes",
                        Json.object()
                                .put("count", report.table().votes().size())
                                .put("tasks", report.table().tasks().size())
                                .put("workers", report.table().workers().size())
                                .put("classes", report.table().classes().size())
                                .put("repeated", report.table().votes().repeats())
                                .put("rows_without_label", report.table().rowsLeftOut()))
                .put("method", Estimation.method(report.method().id(), evidence))
                .put("mean_probability", report.meanProbability())
                .put("tied_tasks", report.tied())
                .put("unanimous_tasks", report.unanimous())
                .put(
                        "classes",
                        report.classes().stream()
                                .map(c -> Json.object()
                                        .put("label", c.name())
                                        .put("tasks", c.tasks())
                                        .put("votes", c.votes()))
                                .toList())
                .put(
                        "workers",
                        report.workers().stream()
                                .map(worker -> Json.object()
                                        .put("worker", worker.name())
                                        .put("votes", worker.votes())
                                        .put("quality", worker.quality())
                                        .put("agreement_with_consensus", worker.agreement())
                                        .put("accuracy", worker.accuracy())
                                        .put("confusion", confusion(report, byWorker, worker.number())))
                                .toList())
                .put(
                        "least_certain_tasks",
                        report.uncertain().stream()
                                .map(task -> Json.object()
                                        .put("task", report.table().tasks().get(task))
                                        .put(
                                                "label",
                                                report.table()
                                                        .classes()
                                                        .get(report.consensus().label(task)))
                                        .put("probability", report.consensus().probability(task)))
                                .toList())
                .put("truth", report.truth().map(ConsensusJson::truth))
                .put("warnings", List.copyOf(report.warnings()))
                .put("seconds", timing.seconds());
    }

    /** By true class, then answer: only the cells that votes bear on, so that many classes do not make a desert of zeros. */
    private static Optional<Json.Obj> confusion(ConsensusReport report, ByWorker byWorker, int worker) {
        if (!report.consensus().modelsConfusion()) {
            return Optional.empty();
        }
        Names classes = report.table().classes();
        Map<String, Json.Obj> rows = new LinkedHashMap<>();
        for (Consensus.Cell cell :
                report.consensus().confusionCells(worker, byWorker.votesOf(worker), byWorker.tasksOf(worker))) {
            rows.computeIfAbsent(classes.get(cell.truth()), truth -> Json.object())
                    .put(classes.get(cell.answer()), cell.probability());
        }
        Json.Obj matrix = Json.object();
        rows.forEach(matrix::put);
        return Optional.of(matrix);
    }

    private static Json.Obj truth(ConsensusReport.Truth truth) {
        Calibration calibration = truth.evaluation().calibration();
        return Json.object()
                .put("tasks", truth.evaluation().tasks() + truth.notVoted())
                .put("accuracy", truth.accuracy())
                .put("macro_f1", truth.macroF1())
                .put("log_loss_nats", truth.evaluation().logLossNats())
                .put("brier", truth.evaluation().brier())
                .put("expected_calibration_error", calibration.expectedCalibrationError())
                .put("calibration_error", calibration.rootMeanSquareError())
                .put("calibration_error_debiased", calibration.debiasedError())
                .put("calibration_error_more_than_chance", calibration.moreThanChance())
                .put(
                        "reliability",
                        calibration.reliability().stream()
                                .map(bin -> Json.object()
                                        .put("from", bin.from())
                                        .put("to", bin.to())
                                        .put("tasks", bin.tasks())
                                        .put("mean_probability", bin.meanProbability())
                                        .put("accuracy", bin.accuracy()))
                                .toList())
                .put("majority_accuracy", truth.majorityAccuracy())
                .put("tied_tasks", truth.evaluation().tied())
                .put("truth_nobody_voted", truth.notVoted())
                .put("truths_without_votes", truth.withoutVotes())
                .put("truths_given_as_gold", truth.alsoGold());
    }
}
