package dev.cupel.cli.numbers;

import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Page;
import dev.cupel.cli.page.Plots;
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

/** The report as one page. */
final class NumbersPage {
    private static final int DISPUTED = 15;
    private static final int TASKS = 60;
    private static final int WORKERS = 25;
    private static final int DOTS = 3000;
    private static final int POINTS = 200;

    private final String file;
    private final NumberTable table;
    private final Numbers numbers;
    private final Optional<NumberErrors> errors;
    private final double[] truth;
    private final boolean logarithmic;

    private NumbersPage(
            String file, NumberTable table, Numbers numbers, Optional<NumberErrors> errors, double[] truth) {
        this.file = file;
        this.table = table;
        this.numbers = numbers;
        this.errors = errors;
        this.truth = truth;
        this.logarithmic = numbers.options().logScale();
    }

    /** @param truth by task, NaN where unknown; empty without a truth */
    static String render(
            String file, NumberTable table, Numbers numbers, Optional<NumberErrors> errors, double[] truth) {
        return new NumbersPage(file, table, numbers, errors, truth).html();
    }

    private String html() {
        Page page = new Page(
                "Numbers of " + Page.nameOf(file),
                "Method " + numbers.options().method().key() + ": "
                        + numbers.options().method().meaning() + ". 95% intervals; version " + Numbers.VERSION + ".");
        List<Page.Card> cards = new ArrayList<>(List.of(
                new Page.Card(TextTable.count(table.tasks().size()), "tasks"),
                new Page.Card(TextTable.count(table.ratings().size()), "answers"),
                new Page.Card(TextTable.count(table.workers().size()), "workers")));
        errors.ifPresent(e -> {
            cards.add(new Page.Card(NumbersCommand.figure(e.meanAbsolute()), "mean absolute error"));
            cards.add(new Page.Card(NumbersCommand.figure(e.rootMeanSquare()), "root mean square error"));
            cards.add(new Page.Card(NumbersCommand.figure(e.correlation()), "correlation with the truth"));
            e.covered()
                    .ifPresent(c ->
                            cards.add(new Page.Card(Math.round(100 * c) + " %", "of the intervals hold the truth")));
        });
        page.cards(cards);
        List<String> warnings = NumbersCommand.warnings(table, numbers);
        if (!warnings.isEmpty()) {
            page.section("Look twice", "", Page.list(warnings));
        }
        page.section(
                "Where people disagree most",
                "Every faint dot is an answer, the strong one the combined number with its interval"
                        + (errors.isPresent() ? ", the bar the truth" : "")
                        + ". Tasks that fall into two camps or are skewed come first, then the widest intervals.",
                disputed());
        page.section("Estimates", estimatesExplained(), estimates());
        if (errors.isPresent()) {
            page.section(
                    "Against the truth",
                    "Every dot is a task; on the line the combined number is right.",
                    againstTruth());
        }
        page.section(
                "Workers",
                "Every dot is a worker. Bias: how much higher they answer than the crowd; deviation: how far they scatter"
                        + " around that" + (logarithmic ? ", both in logarithms" : "") + ".",
                workers());
        return page.html();
    }

    private Axis axis(String title, DoubleStream values) {
        return Axis.around(title, values, logarithmic);
    }

    private String disputed() {
        List<Numbers.Item> items = numbers.items().stream()
                .filter(item -> item.answers() > 1)
                .sorted(Comparator.comparingInt((Numbers.Item item) ->
                                -NumbersCommand.flags(item).size())
                        .thenComparingDouble(
                                item -> -item.interval().map(this::width).orElse(0.0))
                        .thenComparingInt(Numbers.Item::task))
                .limit(DISPUTED)
                .toList();
        if (items.isEmpty()) {
            return "<p class=\"soft\">No task has two answers.</p>";
        }
        return Plots.ranges(
                items.stream().map(item -> range(item, true)).toList(),
                axis("", items.stream().flatMapToDouble(item -> shown(item, true))),
                OptionalDouble.empty());
    }

    private double width(Interval interval) {
        return logarithmic ? Math.log(interval.high()) - Math.log(interval.low()) : interval.width();
    }

    private List<Numbers.Item> ordered() {
        return numbers.items().stream()
                .filter(item -> item.value().isPresent())
                .sorted(Comparator.comparingDouble(
                                (Numbers.Item item) -> -item.value().orElse(0))
                        .thenComparingInt(Numbers.Item::task))
                .toList();
    }

    private String estimatesExplained() {
        int count = ordered().size();
        return count <= TASKS
                ? "All tasks, the largest first."
                : "Largest first; " + TASKS + " of " + TextTable.count(count) + " tasks, at even steps.";
    }

    private String estimates() {
        List<Numbers.Item> all = ordered();
        List<Numbers.Item> shown = new ArrayList<>();
        int rows = Math.min(TASKS, all.size());
        for (int i = 0; i < rows; i++) {
            shown.add(all.get(rows == 1 ? 0 : (int) ((long) i * (all.size() - 1) / (rows - 1))));
        }
        return Plots.ranges(
                shown.stream().map(item -> range(item, false)).toList(),
                axis("", shown.stream().flatMapToDouble(item -> shown(item, false))),
                OptionalDouble.empty());
    }

    private DoubleStream shown(Numbers.Item item, boolean answers) {
        return DoubleStream.concat(
                DoubleStream.of(
                        item.value().orElse(Double.NaN),
                        item.interval().map(Interval::low).orElse(Double.NaN),
                        item.interval().map(Interval::high).orElse(Double.NaN),
                        item.task() < truth.length ? truth[item.task()] : Double.NaN),
                answers ? Arrays.stream(answersOf(item)) : DoubleStream.empty());
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

    private Plots.Range range(Numbers.Item item, boolean answers) {
        String flags = String.join(", ", NumbersCommand.flags(item)).replace('_', ' ');
        String interval = item.interval()
                .map(i -> " (" + NumbersCommand.figure(i.low()) + " – " + NumbersCommand.figure(i.high()) + ")")
                .orElseGet(() -> item.noInterval()
                        .map(reason -> " (no interval: " + reason.reason() + ")")
                        .orElse(""));
        return new Plots.Range(
                table.tasks().get(item.task()),
                item.value(),
                item.interval().map(i -> OptionalDouble.of(i.low())).orElse(OptionalDouble.empty()),
                item.interval().map(i -> OptionalDouble.of(i.high())).orElse(OptionalDouble.empty()),
                answers ? Arrays.stream(answersOf(item)).boxed().toList() : List.of(),
                item.task() < truth.length && !Double.isNaN(truth[item.task()])
                        ? OptionalDouble.of(truth[item.task()])
                        : OptionalDouble.empty(),
                NumbersCommand.figure(item.value()) + interval + (answers && !flags.isEmpty() ? ", " + flags : ""));
    }

    private String againstTruth() {
        List<Plots.Dot> dots = new ArrayList<>();
        for (Numbers.Item item : numbers.items()) {
            if (item.task() < truth.length
                    && !Double.isNaN(truth[item.task()])
                    && item.value().isPresent()
                    && dots.size() < DOTS) {
                dots.add(new Plots.Dot(
                        table.tasks().get(item.task()),
                        truth[item.task()],
                        item.value().getAsDouble()));
            }
        }
        // One scale for both, so that the diagonal is where they are equal.
        Axis both = axis("", dots.stream().flatMapToDouble(dot -> DoubleStream.of(dot.x(), dot.y())));
        return Plots.scatter(
                "Truth and combined number of " + Count.of(dots.size(), "task"),
                dots,
                new Axis("truth", both.low(), both.high(), both.logarithmic()),
                new Axis("combined number", both.low(), both.high(), both.logarithmic()),
                /* diagonal= */ true);
    }

    private String workers() {
        List<Numbers.Rater> raters = numbers.raters().stream()
                .filter(r -> r.bias().isPresent() && r.deviation().isPresent())
                .toList();
        if (raters.isEmpty()) {
            return "<p class=\"soft\">Nothing is known of any worker: nobody has two answers on tasks that others answered,"
                    + " too.</p>";
        }
        double reach = raters.stream()
                .mapToDouble(r -> Math.abs(r.bias().orElse(0)))
                .max()
                .orElse(0);
        double most =
                raters.stream().mapToDouble(r -> r.deviation().orElse(0)).max().orElse(0);
        Axis bias = Axis.of("bias", -Math.max(1e-9, reach * 1.05), Math.max(1e-9, reach * 1.05));
        String plot = Plots.scatter(
                "Bias and deviation of " + Count.of(raters.size(), "worker"),
                raters.stream()
                        .sorted(Comparator.comparingInt(Numbers.Rater::answers).reversed())
                        .limit(DOTS)
                        .map(r -> new Plots.Dot(
                                table.workers().get(r.worker()),
                                r.bias().orElse(0),
                                r.deviation().orElse(0)))
                        .toList(),
                bias,
                Axis.of("deviation", 0, Math.max(1e-9, most * 1.05)),
                /* diagonal= */ false);
        List<Plots.Range> furthest = raters.stream()
                .sorted(NumbersCommand.furthestFirst())
                .limit(WORKERS)
                .map(r -> new Plots.Range(
                        table.workers().get(r.worker()),
                        r.bias(),
                        OptionalDouble.of(r.bias().orElse(0) - r.deviation().orElse(0)),
                        OptionalDouble.of(r.bias().orElse(0) + r.deviation().orElse(0)),
                        List.of(),
                        OptionalDouble.empty(),
                        NumbersCommand.signed(r.bias()) + " ± " + NumbersCommand.figure(r.deviation()) + ", "
                                + Count.of(r.answers(), "answer")))
                .toList();
        String explained = "<p class=\"soft\">Bias, and one deviation to both sides; "
                + (furthest.size() < raters.size()
                        ? "the " + furthest.size() + " of " + TextTable.count(raters.size())
                                + " who are furthest from the others:"
                        : "those who are furthest from the others first:")
                + "</p>";
        return plot
                + explained
                + Plots.ranges(
                        furthest,
                        Axis.around(
                                "",
                                furthest.stream()
                                        .flatMapToDouble(r -> DoubleStream.of(
                                                r.low().orElse(0), r.high().orElse(0), 0)),
                                /* logarithmic= */ false),
                        OptionalDouble.of(0));
    }
}
