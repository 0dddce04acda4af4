package dev.cupel.cli.structured;

import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Page;
import dev.cupel.cli.page.Plots;
import dev.cupel.cli.structured.StructuredReport.Worker;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The report as one page. */
final class StructuredPage {
    private static final int DRAWN = 8;
    private static final int PICTURES = 12;
    private static final int WORKERS = 25;
    private static final int LABELS = 60;
    private static final int DOTS = 3000;

    private StructuredPage() {}

    static String render(StructuredReport report) {
        Evidence evidence = report.estimate().evidence();
        Page page = new Page(
                "Consensus of " + Page.nameOf(report.file()),
                String.format(
                        Locale.ROOT,
                        "Method %s, version %s: %s%s.",
                        report.method().key(),
                        evidence.version(),
                        report.method().meaning(),
                        evidence.rounds() == 0
                                ? ""
                                : "; " + evidence.rounds() + " rounds, "
                                        + (evidence.converged() ? "converged" : "stopped at the limit")));
        List<Page.Card> cards = new ArrayList<>(List.of(
                new Page.Card(TextTable.count(report.table().tasks().size()), "tasks"),
                new Page.Card(
                        TextTable.count(report.table().answerCount()),
                        "answers: " + PlainQuestion.things(report.table().question())),
                new Page.Card(TextTable.count(report.workers().size()), "workers")));
        report.meanAgreement()
                .ifPresent(a -> cards.add(
                        new Page.Card(TextTable.figure(a, 3), "mean agreement of answers with the consensus")));
        String headline =
                Score.meanings(report.table().question()).keySet().iterator().next();
        report.truth()
                .ifPresent(truth -> cards.add(new Page.Card(
                        TextTable.figure(truth.consensus().getOrDefault(headline, 0.0), 4),
                        Score.title(headline) + " against the truth")));
        page.cards(cards);
        if (!report.warnings().isEmpty()) {
            page.section("Look twice", "", Page.list(report.warnings()));
        }
        report.truth()
                .ifPresent(truth -> page.section(
                        "Against the truth of " + TextTable.count(truth.tasks(), "task", "tasks"),
                        "",
                        truth(report, truth)));
        if (!report.disputed().isEmpty()) {
            StringBuilder drawn = new StringBuilder();
            if (!report.labels().isEmpty()) {
                drawn.append(Plots.legend(report.labels().stream()
                        .map(StructuredReport.Label::name)
                        .toList()));
            }
            boolean pictures = report.table().question() instanceof Question.Boxes
                    || report.table().question() instanceof Question.Masks;
            drawn.append(pictures ? "<div class=\"gallery\">" : "<div>");
            report.disputed().stream()
                    .limit(pictures ? PICTURES : DRAWN)
                    .forEach(task -> drawn.append(Drawings.of(report, task)));
            drawn.append("</div>");
            page.section("Least agreed tasks", explained(report), drawn.toString());
        }
        page.section(
                "Workers",
                "Every dot is a worker: how many answers, and how close they are to the consensus on average.",
                workers(report));
        if (!report.labels().isEmpty()) {
            page.section("Labels", "", labels(report));
        }
        return page.html();
    }

    private static String truth(StructuredReport report, StructuredReport.Truth truth) {
        List<List<Object>> rows = new ArrayList<>();
        Score.meanings(report.table().question())
                .forEach((key, meaning) -> rows.add(List.of(
                        Score.title(key),
                        TextTable.figure(truth.consensus().getOrDefault(key, 0.0), 4),
                        TextTable.figure(truth.single().getOrDefault(key, 0.0), 4),
                        meaning)));
        return Page.table(List.of("measure", "#consensus", "#one answer alone", ""), rows);
    }

    private static String explained(StructuredReport report) {
        return switch (report.table().question()) {
            case Question.Text asked ->
                "Words that the consensus does not have are marked, words that an answer lacks are struck.";
            case Question.Spans asked ->
                "One line per worker, places in the text from left to right; the consensus comes first.";
            case Question.Boxes asked -> "Everybody's boxes, thin; those of the consensus, thick.";
            case Question.Masks asked ->
                "The more people set a pixel, the darker it is; the line is the edge of the consensus.";
            case Question.Segments asked ->
                "One line per worker, time in seconds from left to right; the consensus comes first.";
        };
    }

    private static String workers(StructuredReport report) {
        List<Worker> workers = report.workers();
        String plot = Plots.scatter(
                "Answers and agreement of " + workers.size() + " workers",
                workers.stream()
                        .sorted(Comparator.comparingInt(Worker::answers).reversed())
                        .limit(DOTS)
                        .map(w -> new Plots.Dot(w.name(), w.answers(), w.agreement()))
                        .toList(),
                Axis.around("answers", workers.stream().mapToDouble(Worker::answers), /* logarithmic= */ true),
                Axis.of("agreement with the consensus", 0, 1),
                /* diagonal= */ false);
        List<List<Object>> rows = new ArrayList<>();
        workers.stream()
                .sorted(report.leastAgreeing())
                .limit(WORKERS)
                .forEach(w -> rows.add(List.of(
                        w.name(),
                        TextTable.count(w.answers()),
                        TextTable.figure(w.agreement(), 3),
                        Plots.bar(w.agreement()))));
        String those = rows.size() < workers.size()
                ? "The " + rows.size() + " of " + TextTable.count(workers.size()) + " who agree least:"
                : "Those who agree least first:";
        return plot + "<p class=\"soft\">" + those + "</p>"
                + Page.table(List.of("worker", "#answers", "#agreement", ""), rows);
    }

    private static String labels(StructuredReport report) {
        long most = report.labels().stream()
                .mapToLong(StructuredReport.Label::marked)
                .max()
                .orElse(1);
        List<List<Object>> rows = new ArrayList<>();
        report.labels().stream()
                .sorted(Comparator.comparingLong(StructuredReport.Label::marked).reversed())
                .limit(LABELS)
                .forEach(l -> rows.add(List.of(
                        l.name(),
                        TextTable.count(l.marked()),
                        Plots.bar((double) l.marked() / Math.max(1, most)),
                        TextTable.count(l.kept()))));
        return Page.table(List.of("label", "#marked by workers", "", "#in the consensus"), rows);
    }
}
