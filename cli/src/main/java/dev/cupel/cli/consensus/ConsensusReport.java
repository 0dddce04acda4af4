package dev.cupel.cli.consensus;

import dev.cupel.cli.consensus.ConsensusFigures.ClassShare;
import dev.cupel.cli.consensus.ConsensusFigures.Worker;
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
import dev.cupel.engine.Count;
import dev.cupel.engine.consensus.ByWorker;
import dev.cupel.engine.consensus.Calibration;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.votes.Votes;
import dev.cupel.formats.columns.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code cupel consensus} found about labels. */
final class ConsensusReport {
    private static final int WORKERS_SHOWN = 6;
    private static final int BEST_SHOWN = 5;
    private static final int WORKERS = 25;
    private static final int TASKS_SHOWN = 8;
    private static final int CLASSES_SHOWN = 12;
    private static final int CLASSES = 60;
    private static final int MATRICES = 12;
    private static final int MATRIX_CLASSES = 12;

    private final ConsensusFigures figures;
    private final Consensus consensus;
    private final Votes votes;
    private final Names tasks;
    private final Names classes;
    /** Made for those who read JSON. */
    private @Nullable ByWorker byWorker;

    private ConsensusReport(ConsensusFigures figures) {
        this.figures = figures;
        this.consensus = figures.consensus();
        this.votes = figures.table().votes();
        this.tasks = figures.table().tasks();
        this.classes = figures.table().classes();
    }

    static Report of(ConsensusFigures figures, Timing timing) {
        return new ConsensusReport(figures).report(timing);
    }

    private Report report(Timing timing) {
        Evidence evidence = consensus.evidence();
        ReportTable<ClassShare> shares = classes();
        ReportTable<Worker> workers = workers();
        ReportTable<Integer> uncertain = uncertain();
        Report report = Report.of("consensus", figures.file(), "Consensus of")
                .headed(
                        headline(),
                        figures.method().title() + ": " + figures.methodInWords() + "."
                                + EstimationFacts.ending(evidence),
                        "Version " + evidence.version() + ". " + evidence.options())
                .with("votes", counts())
                .with("method", EstimationFacts.method(figures.method().id(), evidence))
                .with("mean_probability", Cell.number(figures.meanProbability(), Format.THREE_DECIMALS))
                .with("tied_tasks", Cell.whole(figures.tied()))
                .with("unanimous_tasks", Cell.whole(figures.unanimous()))
                .with("classes", shares)
                .with("workers", workers)
                .with("least_certain_tasks", uncertain)
                .with(
                        "truth",
                        figures.truth().<Entry>map(ConsensusReport::truth).orElseGet(Cell::nothing))
                .with("warnings", Sentences.warnings(figures.warnings()))
                .with("seconds", timing.seconds())
                .card("votes.tasks", "tasks")
                .card("votes.count", "votes")
                .card("votes.workers", "workers")
                .card("mean_probability", "mean probability of the labels");
        if (figures.truth().isPresent()) {
            report = againstTruth(report, figures.truth().get());
        }
        return report.section(
                        "Least certain tasks",
                        new Remark("Mean probability "
                                + report.at("mean_probability").words() + "; "
                                + report.at("unanimous_tasks").words() + " unanimous; "
                                + report.at("tied_tasks").words() + " tied. Worth a look by an expert: either a task is"
                                + " hard or the guideline is unclear."),
                        uncertain
                                .first(TASKS_SHOWN, ConsensusFigures.UNCERTAIN_SHOWN)
                                .ofMany())
                .section("Classes", shares.ordered(ConsensusReport::largestFirst, CLASSES_SHOWN, CLASSES))
                .section(
                        "Workers, lowest estimated quality first",
                        new Picture(
                                "Every dot is a worker: how many votes, and the estimated probability that a vote is right.",
                                this::workersByVotes),
                        workers.ordered(ConsensusReport::lowestQualityFirst, WORKERS_SHOWN, WORKERS)
                                .withLast(BEST_SHOWN))
                .section(
                        "What workers say, given the truth",
                        new Picture(
                                "Confusion matrices of the workers with most votes: rows are the estimated true class,"
                                        + " columns what they answered; rows sum to 1. A good worker has a dark diagonal.",
                                this::confusions))
                .section(Sentences.warnings(figures.warnings()))
                .section("", timing.words());
    }

    private String headline() {
        int count = classes.size();
        return Count.of(votes.size(), "vote") + " by "
                + Count.of(figures.table().workers().size(), "worker") + " on " + Count.of(tasks.size(), "task") + ", "
                + Format.WHOLE.of(count) + (count == 1 ? " class" : " classes");
    }

    private Facts counts() {
        return Facts.of()
                .with("count", Cell.whole(votes.size()))
                .with("tasks", Cell.whole(tasks.size()))
                .with("workers", Cell.whole(figures.table().workers().size()))
                .with("classes", Cell.whole(classes.size()))
                .with("repeated", Cell.whole(votes.repeats()))
                .with("rows_without_label", Cell.whole(figures.table().rowsLeftOut()));
    }

    private ReportTable<ClassShare> classes() {
        double all = Math.max(1, tasks.size());
        return ReportTable.of(figures.classes())
                .column("label", "label", c -> Cell.text(c.name()))
                .column("tasks", "tasks", c -> Cell.whole(c.tasks()))
                .column("votes", "votes", c -> Cell.whole(c.votes()))
                .column("task_share", "share of tasks", c -> Cell.number(c.tasks() / all, Format.PERMILLE))
                .bar();
    }

    private ReportTable<Worker> workers() {
        return ReportTable.of(figures.workers())
                .column("worker", "worker", w -> Cell.text(w.name()))
                .column("votes", "votes", w -> Cell.whole(w.votes()))
                .column("quality", "quality", w -> Cell.number(w.quality(), Format.THREE_DECIMALS))
                .bar()
                .column("agreement_with_consensus", "agrees", w -> Cell.share(w.agreement()))
                .column(
                        "accuracy",
                        figures.truth().isPresent() ? "accuracy" : "",
                        w -> Cell.share(w.accuracy(), w.accuracy().isPresent() ? "" : "no vote on a task with a truth"))
                .data("confusion", w -> confusion(w.number()));
    }

    /** By true class, then answer: only the cells that votes bear on, so that many classes do not make a desert of zeros. */
    private Cell confusion(int worker) {
        if (!consensus.modelsConfusion()) {
            return Cell.nothing();
        }
        if (byWorker == null) {
            byWorker = ByWorker.of(votes);
        }
        Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
        for (Consensus.Cell cell :
                consensus.confusionCells(worker, byWorker.votesOf(worker), byWorker.tasksOf(worker))) {
            rows.computeIfAbsent(classes.get(cell.truth()), truth -> new LinkedHashMap<>())
                    .put(classes.get(cell.answer()), cell.probability());
        }
        return new Cell.Shares(rows);
    }

    private ReportTable<Integer> uncertain() {
        return ReportTable.of(figures.uncertain())
                .column("task", "task", task -> Cell.text(tasks.get(task)))
                .column("label", "label", task -> Cell.text(classes.get(consensus.label(task))))
                .column(
                        "probability",
                        "probability",
                        task -> Cell.number(consensus.probability(task), Format.THREE_DECIMALS))
                .words("runner-up", task -> {
                    int second = consensus.explain(task).runnerUp();
                    return second < 0 ? "" : classes.get(second);
                })
                .onPages()
                .column("votes", "votes", this::votesOn);
    }

    private Cell votesOn(int task) {
        Map<Integer, Integer> byClass = new TreeMap<>();
        for (int i = votes.begin(task); i < votes.end(task); i++) {
            byClass.merge(votes.label(i), 1, Integer::sum);
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        byClass.forEach((label, count) -> counts.put(classes.get(label), count));
        return new Cell.Counts(counts);
    }

    private static Facts truth(ConsensusFigures.Truth truth) {
        Calibration calibration = truth.evaluation().calibration();
        Cell majority = Cell.number(truth.majorityAccuracy(), Format.FOUR_DECIMALS);
        Cell beyondChance = Cell.number(calibration.debiasedError(), Format.FOUR_DECIMALS);
        return Facts.of()
                .with("tasks", Cell.whole(truth.evaluation().tasks() + truth.notVoted()))
                .with(
                        "accuracy",
                        "accuracy",
                        Cell.number(truth.accuracy(), Format.FOUR_DECIMALS),
                        "the plain majority reaches " + majority.words())
                .with(
                        "macro_f1",
                        "macro-F1",
                        Cell.number(truth.macroF1(), Format.FOUR_DECIMALS),
                        "every class counts alike")
                .with(
                        "log_loss_nats",
                        "log loss",
                        Cell.number(truth.evaluation().logLossNats(), Format.FOUR_DECIMALS),
                        "nats; how far the probabilities can be trusted, 0 is best")
                .with("brier", Cell.number(truth.evaluation().brier(), Format.FOUR_DECIMALS))
                .with(
                        "expected_calibration_error",
                        "calibration",
                        Cell.number(calibration.expectedCalibrationError(), Format.FOUR_DECIMALS),
                        "expected calibration error: mean distance of probability and share right")
                .with(
                        "calibration_error",
                        "squared",
                        Cell.number(calibration.rootMeanSquareError(), Format.FOUR_DECIMALS),
                        "root mean square of the same"
                                + (calibration.moreThanChance()
                                        ? "; " + beyondChance.words() + " of it is more than chance"
                                        : ""))
                .with("calibration_error_debiased", beyondChance)
                .with("calibration_error_more_than_chance", Cell.flag(calibration.moreThanChance()))
                .with("reliability", reliability(calibration))
                .with("majority_accuracy", majority)
                .with("tied_tasks", Cell.whole(truth.evaluation().tied()))
                .with("truth_nobody_voted", Cell.whole(truth.notVoted()))
                .with("truths_without_votes", Cell.whole(truth.withoutVotes()))
                .with("truths_given_as_gold", Cell.whole(truth.alsoGold()));
    }

    private static ReportTable<Calibration.Bin> reliability(Calibration calibration) {
        return ReportTable.of(calibration.reliability())
                .column("from", "probability from", bin -> Cell.number(bin.from(), Format.TWO_DECIMALS))
                .column("to", "to", bin -> Cell.number(bin.to(), Format.TWO_DECIMALS))
                .column("tasks", "tasks", bin -> Cell.whole(bin.tasks()))
                .column("mean_probability", "mean", bin -> Cell.number(bin.meanProbability(), Format.THREE_DECIMALS))
                .column("accuracy", "right", bin -> Cell.number(bin.accuracy(), Format.THREE_DECIMALS))
                .bar();
    }

    private static Report againstTruth(Report report, ConsensusFigures.Truth truth) {
        Calibration calibration = truth.evaluation().calibration();
        int known = truth.evaluation().tasks() + truth.notVoted();
        List<SectionPart> parts = new ArrayList<>(List.of(Measures.of("measure", truth(truth))));
        if (truth.notVoted() > 0) {
            parts.add(new Remark(Count.of(truth.notVoted(), known, "task", "has", "have")
                    + " a truth that nobody voted for: wrong, and not in the log loss."));
        }
        if (truth.withoutVotes() > 0) {
            parts.add(new Remark(Count.of(truth.withoutVotes(), "further truth")
                    + (truth.withoutVotes() == 1 ? " is on a task" : " are on tasks") + " without votes."));
        }
        if (truth.alsoGold() > 0) {
            parts.add(new Remark(Count.of(truth.alsoGold(), "truth")
                    + (truth.alsoGold() == 1 ? " is on a task" : " are on tasks")
                    + " given as gold: used while estimating, so not counted here."));
        }
        return report.card("truth.accuracy", "accuracy against the truth")
                .card("truth.majority_accuracy", "accuracy of the plain majority")
                .card("truth.macro_f1", "macro-F1")
                .card("truth.log_loss_nats", "log loss in nats")
                .card(
                        calibration.moreThanChance()
                                ? "truth.calibration_error_debiased"
                                : "truth.expected_calibration_error",
                        calibration.moreThanChance() ? "calibration error beyond chance" : "expected calibration error")
                .section("Against the truth of " + Count.of(known, "task"), parts.toArray(SectionPart[]::new))
                .section(
                        "Are the probabilities right?",
                        reliability(calibration).first(Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    /** In the order of their numbers, unless some will not be seen. */
    private static List<ClassShare> largestFirst(List<ClassShare> all) {
        return all.size() <= CLASSES_SHOWN
                ? all
                : all.stream()
                        .sorted(Comparator.comparingInt(ClassShare::tasks).reversed())
                        .toList();
    }

    private static List<Worker> lowestQualityFirst(List<Worker> workers) {
        return workers.stream()
                .sorted(Comparator.comparingDouble(Worker::quality)
                        .thenComparingInt(Worker::votes)
                        .thenComparingInt(Worker::number))
                .toList();
    }

    // ---------------------------------------------------------------- plots

    private Plot workersByVotes() {
        List<Worker> voted =
                figures.workers().stream().filter(w -> w.votes() > 0).toList();
        String name = "Votes and estimated quality of " + Count.of(voted.size(), "worker");
        return Plot.ofEverybody(name, voted, Worker::name, "votes", Worker::votes, "quality", Worker::quality);
    }

    private Plot confusions() {
        List<String> names = classes.toList();
        if (names.size() > MATRIX_CLASSES || names.size() < 2) {
            return new Plot.None("");
        }
        List<Plot.Matrix> matrices = new ArrayList<>();
        figures.workers().stream()
                .sorted(Comparator.comparingInt(Worker::votes).reversed().thenComparingInt(Worker::number))
                .limit(MATRICES)
                .forEach(worker -> consensus.confusion(worker.number()).ifPresent(confusion -> {
                    List<List<OptionalDouble>> values = Arrays.stream(confusion)
                            .map(row -> Arrays.stream(row)
                                    .mapToObj(OptionalDouble::of)
                                    .toList())
                            .toList();
                    matrices.add(new Plot.Matrix(
                            "Confusion matrix of " + worker.name(),
                            worker.name() + ", " + Count.of(worker.votes(), "vote"),
                            names,
                            names,
                            values,
                            "truth",
                            "answer"));
                }));
        return matrices.isEmpty() ? new Plot.None("") : new Plot.Matrices(matrices);
    }
}
