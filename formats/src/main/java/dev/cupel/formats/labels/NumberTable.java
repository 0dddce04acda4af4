package dev.cupel.formats.labels;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.columns.Table;
import dev.cupel.formats.columns.TableReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Numeric answers out of a {@code task,worker,label} table whose labels are finite decimal numbers. Empty labels mean "no
 * answer": their rows are left out and counted.
 */
public record NumberTable(Ratings ratings, Names tasks, Names workers, long rows, long rowsLeftOut) {
    private static final Column NUMBER = Column.number("label").emptyLeavesRowOut();

    public static NumberTable read(Source source, UnaryOperator<TableReader> configure) throws IOException {
        Table table = configure
                .apply(TableReader.of(LabelTable.TASK, LabelTable.WORKER, NUMBER))
                .read(source);
        Ratings ratings = Ratings.of(
                table.names(0).size(), table.names(1).size(), table.codes(0), table.codes(1), table.numbers(2));
        return new NumberTable(ratings, table.names(0), table.names(1), table.rows(), table.rowsLeftOut());
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
                .read(source);
        double[] truth = new double[tasks.size()];
        Arrays.fill(truth, Double.NaN);
        for (int row = 0; row < table.rows(); row++) {
            int task = tasks.find(table.names(0), table.codes(0)[row]);
            double number = table.numbers(1)[row];
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
