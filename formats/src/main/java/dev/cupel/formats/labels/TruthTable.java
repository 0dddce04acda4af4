package dev.cupel.formats.labels;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.columns.CellRules;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.columns.Table;
import dev.cupel.formats.columns.TableReader;
import dev.cupel.formats.text.NumberForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verified answers out of a {@code task,label} table. Rows without a label are left out. */
public final class TruthTable {
    private final Names tasks;
    private final Names labels;
    /** Per task the number of its label. */
    private final int[] label;

    private final long[] line;
    private final String file;

    private TruthTable(String file, Names tasks, Names labels, int[] label, long[] line) {
        this.file = file;
        this.line = line;
        this.tasks = tasks;
        this.labels = labels;
        this.label = label;
    }

    /** What a task's truth is when nobody ever gave that label: no class of the votes. */
    public static final int NOT_VOTED = -2;

    /** What a task has that has no truth. */
    public static final int UNKNOWN = -1;

    /** @throws InputException also if a task has two different labels */
    public static TruthTable read(Source source) throws IOException {
        return read(source, CellRules.PLAIN);
    }

    /** @param cells what cells mean, as in the votes */
    public static TruthTable read(Source source, CellRules cells) throws IOException {
        Table table = TableReader.of(
                        Column.name("task", "item"),
                        Column.name("label", "truth", "gold")
                                .ordered(Column.Order.VALUE)
                                .emptyLeavesRowOut())
                .rules(cells)
                .read(source);
        Optional<LabelForms> forms = LabelForms.of(table.names(1), cells.decimalComma());
        forms.ifPresent(f -> f.renumber(table.codes(1)));
        Names labels = forms.map(LabelForms::names).orElse(table.names(1));
        int[] label = new int[table.names(0).size()];
        Arrays.fill(label, -1);
        long[] line = new long[label.length];
        List<Finding> problems = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            int task = table.codes(0)[row];
            int said = table.codes(1)[row];
            if (label[task] >= 0 && label[task] != said && problems.size() < 20) {
                problems.add(Finding.of(
                        Code.CONTRADICTION,
                        source.name() + ":" + table.line(row),
                        "task \"" + table.names(0).get(task) + "\" has the truths \""
                                + labels.get(label[task]) + "\" and \""
                                + labels.get(said) + "\" (line " + line[task] + " has the first)",
                        "keep one"));
            }
            label[task] = said;
            line[task] = table.line(row);
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new TruthTable(source.name(), table.names(0), labels, label, line);
    }

    /** How many tasks have a truth. */
    public int size() {
        return label.length;
    }

    /** The true label of a task by its number, or -1. */
    public int find(Names votes, int task) {
        int found = tasks.find(votes, task);
        return found < 0 ? -1 : label[found];
    }

    /** The file, as the user calls it. */
    public String file() {
        return file;
    }

    /** File and line of the truth of a task of the votes. */
    public String where(Names votes, int task) {
        int found = tasks.find(votes, task);
        return found < 0 ? file : file + ":" + line[found];
    }

    /** The distinct true labels. */
    public Names labels() {
        return labels;
    }

    /** Per task of the votes its true class, {@link #UNKNOWN} or {@link #NOT_VOTED}. */
    public int[] classes(LabelTable votes) {
        int[] voted = new int[labels.size()];
        Map<String, Integer> byForm = new HashMap<>();
        for (int i = 0; i < voted.length; i++) {
            int found = votes.classes().find(labels, i);
            if (found < 0 && NumberForm.value(labels.get(i)).isPresent()) {
                // The votes may spell the number in another way.
                if (byForm.isEmpty()) {
                    for (int c = 0; c < votes.classes().size(); c++) {
                        byForm.put(NumberForm.canonical(votes.classes().get(c)), c);
                    }
                }
                found = byForm.getOrDefault(NumberForm.canonical(labels.get(i)), -1);
            }
            voted[i] = found < 0 ? NOT_VOTED : found;
        }
        int[] truth = new int[votes.tasks().size()];
        for (int task = 0; task < truth.length; task++) {
            int found = tasks.find(votes.tasks(), task);
            truth[task] = found < 0 ? UNKNOWN : voted[label[found]];
        }
        return truth;
    }
}
