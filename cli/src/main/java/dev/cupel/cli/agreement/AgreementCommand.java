package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.options.RepeatedOption;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResampleOptions;
import dev.cupel.cli.options.StructuredOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.cli.report.Report;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.formats.answers.AnswerFile;
import dev.cupel.formats.answers.AnswerReader;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.NumberTable;
import dev.cupel.formats.labels.TableShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel agreement}: how far annotators agree beyond chance, and what it means. */
@Command(
        name = "agreement",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures how far annotators agree beyond chance, with intervals, per class, worker and pair.",
        footerHeading =
                "%nLABELS has one row per vote under the header task,worker,label, or structured answers under task,worker,answer"
                        + " (texts, spans, boxes, masks, segments, polygons, polylines, keypoints, tracks), as for consensus.%n%nExamples:%n",
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
    private @Nullable String distance;

    @Option(
            names = "--order",
            paramLabel = "A,B,C",
            split = ",",
            description = "the labels from one end of their scale to the other; words have no order without it")
    private List<String> order = new ArrayList<>();

    @Option(
            names = "--classes",
            paramLabel = "A,B,C",
            split = ",",
            description = "every label that could be chosen, for S, AC1 and AC2; by default those that occur")
    private List<String> classes = new ArrayList<>();

    @Option(
            names = "--sets",
            paramLabel = "SIGN",
            description =
                    "labels are sets of options with this sign between them, or JSON lists; --distance is then masi"
                            + " (default) or jaccard")
    private @Nullable String sets;

    @Mixin
    private TableOptions.OfAnswers shape = new TableOptions.OfAnswers();

    @Mixin
    private ReportOptions show = new ReportOptions();

    @Mixin
    private RepeatedOption repeated = new RepeatedOption();

    @Mixin
    private ResampleOptions resampling = new ResampleOptions(Bootstrap.Options.DEFAULTS);

    @Mixin
    private StructuredOptions structured = new StructuredOptions();

    public AgreementCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        AnswerFile.Looked looked = AnswerFile.lookAt(Files.source(labels, console));
        TableShape layout = shape.shape();
        if (structured.asked(looked, layout)) {
            return structured(looked.source(), layout);
        }
        if (sets != null) {
            return sets(sets, looked.source(), layout);
        }
        if (metric != null && IccReport.isMetric(metric)) {
            if (distance != null || !order.isEmpty() || !classes.isEmpty()) {
                throw new InputException(
                        Code.CONTRADICTION,
                        "--metric " + metric,
                        "compares numbers, for which --distance, --order and --classes have no meaning",
                        "leave them out");
            }
            NumberTable numbers = NumberTable.read(
                    looked.source(), layout, repeated.policy(), reader -> reader.reporting(console::read));
            console.step("measuring");
            return print(IccReport.of(labels, numbers, metric, resampling.bootstrap()));
        }
        Optional<Scale> scale = Optional.ofNullable(distance).map(AgreementCommand::scale);
        Optional<Measure> only = Optional.ofNullable(metric).map(AgreementCommand::measure);
        Bootstrap.Options bootstrap = resampling.bootstrap();
        LabelTable read =
                LabelTable.read(looked.source(), layout, repeated.policy(), reader -> reader.reporting(console::read));
        read.requireNoLists("agreement compares one class per answer", "add --sets , to compare sets of options");
        LabelScale scaled = LabelScale.of(labels, read, scale, only, order, classes);
        LabelTable table = scaled.table();
        AgreementOptions options = scaled.options().withBootstrap(bootstrap);
        console.step("measuring");
        AgreementReport report = AgreementReport.of(table.votes(), options);
        return print(LabelsReport.of(labels, table, report, only));
    }

    private int print(Report report) throws IOException {
        console.endProgress();
        show.print(report, console, console, Optional.empty());
        return ExitCodes.DONE;
    }

    private int structured(Source source, TableShape layout) throws IOException {
        optionForLabels().ifPresent(given -> {
            throw new InputException(
                    Code.CONTRADICTION,
                    given,
                    "is for labels, and " + labels + " holds structured answers",
                    "leave it out: all figures of the kind are shown; if a column \"answer\" holds labels, say --label answer");
        });
        console.step("reading");
        AnswerTable table =
                AnswerReader.read(source, layout, structured.question(), structured.unit(), repeated.policy());
        console.step("measuring");
        return print(StructuredAnswersReport.of(labels, table, structured.characters(), resampling.bootstrap()));
    }

    private Optional<String> optionForLabels() {
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("--metric", metric != null);
        given.put("--distance", distance != null);
        given.put("--sets", sets != null);
        given.put("--order", !order.isEmpty());
        given.put("--classes", !classes.isEmpty());
        return given.keySet().stream().filter(given::get).findFirst();
    }

    private int sets(String separator, Source source, TableShape layout) throws IOException {
        if (metric != null || !order.isEmpty() || !classes.isEmpty()) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "--sets",
                    "compares sets of options, for which --metric, --order and --classes have no meaning",
                    "leave them out");
        }
        LabelTable read = LabelTable.read(source, layout, repeated.policy(), reader -> reader.reporting(console::read));
        console.step("measuring");
        return print(SetsReport.of(
                labels, read, separator, Optional.ofNullable(distance).orElse(""), resampling.bootstrap()));
    }

    private static Measure measure(String key) {
        try {
            return Measure.ofKey(key);
        } catch (InputException unknown) {
            throw new InputException(
                    unknown.code(),
                    "--metric",
                    unknown.what(),
                    "choose one of " + String.join(", ", new MeasureNames()));
        }
    }

    private static Scale scale(String name) {
        for (Scale scale : Scale.values()) {
            if (scale.name().toLowerCase(Locale.ROOT).equals(name)) {
                return scale;
            }
        }
        throw new InputException(
                Code.UNKNOWN_NAME,
                "--distance",
                "\"" + name + "\" is not a distance",
                "write nominal, ordinal, interval or ratio");
    }

    /** The coefficients, for the help. */
    static final class MeasureNames extends ArrayList<String> {
        MeasureNames() {
            for (Measure measure : Measure.values()) {
                add(measure.key());
            }
            addAll(IccReport.keys());
        }
    }
}
