package dev.cupel.formats.labels;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.preference.Comparisons;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.Names;
import dev.cupel.formats.columns.Source;
import dev.cupel.formats.columns.Table;
import dev.cupel.formats.columns.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Comparisons out of a {@code worker,left,right,winner} table. The winner is the name of one of the two items, or one of
 * the words {@code left}, {@code right} and {@code tie}. The names that arenas of language models use are known too:
 * {@code model_a}, {@code model_b}, {@code judge}, {@code tie (bothbad)}. Rows without a winner mean "no answer": left out and counted.
 */
public record ComparisonTable(
        Comparisons comparisons, Names items, Names workers, long rows, long rowsLeftOut, List<String> warnings) {
    private static final int NOBODY = -2;
    private static final int LEFT = -3;
    private static final int RIGHT = -4;

    private static final Column WORKER =
            Column.name("worker", "annotator", "rater", "performer", "judge").ordered(Column.Order.NATURAL);
    private static final Column LEFT_ITEM = Column.name("left", "model_a");
    private static final Column RIGHT_ITEM = Column.name("right", "model_b");
    private static final Column WINNER = Column.name("winner").emptyLeavesRowOut();

    public static ComparisonTable read(Source source, UnaryOperator<TableReader> configure) throws IOException {
        return read(source, TableShape.USUAL, configure);
    }

    /** @param shape how the table is laid out */
    public static ComparisonTable read(Source source, TableShape shape, UnaryOperator<TableReader> configure)
            throws IOException {
        Table table = configure
                .apply(TableReader.of(
                                shape.named(WORKER),
                                shape.named(LEFT_ITEM),
                                shape.named(RIGHT_ITEM),
                                shape.named(WINNER))
                        .sharingNames(2, 1)
                        .rules(shape.cells()))
                .read(source);
        Names items = table.names(1);
        int[] meaning = meanings(items, table.names(3));
        int[] left = table.codes(1);
        int[] right = table.codes(2);
        int[] winner = new int[table.rows()];
        List<Finding> problems = new ArrayList<>();
        for (int row = 0; row < winner.length; row++) {
            int means = meaning[table.codes(3)[row]];
            winner[row] = means == LEFT ? left[row] : means == RIGHT ? right[row] : means;
            boolean took = winner[row] == left[row] || winner[row] == right[row] || winner[row] == Comparisons.TIE;
            if ((!took || left[row] == right[row]) && problems.size() < 20) {
                String where = source.name() + ":" + table.line(row);
                String said = table.names(3).get(table.codes(3)[row]);
                problems.add(
                        took
                                ? Finding.of(
                                        Code.CONTRADICTION,
                                        where,
                                        "the item \"" + items.get(left[row]) + "\" meets itself",
                                        "delete the row")
                                : Finding.of(
                                        Code.UNKNOWN_VALUE,
                                        where,
                                        "the winner \"" + said + "\" is neither \"" + items.get(left[row]) + "\" nor \""
                                                + items.get(right[row]) + "\"",
                                        "write one of the two names, or left, right or tie; if it means that there was no"
                                                + " answer, add --missing "
                                                + (said.matches("[\\w./+-]+") ? said : "'" + said + "'")));
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        Comparisons comparisons =
                Comparisons.of(items.size(), table.names(0).size(), left, right, table.codes(0), winner);
        List<String> warnings = new ArrayList<>();
        table.notes().forEach(note -> warnings.add(LabelTable.sentence(note)));
        warnings.addAll(LookTwice.ids("items", items));
        warnings.addAll(LookTwice.ids("workers", table.names(0)));
        return new ComparisonTable(
                comparisons, items, table.names(0), table.rows(), table.rowsLeftOut(), List.copyOf(warnings));
    }

    /** Per distinct winner text an item, a tie, a side, or nobody. Items win over words of the same name. */
    private static int[] meanings(Names items, Names winners) {
        int[] meaning = new int[winners.size()];
        for (int i = 0; i < meaning.length; i++) {
            int item = items.find(winners, i);
            meaning[i] = item >= 0
                    ? item
                    : switch (winners.get(i).toLowerCase(Locale.ROOT)) {
                        case "left", "model_a" -> LEFT;
                        case "right", "model_b" -> RIGHT;
                        case "tie", "draw", "equal", "tie (bothbad)", "tie (both bad)", "bothbad", "both_bad" ->
                            Comparisons.TIE;
                        default -> NOBODY;
                    };
        }
        return meaning;
    }
}
