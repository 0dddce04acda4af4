package dev.cupel.cli.preferences;

import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Page;
import dev.cupel.cli.page.Plots;
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

/** The report as one page. */
final class PreferencesPage {
    private static final int ITEMS = 40;
    private static final int MATRIX = 16;
    private static final int WORKERS = 25;
    private static final int DOTS = 3000;

    private PreferencesPage() {}

    static String render(String file, ComparisonTable table, Preferences scores) {
        Page page = new Page(
                "Preferences in " + Page.nameOf(file),
                "Method " + scores.options().method().key() + ": "
                        + scores.options().method().meaning() + ". " + PreferencesCommand.independence(scores)
                        + " Ranks from " + Count.of(scores.options().bootstrap().replicates(), "resample")
                        + " of workers. Version " + Preferences.VERSION + ".");
        List<Page.Card> cards = new ArrayList<>(List.of(
                new Page.Card(TextTable.count(table.items().size()), "items"),
                new Page.Card(TextTable.count(table.comparisons().size()), "comparisons"),
                new Page.Card(TextTable.count(table.workers().size()), "workers"),
                new Page.Card(
                        Math.round(100 * PreferencesCommand.fits(scores)) + " %",
                        "of the comparisons fit the scores")));
        page.cards(cards);
        if (!scores.warnings().isEmpty()) {
            page.section("Look twice", "", Page.list(scores.warnings()));
        }
        List<Preferences.ItemScore> ranking = scores.ranking();
        String some =
                ranking.size() > ITEMS ? " The best " + ITEMS + " of " + TextTable.count(ranking.size()) + "." : "";
        page.section(
                "Scores",
                (scores.options().method() == PreferenceMethod.BORDA
                                ? "Share of opponents beaten."
                                : "Log odds with mean 0: an item one point stronger wins in 73 % of the comparisons.")
                        + some,
                scores(table, ranking));
        if (ranking.stream().anyMatch(item -> item.ranks().isPresent())) {
            page.section(
                    "Ranks",
                    "Where each item may well stand if other workers of the same kind had answered. Overlapping ranges:"
                            + " the order is not settled." + some,
                    ranks(table, ranking));
        }
        page.section(
                "Who beats whom",
                "Share of the comparisons that the item of the row won against that of the column, a tie counting one half;"
                        + " nothing where they never met.",
                matrix(table, ranking));
        String effects = effects(scores);
        if (!effects.isEmpty()) {
            page.section(
                    "What else decided",
                    "Probability of winning between equals. Away from one half, something other than the items had a say.",
                    effects);
        }
        page.section(
                "Workers",
                "Every dot is a worker: how many comparisons, and how often their answer is the one that the scores"
                        + " expect.",
                workers(table, scores));
        return page.html();
    }

    private static String scores(ComparisonTable table, List<Preferences.ItemScore> ranking) {
        List<Plots.Range> rows = ranking.stream()
                .limit(ITEMS)
                .map(item -> new Plots.Range(
                        table.items().get(item.item()),
                        OptionalDouble.of(item.score()),
                        OptionalDouble.of(drawn(item.interval().low(), ranking)),
                        OptionalDouble.of(drawn(item.interval().high(), ranking)),
                        List.of(),
                        OptionalDouble.empty(),
                        TextTable.figure(item.score(), 2) + " ("
                                + PreferencesCommand.words(item.interval(), 2) + "), won "
                                + Math.round(100 * item.wins()) + " % of "
                                + TextTable.count(item.comparisons())))
                .toList();
        return Plots.ranges(
                rows,
                Axis.around(
                        "",
                        rows.stream()
                                .flatMapToDouble(r -> DoubleStream.of(
                                        r.low().orElse(0), r.high().orElse(0))),
                        /* logarithmic= */ false),
                OptionalDouble.empty());
    }

    /** An end that an interval does not have is drawn at the furthest end that any has. */
    private static double drawn(double end, List<Preferences.ItemScore> ranking) {
        if (Double.isFinite(end)) {
            return end;
        }
        double furthest = ranking.stream()
                .flatMapToDouble(item -> DoubleStream.of(
                        item.score(), item.interval().low(), item.interval().high()))
                .filter(Double::isFinite)
                .map(Math::abs)
                .max()
                .orElse(1);
        return Math.copySign(furthest, end);
    }

    private static String ranks(ComparisonTable table, List<Preferences.ItemScore> ranking) {
        return Plots.ranges(
                ranking.stream()
                        .limit(ITEMS)
                        .map(item -> new Plots.Range(
                                table.items().get(item.item()),
                                OptionalDouble.of(item.rank()),
                                item.ranks()
                                        .map(r -> OptionalDouble.of(r.best()))
                                        .orElse(OptionalDouble.empty()),
                                item.ranks()
                                        .map(r -> OptionalDouble.of(r.worst()))
                                        .orElse(OptionalDouble.empty()),
                                List.of(),
                                OptionalDouble.empty(),
                                item.rank()
                                        + item.ranks()
                                                .map(r -> " (" + r.best() + " – " + r.worst() + ")")
                                                .orElse("")))
                        .toList(),
                Axis.of(
                        "",
                        0.5,
                        0.5
                                + ranking.stream()
                                        .limit(ITEMS)
                                        .mapToInt(item -> Math.max(
                                                item.rank(),
                                                item.ranks()
                                                        .map(Preferences.RankInterval::worst)
                                                        .orElse(1)))
                                        .max()
                                        .orElse(1)),
                OptionalDouble.empty());
    }

    private static String matrix(ComparisonTable table, List<Preferences.ItemScore> ranking) {
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
        String figures = Plots.matrix(
                "Share of wins of the best " + best.size() + " items against each other",
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
                "against");
        return "<div class=\"scroll\">" + figures + "</div>"
                + (ranking.size() > MATRIX ? "<p class=\"soft\">The best " + MATRIX + " items.</p>" : "");
    }

    private static void count(Map<Long, double[]> met, int one, int other, double won) {
        double[] counted = met.computeIfAbsent((long) one << 32 | other, pair -> new double[2]);
        counted[0] += won;
        counted[1]++;
    }

    private static String effects(Preferences scores) {
        List<Plots.Range> rows = new ArrayList<>();
        List<String> sentences = new ArrayList<>();
        scores.side().ifPresent(e -> effect("shown left", e, rows, sentences));
        scores.length().ifPresent(e -> effect("one unit longer", e, rows, sentences));
        return (rows.isEmpty() ? "" : Plots.ranges(rows, Axis.of("", 0, 1), OptionalDouble.of(0.5)))
                + (sentences.isEmpty() ? "" : Page.list(sentences));
    }

    private static void effect(String name, Preferences.Effect effect, List<Plots.Range> rows, List<String> sentences) {
        sentences.add(effect.summary());
        if (!effect.known()) {
            return;
        }
        double low = probability(effect.interval().low());
        double high = probability(effect.interval().high());
        rows.add(new Plots.Range(
                name,
                OptionalDouble.of(effect.probability()),
                OptionalDouble.of(low),
                OptionalDouble.of(high),
                List.of(),
                OptionalDouble.empty(),
                TextTable.figure(effect.probability(), 3) + " (" + TextTable.figure(low, 3) + " – "
                        + TextTable.figure(high, 3) + ")"));
    }

    private static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    private static String workers(ComparisonTable table, Preferences scores) {
        List<Preferences.WorkerScore> workers = scores.workers();
        String plot = Plots.scatter(
                "Comparisons and fit of " + Count.of(workers.size(), "worker"),
                workers.stream()
                        .sorted(Comparator.comparingInt(Preferences.WorkerScore::comparisons)
                                .reversed())
                        .limit(DOTS)
                        .map(w -> new Plots.Dot(table.workers().get(w.worker()), w.comparisons(), w.agreement()))
                        .toList(),
                Axis.around(
                        "comparisons",
                        workers.stream().mapToDouble(Preferences.WorkerScore::comparisons),
                        /* logarithmic= */ true),
                Axis.of("fits the scores", 0, 1),
                /* diagonal= */ false);
        boolean noisy = workers.stream().anyMatch(w -> w.reliability().isPresent());
        List<List<Object>> rows = new ArrayList<>();
        workers.stream()
                .sorted(PreferencesCommand.leastFitting(scores))
                .limit(WORKERS)
                .forEach(w -> {
                    List<Object> row = new ArrayList<>(List.of(
                            table.workers().get(w.worker()),
                            TextTable.count(w.comparisons()),
                            Math.round(100 * w.agreement()) + " %",
                            Plots.bar(w.agreement()),
                            Math.round(100 * w.leftShare()) + " %"));
                    if (noisy) {
                        row.add(w.reliability().map(r -> TextTable.figure(r, 3)).orElse("–"));
                    }
                    rows.add(row);
                });
        List<String> header = new ArrayList<>(List.of("worker", "#comparisons", "#fits", "", "#chose left"));
        if (noisy) {
            header.add("#reliability");
        }
        String explained = "<p class=\"soft\">"
                + (rows.size() < workers.size()
                        ? "The " + rows.size() + " of " + TextTable.count(workers.size())
                                + " whose answers fit the scores least:"
                        : "Those whose answers fit the scores least first:")
                + "</p>";
        return plot + explained + Page.table(header, rows);
    }
}
