package dev.cupel.cli.consensus;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.options.RepeatedOption;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.options.StructuredOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.cli.report.EstimationFacts.Timing;
import dev.cupel.cli.structured.StructuredConsensus;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.ConsensusMethod;
import dev.cupel.engine.consensus.ConsensusOptions;
import dev.cupel.engine.consensus.Methods;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.answers.AnswerFile;
import dev.cupel.formats.labels.ConsensusWriter;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.TableShape;
import dev.cupel.formats.labels.TruthTable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel consensus}: the estimated true label of every task, and how good every worker is. */
@Command(
        name = "consensus",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Estimates the true label of every task, with its probability, and the quality of every worker.",
        footerHeading =
                "%nLABELS has one row per vote under the header task,worker,label (any order, further columns are"
                        + " ignored; CSV, TSV, JSONL or a JSON array; .gz is fine). An empty label means no answer. The"
                        + " result is task,label,probability.%n%nStructured answers are JSONL with task, worker and answer:"
                        + " a text, spans, boxes, a mask, segments, polygons, polylines, keypoints or tracks, and for spans the text they"
                        + " lie in"
                        + " (docs/features/structured.md). The result is JSONL in the same form, and so is TRUTH.%n%nExamples:%n",
        footer = {
            "  ./cupel consensus labels.csv",
            "  ./cupel consensus labels.csv --truth truth.csv --html report.html",
            "  ./cupel consensus labels.csv --method dawid-skene --soft --out consensus.csv",
            "  ./cupel consensus labels.csv --json",
            "  ./cupel consensus labels.csv --gold truth.csv --classes 0,1,2",
            "  cat labels.csv | ./cupel consensus - --out -",
            "  ./cupel consensus transcripts.jsonl --truth spoken.jsonl --out said.jsonl",
            "  ./cupel consensus spans.jsonl --method plurality --html report.html",
            "  ./cupel consensus boxes.jsonl.gz --json",
        })
public final class ConsensusCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            paramLabel = "LABELS",
            description = "table of votes task,worker,label, or answers task,worker,answer; - reads standard input")
    private String labels = "";

    @Option(
            names = "--method",
            paramLabel = "M",
            description =
                    "how to estimate, by default ${DEFAULT-VALUE}: ${COMPLETION-CANDIDATES}; texts: rover, medoid;"
                            + " spans: rater-model, plurality, exact-majority; boxes: weighted-median, median, weighted-mean, mean;"
                            + " masks: majority, staple, staple-global; segments: interval-vote; polygons: area-vote;"
                            + " polylines: median-line; keypoints: keypoint-median; tracks: keyframe-median",
            completionCandidates = MethodNames.class)
    private String method = MethodNames.DEFAULT;

    @Option(
            names = "--truth",
            paramLabel = "T",
            description =
                    "verified answers, task,label or task,answer; adds accuracy, macro-F1, log loss and calibration; F1 of spans,"
                            + " error rates of texts, likeness of regions")
    private @Nullable String truth;

    @Option(
            names = "--gold",
            paramLabel = "G",
            description =
                    "known answers, task,label, that are used while estimating: these tasks keep their label, and workers are"
                            + " judged by them; they never count in the figures of --truth")
    private @Nullable String gold;

    @Option(
            names = "--classes",
            paramLabel = "A,B,C",
            split = ",",
            description =
                    "all classes that could be given, in order; by default those that occur. A label outside is refused")
    private @Nullable List<String> classes;

    @Mixin
    private TableOptions.OfAnswers shape = new TableOptions.OfAnswers();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Option(names = "--soft", description = "with --out, also the probability of every class: p_<class>")
    private boolean soft;

    @Mixin
    private StructuredOptions structured = new StructuredOptions();

    @Mixin
    private ReportOptions show = new ReportOptions();

    @Mixin
    private RepeatedOption repeated = new RepeatedOption();

    @Option(names = "--rounds", paramLabel = "N", description = "upper bound on rounds of estimation")
    private @Nullable Integer rounds;

    @Option(names = "--threads", paramLabel = "N", description = "upper bound on threads; results do not depend on it")
    private @Nullable Integer threads;

    public ConsensusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        RepeatPolicy policy = repeated.policy();
        requirePositive("--rounds", rounds);
        requirePositive("--threads", threads);
        ConsensusOptions options = ConsensusOptions.DEFAULTS;
        if (rounds != null) {
            options = options.withMaxRounds(rounds);
        }
        if (threads != null) {
            options = options.withThreads(threads);
        }
        int threadCount = options.threads();
        AnswerFile.Looked looked = AnswerFile.lookAt(Files.source(labels, console));
        TableShape layout = shape.shape();
        if (structured.asked(looked, layout)) {
            refuseForStructured();
            StructuredConsensus.run(
                    new StructuredConsensus.Request(
                            labels,
                            looked.source(),
                            layout,
                            structured.question(),
                            structured.unit(),
                            structured.characters(),
                            method,
                            policy,
                            truth,
                            rounds,
                            threadCount),
                    console,
                    result,
                    show);
            return ExitCodes.DONE;
        }
        ConsensusMethod chosen = Methods.byName(method);
        long begun = System.nanoTime();
        LabelTable read = LabelTable.read(
                looked.source(),
                layout,
                policy,
                reader -> reader.threads(threadCount).reporting(console::read));
        read.requireNoLists(
                "consensus estimates one class per task",
                "make a table per option, with yes or no as labels, and run consensus on each");
        Optional<TruthTable> known = truth == null
                ? Optional.empty()
                : Optional.of(TruthTable.read(Files.source(truth, console), layout.cells()));
        LabelTable table = classes == null ? read : read.withClasses(classes, labels, "--classes");
        KnownGold given =
                gold == null ? KnownGold.NONE : KnownGold.read(gold, console, table, classes != null, layout.cells());
        long parsed = System.nanoTime();
        console.step("estimating, " + chosen.title());
        Consensus consensus = chosen.estimate(
                table.votes(),
                options.withGold(given.gold()).withClassNames(table.classes().toList()));
        long estimated = System.nanoTime();
        console.endProgress();
        result.write(console, stream -> ConsensusWriter.write(consensus, table.tasks(), table.classes(), soft, stream));
        long written = System.nanoTime();

        ConsensusFigures figures = ConsensusFigures.of(labels, chosen, table, consensus, known, given);
        show.print(
                ConsensusReport.of(figures, new Timing(parsed - begun, estimated - parsed, written - estimated)),
                console,
                result.reportTo(console),
                result.said(table.tasks().size(), "labels with their probabilities"));
        return ExitCodes.DONE;
    }

    private static void requirePositive(String option, @Nullable Integer value) {
        InputException.unless(value == null || value >= 1, option, String.valueOf(value), "at least 1");
    }

    private void refuseForStructured() {
        if (gold != null || classes != null) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    gold != null ? "--gold" : "--classes",
                    "is for labels, and these are structured answers",
                    "leave it out; compare with known answers by --truth");
        }
        if (soft) {
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    "--soft",
                    "structured answers have no classes to give probabilities to",
                    "leave it out; every region, text and mask carries its own");
        }
    }
}
