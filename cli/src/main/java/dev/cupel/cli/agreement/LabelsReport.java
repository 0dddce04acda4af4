package dev.cupel.cli.agreement;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Entry;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Measures;
import dev.cupel.cli.report.Picture;
import dev.cupel.cli.report.Plot;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.Sentences;
import dev.cupel.engine.Count;
import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.AgreementReport.ItemAgreement;
import dev.cupel.engine.agreement.ClassAgreement;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.agreement.PairAgreement;
import dev.cupel.engine.agreement.WorkerAgreement;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.labels.LabelTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Agreement where an answer is one class. */
final class LabelsReport {
    private static final int SHOWN = 8;
    private static final int CLASSES_SHOWN = 12;
    private static final int DISPUTED = 20;
    private static final int MATRIX_WORKERS = 16;
    private static final int CLASSES = 60;
    private static final int WORKERS = 25;

    private final LabelTable table;
    private final AgreementReport found;
    private final Optional<Measure> only;

    private LabelsReport(LabelTable table, AgreementReport found, Optional<Measure> only) {
        this.table = table;
        this.found = found;
        this.only = only;
    }

    /** @param only the one coefficient asked for, if so */
    static Report of(String file, LabelTable table, AgreementReport found, Optional<Measure> only) {
        return new LabelsReport(table, found, only).report(file);
    }

    private Report report(String file) {
        Facts coefficients = coefficients();
        List<String> notes = notes();
        String headline = only.orElse(found.headline()).key();
        Report report = Report.of("agreement", file, "Agreement in")
                .headed(headline(), pairable(), origin())
                .with("version", Cell.text(AgreementReport.VERSION))
                .with("votes", votes())
                .with("distance", Cell.text(found.options().scale().name().toLowerCase(Locale.ROOT)))
                .with("resamples", Cell.whole(found.options().bootstrap().replicates()))
                .with("seed", Cell.whole(found.options().bootstrap().seed()))
                .with("headline", Cell.text(headline))
                .with("coefficients", coefficients)
                .card("coefficients." + headline, only.orElse(found.headline()).title())
                .card("votes.pairable_tasks", "tasks with two votes or more")
                .card("votes.count", "votes")
                .card("votes.workers", "workers")
                .section(
                        "Coefficients", Measures.of("coefficient", coefficients).withBars());
        if (only.isEmpty()) {
            report = details(report);
        }
        report = report.with("notes", Sentences.notes(notes)).with("warnings", Sentences.warnings(table.warnings()));
        if (table.rowsLeftOut() > 0) {
            notes.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        return report.section(Sentences.notes(notes)).section(Sentences.warnings(table.warnings()));
    }

    private Report details(Report report) {
        ReportTable<ClassAgreement> classes = classes(table.classes().toList(), found.classes(), "label", "votes");
        ReportTable<WorkerAgreement> workers = workers();
        ReportTable<PairAgreement> pairs = pairs();
        ReportTable<ItemAgreement> disputed = disputed();
        return report.with("classes", classes)
                .with("workers", workers)
                .with("pair_count", Cell.whole(found.pairCount()))
                .with("pairs", pairs)
                .with("most_disputed_tasks", disputed)
                .with("accuracy_ceiling", ceiling())
                .with("interpretation", Sentences.meaning(found.interpretation()))
                .section(Sentences.meaning(found.interpretation()))
                .section("Classes", classes.ordered(LabelsReport::mostVotesFirst, CLASSES_SHOWN, CLASSES))
                .section(
                        "Workers, those who agree least with the others first",
                        workers.ordered(LabelsReport::leastAgreeing, SHOWN, WORKERS))
                .section(
                        "Pairs with most tasks in common, of "
                                + Cell.whole(found.pairCount()).words(),
                        pairs.first(SHOWN, SHOWN).ofMany(),
                        new Picture(
                                "Share of common tasks on which two workers agree, for those with most votes.",
                                this::whoAgreesWithWhom))
                .section("Most disputed tasks", disputed.first(SHOWN, DISPUTED).ofMany());
    }

    private String headline() {
        int classes = found.classesUsed();
        return Count.of(found.votes().size(), "vote") + " by " + Count.of(found.workers(), "worker") + " on "
                + Count.of(found.votes().taskCount(), "task") + ", " + Format.WHOLE.of(classes)
                + (classes == 1 ? " class" : " classes");
    }

    private String pairable() {
        return Count.of(found.pairableItems(), "task")
                + (found.pairableItems() == 1 ? " has two votes or more and says" : " have two votes or more and say")
                + " something about agreement.";
    }

    private String origin() {
        return "Version " + AgreementReport.VERSION + "; 95% intervals from "
                + Format.WHOLE.of(found.options().bootstrap().replicates()) + " sets of random weights on tasks, seed "
                + found.options().bootstrap().seed();
    }

    private Facts votes() {
        return Facts.of()
                .with("count", Cell.whole(found.votes().size()))
                .with("tasks", Cell.whole(found.votes().taskCount()))
                .with("pairable_tasks", Cell.whole(found.pairableItems()))
                .with("workers", Cell.whole(found.workers()))
                .with("classes", Cell.whole(found.classesUsed()))
                .with("repeated", Cell.whole(found.votes().repeats()))
                .with("rows_without_label", Cell.whole(table.rowsLeftOut()));
    }

    private Facts coefficients() {
        Facts facts = Facts.of();
        for (Measure measure : only.map(List::of)
                .orElseGet(() -> List.copyOf(found.coefficients().keySet()))) {
            facts = facts.with(
                    measure.key(),
                    measure.title(),
                    Cell.estimate(
                            Optional.ofNullable(found.coefficients().get(measure))
                                    .orElseGet(() -> Agreement.measure(table.votes(), measure, found.options())),
                            Format.THREE_DECIMALS),
                    measure.meaning());
        }
        return facts;
    }

    /** Classes, or options of sets: one table. */
    static ReportTable<ClassAgreement> classes(
            List<String> names, List<ClassAgreement> all, String thing, String counted) {
        return ReportTable.of(all)
                .column("label", thing, c -> Cell.text(names.get(c.label())))
                .column("votes", counted, c -> Cell.whole(c.votes()))
                .column("share", "share", c -> Cell.share(c.share()))
                .column("confirmation", "confirmed", c -> Cell.estimate(c.confirmation(), Format.PERCENT))
                .meaning("given one answer with it, how often another answer on the task says the same")
                .column("alpha", "alpha", c -> Cell.estimate(c.alpha(), Format.THREE_DECIMALS))
                .bar();
    }

    private ReportTable<WorkerAgreement> workers() {
        return ReportTable.of(found.perWorker())
                .column("worker", "worker", w -> Cell.text(table.workers().get(w.worker())))
                .column("votes", "votes", w -> Cell.whole(w.votes()))
                .column("percent", "agrees", w -> Cell.estimate(w.percent(), Format.PERCENT))
                .column("kappa", "kappa", w -> Cell.estimate(w.kappa(), Format.THREE_DECIMALS))
                .bar();
    }

    private ReportTable<PairAgreement> pairs() {
        Names workers = table.workers();
        return ReportTable.of(found.pairs())
                .column("first", "worker", p -> Cell.text(workers.get(p.first())))
                .column("second", "worker", p -> Cell.text(workers.get(p.second())))
                .column("shared_tasks", "tasks", p -> Cell.whole(p.sharedItems()))
                .column("percent", "agree", p -> Cell.estimate(p.percent(), Format.PERCENT))
                .column("kappa", "kappa", p -> Cell.estimate(p.kappa(), Format.THREE_DECIMALS))
                .bar();
    }

    private ReportTable<ItemAgreement> disputed() {
        return ReportTable.of(found.mostDisputed(DISPUTED))
                .column("task", "task", d -> Cell.text(table.tasks().get(d.task())))
                .column("agreement", "agreement", d -> Cell.share(d.agreement().asOptional(), ""))
                .column("votes", "votes", d -> {
                    Map<String, Integer> counts = new LinkedHashMap<>();
                    d.votesByClass()
                            .forEach(
                                    (label, count) -> counts.put(table.classes().get(label), count));
                    return new Cell.Counts(counts);
                });
    }

    private Entry ceiling() {
        return found.ceiling()
                .<Entry>map(c -> Facts.of()
                        .with("single_vote", Cell.share(c.singleVote()))
                        .with("interval", Cell.between(c.interval(), Format.PERCENT, ""))
                        .with("votes_per_task", Cell.number(c.votesPerItem(), Format.BY_SIZE)))
                .orElseGet(Cell::nothing);
    }

    /** What was noticed about the votes, and about labels that look like sets. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>(found.notes());
        List<String> names = table.classes().toList();
        if (SetsReport.looksLikeSets(names)) {
            String example = names.stream()
                    .filter(name -> SetsReport.looksLikeSets(List.of(name)))
                    .findFirst()
                    .orElse("");
            notes.add("Labels such as \"" + example + "\" look like sets of options and were taken as plain names;"
                    + " --sets '|' (or the sign between the options) compares them as sets.");
        }
        return notes;
    }

    /** In the order of the scale, unless some will not be seen. */
    private static List<ClassAgreement> mostVotesFirst(List<ClassAgreement> all) {
        return all.size() <= CLASSES_SHOWN
                ? all
                : all.stream()
                        .sorted(Comparator.comparingLong(ClassAgreement::votes).reversed())
                        .toList();
    }

    private static List<WorkerAgreement> leastAgreeing(List<WorkerAgreement> workers) {
        return workers.stream()
                .filter(w -> w.percent().asOptional().isPresent())
                .sorted(Comparator.comparingDouble(w ->
                        w.kappa().asOptional().orElse(w.percent().asOptional().orElse(0))))
                .toList();
    }

    private Plot whoAgreesWithWhom() {
        List<Integer> most = found.perWorker().stream()
                .sorted(Comparator.comparingInt(WorkerAgreement::votes)
                        .reversed()
                        .thenComparingInt(WorkerAgreement::worker))
                .limit(MATRIX_WORKERS)
                .map(WorkerAgreement::worker)
                .sorted()
                .toList();
        Map<Long, OptionalDouble> known = new HashMap<>();
        for (PairAgreement pair : found.pairs()) {
            known.put((long) pair.first() << 32 | pair.second(), pair.percent().asOptional());
            known.put((long) pair.second() << 32 | pair.first(), pair.percent().asOptional());
        }
        List<String> names = most.stream().map(table.workers()::get).toList();
        List<List<OptionalDouble>> values = most.stream()
                .map(a -> most.stream()
                        .map(b -> known.getOrDefault((long) a << 32 | b, OptionalDouble.empty()))
                        .toList())
                .toList();
        return new Plot.Matrices(
                List.of(new Plot.Matrix("Agreement of pairs of workers", "", names, names, values, "", "")));
    }
}
