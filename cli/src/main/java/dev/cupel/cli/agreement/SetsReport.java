package dev.cupel.cli.agreement;

import dev.cupel.cli.report.Cell;
import dev.cupel.cli.report.Facts;
import dev.cupel.cli.report.Format;
import dev.cupel.cli.report.Measures;
import dev.cupel.cli.report.Report;
import dev.cupel.cli.report.ReportTable;
import dev.cupel.cli.report.Sentences;
import dev.cupel.engine.Count;
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
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Agreement where every label is a set of options: {@code --sets}. The order of a set's options does not matter. */
final class SetsReport {
    private static final int OPTIONS_SHOWN = 60;

    private SetsReport() {}

    /**
     * @param separator between the options of a label; a label in square brackets is read as a JSON list of texts
     * @param distance masi, jaccard, or empty for masi
     */
    static Report of(String file, LabelTable table, String separator, String distance, Bootstrap.Options bootstrap) {
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
        SetAgreement found = SetAgreement.of(
                answers,
                AgreementOptions.DEFAULTS
                        .withNames(options, table.workers().toList())
                        .withBootstrap(bootstrap));
        return report(file, table, bootstrap, jaccard, options, found);
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

    private static Report report(
            String file,
            LabelTable table,
            Bootstrap.Options bootstrap,
            boolean jaccard,
            List<String> options,
            SetAgreement found) {
        Facts coefficients = coefficients(found, jaccard);
        ReportTable<ClassAgreement> each = LabelsReport.classes(options, found.options(), "option", "chosen");
        List<String> notes = notes(table, coefficients);
        return Report.of("agreement", file, "Agreement in")
                .headed(
                        Count.of(table.votes().size(), "answer") + " by "
                                + Count.of(table.workers().size(), "worker") + " on "
                                + Count.of(table.votes().taskCount(), "task") + ", sets of "
                                + Count.of(options.size(), "option"),
                        "",
                        "Version " + AgreementReport.VERSION + "; seed " + bootstrap.seed())
                .with("version", Cell.text(AgreementReport.VERSION))
                .with(
                        "votes",
                        Facts.of()
                                .with("count", Cell.whole(table.votes().size()))
                                .with("tasks", Cell.whole(table.votes().taskCount()))
                                .with("workers", Cell.whole(table.workers().size()))
                                .with("options", Cell.whole(options.size()))
                                .with("sets", Cell.whole(table.classes().size()))
                                .with("repeated", Cell.whole(table.votes().repeats()))
                                .with("rows_without_label", Cell.whole(table.rowsLeftOut())))
                .with("distance", Cell.text(jaccard ? "jaccard" : "masi"))
                .with("resamples", Cell.whole(bootstrap.replicates()))
                .with("seed", Cell.whole(bootstrap.seed()))
                .with("headline", Cell.text(coefficients.all().getFirst().key()))
                .with("coefficients", coefficients)
                .with("options", each)
                .with("interpretation", Sentences.meaning(found.interpretation()))
                .with("notes", Sentences.notes(notes))
                .with("warnings", Sentences.warnings(table.warnings()))
                .section("Coefficients", Measures.of("coefficient", coefficients))
                .section(Sentences.meaning(found.interpretation()))
                .section("Options", each.first(OPTIONS_SHOWN, OPTIONS_SHOWN))
                .section(Sentences.notes(notes))
                .section(Sentences.warnings(table.warnings()));
    }

    /** The headline first. */
    private static Facts coefficients(SetAgreement found, boolean jaccard) {
        Facts masi = Facts.of().with("krippendorff_masi", "Krippendorff's alpha (MASI)", estimate(found.masi()), "");
        Facts both = (jaccard ? Facts.of() : masi)
                .with("krippendorff_jaccard", "Krippendorff's alpha (Jaccard)", estimate(found.jaccard()), "");
        return (jaccard ? both.and(masi) : both).with("percent", "Percent of equal sets", estimate(found.exact()), "");
    }

    private static Cell estimate(Coefficient value) {
        return Cell.estimate(value, Format.THREE_DECIMALS);
    }

    private static List<String> notes(LabelTable table, Facts coefficients) {
        List<String> notes = new ArrayList<>();
        if (table.rowsLeftOut() > 0) {
            notes.add(Count.of(table.rowsLeftOut(), "row") + " without a label left out: no answer.");
        }
        int repeats = table.votes().repeats();
        if (repeats > 0) {
            notes.add(Count.of(repeats, "answer") + (repeats == 1 ? " repeats" : " repeat")
                    + " an earlier one of the same worker on the same task; --repeated says which of them count.");
        }
        coefficients.all().stream()
                .flatMap(fact -> fact.value() instanceof Cell.Estimated(Coefficient value, Format format)
                                && value instanceof Coefficient.Estimate known
                        ? known.noInterval().stream()
                        : Stream.empty())
                .distinct()
                .forEach(reason -> notes.add("No interval: " + reason));
        return notes;
    }
}
