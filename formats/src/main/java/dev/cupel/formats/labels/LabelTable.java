package dev.cupel.formats.labels;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.engine.votes.Votes;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.columns.Table;
import dev.cupel.formats.columns.TableReader;
import dev.cupel.formats.text.NumberForm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Votes out of a {@code task,worker,label} table, with the names that their numbers stand for.
 *
 * <p>Tasks are numbered in order of first appearance, workers in natural order of their names (w2 before w10), classes
 * by value if all labels are numbers, otherwise by code point. Spellings of one number are one class. An empty label
 * means "no answer": the row is left out and counted. A column "item" may stand for "task", and "annotator", "rater" or "performer" for "worker".
 *
 * @param votes under the repeat policy asked for
 * @param tasks one name per task
 * @param workers one name per worker
 * @param classes one name per class
 * @param rows rows read, with a label
 * @param rowsLeftOut rows without one
 * @param lines where every class stands first
 * @param warnings sentences on what of the file deserves a second look, see {@link LookTwice}
 */
public record LabelTable(
        Votes votes,
        Names tasks,
        Names workers,
        Names classes,
        long rows,
        long rowsLeftOut,
        List<String> warnings,
        FirstLines lines) {
    /** A JSON list of texts, or of several numbers; a word in brackets is none. */
    private static final Pattern LIST = Pattern.compile(
            "\\[\\s*(\"(?:[^\"\\\\]|\\\\.)*\"\\s*(,.*)?|-?[\\d.]+\\s*,[-\\d.,\\s]*)?\\]", Pattern.DOTALL);

    /** Where labels stand first. */
    public static final class FirstLines {
        private final String file;
        private final long[] line;

        FirstLines(String file, long[] line) {
            this.file = file;
            this.line = line;
        }

        /** File and line of the first row with a class. */
        public String of(int label) {
            return label < line.length && line[label] > 0 ? file + ":" + line[label] : file;
        }
    }

    /**
     * A list's text is no class: ["p","q"] and ["q","p"] would be two.
     *
     * @param what half a sentence on what is done with labels
     * @throws InputException if a label is a JSON list
     */
    public void requireNoLists(String what, String fix) {
        for (int c = 0; c < classes.size(); c++) {
            String name = classes.get(c);
            if (name.startsWith("[") && LIST.matcher(name).matches()) {
                throw new InputException(
                        Code.MALFORMED, lines.of(c), "the label " + name + " is a list, and " + what, fix);
            }
        }
    }

    static final Column TASK = Column.name("task", "item");
    static final Column WORKER =
            Column.name("worker", "annotator", "rater", "performer").ordered(Column.Order.NATURAL);
    static final Column LABEL = Column.name("label").ordered(Column.Order.VALUE).emptyLeavesRowOut();

    /** As {@link #read(Source, RepeatPolicy, UnaryOperator)}, keeping repeated votes, on all cores. */
    public static LabelTable read(Source source) throws IOException {
        return read(source, RepeatPolicy.KEEP_ALL, UnaryOperator.identity());
    }

    /**
     * The same votes with the classes that may be given, in their order, whether or not somebody gave them.
     *
     * @param declared distinct, not empty
     * @param source how the user calls the file
     * @param option what declares them, for messages
     * @throws InputException if a label of the votes is not among them, or they are not distinct
     */
    public LabelTable withClasses(List<String> declared, String source, String option) {
        Set<String> distinct = new LinkedHashSet<>(declared);
        if (distinct.size() < declared.size() || distinct.stream().anyMatch(String::isBlank)) {
            throw new InputException(
                    Code.DUPLICATE, option, "names a class twice, or an empty one", "name every class once");
        }
        Names names = Names.of(List.copyOf(distinct));
        // The declaration may spell a number in another way than the votes.
        Map<String, Integer> byForm = new HashMap<>();
        for (int d = 0; d < names.size(); d++) {
            byForm.putIfAbsent(NumberForm.canonical(names.get(d)), d);
        }
        int[] number = new int[classes.size()];
        List<String> missing = new ArrayList<>();
        String where = source;
        long[] first = new long[names.size()];
        for (int c = 0; c < number.length; c++) {
            int same = names.find(classes.get(c));
            number[c] = same >= 0 ? same : byForm.getOrDefault(NumberForm.canonical(classes.get(c)), -1);
            if (number[c] >= 0 && c < lines.line.length) {
                first[number[c]] = lines.line[c];
            }
            if (number[c] < 0) {
                where = missing.isEmpty() ? lines.of(c) : where;
                missing.add("\"" + classes.get(c) + "\"");
            }
        }
        if (!missing.isEmpty()) {
            throw new InputException(
                    Code.UNKNOWN_VALUE,
                    where,
                    "has " + (missing.size() == 1 ? "the label " : "labels ")
                            + String.join(", ", missing.subList(0, Math.min(5, missing.size())))
                            + (missing.size() > 5 ? " and " + (missing.size() - 5) + " more" : "")
                            + " that " + option + " does not name",
                    "add to " + option + " what is missing, or correct the labels");
        }
        return new LabelTable(
                votes.relabelled(names.size(), number),
                tasks,
                workers,
                names,
                rows,
                rowsLeftOut,
                warnings,
                new FirstLines(source, first));
    }

    /**
     * @param configure sets threads and progress of the reader
     * @throws dev.cupel.engine.InputException with up to twenty problems of the file
     */
    public static LabelTable read(Source source, RepeatPolicy policy, UnaryOperator<TableReader> configure)
            throws IOException {
        return read(source, TableShape.USUAL, policy, configure);
    }

    /** @param shape how the table is laid out */
    public static LabelTable read(
            Source source, TableShape shape, RepeatPolicy policy, UnaryOperator<TableReader> configure)
            throws IOException {
        Table table = configure.apply(shape.answers(LABEL)).read(source);
        Optional<LabelForms> forms = LabelForms.of(table.names(2), shape.cells().decimalComma());
        forms.ifPresent(f -> f.renumber(table.codes(2)));
        Names classes = forms.map(LabelForms::names).orElse(table.names(2));
        List<String> warnings = new ArrayList<>();
        table.notes().forEach(note -> warnings.add(sentence(note)));
        forms.ifPresent(f -> f.merged().stream().limit(5).forEach(note -> warnings.add(sentence(note))));
        warnings.addAll(LookTwice.labels(classes));
        warnings.addAll(LookTwice.ids("tasks", table.names(0)));
        warnings.addAll(LookTwice.ids("workers", table.names(1)));
        Votes votes = Votes.of(
                table.names(0).size(),
                table.names(1).size(),
                classes.size(),
                table.codes(0),
                table.codes(1),
                table.codes(2),
                policy);
        return new LabelTable(
                votes,
                table.names(0),
                table.names(1),
                classes,
                table.rows(),
                table.rowsLeftOut(),
                List.copyOf(warnings),
                new FirstLines(source.name(), table.firstLines(2, classes.size())));
    }

    static String sentence(String note) {
        return note.substring(0, 1).toUpperCase(Locale.ROOT) + note.substring(1) + ".";
    }
}
