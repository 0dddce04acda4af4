package dev.cupel.cli.agreement;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.Json;
import dev.cupel.cli.console.TextTable;
import dev.cupel.cli.page.Page;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.ClassAgreement;
import dev.cupel.engine.agreement.Coefficient;
import dev.cupel.engine.agreement.SetAgreement;
import dev.cupel.engine.agreement.SetVotes;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import dev.cupel.formats.labels.LabelTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Agreement where every label is a set of options: {@code --sets}. The order of a set's options does not matter.
 *
 * @param jaccard whether Jaccard's distance is the headline instead of MASI
 * @param options names of the options
 */
record SetsView(
        String file,
        LabelTable table,
        Bootstrap.Options bootstrap,
        boolean jaccard,
        List<String> options,
        SetAgreement report) {
    /**
     * @param separator between the options of a label; a label in square brackets is read as a JSON list of texts
     * @param distance masi, jaccard, or empty for masi
     */
    static SetsView of(String file, LabelTable table, String separator, String distance, Bootstrap.Options bootstrap) {
        boolean jaccard = switch (distance) {
            case "", "masi" -> false;
            case "jaccard" -> true;
            default ->
                throw new InputException(
                        Code.UNKNOWN_NAME,
                        "--distance",
                        "\"" + distance + "\" is no distance between sets",
                        "write masi or jaccard, or leave out --sets");
        };
        if (separator.isEmpty()) {
            throw new InputException(
                    Code.UNKNOWN_NAME, "--sets", "is empty", "give the sign between options, for example --sets '|'");
        }
        List<List<String>> sets = table.classes().toList().stream()
                .map(label -> split(label, separator))
                .toList();
        TreeSet<String> names = new TreeSet<>();
        sets.forEach(names::addAll);
        List<String> options = List.copyOf(names);
        List<List<Integer>> numbers = sets.stream()
                .map(set -> set.stream().map(options::indexOf).toList())
                .toList();
        Votes votes = table.votes();
        int[] task = new int[votes.size()];
        int[] worker = new int[votes.size()];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int t = 0; t < votes.taskCount(); t++) {
            Arrays.fill(task, votes.begin(t), votes.end(t), t);
        }
        for (int v = 0; v < votes.size(); v++) {
            worker[v] = votes.worker(v);
            chosen.add(numbers.get(votes.label(v)));
        }
        SetVotes answers = SetVotes.of(votes.taskCount(), votes.workerCount(), options.size(), task, worker, chosen);
        SetAgreement report = SetAgreement.of(
                answers,
                AgreementOptions.DEFAULTS
                        .withNames(options, table.workers().toList())
                        .withBootstrap(bootstrap));
        return new SetsView(file, table, bootstrap, jaccard, options, report);
    }

    /** Whether labels look like sets, although nobody said so. */
    static boolean looksLikeSets(List<String> labels) {
        long joined = labels.stream()
                .filter(label -> label.contains("|") || label.contains(";") || label.startsWith("[\""))
                .count();
        return joined > 0 && 3 * joined >= labels.size();
    }

    static List<String> split(String label, String separator) {
        String text = label.strip();
        if (text.startsWith("[") && text.endsWith("]")) {
            text = text.substring(1, text.length() - 1);
            return parts(text, ",").stream()
                    .map(part -> part.length() > 1 && part.startsWith("\"") && part.endsWith("\"")
                            ? part.substring(1, part.length() - 1)
                            : part)
                    .filter(part -> !part.isEmpty())
                    .toList();
        }
        return parts(text, separator);
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(Pattern.quote(separator), -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }

    private Map<String, Coefficient> coefficients() {
        Map<String, Coefficient> all = new LinkedHashMap<>();
        if (jaccard) {
            all.put("krippendorff_jaccard", report.jaccard());
        }
        all.put("krippendorff_masi", report.masi());
        all.putIfAbsent("krippendorff_jaccard", report.jaccard());
        all.put("percent", report.exact());
        return all;
    }

    private static String title(String key) {
        return switch (key) {
            case "krippendorff_masi" -> "Krippendorff's alpha (MASI)";
            case "krippendorff_jaccard" -> "Krippendorff's alpha (Jaccard)";
            default -> "Percent of equal sets";
        };
    }

    Json.Obj json() {
        Json.Obj coefficients = Json.object();
        coefficients().forEach((key, value) -> coefficients.put(key, AgreementJson.coefficient(value)));
        return Json.object()
                .put("command", "agreement")
                .put("file", file)
                .put("version", AgreementReport.VERSION)
                .put(
                        "votes",
                        Json.object()
                                .put("count", table.votes().size())
                                .put("tasks", table.votes().taskCount())
                                .put("workers", table.workers().size())
                                .put("options", options.size())
                                .put("sets", table.classes().size())
                                .put("repeated", table.votes().repeats())
                                .put("rows_without_label", table.rowsLeftOut()))
                .put("distance", jaccard ? "jaccard" : "masi")
                .put("resamples", bootstrap.replicates())
                .put("seed", bootstrap.seed())
                .put("headline", coefficients().keySet().iterator().next())
                .put("coefficients", coefficients)
                .put(
                        "options",
                        report.options().stream()
                                .map(o -> Json.object()
                                        .put("label", options.get(o.label()))
                                        .put("votes", o.votes())
                                        .put("share", o.share())
                                        .put("confirmation", AgreementJson.coefficient(o.confirmation()))
                                        .put("alpha", AgreementJson.coefficient(o.alpha())))
                                .toList())
                .put("interpretation", report.interpretation())
                .put("notes", notes())
                .put("warnings", table.warnings());
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (table.rowsLeftOut() > 0) {
            notes.add(TextTable.count(table.rowsLeftOut(), "row", "rows") + " without a label left out: no answer.");
        }
        int repeats = table.votes().repeats();
        if (repeats > 0) {
            notes.add(TextTable.count(repeats, "answer repeats", "answers repeat")
                    + " an earlier one of the same worker on the same task; --repeated says which of them count.");
        }
        coefficients().values().stream()
                .flatMap(value -> value instanceof Coefficient.Estimate e ? e.noInterval().stream() : Stream.empty())
                .distinct()
                .forEach(reason -> notes.add("No interval: " + reason));
        return notes;
    }

    void print(Console console) {
        console.text()
                .println(console.bold(TextTable.count(table.votes().size(), "answer", "answers") + " by "
                        + TextTable.count(table.workers().size(), "worker", "workers") + " on "
                        + TextTable.count(table.votes().taskCount(), "task", "tasks") + ", sets of "
                        + TextTable.count(options.size(), "option", "options")));
        TextTable figures = new TextTable("coefficient", "value", "95% interval");
        coefficients()
                .forEach((key, value) ->
                        figures.row(title(key), AgreementText.figure(value), AgreementText.interval(value)));
        figures.print(console);
        coefficients().forEach((key, value) -> {
            if (value instanceof Coefficient.Undefined undefined) {
                console.text().println("  " + title(key) + " is undefined: " + undefined.reason());
            }
        });
        console.text().println();
        console.text().println(console.bold("What it means"));
        report.interpretation().forEach(sentence -> AgreementText.bullet(console.text(), sentence));
        console.text().println();
        console.text().println(console.bold("Options"));
        TextTable each = new TextTable("option", "chosen", "share", "confirmed", "alpha");
        report.options().forEach(o -> each.row((Object[]) row(o).toArray(String[]::new)));
        each.print(console);
        AgreementText.section(console, "Notes", notes());
        AgreementText.section(console, "Look twice", table.warnings());
    }

    private List<String> row(ClassAgreement o) {
        return List.of(
                options.get(o.label()),
                TextTable.count(o.votes()),
                Math.round(100 * o.share()) + " %",
                AgreementText.percent(o.confirmation()),
                AgreementText.figure(o.alpha()));
    }

    String page() {
        Page page = new Page(
                "Agreement in " + Page.nameOf(file),
                "Version " + AgreementReport.VERSION + "; labels are sets of options; seed " + bootstrap.seed() + ".");
        page.section("What it means", "", Page.list(report.interpretation()));
        List<String> figures = new ArrayList<>();
        coefficients()
                .forEach((key, value) -> figures.add(
                        title(key) + ": " + AgreementText.figure(value) + " " + AgreementText.interval(value)));
        page.section("Coefficients", "With 95% intervals.", Page.list(figures));
        if (!notes().isEmpty()) {
            page.section("Notes", "", Page.list(notes()));
        }
        if (!table.warnings().isEmpty()) {
            page.section("Look twice", "", Page.list(table.warnings()));
        }
        page.section(
                "Options",
                "Confirmed: given an answer with the option, how often another answer has it, too.",
                Page.list(report.options().stream()
                        .map(o -> String.join(" · ", row(o)))
                        .toList()));
        return page.html();
    }
}
