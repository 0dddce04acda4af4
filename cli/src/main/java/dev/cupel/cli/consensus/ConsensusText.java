package dev.cupel.cli.consensus;

import dev.cupel.cli.consensus.ConsensusReport.Worker;
import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Estimation.Timing;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.engine.Count;
import dev.cupel.engine.consensus.Calibration;
import dev.cupel.engine.consensus.Evidence;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report for people at a terminal. */
final class ConsensusText {
    private static final int WORKERS_AT_EACH_END = 5;
    private static final int TASKS_SHOWN = 8;
    private static final int CLASSES_SHOWN = 12;

    private ConsensusText() {}

    static void print(
            ConsensusReport report, Timing timing, Console console, ResultOptions result, ReportOptions show) {
        PrintStream to = console.text();
        Evidence evidence = report.consensus().evidence();
        to.println(console.bold(Count.of(report.table().votes().size(), "vote")
                + " by " + Count.of(report.table().workers().size(), "worker")
                + " on " + Count.of(report.table().tasks().size(), "task")
                + ", " + ConsensusReport.classes(report.table().classes().size())));
        String rounds = Count.of(evidence.rounds(), "round");
        to.println(report.method().title() + ": " + report.methodInWords() + "."
                + switch (evidence.stop()) {
                    case CLOSED_FORM -> "";
                    case CONVERGED -> " Converged in " + rounds + ".";
                    case ROUND_LIMIT -> " Stopped after " + rounds + ", the limit.";
                    case DIVERGED -> " Could not be improved after " + rounds + ".";
                });
        report.truth().ifPresent(truth -> printTruth(truth, console));
        printTasks(report, console);
        printClasses(report, console);
        printWorkers(report, console);
        if (!report.warnings().isEmpty()) {
            to.println();
            to.println(console.bold("Look twice"));
            report.warnings().forEach(warning -> to.println("  • " + warning));
        }
        to.println();
        result.saySo(console, report.table().tasks().size(), "labels with their probabilities");
        show.saySo(console);
        long all = timing.parseNs() + timing.estimateNs() + timing.writeNs();
        if (all > 1_000_000_000L) {
            to.println(console.dim(String.format(
                    Locale.ROOT,
                    "%.1f s: reading %.0f %%, estimating %.0f %%, writing %.0f %%.",
                    all / 1e9,
                    100.0 * timing.parseNs() / all,
                    100.0 * timing.estimateNs() / all,
                    100.0 * timing.writeNs() / all)));
        }
    }

    private static void printTruth(ConsensusReport.Truth truth, Console console) {
        PrintStream to = console.text();
        Calibration calibration = truth.evaluation().calibration();
        to.println();
        to.println(console.bold(
                "Against the truth of " + Count.of(truth.evaluation().tasks() + truth.notVoted(), "task")));
        new TextTable("measure", "value", "")
                .row(
                        "accuracy",
                        TextTable.figure(truth.accuracy(), 4),
                        "the plain majority reaches " + TextTable.figure(truth.majorityAccuracy(), 4))
                .row("macro-F1", TextTable.figure(truth.macroF1(), 4), "every class counts alike")
                .row(
                        "log loss",
                        TextTable.figure(truth.evaluation().logLossNats(), 4),
                        "nats; how far the probabilities can be trusted, 0 is best")
                .row(
                        "calibration",
                        TextTable.figure(calibration.expectedCalibrationError(), 4),
                        "expected calibration error: mean distance of probability and share right")
                .row(
                        "",
                        TextTable.figure(calibration.rootMeanSquareError(), 4),
                        "root mean square of the same"
                                + (calibration.moreThanChance()
                                        ? "; " + TextTable.figure(calibration.debiasedError(), 4)
                                                + " of it is more than chance"
                                        : ""))
                .print(console);
        printReliability(calibration, console);
        if (truth.notVoted() > 0) {
            to.println("  "
                    + Count.of(truth.notVoted(), truth.evaluation().tasks() + truth.notVoted(), "task", "has", "have")
                    + " a truth that nobody voted for: wrong, and not in the log loss.");
        }
        if (truth.withoutVotes() > 0) {
            to.println("  " + Count.of(truth.withoutVotes(), "further truth")
                    + (truth.withoutVotes() == 1 ? " is on a task" : " are on tasks") + " without votes.");
        }
        if (truth.alsoGold() > 0) {
            to.println("  " + Count.of(truth.alsoGold(), "truth")
                    + (truth.alsoGold() == 1 ? " is on a task" : " are on tasks")
                    + " given as gold: used while estimating, so not counted here.");
        }
    }

    private static void printReliability(Calibration calibration, Console console) {
        TextTable table = new TextTable("labels of probability", "tasks", "mean", "right");
        calibration
                .reliability()
                .forEach(bin -> table.row(
                        TextTable.figure(bin.from(), 2) + " to " + TextTable.figure(bin.to(), 2),
                        TextTable.count(bin.tasks()),
                        TextTable.figure(bin.meanProbability(), 3),
                        TextTable.figure(bin.accuracy(), 3)));
        console.text().println();
        table.print(console);
    }

    private static void printTasks(ConsensusReport report, Console console) {
        PrintStream to = console.text();
        to.println();
        to.println(console.bold("Least certain tasks")
                + String.format(
                        Locale.ROOT,
                        " (mean probability %.3f; %,d unanimous; %,d tied)",
                        report.meanProbability(),
                        report.unanimous(),
                        report.tied()));
        TextTable table = new TextTable("task", "label", "probability", "votes");
        for (int task : report.uncertain().stream().limit(TASKS_SHOWN).toList()) {
            table.row(
                    report.table().tasks().get(task),
                    report.table().classes().get(report.consensus().label(task)),
                    TextTable.figure(report.consensus().probability(task), 3),
                    VoteCounts.of(report, task));
        }
        table.print(console);
    }

    private static void printClasses(ConsensusReport report, Console console) {
        PrintStream to = console.text();
        to.println();
        to.println(console.bold("Classes"));
        int tasks = Math.max(1, report.table().tasks().size());
        TextTable table = new TextTable("label", "tasks", "votes", "share of tasks");
        report.classes().stream()
                .sorted(Comparator.comparingInt(c -> report.classes().size() > CLASSES_SHOWN ? -c.tasks() : 0))
                .limit(CLASSES_SHOWN)
                .forEach(c -> table.row(
                        c.name(),
                        TextTable.count(c.tasks()),
                        TextTable.count(c.votes()),
                        String.format(Locale.ROOT, "%5.1f %% ", 100.0 * c.tasks() / tasks)
                                + TextTable.bar((double) c.tasks() / tasks, 20)));
        table.print(console);
        if (report.classes().size() > CLASSES_SHOWN) {
            to.println("  ... and " + TextTable.count(report.classes().size() - CLASSES_SHOWN) + " more");
        }
    }

    private static void printWorkers(ConsensusReport report, Console console) {
        PrintStream to = console.text();
        List<Worker> ordered = report.workers().stream()
                .sorted(Comparator.comparingDouble(Worker::quality)
                        .reversed()
                        .thenComparing(Comparator.comparingInt(Worker::votes).reversed())
                        .thenComparingInt(Worker::number))
                .toList();
        boolean all = ordered.size() <= 2 * WORKERS_AT_EACH_END + 2;
        boolean truth = report.truth().isPresent();
        to.println();
        to.println(console.bold("Workers")
                + (all ? "" : ", best and worst of " + TextTable.count(ordered.size()) + " by estimated quality"));
        TextTable table = truth
                ? new TextTable("worker", "votes", "quality", "", "agrees", "accuracy")
                : new TextTable("worker", "votes", "quality", "", "agrees");
        for (int i = 0; i < ordered.size(); i++) {
            if (!all && i == WORKERS_AT_EACH_END) {
                i = ordered.size() - WORKERS_AT_EACH_END;
                if (truth) {
                    table.row("…", "", "", "", "", "");
                } else {
                    table.row("…", "", "", "", "");
                }
            }
            Worker worker = ordered.get(i);
            String quality = TextTable.figure(worker.quality(), 3);
            String bar = TextTable.bar(worker.quality(), 16);
            String agrees = Math.round(100 * worker.agreement()) + " %";
            if (truth) {
                table.row(
                        worker.name(),
                        TextTable.count(worker.votes()),
                        quality,
                        bar,
                        agrees,
                        worker.accuracy().map(a -> Math.round(100 * a) + " %").orElse("-"));
            } else {
                table.row(worker.name(), TextTable.count(worker.votes()), quality, bar, agrees);
            }
        }
        table.print(console);
    }
}
