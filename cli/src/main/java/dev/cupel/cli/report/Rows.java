package dev.cupel.cli.report;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Some rows of a table.
 *
 * @param tail how many of the last rows follow the first ones
 * @param counted whether it is said how many rows are left out
 */
public record Rows<R>(
        ReportTable<R> table, UnaryOperator<List<R>> order, int inText, int onPage, int tail, boolean counted)
        implements SectionPart {
    /** The other end as well. */
    public Rows<R> withLast(int rows) {
        return new Rows<>(table, order, inText, onPage, rows, counted);
    }

    /** The table holds only some of what there is, so nobody is told how many more it holds. */
    public Rows<R> ofMany() {
        return new Rows<>(table, order, inText, onPage, tail, false);
    }
}
