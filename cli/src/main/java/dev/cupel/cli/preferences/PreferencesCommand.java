package dev.cupel.cli.preferences;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResampleOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.engine.preference.PreferenceMethod;
import dev.cupel.engine.preference.PreferenceOptions;
import dev.cupel.engine.preference.Preferences;
import dev.cupel.formats.labels.ComparisonTable;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cupel preferences}: which item is how good, out of "which of these two is better?". */
@Command(
        name = "preferences",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Scores items from pairwise comparisons, with intervals, and tells how far the workers can be trusted.",
        footerHeading =
                "%nCOMPARISONS has the header worker,left,right,winner; the winner is the name of one of the two, or"
                        + " left, right or tie. The result is item,score,low,high,rank,best_rank,worst_rank,comparisons,"
                        + "win_share; rank intervals come from resampled workers.%n%nExamples:%n",
        footer = {
            "  ./cupel preferences comparisons.csv",
            "  ./cupel preferences comparisons.csv --method noisy-bradley-terry --out scores.csv",
            "  ./cupel preferences comparisons.csv --method borda --json",
            "  ./cupel preferences comparisons.csv --html report.html",
        })
public final class PreferencesCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "COMPARISONS", description = "table worker,left,right,winner; - reads standard input")
    private String comparisons = "";

    @Option(
            names = "--method",
            paramLabel = "M",
            description = "how to score, by default ${DEFAULT-VALUE}: borda, bradley-terry, noisy-bradley-terry")
    private String method = "bradley-terry";

    @Option(
            names = "--errors",
            paramLabel = "E",
            description =
                    "whose answers the intervals of scores take for independent, by default ${DEFAULT-VALUE}: clustered"
                            + " (different workers', those of one worker may be alike), independent (all), automatic"
                            + " (clustered if a worker has several answers); rank intervals always resample workers")
    private String errors = "automatic";

    @Mixin
    private TableOptions.OfComparisons shape = new TableOptions.OfComparisons();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Mixin
    private ReportOptions show = new ReportOptions();

    @Mixin
    private ResampleOptions resampling = new ResampleOptions(PreferenceOptions.DEFAULTS.bootstrap());

    public PreferencesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        PreferenceOptions options = PreferenceOptions.DEFAULTS
                .withMethod(PreferenceMethod.ofKey(method, PreferenceMethod.FOR_COMPARISONS))
                .withErrors(PreferenceOptions.Errors.ofKey(errors, "--errors"))
                .withBootstrap(resampling.bootstrap());
        ComparisonTable table = ComparisonTable.read(
                Files.source(comparisons, console), shape.shape(), reader -> reader.reporting(console::read));
        console.step("scoring");
        Preferences scores = Preferences.of(table.comparisons(), options);
        console.endProgress();
        result.write(console, stream -> write(table, scores, stream));
        show.print(
                PreferencesReport.of(comparisons, table, scores),
                console,
                result.reportTo(console),
                result.said(scores.items().size(), "scores"));
        return ExitCodes.DONE;
    }

    private static void write(ComparisonTable table, Preferences scores, OutputStream stream) throws IOException {
        try (CsvOut csv = new CsvOut(stream)) {
            csv.row("item", "score", "low", "high", "rank", "best_rank", "worst_rank", "comparisons", "win_share");
            for (Preferences.ItemScore item : scores.ranking()) {
                csv.row(
                        table.items().get(item.item()),
                        item.score(),
                        finite(item.interval().low()).orElse(null),
                        finite(item.interval().high()).orElse(null),
                        item.rank(),
                        item.ranks().map(Preferences.RankInterval::best).orElse(null),
                        item.ranks().map(Preferences.RankInterval::worst).orElse(null),
                        item.comparisons(),
                        item.wins());
            }
        }
    }

    private static Optional<Double> finite(double end) {
        return Double.isFinite(end) ? Optional.of(end) : Optional.empty();
    }
}
