package dev.cupel.cli.consensus;

import dev.cupel.cli.consensus.ConsensusReport.Worker;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Page;
import dev.cupel.cli.page.Plots;
import dev.cupel.engine.Count;
import dev.cupel.engine.consensus.Calibration;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.consensus.Explanation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The report as one page. */
final class ConsensusPage {
    private static final int MATRICES = 12;
    private static final int MATRIX_CLASSES = 12;
    private static final int DOTS = 3000;
    private static final int WORKERS = 25;
    private static final int CLASSES = 60;

    private ConsensusPage() {}

    static String render(ConsensusReport report) {
        Evidence evidence = report.consensus().evidence();
        Page page = new Page(
                "Consensus of " + Page.nameOf(report.file()),
                String.format(
                        Locale.ROOT,
                        "%s, version %s%s. %s",
                        report.method().title(),
                        evidence.version(),
                        evidence.rounds() == 0
                                ? ""
                                : "; " + Count.of(evidence.rounds(), "round") + ", "
                                        + (evidence.converged() ? "converged" : "stopped at the limit"),
                        evidence.options()));
        List<Page.Card> cards = new ArrayList<>();
        cards.add(counted(report.table().tasks().size(), "task"));
        cards.add(counted(report.table().votes().size(), "vote"));
        cards.add(counted(report.table().workers().size(), "worker"));
        cards.add(new Page.Card(TextTable.figure(report.meanProbability(), 3), "mean probability of the labels"));
        report.truth().ifPresent(truth -> {
            cards.add(new Page.Card(TextTable.figure(truth.accuracy(), 4), "accuracy against the truth"));
            cards.add(new Page.Card(TextTable.figure(truth.majorityAccuracy(), 4), "accuracy of the plain majority"));
            cards.add(new Page.Card(TextTable.figure(truth.macroF1(), 4), "macro-F1"));
            cards.add(new Page.Card(TextTable.figure(truth.evaluation().logLossNats(), 4), "log loss in nats"));
            Calibration calibration = truth.evaluation().calibration();
            cards.add(
                    calibration.moreThanChance()
                            ? new Page.Card(
                                    TextTable.figure(calibration.debiasedError(), 4), "calibration error beyond chance")
                            : new Page.Card(
                                    TextTable.figure(calibration.expectedCalibrationError(), 4),
                                    "expected calibration error"));
        });
        page.cards(cards);
        if (!report.warnings().isEmpty()) {
            page.section("Look twice", "", Page.list(report.warnings()));
        }
        page.section(
                "Most disputed tasks",
                "The labels that are least certain. Worth a look by an expert: either the task is hard or the guideline is"
                        + " unclear.",
                disputed(report));
        page.section(
                "Worker quality",
                "Every dot is a worker: how many votes, and the estimated probability that a vote is right.",
                workers(report));
        String matrices = matrices(report);
        if (!matrices.isEmpty()) {
            page.section(
                    "What workers say, given the truth",
                    "Confusion matrices of the workers with most votes: rows are the estimated true class, columns what they"
                            + " answered; rows sum to 1. A good worker has a dark diagonal.",
                    matrices);
        }
        page.section("Classes", "", classes(report));
        return page.html();
    }

    private static Page.Card counted(int count, String thing) {
        return new Page.Card(TextTable.count(count), count == 1 ? thing : thing + "s");
    }

    private static String disputed(ConsensusReport report) {
        List<List<Object>> rows = new ArrayList<>();
        for (int task : report.uncertain()) {
            Explanation why = report.consensus().explain(task);
            rows.add(List.of(
                    report.table().tasks().get(task),
                    report.table().classes().get(why.label()),
                    TextTable.figure(why.probability(), 3),
                    Plots.bar(why.probability()),
                    why.runnerUp() < 0 ? "" : report.table().classes().get(why.runnerUp()),
                    VoteCounts.of(report, task)));
        }
        return Page.table(List.of("task", "label", "#probability", "", "runner-up", "votes"), rows);
    }

    private static String workers(ConsensusReport report) {
        List<Worker> voted =
                report.workers().stream().filter(w -> w.votes() > 0).toList();
        StringBuilder html = new StringBuilder();
        html.append(Plots.scatter(
                "Votes and estimated quality of " + Count.of(voted.size(), "worker"),
                voted.stream()
                        .sorted(Comparator.comparingInt(Worker::votes).reversed())
                        .limit(DOTS)
                        .map(w -> new Plots.Dot(w.name(), w.votes(), w.quality()))
                        .toList(),
                Axis.around("votes", voted.stream().mapToDouble(Worker::votes), /* logarithmic= */ true),
                Axis.of("quality", 0, 1),
                /* diagonal= */ false));
        boolean truth = report.truth().isPresent();
        List<List<Object>> rows = new ArrayList<>();
        voted.stream()
                .sorted(Comparator.comparingDouble(Worker::quality).thenComparingInt(Worker::number))
                .limit(WORKERS)
                .forEach(w -> {
                    List<Object> row = new ArrayList<>(List.of(
                            w.name(),
                            TextTable.count(w.votes()),
                            TextTable.figure(w.quality(), 3),
                            Plots.bar(w.quality()),
                            Math.round(100 * w.agreement()) + " %"));
                    if (truth) {
                        row.add(w.accuracy()
                                .map(a -> Math.round(100 * a) + " %")
                                .orElse("–"));
                    }
                    rows.add(row);
                });
        List<String> header = new ArrayList<>(List.of("worker", "#votes", "#quality", "", "#agrees with consensus"));
        if (truth) {
            header.add("#right");
        }
        html.append("<p class=\"soft\">The ")
                .append(rows.size())
                .append(" with the lowest quality")
                .append(rows.size() < voted.size() ? " of " + TextTable.count(voted.size()) : "")
                .append(":</p>");
        return html.append(Page.table(header, rows)).toString();
    }

    private static String matrices(ConsensusReport report) {
        List<String> classes = report.table().classes().toList();
        if (classes.size() > MATRIX_CLASSES || classes.size() < 2) {
            return "";
        }
        StringBuilder html = new StringBuilder("<div class=\"grid\">");
        List<Worker> most = report.workers().stream()
                .sorted(Comparator.comparingInt(Worker::votes).reversed().thenComparingInt(Worker::number))
                .limit(MATRICES)
                .toList();
        boolean any = false;
        for (Worker worker : most) {
            var confusion = report.consensus().confusion(worker.number());
            if (confusion.isPresent()) {
                any = true;
                List<List<OptionalDouble>> values = Arrays.stream(confusion.get())
                        .map(row ->
                                Arrays.stream(row).mapToObj(OptionalDouble::of).toList())
                        .toList();
                html.append("<figure><figcaption><b>")
                        .append(Page.escape(Page.shortened(worker.name(), 40)))
                        .append("</b>, ")
                        .append(Count.of(worker.votes(), "vote"))
                        .append("</figcaption>")
                        .append(Plots.matrix(
                                "Confusion matrix of " + worker.name(), classes, classes, values, "truth", "answer"))
                        .append("</figure>");
            }
        }
        return any ? html.append("</div>").toString() : "";
    }

    private static String classes(ConsensusReport report) {
        int tasks = Math.max(1, report.table().tasks().size());
        List<List<Object>> rows = new ArrayList<>();
        report.classes().stream()
                .sorted(Comparator.comparingInt(c -> report.classes().size() > CLASSES ? -c.tasks() : 0))
                .limit(CLASSES)
                .forEach(c -> rows.add(List.of(
                        c.name(),
                        TextTable.count(c.tasks()),
                        TextTable.figure(100.0 * c.tasks() / tasks, 1) + " %",
                        Plots.bar((double) c.tasks() / tasks),
                        TextTable.count(c.votes()))));
        return Page.table(List.of("label", "#tasks", "#share", "", "#votes"), rows);
    }
}
