package dev.cupel.cli.agreement;

import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.Page;
import dev.cupel.cli.page.Plots;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.PairAgreement;
import dev.cupel.engine.agreement.WorkerAgreement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The report as one page. */
final class AgreementPage {
    private static final int MATRIX_WORKERS = 16;
    private static final int ROWS = 60;
    private static final int WORKERS = 25;

    private AgreementPage() {}

    static String render(AgreementView view) {
        AgreementReport report = view.report();
        Page page = new Page(
                "Agreement in " + Page.nameOf(view.file()),
                "Version " + AgreementReport.VERSION + "; 95% intervals from "
                        + TextTable.count(report.options().bootstrap().replicates())
                        + " sets of random weights on tasks, seed "
                        + report.options().bootstrap().seed() + ".");
        List<Page.Card> cards = new ArrayList<>();
        cards.add(new Page.Card(
                report.headlineCoefficient().asOptional().isPresent()
                        ? TextTable.figure(
                                report.headlineCoefficient().asOptional().getAsDouble(), 3)
                        : "–",
                report.headline().title()));
        cards.add(new Page.Card(TextTable.count(report.pairableItems()), "tasks with two votes or more"));
        cards.add(new Page.Card(TextTable.count(report.votes().size()), "votes"));
        cards.add(new Page.Card(TextTable.count(report.workers()), "workers"));
        page.cards(cards);
        page.section("What it means", "", Page.list(report.interpretation()));
        page.section("Coefficients", "The line marks 0: agreement by chance.", coefficients(view));
        page.section(
                "Who agrees with whom",
                "Share of common tasks on which two workers agree, for those with most votes.",
                matrix(view));
        page.section("Workers", "Those who agree least with the others first, at most " + WORKERS + ".", workers(view));
        page.section("Most disputed tasks", "", disputed(view));
        page.section(
                "Classes",
                "Confirmed: given a vote for the class, how often another vote says the same.",
                classes(view));
        if (!view.notes().isEmpty()) {
            page.section("Notes", "", Page.list(view.notes()));
        }
        return page.html();
    }

    private static String coefficients(AgreementView view) {
        List<Plots.Range> rows = new ArrayList<>();
        view.coefficients()
                .forEach((measure, value) -> rows.add(
                        switch (value) {
                            case Coefficient.Estimate e ->
                                new Plots.Range(
                                        measure.title(),
                                        OptionalDouble.of(e.value()),
                                        e.interval()
                                                .map(i -> OptionalDouble.of(i.low()))
                                                .orElse(OptionalDouble.empty()),
                                        e.interval()
                                                .map(i -> OptionalDouble.of(i.high()))
                                                .orElse(OptionalDouble.empty()),
                                        List.of(),
                                        OptionalDouble.empty(),
                                        TextTable.figure(e.value(), 3)
                                                + e.interval()
                                                        .map(i -> " (" + TextTable.figure(i.low(), 3) + " – "
                                                                + TextTable.figure(i.high(), 3) + ")")
                                                        .orElse("")
                                                + ": " + measure.meaning());
                            case Coefficient.Undefined u ->
                                new Plots.Range(
                                        measure.title(),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        OptionalDouble.empty(),
                                        List.of(),
                                        OptionalDouble.empty(),
                                        u.reason());
                        }));
        double least = rows.stream()
                .mapToDouble(row -> row.low().orElse(row.value().orElse(0)))
                .min()
                .orElse(0);
        return Plots.ranges(rows, Axis.of("", Math.min(0, least) - 0.05, 1), OptionalDouble.of(0));
    }

    private static String matrix(AgreementView view) {
        List<Integer> most = view.report().perWorker().stream()
                .sorted(Comparator.comparingInt(WorkerAgreement::votes)
                        .reversed()
                        .thenComparingInt(WorkerAgreement::worker))
                .limit(MATRIX_WORKERS)
                .map(WorkerAgreement::worker)
                .sorted()
                .toList();
        Map<Long, OptionalDouble> known = new HashMap<>();
        for (PairAgreement pair : view.report().pairs()) {
            known.put((long) pair.first() << 32 | pair.second(), pair.percent().asOptional());
            known.put((long) pair.second() << 32 | pair.first(), pair.percent().asOptional());
        }
        List<String> names = most.stream().map(view.table().workers()::get).toList();
        List<List<OptionalDouble>> values = most.stream()
                .map(a -> most.stream()
                        .map(b -> known.getOrDefault((long) a << 32 | b, OptionalDouble.empty()))
                        .toList())
                .toList();
        return "<div class=\"scroll\">" + Plots.matrix("Agreement of pairs of workers", names, names, values, "", "")
                + "</div>";
    }

    private static String workers(AgreementView view) {
        List<List<Object>> rows = new ArrayList<>();
        view.report().perWorker().stream()
                .filter(w -> w.percent().asOptional().isPresent())
                .sorted(Comparator.comparingDouble(w ->
                        w.kappa().asOptional().orElse(w.percent().asOptional().orElse(0))))
                .limit(WORKERS)
                .forEach(w -> rows.add(List.of(
                        view.table().workers().get(w.worker()),
                        TextTable.count(w.votes()),
                        percent(w.percent()),
                        figure(w.kappa()),
                        Plots.bar(w.kappa().asOptional().orElse(0)))));
        return Page.table(List.of("worker", "#votes", "#agrees", "#kappa", ""), rows);
    }

    private static String disputed(AgreementView view) {
        List<List<Object>> rows = new ArrayList<>();
        view.disputed()
                .forEach(d -> rows.add(List.of(
                        view.table().tasks().get(d.task()),
                        percent(d.agreement()),
                        DisputedVotes.of(d, view.table().classes()))));
        return Page.table(List.of("task", "#agreement", "votes"), rows);
    }

    private static String classes(AgreementView view) {
        List<List<Object>> rows = new ArrayList<>();
        view.report().classes().stream()
                .limit(ROWS)
                .forEach(c -> rows.add(List.of(
                        view.table().classes().get(c.label()),
                        TextTable.count(c.votes()),
                        Math.round(100 * c.share()) + " %",
                        percent(c.confirmation()),
                        figure(c.alpha()),
                        Plots.bar(c.alpha().asOptional().orElse(0)))));
        return Page.table(List.of("label", "#votes", "#share", "#confirmed", "#alpha", ""), rows);
    }

    private static String figure(Coefficient coefficient) {
        return coefficient.asOptional().isPresent()
                ? TextTable.figure(coefficient.asOptional().getAsDouble(), 3)
                : "–";
    }

    private static String percent(Coefficient coefficient) {
        return coefficient.asOptional().isPresent()
                ? Math.round(100 * coefficient.asOptional().getAsDouble()) + " %"
                : "–";
    }
}
