package dev.cupel.cli.agreement;

import dev.cupel.cli.consensus.RepeatChoice;
import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.formats.labels.LabelTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel agreement}: how far annotators agree beyond chance, and what it means. */
@Command(
        name = "agreement",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how far annotators agree beyond chance, with intervals, per class, worker and pair.",
        footerHeading =
                "%nLABELS has one row per vote under the header task,worker,label, as for consensus.%n%nExamples:%n",
        footer = {
            "  ./cupel agreement labels.csv",
            "  ./cupel agreement ratings.csv --distance ordinal",
            "  ./cupel agreement labels.csv --metric krippendorff_nominal --json",
            "  ./cupel agreement labels.csv --html report.html",
        })
public final class AgreementCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "LABELS", description = "table of votes: task,worker,label; - reads standard input")
    private String labels = "";

    @Option(
            names = "--metric",
            paramLabel = "M",
            description = "one coefficient only: ${COMPLETION-CANDIDATES}",
            completionCandidates = MeasureNames.class)
    private @Nullable String metric;

    @Option(
            names = "--distance",
            paramLabel = "D",
            description = "how bad it is to confuse two classes: nominal (default), ordinal, interval, ratio")
    private String distance = "nominal";

    @Option(names = "--json", description = "print one JSON object for programs instead of tables")
    private boolean json;

    @Option(names = "--html", paramLabel = "REPORT", description = "write one self-contained page with plots")
    private @Nullable String html;

    @Option(
            names = "--repeated",
            paramLabel = "keep|first|last",
            description = "which votes count when a worker labels a task twice, by default keep: all of them")
    private String repeated = "keep";

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "resamples of tasks behind the intervals, 0 for none, by default ${DEFAULT-VALUE}")
    private int resamples = Bootstrap.Options.DEFAULTS.replicates();

    @Option(names = "--seed", paramLabel = "N", description = "of the resamples, by default ${DEFAULT-VALUE}")
    private long seed = Bootstrap.Options.DEFAULTS.seed();

    public AgreementCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Scale scale = scale(distance);
        Optional<Measure> only = Optional.ofNullable(metric).map(Measure::ofKey);
        dev.cupel.engine.InputException.unless(
                resamples >= 0 && resamples <= 1_000_000, "--resamples", resamples, "from 0 to 1,000,000");
        LabelTable table = LabelTable.read(
                Files.source(labels, console), RepeatChoice.of(repeated), reader -> reader.reporting(console::read));
        AgreementOptions options = AgreementOptions.DEFAULTS
                .withScale(scale)
                .withNames(table.classes().toList(), table.workers().toList())
                .withBootstrap(new Bootstrap.Options(resamples, 0.95, seed));
        if (scale == Scale.INTERVAL || scale == Scale.RATIO) {
            options = options.withClassValues(classValues(table));
        }
        console.step("measuring");
        AgreementReport report = AgreementReport.of(table.votes(), options);
        AgreementView view = AgreementView.of(labels, table, report, only);
        console.endProgress();
        if (html != null) {
            String page = AgreementPage.render(view);
            Files.write(html, console, stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
        }
        if (json) {
            console.out().println(AgreementJson.text(view));
        } else {
            AgreementText.print(view, console, html);
        }
        return ExitCodes.DONE;
    }

    private static Scale scale(String name) {
        for (Scale scale : Scale.values()) {
            if (scale.name().toLowerCase(Locale.ROOT).equals(name)) {
                return scale;
            }
        }
        throw new dev.cupel.engine.InputException(
                dev.cupel.engine.InputException.Code.UNKNOWN_NAME,
                "--distance",
                "\"" + name + "\" is not a distance",
                "write nominal, ordinal, interval or ratio");
    }

    private List<Double> classValues(LabelTable table) {
        List<Double> values = new ArrayList<>();
        for (int c = 0; c < table.classes().size(); c++) {
            String name = table.classes().get(c);
            try {
                values.add(Double.parseDouble(name));
            } catch (NumberFormatException notANumber) {
                throw new dev.cupel.engine.InputException(
                        dev.cupel.engine.InputException.Code.BAD_NUMBER,
                        labels,
                        "the label \"" + name + "\" is not a number, and --distance " + distance + " needs numbers",
                        "use --distance nominal or ordinal");
            }
        }
        return values;
    }

    /** The coefficients, for the help. */
    static final class MeasureNames extends ArrayList<String> {
        MeasureNames() {
            for (Measure measure : Measure.values()) {
                add(measure.key());
            }
        }
    }
}
