package dev.cupel.cli.preferences;

import dev.cupel.cli.page.Axis;
import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Entry;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Picture;
import dev.cupel.cli.report.Plot;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.Sentences;
import dev.cupel.engine.Count;
import dev.cupel.engine.preference.Comparisons;
import dev.cupel.engine.preference.PreferenceMethod;
import dev.cupel.engine.preference.Preferences;
import dev.cupel.formats.labels.ComparisonTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** What {@code cupel preferences} found. */
final class PreferencesReport {
    private static final int SHOWN = 10;
    private static final int ITEMS = 40;
    private static final int MATRIX = 16;
    private static final int WORKERS = 25;
    /** How many comparisons' worth a worker's fit is pulled to the crowd's before workers are compared. */
    private static final double PSEUDO_COMPARISONS = 5;

    private final ComparisonTable table;
    private final Preferences scores;
    private final List<Preferences.ItemScore> ranking;
    private final double fit;

    private PreferencesReport(ComparisonTable table, Preferences scores) {
        this.table = table;
        this.scores = scores;
        this.ranking = scores.ranking();
        this.fit = fit(scores);
    }

    static Report of(String file, ComparisonTable table, Preferences scores) {
        return new PreferencesReport(table, scores).report(file);
    }

    private Report report(String file) {
        List<String> warnings = new ArrayList<>(table.warnings());
        warnings.addAll(scores.warnings());
        ReportTable<Preferences.ItemScore> items = items();
        ReportTable<Preferences.WorkerScore> workers = workers();
        Report report = Report.of("preferences", file, "Preferences in")
                .headed(
                        Count.of(table.comparisons().size(), "comparison") + " of "
                                + Count.of(table.items().size(), "item") + " by "
                                + Count.of(table.workers().size(), "worker"),
                        "Method " + scores.options().method().key() + ": "
                                + scores.options().method().meaning() + ". " + independence(),
                        "Ranks from " + Count.of(scores.options().bootstrap().replicates(), "resample")
                                + " of workers; version " + Preferences.VERSION)
                .with(
                        "comparisons",
                        Facts.of()
                                .with("count", Cell.whole(table.comparisons().size()))
                                .with("items", Cell.whole(table.items().size()))
                                .with("workers", Cell.whole(table.workers().size()))
                                .with("rows_without_winner", Cell.whole(table.rowsLeftOut()))
                                .with("fit", Cell.share(fit)))
                .with("method", method())
                .with("items", items)
                .with("workers", workers)
                .with("side", effect(scores.side()))
                .with("length", effect(scores.length()))
                .with("warnings", Sentences.warnings(warnings))
                .card("comparisons.items", "items")
                .card("comparisons.count", "comparisons")
                .card("comparisons.workers", "workers")
                .card("comparisons.fit", "of the comparisons fit the scores")
                .section("Items, best first", items.first(SHOWN, 0), new Picture(scoresExplained(), this::scores));
        if (ranking.stream().anyMatch(item -> item.ranks().isPresent())) {
            report = report.section(
                    "Ranks",
                    new Picture(
                            "Where each item may well stand if other workers of the same kind had answered. Overlapping"
                                    + " ranges: the order is not settled." + some(),
                            this::ranks));
        }
        report = report.section(
                "Who beats whom",
                new Picture(
                        "Share of the comparisons that the item of the row won against that of the column, a tie counting one"
                                + " half; nothing where they never met."
                                + (ranking.size() > MATRIX ? " The best " + MATRIX + " items." : ""),
                        this::matrix));
        List<String> others = Stream.of(scores.side(), scores.length())
                .flatMap(Optional::stream)
                .map(Preferences.Effect::summary)
                .toList();
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a winner left out: no answer.");
        }
        return report.section(
                        "What else decided",
                        Sentences.notes(others),
                        new Picture(
                                "Probability of winning between equals. Away from one half, something other than the items"
                                        + " had a say.",
                                this::effects))
                .section(
                        "Workers whose answers fit the scores least",
                        new Picture(
                                "Every dot is a worker: how many comparisons, and how often their answer is the one that"
                                        + " the scores expect.",
                                this::workersByFit),
                        workers.ordered(this::leastFitting, SHOWN, WORKERS))
                .section(Sentences.warnings(warnings));
    }

    private Facts method() {
        return Facts.of()
                .with("name", Cell.text(scores.options().method().key()))
                .with("version", Cell.text(Preferences.VERSION))
                .with("clustered", Cell.flag(scores.spread().clustered()))
                .with("rounds", Cell.whole(scores.rounds()))
                .with("converged", Cell.flag(scores.converged()))
                .with("resamples", Cell.whole(scores.options().bootstrap().replicates()))
                .with("seed", Cell.whole(scores.options().bootstrap().seed()));
    }

    private ReportTable<Preferences.ItemScore> items() {
        return ReportTable.of(ranking)
                .column("item", "item", item -> Cell.text(table.items().get(item.item())))
                .column("rank", "rank", item -> Cell.whole(item.rank()))
                .column("ranks", "ranks", PreferencesReport::rankInterval)
                .column("score", "score", item -> Cell.number(item.score(), Format.THREE_DECIMALS))
                .data("standard_error", item -> Cell.number(item.standardError(), Format.THREE_DECIMALS))
                .column("interval", "95% interval", item -> Cell.between(item.interval(), Format.THREE_DECIMALS))
                .column("comparisons", "compared", item -> Cell.whole(item.comparisons()))
                .column("win_share", "wins", item -> Cell.share(item.wins()));
    }

    private static Cell.Between rankInterval(Preferences.ItemScore item) {
        return item.ranks()
                .map(ranks -> Cell.between(ranks.best(), ranks.worst(), Format.WHOLE))
                .orElseGet(() -> Cell.between(Optional.empty(), Format.WHOLE, "no ranks without resamples"));
    }

    private ReportTable<Preferences.WorkerScore> workers() {
        boolean noisy = scores.workers().stream().anyMatch(w -> w.reliability().isPresent());
        return ReportTable.of(scores.workers())
                .column("worker", "worker", w -> Cell.text(table.workers().get(w.worker())))
                .column("comparisons", "comparisons", w -> Cell.whole(w.comparisons()))
                .column("agreement", "fits", w -> Cell.share(w.agreement()))
                .bar()
                .column("left_share", "chose left", w -> Cell.share(w.leftShare()))
                .column(
                        "reliability",
                        noisy ? "reliability" : "",
                        w -> Cell.number(w.reliability(), Format.THREE_DECIMALS))
                .data("left_habit", w -> Cell.number(w.leftHabit(), Format.THREE_DECIMALS));
    }

    private static Entry effect(Optional<Preferences.Effect> effect) {
        return effect.<Entry>map(known -> Facts.of()
                        .with("known", Cell.flag(known.known()))
                        .with("log_odds", Cell.number(known.logOdds(), Format.THREE_DECIMALS))
                        .with("standard_error", Cell.number(known.standardError(), Format.THREE_DECIMALS))
                        .with("interval", Cell.between(known.interval(), Format.THREE_DECIMALS))
                        .with("probability", Cell.number(known.probability(), Format.THREE_DECIMALS))
                        .with("clear", Cell.flag(known.clear()))
                        .with("adjusted", Cell.flag(known.adjusted())))
                .orElseGet(Cell::nothing);
    }

    /** Whose answers the intervals take for independent. */
    private String independence() {
        return scores.spread().clustered()
                ? "95% intervals from leaving out "
                        + (scores.spread().groups() == scores.workers().size()
                                ? Count.of(scores.spread().groups(), "worker")
                                : Count.of(scores.spread().groups(), "group") + " of workers")
                        + " in turn."
                : "95% intervals as if all answers were independent.";
    }

    /** Mean share of comparisons that the scores would decide in the same way. */
    private static double fit(Preferences scores) {
        double right = 0;
        int all = 0;
        for (Preferences.WorkerScore worker : scores.workers()) {
            right += worker.agreement() * worker.comparisons();
            all += worker.comparisons();
        }
        return all == 0 ? 0 : right / all;
    }

    /** Workers whose answers fit least first; one odd answer alone does not put anybody there. */
    private List<Preferences.WorkerScore> leastFitting(List<Preferences.WorkerScore> workers) {
        return workers.stream()
                .sorted(Comparator.comparingDouble((Preferences.WorkerScore w) ->
                                (w.agreement() * w.comparisons() + PSEUDO_COMPARISONS * fit)
                                        / (w.comparisons() + PSEUDO_COMPARISONS))
                        .thenComparingInt(Preferences.WorkerScore::worker))
                .toList();
    }

    // ---------------------------------------------------------------- plots

    private List<Preferences.ItemScore> best() {
        return ranking.stream().limit(ITEMS).toList();
    }

    private String some() {
        return ranking.size() > ITEMS ? " The best " + ITEMS + " of " + Format.WHOLE.of(ranking.size()) + "." : "";
    }

    private String scoresExplained() {
        return (scores.options().method() == PreferenceMethod.BORDA
                        ? "Share of opponents beaten."
                        : "Log odds with mean 0: an item one point stronger wins in 73 % of the comparisons.")
                + some();
    }

    private Plot scores() {
        // An end that an interval does not have is drawn at the furthest end that any has.
        double furthest = best().stream()
                .flatMapToDouble(item -> DoubleStream.of(
                        item.score(), item.interval().low(), item.interval().high()))
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        return new Plot.Ranges(
                best().stream()
                        .map(item -> new Plot.Line(
                                table.items().get(item.item()),
                                Cell.number(item.score(), Format.TWO_DECIMALS),
                                Cell.between(item.interval(), Format.TWO_DECIMALS),
                                "won " + Cell.share(item.wins()).words() + " of "
                                        + Format.WHOLE.of(item.comparisons())))
                        .toList(),
                Axis.around(
                        "",
                        best().stream()
                                .flatMapToDouble(item -> DoubleStream.of(
                                        Math.clamp(item.interval().low(), -furthest, furthest),
                                        Math.clamp(item.interval().high(), -furthest, furthest))),
                        /* logarithmic= */ false),
                OptionalDouble.empty());
    }

    private Plot ranks() {
        int worst = best().stream()
                .mapToInt(item -> Math.max(
                        item.rank(),
                        item.ranks().map(Preferences.RankInterval::worst).orElse(1)))
                .max()
                .orElse(1);
        return new Plot.Ranges(
                best().stream()
                        .map(item -> new Plot.Line(
                                table.items().get(item.item()), Cell.whole(item.rank()), rankInterval(item), ""))
                        .toList(),
                Axis.of("", 0.5, 0.5 + worst),
                OptionalDouble.empty());
    }

    private Plot matrix() {
        List<Integer> best =
                ranking.stream().limit(MATRIX).map(Preferences.ItemScore::item).toList();
        Map<Long, double[]> met = new HashMap<>();
        Comparisons all = table.comparisons();
        for (int r = 0; r < all.size(); r++) {
            double left = all.winner(r) == Comparisons.TIE ? 0.5 : all.winner(r) == all.left(r) ? 1 : 0;
            count(met, all.left(r), all.right(r), left);
            count(met, all.right(r), all.left(r), 1 - left);
        }
        List<String> names = best.stream().map(table.items()::get).toList();
        return new Plot.Matrices(List.of(new Plot.Matrix(
                "Share of wins of the best " + best.size() + " items against each other",
                "",
                names,
                names,
                best.stream()
                        .map(row -> best.stream()
                                .map(column -> Optional.ofNullable(met.get((long) row << 32 | column))
                                        .map(won -> OptionalDouble.of(won[0] / won[1]))
                                        .orElse(OptionalDouble.empty()))
                                .toList())
                        .toList(),
                "won",
                "against")));
    }

    private static void count(Map<Long, double[]> met, int one, int other, double won) {
        double[] counted = met.computeIfAbsent((long) one << 32 | other, pair -> new double[2]);
        counted[0] += won;
        counted[1]++;
    }

    private Plot effects() {
        List<Plot.Line> rows = new ArrayList<>();
        scores.side().filter(Preferences.Effect::known).ifPresent(e -> rows.add(range("shown left", e)));
        scores.length().filter(Preferences.Effect::known).ifPresent(e -> rows.add(range("one unit longer", e)));
        return rows.isEmpty() ? new Plot.None("") : new Plot.Ranges(rows, Axis.of("", 0, 1), OptionalDouble.of(0.5));
    }

    private static Plot.Line range(String name, Preferences.Effect effect) {
        return new Plot.Line(
                name,
                Cell.number(effect.probability(), Format.THREE_DECIMALS),
                Cell.between(
                        probability(effect.interval().low()),
                        probability(effect.interval().high()),
                        Format.THREE_DECIMALS),
                "");
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    private Plot workersByFit() {
        return Plot.ofEverybody(
                "Comparisons and fit of " + Count.of(scores.workers().size(), "worker"),
                scores.workers(),
                w -> table.workers().get(w.worker()),
                "comparisons",
                Preferences.WorkerScore::comparisons,
                "fits the scores",
                Preferences.WorkerScore::agreement);
    }
}
