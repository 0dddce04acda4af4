package dev.cupel.cli.structured;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Entry;
import dev.cupel.cli.report.EstimationFacts;
import dev.cupel.cli.report.EstimationFacts.Timing;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Measures;
import dev.cupel.cli.report.Picture;
import dev.cupel.cli.report.Plot;
import dev.cupel.cli.report.Remark;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.SectionPart;
import dev.cupel.cli.report.Sentences;
import dev.cupel.cli.structured.StructuredFigures.Label;
import dev.cupel.cli.structured.StructuredFigures.Worker;
import dev.cupel.engine.Count;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What {@code cupel consensus} found about structured answers. */
final class StructuredConsensusReport {
    private static final int SHOWN = 8;
    private static final int WORDS = 60;
    private static final int DRAWN = 8;
    private static final int PICTURES = 12;
    private static final int WORKERS = 25;
    private static final int LABELS = 60;

    private final StructuredFigures figures;
    private final AnswerTable table;
    private final Question.Structured question;

    private StructuredConsensusReport(StructuredFigures figures) {
        this.figures = figures;
        this.table = figures.table();
        this.question = table.question();
    }

    static Report of(StructuredFigures figures, Timing timing) {
        return new StructuredConsensusReport(figures).report(timing);
    }

    private Report report(Timing timing) {
        Evidence evidence = figures.fusion().evidence();
        ReportTable<Label> labels = labels();
        ReportTable<Worker> workers = workers();
        ReportTable<Integer> disputed = disputed();
        Report report = Report.of("consensus", figures.file(), "Consensus of")
                .headed(
                        Count.of(table.answerCount(), "answer") + " (" + PlainQuestion.things(question) + ") by "
                                + Count.of(figures.workers().size(), "worker") + " on "
                                + Count.of(table.tasks().size(), "task")
                                + (figures.labels().isEmpty()
                                        ? ""
                                        : ", " + Count.of(figures.labels().size(), "label")),
                        "Method " + figures.method().key() + ": "
                                + figures.method().meaning() + "." + EstimationFacts.ending(evidence),
                        "Version " + evidence.version())
                .with("kind", Cell.text(PlainQuestion.kind(question)))
                .with(
                        "answers",
                        Facts.of()
                                .with("count", Cell.whole(table.answerCount()))
                                .with("tasks", Cell.whole(table.tasks().size()))
                                .with("workers", Cell.whole(figures.workers().size()))
                                .with("labels", Cell.whole(figures.labels().size()))
                                .with("repeated", Cell.whole(table.repeats()))
                                .with("rows_without_answer", Cell.whole(table.rowsLeftOut())))
                .with("method", EstimationFacts.method(figures.method().key(), evidence))
                .with("mean_agreement", Cell.number(figures.meanAgreement(), Format.THREE_DECIMALS, ""))
                .with("mean_confidence", Cell.number(figures.meanConfidence(), Format.THREE_DECIMALS, ""))
                .with("labels", labels)
                .with("workers", workers)
                .with("least_agreed_tasks", disputed)
                .with("truth", figures.truth().<Entry>map(this::truth).orElseGet(Cell::nothing))
                .with("warnings", Sentences.warnings(figures.warnings()))
                .with("seconds", timing.seconds())
                .card("answers.tasks", "tasks")
                .card("answers.count", "answers: " + PlainQuestion.things(question))
                .card("answers.workers", "workers");
        if (figures.meanAgreement().isPresent()) {
            report = report.card("mean_agreement", "mean agreement of answers with the consensus");
        }
        if (figures.truth().isPresent()) {
            report = againstTruth(report, figures.truth().get());
        }
        if (!figures.disputed().isEmpty()) {
            report = report.section(
                    "Least agreed tasks",
                    new Remark("Mean agreement " + report.at("mean_agreement").words() + "."),
                    disputed.first(SHOWN, 0).ofMany(),
                    new Picture(explained(), this::drawings));
        }
        return report.section("Labels", labels.ordered(StructuredConsensusReport::mostMarked, SHOWN, LABELS))
                .section(
                        "Workers, those who agree least with the consensus first",
                        new Picture(
                                "Every dot is a worker: how many answers, and how close they are to the consensus on"
                                        + " average.",
                                this::workersByAnswers),
                        workers.ordered(
                                all -> all.stream()
                                        .sorted(figures.leastAgreeing())
                                        .toList(),
                                SHOWN,
                                WORKERS))
                .section(Sentences.warnings(figures.warnings()))
                .section("", timing.words());
    }

    private ReportTable<Label> labels() {
        double most = Math.max(
                1, figures.labels().stream().mapToLong(Label::marked).max().orElse(1));
        return ReportTable.of(figures.labels())
                .data("label", label -> Cell.text(table.labels().get(label.number())))
                .words("label", Label::name)
                .column("marked", "marked", label -> Cell.whole(label.marked()))
                .bar(label -> label.marked() / most)
                .column("kept", "in the consensus", label -> Cell.whole(label.kept()));
    }

    private ReportTable<Worker> workers() {
        return ReportTable.of(figures.workers())
                .column("worker", "worker", w -> Cell.text(w.name()))
                .column("answers", "answers", w -> Cell.whole(w.answers()))
                .column("agreement_with_consensus", "agreement", w -> Cell.number(w.agreement(), Format.THREE_DECIMALS))
                .bar()
                .data("quality", w -> Cell.number(w.quality(), Format.THREE_DECIMALS, ""));
    }

    private ReportTable<Integer> disputed() {
        return ReportTable.of(figures.disputed())
                .column(
                        "task",
                        "task",
                        task -> Cell.text(table.tasks().get(task).name()))
                .column(
                        "answers",
                        "answers",
                        task -> Cell.whole(table.tasks().get(task).given().size()))
                .column(
                        "agreement",
                        "agreement",
                        task -> Cell.number(figures.settled().get(task).agreement(), Format.THREE_DECIMALS, ""))
                .words("consensus", task -> AnswerWords.of(figures, task, WORDS));
    }

    private Facts truth(StructuredFigures.Truth truth) {
        return Facts.of()
                .with("tasks", Cell.whole(truth.tasks()))
                .with("truths_without_answers", Cell.whole(truth.withoutAnswers()))
                .and(scores(truth.consensus()))
                .with("single_answer", scores(truth.single()));
    }

    private Facts scores(Map<String, Double> scores) {
        Facts facts = Facts.of();
        for (Map.Entry<String, String> one : Score.meanings(question).entrySet()) {
            facts = facts.with(
                    one.getKey(),
                    Score.title(one.getKey()),
                    Cell.number(scores.getOrDefault(one.getKey(), 0.0), Format.FOUR_DECIMALS),
                    one.getValue());
        }
        return facts;
    }

    private Report againstTruth(Report report, StructuredFigures.Truth truth) {
        List<SectionPart> parts = new ArrayList<>(List.of(Measures.of("measure", "consensus", scores(truth.consensus()))
                .beside("one answer", scores(truth.single()))));
        if (truth.withoutAnswers() > 0) {
            parts.add(new Remark(Count.of(truth.withoutAnswers(), "further truth")
                    + (truth.withoutAnswers() == 1 ? " belongs to a task" : " belong to tasks") + " without answers."));
        }
        String headline = Score.meanings(question).keySet().iterator().next();
        return report.card("truth." + headline, Score.title(headline) + " against the truth")
                .section("Against the truth of " + Count.of(truth.tasks(), "task"), parts.toArray(SectionPart[]::new));
    }

    /** In the order of their numbers, unless some will not be seen. */
    private static List<Label> mostMarked(List<Label> all) {
        return all.size() <= SHOWN
                ? all
                : all.stream()
                        .sorted(Comparator.comparingLong(Label::marked).reversed())
                        .toList();
    }

    // ---------------------------------------------------------------- plots

    private Plot drawings() {
        boolean small = switch (question) {
            case Question.Text asked -> false;
            case Question.Spans asked -> false;
            case Question.Segments asked -> false;
            case Question.Tracks asked -> false;
            case Question.Boxes asked -> true;
            case Question.Masks asked -> true;
            case Question.Polygons asked -> true;
            case Question.Polylines asked -> true;
            case Question.Keypoints asked -> true;
        };
        return new Plot.Gallery(
                figures.labels().stream().map(Label::name).toList(),
                figures.disputed().stream()
                        .limit(small ? PICTURES : DRAWN)
                        .map(task -> Drawings.of(figures, task))
                        .toList(),
                small);
    }

    private String explained() {
        return switch (question) {
            case Question.Text asked ->
                "Words that the consensus does not have are marked, words that an answer lacks are struck.";
            case Question.Spans asked ->
                "One line per worker, places in the text from left to right; the consensus comes first.";
            case Question.Boxes asked -> "Everybody's boxes, thin; those of the consensus, thick.";
            case Question.Masks asked ->
                "The more people set a pixel, the darker it is; the line is the edge of the consensus.";
            case Question.Segments asked ->
                "One line per worker, time in seconds from left to right; the consensus comes first.";
            case Question.Polygons asked -> "Everybody's polygons, thin; those of the consensus, thick.";
            case Question.Polylines asked -> "Everybody's polylines, thin; those of the consensus, thick.";
            case Question.Keypoints asked -> "Everybody's keypoints, small; those of the consensus, large.";
            case Question.Tracks asked ->
                "One line per worker, frames in which things are in sight from left to right; the consensus comes first.";
        };
    }

    private Plot workersByAnswers() {
        return Plot.ofEverybody(
                "Answers and agreement of " + Count.of(figures.workers().size(), "worker"),
                figures.workers(),
                Worker::name,
                "answers",
                Worker::answers,
                "agreement with the consensus",
                Worker::agreement);
    }
}
