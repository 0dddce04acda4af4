package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.options.ReportOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.ClassAgreement;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.agreement.PairAgreement;
import dev.cupel.engine.agreement.WorkerAgreement;
import dev.cupel.formats.columns.Names;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The report for people at a terminal. */
final class AgreementText {
    private static final int SHOWN = 8;
    private static final int CLASSES_SHOWN = 12;

    private AgreementText() {}

    static void print(AgreementView view, Console console, ReportOptions show) {
        AgreementReport report = view.report();
        PrintStream to = console.text();
        to.println(console.bold(TextTable.count(report.votes().size(), "vote", "votes") + " by "
                + TextTable.count(report.workers(), "worker", "workers") + " on "
                + TextTable.count(report.votes().taskCount(), "task", "tasks") + ", "
                + TextTable.count(report.classesUsed(), "class", "classes")));
        to.println(TextTable.count(report.pairableItems(), "task has", "tasks have")
                + " two votes or more and "
                + (report.pairableItems() == 1 ? "says" : "say") + " something about agreement.");
        to.println();
        printCoefficients(view, console);
        if (view.only().isEmpty()) {
            if (!report.interpretation().isEmpty()) {
                to.println();
                to.println(console.bold("What it means"));
                report.interpretation().forEach(sentence -> bullet(to, sentence));
            }
            printClasses(view, console);
            printWorkers(view, console);
            printPairs(view, console);
            printDisputed(view, console);
        }
        if (!view.notes().isEmpty() || view.table().rowsLeftOut() > 0) {
            to.println();
            to.println(console.bold("Notes"));
            view.notes().forEach(note -> bullet(to, note));
            if (view.table().rowsLeftOut() > 0) {
                bullet(
                        to,
                        TextTable.count(view.table().rowsLeftOut(), "row", "rows")
                                + " without a label left out: no answer.");
            }
        }
        if (!view.table().warnings().isEmpty()) {
            to.println();
            to.println(console.bold("Look twice"));
            view.table().warnings().forEach(warning -> bullet(to, warning));
        }
        if (show.page()) {
            to.println();
            show.saySo(console);
        }
    }

    /** Nothing where there is nothing to say. */
    static void section(Console console, String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            console.text().println();
            console.text().println(console.bold(title));
            sentences.forEach(sentence -> bullet(console.text(), sentence));
        }
    }

    static void bullet(PrintStream to, String sentence) {
        to.println("  • " + sentence);
    }

    private static void printCoefficients(AgreementView view, Console console) {
        TextTable table = new TextTable("coefficient", "value", "95% interval", "");
        for (Map.Entry<Measure, Coefficient> entry : view.coefficients().entrySet()) {
            table.row(
                    entry.getKey().title(),
                    figure(entry.getValue()),
                    interval(entry.getValue()),
                    entry.getValue() instanceof Coefficient.Undefined
                            ? ""
                            : TextTable.bar(entry.getValue().asOptional().orElse(0), 20));
        }
        table.print(console);
        view.coefficients().forEach((measure, value) -> {
            if (value instanceof Coefficient.Undefined undefined) {
                console.text().println("  " + measure.title() + " is undefined: " + undefined.reason());
            }
        });
        view.coefficients().values().stream()
                .flatMap(value -> value instanceof Coefficient.Estimate e ? e.noInterval().stream() : Stream.empty())
                .distinct()
                .forEach(reason -> console.text().println("  No interval: " + reason));
    }

    private static void printClasses(AgreementView view, Console console) {
        console.text().println();
        console.text().println(console.bold("Classes"));
        Names classes = view.table().classes();
        TextTable table = new TextTable("label", "votes", "share", "confirmed", "alpha");
        List<ClassAgreement> all = view.report().classes();
        all.stream()
                .sorted(Comparator.comparingLong(c -> all.size() > CLASSES_SHOWN ? -c.votes() : 0))
                .limit(CLASSES_SHOWN)
                .forEach(c -> table.row(
                        classes.get(c.label()),
                        TextTable.count(c.votes()),
                        Math.round(100 * c.share()) + " %",
                        percent(c.confirmation()),
                        figure(c.alpha())));
        table.print(console);
        if (all.size() > CLASSES_SHOWN) {
            console.text().println("  ... and " + (all.size() - CLASSES_SHOWN) + " more");
        }
        console.text()
                .println(console.dim(
                        "  confirmed: given a vote for the class, how often another vote on the task says the same"));
    }

    private static void printWorkers(AgreementView view, Console console) {
        List<WorkerAgreement> ordered = view.report().perWorker().stream()
                .filter(w -> w.percent().asOptional().isPresent())
                .sorted(Comparator.comparingDouble(w ->
                        w.kappa().asOptional().orElse(w.percent().asOptional().orElse(0))))
                .toList();
        if (ordered.isEmpty()) {
            return;
        }
        console.text().println();
        console.text()
                .println(console.bold(
                        ordered.size() > SHOWN
                                ? "Workers who agree least with the others, " + SHOWN + " of "
                                        + TextTable.count(ordered.size())
                                : "Workers, those who agree least first"));
        TextTable table = new TextTable("worker", "votes", "agrees", "kappa", "");
        ordered.stream()
                .limit(SHOWN)
                .forEach(w -> table.row(
                        view.table().workers().get(w.worker()),
                        TextTable.count(w.votes()),
                        percent(w.percent()),
                        figure(w.kappa()),
                        TextTable.bar(w.kappa().asOptional().orElse(0), 16)));
        table.print(console);
    }

    private static void printPairs(AgreementView view, Console console) {
        List<PairAgreement> pairs = view.report().pairs();
        if (pairs.isEmpty()) {
            return;
        }
        console.text().println();
        console.text()
                .println(console.bold("Pairs with most tasks in common")
                        + (pairs.size() > SHOWN || view.report().pairCount() > pairs.size()
                                ? ", of " + TextTable.count(view.report().pairCount())
                                : ""));
        TextTable table = new TextTable("worker", "worker", "tasks", "agree", "kappa", "");
        Names workers = view.table().workers();
        pairs.stream()
                .limit(SHOWN)
                .forEach(p -> table.row(
                        workers.get(p.first()),
                        workers.get(p.second()),
                        TextTable.count(p.sharedItems()),
                        percent(p.percent()),
                        figure(p.kappa()),
                        TextTable.bar(p.kappa().asOptional().orElse(0), 16)));
        table.print(console);
    }

    private static void printDisputed(AgreementView view, Console console) {
        if (view.disputed().isEmpty()) {
            return;
        }
        console.text().println();
        console.text().println(console.bold("Most disputed tasks"));
        TextTable table = new TextTable("task", "agreement", "votes");
        view.disputed().stream()
                .limit(SHOWN)
                .forEach(d -> table.row(
                        view.table().tasks().get(d.task()),
                        percent(d.agreement()),
                        DisputedVotes.of(d, view.table().classes())));
        table.print(console);
    }

    static String figure(Coefficient coefficient) {
        return coefficient.asOptional().isPresent()
                ? TextTable.figure(coefficient.asOptional().getAsDouble(), 3)
                : "-";
    }

    static String percent(Coefficient coefficient) {
        return coefficient.asOptional().isPresent()
                ? Math.round(100 * coefficient.asOptional().getAsDouble()) + " %"
                : "-";
    }

    static String interval(Coefficient coefficient) {
        return coefficient instanceof Coefficient.Estimate estimate
                ? estimate.interval()
                        .map(i -> TextTable.figure(i.low(), 3) + " – " + TextTable.figure(i.high(), 3))
                        .orElse("")
                : "";
    }
}
