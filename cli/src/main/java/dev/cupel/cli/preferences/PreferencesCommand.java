package dev.cupel.cli.preferences;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.console.Files;
import dev.cupel.cli.console.Json;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.cli.options.ResampleOptions;
import dev.cupel.cli.options.ResultOptions;
import dev.cupel.cli.options.TableOptions;
import dev.cupel.engine.Count;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.preference.PreferenceMethod;
import dev.cupel.engine.preference.PreferenceOptions;
import dev.cupel.engine.preference.Preferences;
import dev.cupel.formats.labels.ComparisonTable;
import dev.cupel.formats.text.CsvOut;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private static final int SHOWN = 10;
    /** How many comparisons' worth a worker's fit is pulled to the crowd's before workers are compared. */
    private static final double PSEUDO_COMPARISONS = 5;

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
    private TableOptions.Comparisons shape = new TableOptions.Comparisons();

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
        show.writePage(console, () -> PreferencesPage.render(comparisons, table, scores));
        Console reportTo = result.reportTo(console);
        if (show.json()) {
            Json.print(reportTo.out(), json(table, scores));
        } else {
            print(table, scores, reportTo);
        }
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

    private Json.Obj json(ComparisonTable table, Preferences scores) {
        return Json.object()
                .put("command", "preferences")
                .put("file", comparisons)
                .put(
                        "comparisons",
                        Json.object()
                                .put("count", table.comparisons().size())
                                .put("items", table.items().size())
                                .put("workers", table.workers().size())
                                .put("rows_without_winner", table.rowsLeftOut()))
                .put(
                        "method",
                        Json.object()
                                .put("name", scores.options().method().key())
                                .put("version", Preferences.VERSION)
                                .put("clustered", scores.spread().clustered())
                                .put("rounds", scores.rounds())
                                .put("converged", scores.converged())
                                .put("resamples", scores.options().bootstrap().replicates())
                                .put("seed", scores.options().bootstrap().seed()))
                .put(
                        "items",
                        scores.ranking().stream()
                                .map(item -> Json.object()
                                        .put("item", table.items().get(item.item()))
                                        .put("rank", item.rank())
                                        .put("ranks", item.ranks().map(r -> List.of(r.best(), r.worst())))
                                        .put("score", item.score())
                                        .put("standard_error", item.standardError())
                                        .put("interval", ends(item.interval()))
                                        .put("comparisons", item.comparisons())
                                        .put("win_share", item.wins()))
                                .toList())
                .put(
                        "workers",
                        scores.workers().stream()
                                .map(worker -> Json.object()
                                        .put("worker", table.workers().get(worker.worker()))
                                        .put("comparisons", worker.comparisons())
                                        .put("agreement", worker.agreement())
                                        .put("left_share", worker.leftShare())
                                        .put("reliability", worker.reliability())
                                        .put("left_habit", worker.leftHabit()))
                                .toList())
                .put("side", scores.side().map(PreferencesCommand::effect))
                .put("length", scores.length().map(PreferencesCommand::effect))
                .put("warnings", warnings(table, scores));
    }

    private static List<String> warnings(ComparisonTable table, Preferences scores) {
        List<String> warnings = new ArrayList<>(table.warnings());
        warnings.addAll(scores.warnings());
        return warnings;
    }

    /** An end that an interval does not have is null. */
    private static List<Optional<Double>> ends(Interval interval) {
        return List.of(finite(interval.low()), finite(interval.high()));
    }

    private static Optional<Double> finite(double end) {
        return Double.isFinite(end) ? Optional.of(end) : Optional.empty();
    }

    /** "0.120 – 0.340"; "at least 0.120" and "at most 0.340" for intervals with one end. */
    static String words(Interval interval, int digits) {
        return Double.isInfinite(interval.high())
                ? "at least " + TextTable.figure(interval.low(), digits)
                : Double.isInfinite(interval.low())
                        ? "at most " + TextTable.figure(interval.high(), digits)
                        : TextTable.figure(interval.low(), digits) + " – " + TextTable.figure(interval.high(), digits);
    }

    /** Whose answers the intervals take for independent. */
    static String independence(Preferences scores) {
        return scores.spread().clustered()
                ? "95% intervals from leaving out "
                        + (scores.spread().groups() == scores.workers().size()
                                ? Count.of(scores.spread().groups(), "worker")
                                : Count.of(scores.spread().groups(), "group") + " of workers")
                        + " in turn."
                : "95% intervals as if all answers were independent.";
    }

    private static Json.Obj effect(Preferences.Effect effect) {
        return Json.object()
                .put("known", effect.known())
                .put("log_odds", effect.logOdds())
                .put("standard_error", effect.standardError())
                .put("interval", ends(effect.interval()))
                .put("probability", effect.probability())
                .put("clear", effect.clear())
                .put("adjusted", effect.adjusted());
    }

    private void print(ComparisonTable table, Preferences scores, Console to) {
        PrintStream print = to.text();
        print.println(to.bold(Count.of(table.comparisons().size(), "comparison") + " of "
                + Count.of(table.items().size(), "item") + " by "
                + Count.of(table.workers().size(), "worker")));
        print.println("Method " + scores.options().method().key() + ": "
                + scores.options().method().meaning() + ". " + independence(scores));
        List<Preferences.ItemScore> ranking = scores.ranking();
        print.println();
        print.println(to.bold(
                ranking.size() > SHOWN
                        ? "The best " + SHOWN + " of " + TextTable.count(ranking.size()) + " items"
                        : "Items, best first"));
        TextTable items = new TextTable("rank", "item", "score", "95% interval", "ranks", "compared", "wins");
        ranking.stream()
                .limit(SHOWN)
                .forEach(item -> items.row(
                        item.rank(),
                        table.items().get(item.item()),
                        TextTable.figure(item.score(), 3),
                        words(item.interval(), 3),
                        item.ranks().map(r -> r.best() + " – " + r.worst()).orElse("-"),
                        TextTable.count(item.comparisons()),
                        Math.round(100 * item.wins()) + " %"));
        items.print(to);
        List<String> effects = new ArrayList<>();
        for (Optional<Preferences.Effect> effect : List.of(scores.side(), scores.length())) {
            effect.ifPresent(e -> effects.add(e.summary()));
        }
        if (!effects.isEmpty()) {
            print.println();
            print.println(to.bold("What else decided"));
            effects.forEach(effect -> print.println("  • " + effect));
        }
        print.println();
        print.println(to.bold("Workers whose answers fit the scores least"));
        TextTable workers = new TextTable("worker", "comparisons", "fits", "chose left");
        scores.workers().stream()
                .sorted(leastFitting(scores))
                .limit(SHOWN)
                .forEach(worker -> workers.row(
                        table.workers().get(worker.worker()),
                        TextTable.count(worker.comparisons()),
                        Math.round(100 * worker.agreement()) + " %",
                        Math.round(100 * worker.leftShare()) + " %"));
        workers.print(to);
        List<String> warnings = warnings(table, scores);
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a winner left out: no answer.");
        }
        if (!warnings.isEmpty()) {
            print.println();
            print.println(to.bold("Look twice"));
            warnings.forEach(warning -> print.println("  • " + warning));
        }
        print.println();
        result.saySo(to, ranking.size(), "scores");
        show.saySo(to);
    }

    /** Mean share of comparisons that the scores would decide in the same way. */
    static double fits(Preferences scores) {
        double right = 0;
        int all = 0;
        for (Preferences.WorkerScore worker : scores.workers()) {
            right += worker.agreement() * worker.comparisons();
            all += worker.comparisons();
        }
        return all == 0 ? 0 : right / all;
    }

    /** Workers whose answers fit least first; one odd answer alone does not put anybody there. */
    static Comparator<Preferences.WorkerScore> leastFitting(Preferences scores) {
        double crowd = fits(scores);
        return Comparator.comparingDouble(
                        (Preferences.WorkerScore w) -> (w.agreement() * w.comparisons() + PSEUDO_COMPARISONS * crowd)
                                / (w.comparisons() + PSEUDO_COMPARISONS))
                .thenComparingInt(Preferences.WorkerScore::worker);
    }
}
