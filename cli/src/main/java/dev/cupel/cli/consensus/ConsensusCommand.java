package dev.cupel.cli.consensus;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.console.Json;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.ConsensusMethod;
import dev.cupel.engine.consensus.ConsensusOptions;
import dev.cupel.engine.consensus.Methods;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.labels.ConsensusWriter;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.TruthTable;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
                        + " ignored; CSV, TSV, JSONL or a JSON array; .gz is fine). An empty label means no answer.%n%nExamples:%n",
        footer = {
            "  ./cupel consensus labels.csv",
            "  ./cupel consensus labels.csv --truth truth.csv --html report.html",
            "  ./cupel consensus labels.csv --method dawid-skene --soft --out consensus.csv",
            "  ./cupel consensus labels.csv --json",
            "  cat labels.csv | ./cupel consensus - --out -",
        })
public final class ConsensusCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "LABELS", description = "table of votes: task,worker,label; - reads standard input")
    private String labels = "";

    @Option(
            names = "--method",
            paramLabel = "M",
            description = "how to estimate, by default ${DEFAULT-VALUE}: ${COMPLETION-CANDIDATES}",
            completionCandidates = MethodNames.class)
    private String method = MethodNames.DEFAULT;

    @Option(
            names = "--truth",
            paramLabel = "T",
            description = "table task,label of verified answers; adds accuracy, macro-F1, log loss and calibration")
    private @Nullable String truth;

    @Option(names = "--out", paramLabel = "F", description = "write task,label,probability there; - is standard output")
    private @Nullable String out;

    @Option(names = "--soft", description = "with --out, also the probability of every class: p_<class>")
    private boolean soft;

    @Option(names = "--json", description = "print one JSON object for programs instead of tables")
    private boolean json;

    @Option(names = "--html", paramLabel = "REPORT", description = "write one self-contained page with plots")
    private @Nullable String html;

    @Option(
            names = "--repeated",
            paramLabel = "keep|first|last",
            description = "which votes count when a worker labels a task twice, by default keep: all of them")
    private String repeated = "keep";

    @Option(names = "--rounds", paramLabel = "N", description = "upper bound on rounds of estimation")
    private @Nullable Integer rounds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "for methods that start from chance, by default ${DEFAULT-VALUE}")
    private long seed = 42;

    @Option(names = "--threads", paramLabel = "N", description = "upper bound on threads; results do not depend on it")
    private @Nullable Integer threads;

    public ConsensusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ConsensusMethod chosen = Methods.byName(method);
        RepeatPolicy policy = RepeatChoice.of(repeated);
        ConsensusOptions options = ConsensusOptions.DEFAULTS.withSeed(seed);
        if (rounds != null) {
            options = options.withMaxRounds(rounds);
        }
        if (threads != null) {
            options = options.withThreads(threads);
        }
        int threadCount = options.threads();

        long begun = System.nanoTime();
        LabelTable table = LabelTable.read(
                Files.source(labels, console),
                policy,
                reader -> reader.threads(threadCount).reporting(console::read));
        Optional<TruthTable> known =
                truth == null ? Optional.empty() : Optional.of(TruthTable.read(Files.source(truth, console)));
        long parsed = System.nanoTime();
        console.step("estimating, " + chosen.title());
        Consensus consensus = chosen.estimate(table.votes(), options);
        long estimated = System.nanoTime();
        console.endProgress();
        if (out != null) {
            console.step("writing");
            Files.write(
                    out,
                    console,
                    stream -> ConsensusWriter.write(consensus, table.tasks(), table.classes(), soft, stream));
            console.endProgress();
        }
        long written = System.nanoTime();

        ConsensusReport report = ConsensusReport.of(labels, chosen, table, consensus, known);
        if (html != null) {
            String page = ConsensusPage.render(report);
            Files.write(html, console, stream -> stream.write(page.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        Timing timing = new Timing(parsed - begun, estimated - parsed, written - estimated);
        // With --out - the result itself is on standard output; the report steps aside.
        Console reportTo = "-".equals(out) ? console.onlyErr() : console;
        if (json) {
            Json.print(reportTo.out(), ConsensusJson.of(report, timing));
        } else {
            ConsensusText.print(report, timing, reportTo, out, html);
        }
        return ExitCodes.DONE;
    }

    /**
     * Where the time went.
     *
     * @param parseNs reading and interning the tables
     * @param estimateNs estimating
     * @param writeNs writing the result
     */
    record Timing(long parseNs, long estimateNs, long writeNs) {}
}
