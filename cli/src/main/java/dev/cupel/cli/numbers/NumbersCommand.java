package dev.cupel.cli.numbers;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.options.RepeatedOption;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.NumberErrors;
import dev.cupel.engine.numbers.NumberMethod;
import dev.cupel.engine.numbers.NumberOptions;
import dev.cupel.engine.numbers.Numbers;
import dev.cupel.formats.labels.NumberTable;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Optional;
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
    private TableOptions.OfAnswers shape = new TableOptions.OfAnswers();

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
        show.print(
                NumbersReport.of(labels, table, numbers, errors, known),
                console,
                result.reportTo(console),
                result.said(table.tasks().size(), "numbers"));
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
                        String.join(" ", NumbersReport.flags(item)));
            }
        }
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
