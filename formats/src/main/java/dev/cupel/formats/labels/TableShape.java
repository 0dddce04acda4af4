package dev.cupel.formats.labels;

import dev.cupel.formats.columns.CellRules;
import dev.cupel.formats.columns.Column;
import dev.cupel.formats.columns.TableReader;
import java.util.Map;
import java.util.Optional;

/**
 * How a table of people's answers is laid out where it is not as usual.
 *
 * @param columns by usual name ({@code task}, {@code worker}, {@code label}, {@code left}, {@code right}, {@code winner}) the
 *     name that the file has for it; the usual names and their aliases hold for the others
 * @param wide whether there is a column per rater, with a row per task
 * @param cells what cells mean beyond their letters
 */
public record TableShape(Map<String, String> columns, boolean wide, CellRules cells) {
    /** One row per answer under the usual names. */
    public static final TableShape USUAL = new TableShape(Map.of(), false, CellRules.PLAIN);

    public TableShape {
        columns = Map.copyOf(columns);
    }

    /** The name that the file is said to have for a column. */
    public Optional<String> said(String column) {
        return Optional.ofNullable(columns.get(column));
    }

    Column named(Column usual) {
        return said(usual.name()).map(usual::called).orElse(usual);
    }

    /** A reader of the columns task, worker and answer, in this order. */
    TableReader answers(Column label) {
        TableReader reader = TableReader.of(named(LabelTable.TASK), named(LabelTable.WORKER), named(label))
                .rules(cells);
        return wide ? reader.wide() : reader;
    }
}
