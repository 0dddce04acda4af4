package dev.cupel.cli.structured;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.structured.StructuredReport.Worker;
import dev.cupel.engine.Count;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report for people at a terminal. */
final class StructuredText {
    private static final int SHOWN = 8;

    private StructuredText() {}

    static void print(StructuredReport report, Console console) {
        PrintStream to = console.text();
        AnswerTable table = report.table();
        Evidence evidence = report.estimate().evidence();
        to.println(console.bold(String.format(
                Locale.ROOT,
                "%s (%s) by %s on %s%s",
                Count.of(table.answerCount(), "answer"),
                PlainQuestion.things(table.question()),
                Count.of(report.workers().size(), "worker"),
                Count.of(table.tasks().size(), "task"),
                report.labels().isEmpty() ? "" : ", " + Count.of(report.labels().size(), "label"))));
        to.println("Method " + report.method().key() + ": " + report.method().meaning() + "."
                + (evidence.rounds() == 0
                        ? ""
                        : (evidence.converged() ? " Converged in " : " Stopped after ")
                                + Count.of(evidence.rounds(), "round") + "."));
        report.truth().ifPresent(truth -> {
            to.println();
            to.println(console.bold("Against the truth of " + Count.of(truth.tasks(), "task")));
            TextTable figures = new TextTable("measure", "consensus", "one answer", "");
            Score.meanings(table.question())
                    .forEach((key, meaning) -> figures.row(
                            Score.title(key),
                            TextTable.figure(truth.consensus().getOrDefault(key, 0.0), 4),
                            TextTable.figure(truth.single().getOrDefault(key, 0.0), 4),
                            meaning));
            figures.print(console);
            if (truth.withoutAnswers() > 0) {
                to.println("  " + Count.of(truth.withoutAnswers(), "further truth")
                        + (truth.withoutAnswers() == 1 ? " belongs to a task" : " belong to tasks")
                        + " without answers.");
            }
        });
        if (!report.disputed().isEmpty()) {
            to.println();
            to.println(console.bold("Least agreed tasks")
                    + String.format(
                            Locale.ROOT,
                            " (mean agreement %.3f)",
                            report.meanAgreement().orElse(0)));
            TextTable tasks = new TextTable("task", "agreement", "answers", "consensus");
            report.disputed().stream()
                    .limit(SHOWN)
                    .forEach(t -> tasks.row(
                            table.tasks().get(t).name(),
                            TextTable.figure(report.settled().get(t).agreement().orElse(0), 3),
                            table.tasks().get(t).given().size(),
                            Words.of(report, t, 60)));
            tasks.print(console);
        }
        if (!report.labels().isEmpty()) {
            to.println();
            to.println(console.bold("Labels"));
            TextTable labels = new TextTable("label", "marked", "in the consensus");
            report.labels().stream()
                    .sorted(Comparator.comparingLong(l -> report.labels().size() > SHOWN ? -l.marked() : 0))
                    .limit(SHOWN)
                    .forEach(l -> labels.row(l.name(), TextTable.count(l.marked()), TextTable.count(l.kept())));
            labels.print(console);
            if (report.labels().size() > SHOWN) {
                to.println("  ... and " + TextTable.count(report.labels().size() - SHOWN) + " more");
            }
        }
        printWorkers(report, console);
        if (!report.warnings().isEmpty()) {
            to.println();
            to.println(console.bold("Look twice"));
            report.warnings().forEach(warning -> to.println("  • " + warning));
        }
        to.println();
    }

    private static void printWorkers(StructuredReport report, Console console) {
        List<Worker> worst = report.workers().stream()
                .sorted(report.leastAgreeing())
                .limit(SHOWN)
                .toList();
        console.text().println();
        console.text()
                .println(console.bold(
                        worst.size() < report.workers().size()
                                ? "Workers who agree least with the consensus, " + worst.size() + " of "
                                        + TextTable.count(report.workers().size())
                                : "Workers, those who agree least with the consensus first"));
        TextTable table = new TextTable("worker", "answers", "agreement", "");
        worst.forEach(w -> table.row(
                w.name(),
                TextTable.count(w.answers()),
                TextTable.figure(w.agreement(), 3),
                TextTable.bar(w.agreement(), 16)));
        table.print(console);
    }
}
