package dev.cupel.cli.numbers;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.console.Json;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.options.RepeatedOption;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.engine.Count;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.NumberErrors;
import dev.cupel.engine.numbers.NumberMethod;
import dev.cupel.engine.numbers.NumberOptions;
import dev.cupel.engine.numbers.Numbers;
import dev.cupel.formats.labels.NumberTable;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel numbers}: "vox populi", one number per task with an interval. */
@Command(
        name = "numbers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Combines many people's numbers into one per task, with an interval, and learns about the raters.",
        footerHeading = "%nLABELS has the header task,worker,label; labels are decimal numbers. The result is"
                + " task,value,low,high,answers,flags.%n%nExamples:%n",
        footer = {
            "  ./cupel numbers ratings.csv",
            "  ./cupel numbers ratings.csv --method median --truth known.csv",
            "  ./cupel numbers ratings.csv --method rater --out combined.csv --json",
            "  ./cupel numbers ratings.csv --html report.html",
        })
public final class NumbersCommand implements Callable<Integer> {
    private static final int SHOWN = 8;

    private final Console console;

    @Parameters(paramLabel = "LABELS", description = "table of answers: task,worker,label; - reads standard input")
    private String labels = "";

    @Option(
            names = "--method",
            paramLabel = "M",
            description = "how to combine, by default ${DEFAULT-VALUE}: ${COMPLETION-CANDIDATES}",
            completionCandidates = MethodKeys.class)
    private String method = NumberOptions.DEFAULTS.method().key();

    @Option(names = "--log", description = "combine logarithms, for magnitudes such as prices; all answers above 0")
    private boolean logScale;

    @Option(
            names = "--truth",
            paramLabel = "T",
            description = "table task,label of known numbers; adds MAE, RMSE, correlation and coverage")
    private @Nullable String truth;

    @Mixin
    private TableOptions.Answers shape = new TableOptions.Answers();

    @Mixin
    private RepeatedOption repeated = new RepeatedOption();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Mixin
    private ReportOptions show = new ReportOptions();

    public NumbersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        NumberOptions options =
                NumberOptions.DEFAULTS.withMethod(NumberMethod.ofKey(method)).withLogScale(logScale);
        NumberTable table = NumberTable.read(
                Files.source(labels, console),
                shape.shape(),
                repeated.policy(),
                reader -> reader.reporting(console::read));
        if (logScale) {
            table.requirePositive(Files.source(labels, console).name(), "--log");
        }
        console.step("combining");
        Numbers numbers = Numbers.estimate(table.ratings(), options);
        double[] known = truth == null ? new double[0] : table.truth(Files.source(truth, console));
        Optional<NumberErrors> errors = truth == null ? Optional.empty() : Optional.of(NumberErrors.of(numbers, known));
        console.endProgress();
        result.write(console, stream -> write(table, numbers, stream));
        show.writePage(console, () -> NumbersPage.render(labels, table, numbers, errors, known));
        Console reportTo = result.reportTo(console);
        if (show.json()) {
            Json.print(reportTo.out(), json(table, numbers, errors));
        } else {
            print(table, numbers, errors, reportTo);
        }
        return ExitCodes.DONE;
    }

    private static void write(NumberTable table, Numbers numbers, OutputStream stream) throws IOException {
        try (CsvOut csv = new CsvOut(stream)) {
            csv.row("task", "value", "low", "high", "answers", "flags");
            for (Numbers.Item item : numbers.items()) {
                csv.row(
                        table.tasks().get(item.task()),
                        item.value().isPresent() ? (Object) item.value().getAsDouble() : null,
                        item.interval().map(Interval::low).orElse(null),
                        item.interval().map(Interval::high).orElse(null),
                        item.answers(),
                        String.join(" ", flags(item)));
            }
        }
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

    private Json.Obj json(NumberTable table, Numbers numbers, Optional<NumberErrors> errors) {
        return Json.object()
                .put("command", "numbers")
                .put("file", labels)
                .put(
                        "answers",
                        Json.object()
                                .put("count", table.ratings().size())
                                .put("tasks", table.tasks().size())
                                .put("workers", table.workers().size())
                                .put("repeated", table.repeats())
                                .put("rows_without_label", table.rowsLeftOut()))
                .put(
                        "method",
                        Json.object()
                                .put("name", numbers.options().method().key())
                                .put("version", Numbers.VERSION)
                                .put("log_scale", numbers.options().logScale())
                                .put("rounds", numbers.rounds())
                                .put("converged", numbers.converged()))
                .put(
                        "tasks",
                        numbers.items().stream()
                                .map(item -> Json.object()
                                        .put("task", table.tasks().get(item.task()))
                                        .put("value", item.value())
                                        .put("interval", item.interval().map(i -> List.of(i.low(), i.high())))
                                        .put("no_interval", item.noInterval().map(Numbers.NoInterval::key))
                                        .put("answers", item.answers())
                                        .put("flags", flags(item)))
                                .toList())
                .put(
                        "workers",
                        numbers.raters().stream()
                                .map(rater -> Json.object()
                                        .put("worker", table.workers().get(rater.worker()))
                                        .put("answers", rater.answers())
                                        .put("bias", rater.bias())
                                        .put("deviation", rater.deviation()))
                                .toList())
                .put(
                        "truth",
                        errors.map(e -> Json.object()
                                .put("tasks", e.items())
                                .put("mean_absolute_error", e.meanAbsolute())
                                .put("root_mean_square_error", e.rootMeanSquare())
                                .put("correlation", e.correlation())
                                .put("interval_coverage", e.covered())))
                .put("warnings", warnings(table, numbers));
    }

    private void print(NumberTable table, Numbers numbers, Optional<NumberErrors> errors, Console to) {
        PrintStream print = to.text();
        print.println(to.bold(Count.of(table.ratings().size(), "answer") + " by "
                + Count.of(table.workers().size(), "worker") + " on "
                + Count.of(table.tasks().size(), "task")));
        print.println("Method " + numbers.options().method().key() + ": "
                + numbers.options().method().meaning() + ".");
        errors.ifPresent(e -> {
            print.println();
            print.println(to.bold("Against the truth of " + Count.of(e.items(), "task")));
            TextTable measures = new TextTable("measure", "value", "")
                    .row("MAE", figure(e.meanAbsolute()), "mean absolute error")
                    .row("RMSE", figure(e.rootMeanSquare()), "far misses count more")
                    .row(
                            "correlation",
                            figure(e.correlation()),
                            e.correlation().isPresent()
                                    ? "1 is best"
                                    : "undefined: one task, or one side is the same everywhere");
            if (e.covered().isPresent()) {
                measures.row(
                        "coverage",
                        figure(e.covered()),
                        "of the 95% intervals; they speak about the crowd, not about what all of it gets wrong");
            }
            measures.print(to);
        });
        print.println();
        print.println(to.bold(
                numbers.items().stream().anyMatch(item -> item.interval().isPresent())
                        ? "Tasks with the widest intervals"
                        : "Tasks"));
        TextTable tasks = new TextTable("task", "value", "95% interval", "answers", "");
        numbers.items().stream()
                .sorted(Comparator.comparingDouble((Numbers.Item item) ->
                                -item.interval().map(Interval::width).orElse(0.0))
                        .thenComparingInt(Numbers.Item::task))
                .limit(SHOWN)
                .forEach(item -> tasks.row(
                        table.tasks().get(item.task()),
                        figure(item.value()),
                        item.interval()
                                .map(i -> figure(i.low()) + " – " + figure(i.high()))
                                .orElse("-"),
                        item.answers(),
                        String.join(", ", flags(item)).replace('_', ' ')));
        tasks.print(to);
        long skewed = numbers.items().stream()
                .filter(i -> flags(i).contains("skewed"))
                .count();
        long camps = numbers.items().stream()
                .filter(i -> flags(i).contains("two_camps"))
                .count();
        if (skewed + camps > 0) {
            print.println("  Skewed: " + Count.of(skewed, "task") + "; in two camps: " + Count.of(camps, "task")
                    + ". One number stands for them badly.");
        }
        print.println();
        print.println(to.bold("Workers who are furthest from the others"));
        TextTable workers = new TextTable("worker", "answers", "bias", "deviation");
        numbers.raters().stream()
                .sorted(furthestFirst())
                .limit(SHOWN)
                .forEach(r -> workers.row(
                        table.workers().get(r.worker()),
                        TextTable.count(r.answers()),
                        signed(r.bias()),
                        figure(r.deviation())));
        workers.print(to);
        print.println(to.dim(
                "  bias: how much higher they answer than the crowd; deviation: how far they scatter around that"));
        if (numbers.raters().stream().anyMatch(r -> r.bias().isEmpty())) {
            print.println(to.dim(
                    "  -: unknown with fewer than two answers on tasks that others answered, too, or too few tasks"));
        }
        List<String> warnings = warnings(table, numbers);
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        if (!warnings.isEmpty()) {
            print.println();
            print.println(to.bold("Look twice"));
            warnings.forEach(warning -> print.println("  • " + warning));
        }
        print.println();
        result.saySo(to, table.tasks().size(), "numbers");
        show.saySo(to);
    }

    /** Those whose bias is known come first. */
    static Comparator<Numbers.Rater> furthestFirst() {
        return Comparator.comparingDouble((Numbers.Rater r) ->
                        -(Math.abs(r.bias().orElse(0)) + r.deviation().orElse(-1)))
                .thenComparingInt(Numbers.Rater::worker);
    }

    static String signed(OptionalDouble number) {
        return number.isPresent() ? (number.getAsDouble() > 0 ? "+" : "") + figure(number) : "-";
    }

    static List<String> warnings(NumberTable table, Numbers numbers) {
        List<String> warnings = new ArrayList<>(table.warnings());
        warnings.addAll(numbers.warnings());
        return warnings;
    }

    static String figure(OptionalDouble number) {
        return number.isPresent() ? figure(number.getAsDouble()) : "-";
    }

    static String figure(double number) {
        double size = Math.abs(number);
        String form = size >= 1e9 || (size > 0 && size < 5e-4)
                ? "%.3e"
                : size >= 1000 ? "%.0f" : size >= 10 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, form, number);
    }

    /** The methods, for the help. */
    static final class MethodKeys extends ArrayList<String> {
        MethodKeys() {
            for (NumberMethod one : NumberMethod.values()) {
                add(one.key());
            }
        }
    }
}
