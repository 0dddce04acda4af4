package dev.cupel.formats.labels;

import dev.cupel.engine.Count;
import dev.cupel.engine.Figure;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.formats.columns.CellRules;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.columns.Table;
import dev.cupel.formats.columns.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Numeric answers out of a {@code task,worker,label} table whose labels are finite decimal numbers. Empty labels mean "no
 * answer": their rows are left out and counted.
 *
 * @param repeats answers beyond the first of a worker on a task
 * @param notPositive the first answer that counts and is not above 0
 * @param cells what cells meant, for a file of known numbers too
 * @param warnings sentences on what of the file deserves a second look
 */
public record NumberTable(
        Ratings ratings,
        int repeats,
        Optional<NotPositive> notPositive,
        Names tasks,
        Names workers,
        long rows,
        long rowsLeftOut,
        CellRules cells,
        List<String> warnings) {
    private static final Column NUMBER = Column.number("label").emptyLeavesRowOut();

    /** An answer that has no logarithm. */
    public record NotPositive(long line, double number) {}

    /**
     * @param shape how the table is laid out
     * @param policy which answers count where a worker answers a task twice
     */
    public static NumberTable read(
            Source source, TableShape shape, RepeatPolicy policy, UnaryOperator<TableReader> configure)
            throws IOException {
        Table table = configure.apply(shape.answers(NUMBER)).read(source);
        for (int row = 0; row < table.rows(); row++) {
            small(source, table, row, table.numbers(2)[row]);
        }
        List<String> warnings = new ArrayList<>();
        table.notes().forEach(note -> warnings.add(LabelTable.sentence(note)));
        warnings.addAll(LookTwice.numbers(table.numbers(2)));
        warnings.addAll(LookTwice.ids("tasks", table.names(0)));
        warnings.addAll(LookTwice.ids("workers", table.names(1)));
        boolean[] dropped = new boolean[table.rows()];
        int repeats = repeats(table, policy, dropped);
        if (repeats > 0) {
            warnings.add(Count.of(repeats, "answer") + (repeats == 1 ? " repeats" : " repeat")
                    + " an earlier one of the same worker on the same task; "
                    + switch (policy) {
                        case LAST -> "the last one counts.";
                        case FIRST -> "the earlier one counts.";
                        case KEEP_ALL -> "all count, as if different people had given them.";
                    });
        }
        int[] kept =
                IntStream.range(0, dropped.length).filter(row -> !dropped[row]).toArray();
        Ratings ratings = Ratings.of(
                table.names(0).size(),
                table.names(1).size(),
                Arrays.stream(kept).map(row -> table.codes(0)[row]).toArray(),
                Arrays.stream(kept).map(row -> table.codes(1)[row]).toArray(),
                Arrays.stream(kept).mapToDouble(row -> table.numbers(2)[row]).toArray());
        return new NumberTable(
                ratings,
                repeats,
                Arrays.stream(kept)
                        .filter(row -> !(table.numbers(2)[row] > 0))
                        .mapToObj(row -> new NotPositive(table.line(row), table.numbers(2)[row]))
                        .findFirst(),
                table.names(0),
                table.names(1),
                table.rows(),
                table.rowsLeftOut(),
                shape.cells(),
                List.copyOf(warnings));
    }

    /** Counts answers beyond the first of a worker on a task, and marks those that do not count. */
    private static int repeats(Table table, RepeatPolicy policy, boolean[] dropped) {
        int[] task = table.codes(0);
        int[] begin = new int[table.names(0).size() + 1];
        for (int one : task) {
            begin[one + 1]++;
        }
        for (int t = 1; t < begin.length; t++) {
            begin[t] += begin[t - 1];
        }
        int[] next = begin.clone();
        long[] workerThenRow = new long[task.length];
        for (int row = 0; row < task.length; row++) {
            workerThenRow[next[task[row]]++] = (long) table.codes(1)[row] << 32 | row;
        }
        int repeats = 0;
        for (int t = 0; t + 1 < begin.length; t++) {
            Arrays.sort(workerThenRow, begin[t], begin[t + 1]);
            for (int i = begin[t] + 1; i < begin[t + 1]; i++) {
                if (workerThenRow[i] >> 32 == workerThenRow[i - 1] >> 32) {
                    repeats++;
                    switch (policy) {
                        case KEEP_ALL -> {}
                        case FIRST -> dropped[(int) workerThenRow[i]] = true;
                        case LAST -> dropped[(int) workerThenRow[i - 1]] = true;
                    }
                }
            }
        }
        return repeats;
    }

    private static void small(Source source, Table table, int row, double number) {
        if (Math.abs(number) > Ratings.MOST) {
            throw new InputException(
                    Code.BAD_NUMBER,
                    source.name() + ":" + table.line(row),
                    "the number " + Figure.plain(number) + " is too large to compute with",
                    "leave the label empty if it is a code for a missing answer, or use a larger unit");
        }
    }

    /** @throws InputException if an answer is not above 0 and so has no logarithm; names file and line */
    public void requirePositive(String file, String option) {
        if (notPositive.isPresent()) {
            throw new InputException(
                    Code.BAD_NUMBER,
                    file + ":" + notPositive.get().line(),
                    "the number " + Figure.plain(notPositive.get().number()) + " has no logarithm",
                    "leave it out, or do not use " + option);
        }
    }

    /**
     * True numbers out of a {@code task,label} table, by the task numbers of this one; NaN where unknown.
     *
     * @throws InputException also if a task has two different truths
     */
    public double[] truth(Source source) throws IOException {
        Table table = TableReader.of(
                        Column.name("task", "item"),
                        Column.number("label", "truth", "gold").emptyLeavesRowOut())
                .rules(cells)
                .read(source);
        double[] truth = new double[tasks.size()];
        Arrays.fill(truth, Double.NaN);
        for (int row = 0; row < table.rows(); row++) {
            int task = tasks.find(table.names(0), table.codes(0)[row]);
            double number = table.numbers(1)[row];
            small(source, table, row, number);
            if (task >= 0) {
                if (!Double.isNaN(truth[task]) && truth[task] != number) {
                    throw new InputException(
                            Code.CONTRADICTION,
                            source.name() + ":" + table.line(row),
                            "task \"" + tasks.get(task) + "\" has the truths " + Figure.plain(truth[task]) + " and "
                                    + Figure.plain(number),
                            "keep one");
                }
                truth[task] = number;
            }
        }
        if (Arrays.stream(truth).allMatch(Double::isNaN)) {
            throw new InputException(
                    Code.EMPTY,
                    source.name(),
                    "none of its tasks is among the answers",
                    "check that both files use the same task ids");
        }
        return truth;
    }
}
