package dev.cupel.cli.numbers;

import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Plots;
import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Entry;
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
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.NumberErrors;
import dev.cupel.engine.numbers.Numbers;
import dev.cupel.formats.labels.NumberTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** What {@code cupel numbers} found. */
final class NumbersReport {
    private static final int SHOWN = 8;
    private static final int DISPUTED = 15;
    private static final int TASKS = 60;
    private static final int WORKERS = 25;
    private static final int POINTS = 200;

    private final NumberTable table;
    private final Numbers numbers;
    private final double[] truth;
    private final boolean logarithmic;

    private NumbersReport(NumberTable table, Numbers numbers, double[] truth) {
        this.table = table;
        this.numbers = numbers;
        this.truth = truth;
        this.logarithmic = numbers.options().logScale();
    }

    /** @param truth by task, NaN where unknown; empty without a truth */
    static Report of(String file, NumberTable table, Numbers numbers, Optional<NumberErrors> errors, double[] truth) {
        return new NumbersReport(table, numbers, truth).report(file, errors);
    }

    private Report report(String file, Optional<NumberErrors> errors) {
        List<String> warnings = new ArrayList<>(table.warnings());
        warnings.addAll(numbers.warnings());
        ReportTable<Numbers.Item> tasks = tasks();
        ReportTable<Numbers.Rater> workers = workers();
        Report report = Report.of("numbers", file, "Numbers of")
                .headed(
                        Count.of(table.ratings().size(), "answer") + " by "
                                + Count.of(table.workers().size(), "worker") + " on "
                                + Count.of(table.tasks().size(), "task"),
                        "Method " + numbers.options().method().key() + ": "
                                + numbers.options().method().meaning() + ".",
                        "95% intervals; version " + Numbers.VERSION)
                .with(
                        "answers",
                        Facts.of()
                                .with("count", Cell.whole(table.ratings().size()))
                                .with("tasks", Cell.whole(table.tasks().size()))
                                .with("workers", Cell.whole(table.workers().size()))
                                .with("repeated", Cell.whole(table.repeats()))
                                .with("rows_without_label", Cell.whole(table.rowsLeftOut())))
                .with(
                        "method",
                        Facts.of()
                                .with(
                                        "name",
                                        Cell.text(numbers.options().method().key()))
                                .with("version", Cell.text(Numbers.VERSION))
                                .with("log_scale", Cell.flag(logarithmic))
                                .with("rounds", Cell.whole(numbers.rounds()))
                                .with("converged", Cell.flag(numbers.converged())))
                .with("tasks", tasks)
                .with("workers", workers)
                .with("truth", errors.<Entry>map(NumbersReport::truth).orElseGet(Cell::nothing))
                .with("warnings", Sentences.warnings(warnings))
                .card("answers.tasks", "tasks")
                .card("answers.count", "answers")
                .card("answers.workers", "workers");
        if (errors.isPresent()) {
            report = report.card("truth.mean_absolute_error", "mean absolute error")
                    .card("truth.root_mean_square_error", "root mean square error")
                    .card("truth.correlation", "correlation with the truth")
                    .card("truth.interval_coverage", "of the intervals hold the truth")
                    .section(
                            "Against the truth of " + Count.of(errors.get().items(), "task"),
                            Measures.of("measure", truth(errors.get())),
                            new Picture(
                                    "Every dot is a task; on the line the combined number is right.",
                                    this::againstTruth));
        }
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        boolean intervals =
                numbers.items().stream().anyMatch(item -> item.interval().isPresent());
        List<SectionPart> disputed = new ArrayList<>(List.of(tasks.ordered(NumbersReport::widestFirst, SHOWN, 0)));
        badlyDescribed().ifPresent(disputed::add);
        disputed.add(new Picture(
                "Every faint dot is an answer, the strong one the combined number with its interval"
                        + (errors.isPresent() ? ", the bar the truth" : "")
                        + ". Tasks that fall into two camps or are skewed come first, then the widest intervals.",
                this::disputed));
        return report.section(
                        intervals ? "Where people disagree most: the widest intervals" : "Tasks",
                        disputed.toArray(SectionPart[]::new))
                .section("Estimates", new Picture(estimatesExplained(), this::estimates))
                .section(
                        "Workers who are furthest from the others",
                        workers.ordered(NumbersReport::furthestFirst, SHOWN, 0),
                        new Picture(
                                "Every dot is a worker. Bias: how much higher they answer than the crowd; deviation: how"
                                        + " far they scatter around that" + (logarithmic ? ", both in logarithms" : "")
                                        + ".",
                                this::workersByBias),
                        new Picture("Bias, and one deviation to both sides:", this::workersInTurn))
                .section(Sentences.warnings(warnings));
    }

    private ReportTable<Numbers.Item> tasks() {
        return ReportTable.of(numbers.items())
                .column("task", "task", item -> Cell.text(table.tasks().get(item.task())))
                .column("value", "value", item -> Cell.number(item.value(), Format.BY_SIZE, ""))
                .column("interval", "95% interval", NumbersReport::interval)
                .data(
                        "no_interval",
                        item -> item.noInterval()
                                .map(why -> Cell.text(why.key()))
                                .orElseGet(Cell::nothing))
                .column("answers", "answers", item -> Cell.whole(item.answers()))
                .column("flags", "flags", item -> new Cell.Names(flags(item)));
    }

    private static Cell.Between interval(Numbers.Item item) {
        return Cell.between(
                item.interval(),
                Format.BY_SIZE,
                item.noInterval().map(Numbers.NoInterval::reason).orElse(""));
    }

    static List<String> flags(Numbers.Item item) {
        List<String> flags = new ArrayList<>();
        item.shape().ifPresent(shape -> {
            if (shape.skewed()) {
                flags.add("skewed");
            }
            if (shape.twoCamps().isPresent()) {
                flags.add("two_camps");
            }
        });
        return flags;
    }

    private ReportTable<Numbers.Rater> workers() {
        String unknown = "unknown with fewer than two answers on tasks that others answered, too, or too few tasks";
        return ReportTable.of(numbers.raters())
                .column("worker", "worker", rater -> Cell.text(table.workers().get(rater.worker())))
                .column("answers", "answers", rater -> Cell.whole(rater.answers()))
                .column(
                        "bias",
                        "bias",
                        rater -> Cell.number(rater.bias(), Format.SIGNED, unknown(rater.bias(), unknown)))
                .meaning("how much higher they answer than the crowd")
                .column(
                        "deviation",
                        "deviation",
                        rater -> Cell.number(rater.deviation(), Format.BY_SIZE, unknown(rater.deviation(), unknown)))
                .meaning("how far they scatter around that");
    }

    private static String unknown(OptionalDouble figure, String reason) {
        return figure.isPresent() ? "" : reason;
    }

    private static Facts truth(NumberErrors errors) {
        return Facts.of()
                .with("tasks", Cell.whole(errors.items()))
                .with(
                        "mean_absolute_error",
                        "MAE",
                        Cell.number(errors.meanAbsolute(), Format.BY_SIZE),
                        "mean absolute error")
                .with(
                        "root_mean_square_error",
                        "RMSE",
                        Cell.number(errors.rootMeanSquare(), Format.BY_SIZE),
                        "far misses count more")
                .with(
                        "correlation",
                        "correlation",
                        Cell.number(
                                errors.correlation(),
                                Format.BY_SIZE,
                                unknown(errors.correlation(), "one task, or one side is the same everywhere")),
                        "1 is best")
                .with(
                        "interval_coverage",
                        "coverage",
                        Cell.share(errors.covered(), unknown(errors.covered(), "no task has an interval")),
                        "of the 95% intervals; they speak about the crowd, not about what all of it gets wrong");
    }

    private Optional<Remark> badlyDescribed() {
        long skewed = numbers.items().stream()
                .filter(i -> flags(i).contains("skewed"))
                .count();
        long camps = numbers.items().stream()
                .filter(i -> flags(i).contains("two_camps"))
                .count();
        return skewed + camps == 0
                ? Optional.empty()
                : Optional.of(new Remark("Skewed: " + Count.of(skewed, "task") + "; in two camps: "
                        + Count.of(camps, "task") + ". One number stands for them badly."));
    }

    private static List<Numbers.Item> widestFirst(List<Numbers.Item> items) {
        return items.stream()
                .sorted(Comparator.comparingDouble((Numbers.Item item) ->
                                -item.interval().map(Interval::width).orElse(0.0))
                        .thenComparingInt(Numbers.Item::task))
                .toList();
    }

    /** Those whose bias is known come first. */
    private static List<Numbers.Rater> furthestFirst(List<Numbers.Rater> raters) {
        return raters.stream()
                .sorted(Comparator.comparingDouble((Numbers.Rater r) ->
                                -(Math.abs(r.bias().orElse(0)) + r.deviation().orElse(-1)))
                        .thenComparingInt(Numbers.Rater::worker))
                .toList();
    }

    // ---------------------------------------------------------------- plots

    private Axis axis(String title, DoubleStream values) {
        return Axis.around(title, values, logarithmic);
    }

    private Plot disputed() {
        List<Numbers.Item> items = numbers.items().stream()
                .filter(item -> item.answers() > 1)
                .sorted(Comparator.comparingInt(
                                (Numbers.Item item) -> -flags(item).size())
                        .thenComparingDouble(
                                item -> -item.interval().map(this::width).orElse(0.0))
                        .thenComparingInt(Numbers.Item::task))
                .limit(DISPUTED)
                .toList();
        return items.isEmpty() ? new Plot.None("No task has two answers.") : ranges(items, true);
    }

    private Plot ranges(List<Numbers.Item> items, boolean answers) {
        return new Plot.Ranges(
                items.stream().map(item -> range(item, answers)).toList(),
                axis("", items.stream().flatMapToDouble(item -> seen(item, answers))),
                OptionalDouble.empty());
    }

    private double width(Interval interval) {
        return logarithmic ? Math.log(interval.high()) - Math.log(interval.low()) : interval.width();
    }

    private List<Numbers.Item> largestFirst() {
        return numbers.items().stream()
                .filter(item -> item.value().isPresent())
                .sorted(Comparator.comparingDouble(
                                (Numbers.Item item) -> -item.value().orElse(0))
                        .thenComparingInt(Numbers.Item::task))
                .toList();
    }

    private String estimatesExplained() {
        long count = numbers.items().stream()
                .filter(item -> item.value().isPresent())
                .count();
        return count <= TASKS
                ? "All tasks, the largest first."
                : "Largest first; " + TASKS + " of " + Cell.whole(count).words() + " tasks, at even steps.";
    }

    private Plot estimates() {
        List<Numbers.Item> all = largestFirst();
        List<Numbers.Item> shown = new ArrayList<>();
        int rows = Math.min(TASKS, all.size());
        for (int i = 0; i < rows; i++) {
            shown.add(all.get(rows == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (rows - 1))));
        }
        return ranges(shown, false);
    }

    private DoubleStream seen(Numbers.Item item, boolean answers) {
        return DoubleStream.concat(
                DoubleStream.of(
                        item.value().orElse(Double.NaN),
                        item.interval().map(Interval::low).orElse(Double.NaN),
                        item.interval().map(Interval::high).orElse(Double.NaN),
                        truthOf(item).orElse(Double.NaN)),
                answers ? Arrays.stream(answersOf(item)) : DoubleStream.empty());
    }

    private OptionalDouble truthOf(Numbers.Item item) {
        return item.task() < truth.length && !Double.isNaN(truth[item.task()])
                ? OptionalDouble.of(truth[item.task()])
                : OptionalDouble.empty();
    }

    /** Answers of a task, evenly chosen by size if there are very many. */
    private double[] answersOf(Numbers.Item item) {
        double[] sorted = table.ratings().sorted(item.task());
        if (sorted.length <= POINTS) {
            return sorted;
        }
        double[] some = new double[POINTS];
        Arrays.setAll(some, i -> sorted[(int) ((long) i * (sorted.length - 1) / (POINTS - 1))]);
        return some;
    }

    private Plot.Line range(Numbers.Item item, boolean answers) {
        return new Plot.Line(
                table.tasks().get(item.task()),
                Cell.number(item.value(), Format.BY_SIZE, ""),
                interval(item),
                answers ? Arrays.stream(answersOf(item)).boxed().toList() : List.of(),
                truthOf(item),
                answers ? new Cell.Names(flags(item)).words() : "");
    }

    private Plot againstTruth() {
        List<Plots.Dot> dots = new ArrayList<>();
        for (Numbers.Item item : numbers.items()) {
            if (truthOf(item).isPresent() && item.value().isPresent() && dots.size() < Plot.DOTS) {
                dots.add(new Plots.Dot(
                        table.tasks().get(item.task()),
                        truth[item.task()],
                        item.value().getAsDouble()));
            }
        }
        // One scale for both, so that the diagonal is where they are equal.
        Axis both = axis("", dots.stream().flatMapToDouble(dot -> DoubleStream.of(dot.x(), dot.y())));
        return new Plot.Scatter(
                "Truth and combined number of " + Count.of(dots.size(), "task"),
                dots,
                new Axis("truth", both.low(), both.high(), both.logarithmic()),
                new Axis("combined number", both.low(), both.high(), both.logarithmic()),
                /* diagonal= */ true);
    }

    private List<Numbers.Rater> knownRaters() {
        return numbers.raters().stream()
                .filter(r -> r.bias().isPresent() && r.deviation().isPresent())
                .toList();
    }

    private Plot workersByBias() {
        List<Numbers.Rater> raters = knownRaters();
        if (raters.isEmpty()) {
            return new Plot.None(
                    "Nothing is known of any worker: nobody has two answers on tasks that others answered, too.");
        }
        double reach = 1.05
                * raters.stream()
                        .mapToDouble(r -> Math.abs(r.bias().orElse(0)))
                        .max()
                        .orElse(0);
        double most = 1.05
                * raters.stream()
                        .mapToDouble(r -> r.deviation().orElse(0))
                        .max()
                        .orElse(0);
        return new Plot.Scatter(
                "Bias and deviation of " + Count.of(raters.size(), "worker"),
                raters.stream()
                        .sorted(Comparator.comparingInt(Numbers.Rater::answers).reversed())
                        .limit(Plot.DOTS)
                        .map(r -> new Plots.Dot(
                                table.workers().get(r.worker()),
                                r.bias().orElse(0),
                                r.deviation().orElse(0)))
                        .toList(),
                Axis.of("bias", -Math.max(1e-9, reach), Math.max(1e-9, reach)),
                Axis.of("deviation", 0, Math.max(1e-9, most)),
                /* diagonal= */ false);
    }

    private Plot workersInTurn() {
        List<Plot.Line> furthest = furthestFirst(knownRaters()).stream()
                .limit(WORKERS)
                .map(r -> {
                    double bias = r.bias().orElse(0);
                    double deviation = r.deviation().orElse(0);
                    return new Plot.Line(
                            table.workers().get(r.worker()),
                            Cell.number(bias, Format.SIGNED),
                            Cell.between(bias - deviation, bias + deviation, Format.BY_SIZE),
                            Count.of(r.answers(), "answer") + ", deviation " + Format.BY_SIZE.of(deviation));
                })
                .toList();
        return furthest.isEmpty()
                ? new Plot.None("")
                : new Plot.Ranges(
                        furthest,
                        Axis.around(
                                "",
                                furthest.stream()
                                        .flatMapToDouble(r -> DoubleStream.of(
                                                r.interval().low(), r.interval().high(), 0)),
                                /* logarithmic= */ false),
                        OptionalDouble.of(0));
    }
}
