package dev.cupel.formats.labels;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.numbers.Ratings;
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
import java.util.function.UnaryOperator;

/**
 * Numeric answers out of a {@code task,worker,label} table whose labels are finite decimal numbers. Empty labels mean "no
 * answer": their rows are left out and counted.
 *
 * @param cells what cells meant, for a file of known numbers too
 * @param warnings sentences on what of the file deserves a second look
 */
public record NumberTable(
        Ratings ratings,
        Names tasks,
        Names workers,
        long rows,
        long rowsLeftOut,
        CellRules cells,
        List<String> warnings) {
    private static final Column NUMBER = Column.number("label").emptyLeavesRowOut();

    public static NumberTable read(Source source, UnaryOperator<TableReader> configure) throws IOException {
        return read(source, TableShape.USUAL, configure);
    }

    /** @param shape how the table is laid out */
    public static NumberTable read(Source source, TableShape shape, UnaryOperator<TableReader> configure)
            throws IOException {
        Table table = configure.apply(shape.answers(NUMBER)).read(source);
        for (int row = 0; row < table.rows(); row++) {
            small(
                    table.numbers(2)[row],
                    source.name() + ", task \"" + table.names(0).get(table.codes(0)[row]) + "\", worker \""
                            + table.names(1).get(table.codes(1)[row]) + "\"");
        }
        List<String> warnings = new ArrayList<>();
        table.notes().forEach(note -> warnings.add(LabelTable.sentence(note)));
        warnings.addAll(LookTwice.numbers(table.numbers(2)));
        warnings.addAll(LookTwice.ids("tasks", table.names(0)));
        warnings.addAll(LookTwice.ids("workers", table.names(1)));
        Ratings ratings = Ratings.of(
                table.names(0).size(), table.names(1).size(), table.codes(0), table.codes(1), table.numbers(2));
        return new NumberTable(
                ratings,
                table.names(0),
                table.names(1),
                table.rows(),
                table.rowsLeftOut(),
                shape.cells(),
                List.copyOf(warnings));
    }

    private static void small(double number, String where) {
        if (Math.abs(number) > Ratings.MOST) {
            throw new InputException(
                    Code.BAD_NUMBER,
                    where,
                    "the number " + number + " is too large to compute with",
                    "leave the label empty if it is a code for a missing answer, or use a larger unit");
        }
    }

    /** @throws InputException if an answer is not above 0 and so has no logarithm; names task and worker */
    public void requirePositive(String file, String option) {
        for (int task = 0; task < ratings.taskCount(); task++) {
            for (int v = ratings.begin(task); v < ratings.end(task); v++) {
                if (!(ratings.value(v) > 0)) {
                    throw new InputException(
                            Code.BAD_NUMBER,
                            file + ", task \"" + tasks.get(task) + "\", worker \"" + workers.get(ratings.worker(v))
                                    + "\"",
                            "the number " + ratings.value(v) + " has no logarithm",
                            "leave it out, or do not use " + option);
                }
            }
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
            small(number, source.name() + ", task \"" + table.names(0).get(table.codes(0)[row]) + "\"");
            if (task >= 0) {
                if (!Double.isNaN(truth[task]) && truth[task] != number) {
                    throw new InputException(
                            Code.CONTRADICTION,
                            source.name(),
                            "task \"" + tasks.get(task) + "\" has the truths " + truth[task] + " and " + number,
                            "keep one");
                }
                truth[task] = number;
            }
        }
        return truth;
    }
}
