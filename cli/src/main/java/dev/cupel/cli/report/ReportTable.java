package dev.cupel.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Things of one kind with their figures. Programs see all rows and the columns with a key; people see columns with a title, in
 * {@link Rows} of their choice. Cells are made when they are printed: there may be millions.
 *
 * @param rows all, in the order that programs see
 */
public record ReportTable<R>(List<R> rows, List<Column<R>> columns) implements Entry {
    /**
     * @param key for programs; empty: for people alone, and then words: a figure always has a key
     * @param title for people; empty: for programs alone
     * @param meaning what the title stands for, half a sentence or empty
     * @param bar drawn beside the figure
     * @param pageOnly whether there is no room for it in a terminal
     */
    record Column<R>(
            String key,
            String title,
            Function<R, ? extends Entry> cell,
            String meaning,
            Optional<ToDoubleFunction<R>> bar,
            boolean pageOnly) {}

    public ReportTable {
        columns = List.copyOf(columns);
    }

    public static <R> ReportTable<R> of(List<R> rows) {
        return new ReportTable<>(rows, List.of());
    }

    /** A column for programs and people. */
    public ReportTable<R> column(String key, String title, Function<R, Cell> cell) {
        return with(new Column<>(key, title, cell, "", Optional.empty(), false));
    }

    /** A column for programs alone. */
    public ReportTable<R> data(String key, Function<R, ? extends Entry> value) {
        return with(new Column<>(key, "", value, "", Optional.empty(), false));
    }

    /** Words for people alone. */
    public ReportTable<R> words(String title, Function<R, String> words) {
        return with(new Column<>("", title, row -> new Cell.Text(words.apply(row)), "", Optional.empty(), false));
    }

    /** The last column has a bar of its value. */
    public ReportTable<R> bar() {
        Function<R, ? extends Entry> cell = columns.getLast().cell;
        return bar(
                row -> cell.apply(row) instanceof Cell figure ? figure.value().orElse(0) : 0);
    }

    /** The last column has a bar. */
    public ReportTable<R> bar(ToDoubleFunction<R> share) {
        Column<R> last = columns.getLast();
        return withLast(new Column<>(last.key, last.title, last.cell, last.meaning, Optional.of(share), last.pageOnly));
    }

    /** What the last column's title stands for. */
    public ReportTable<R> meaning(String meaning) {
        Column<R> last = columns.getLast();
        return withLast(new Column<>(last.key, last.title, last.cell, meaning, last.bar, last.pageOnly));
    }

    /** The last column stands on pages alone. */
    public ReportTable<R> onPages() {
        Column<R> last = columns.getLast();
        return withLast(new Column<>(last.key, last.title, last.cell, last.meaning, last.bar, true));
    }

    private ReportTable<R> with(Column<R> column) {
        List<Column<R>> more = new ArrayList<>(columns);
        more.add(column);
        return new ReportTable<>(rows, more);
    }

    private ReportTable<R> withLast(Column<R> column) {
        List<Column<R>> others = new ArrayList<>(columns);
        others.set(columns.size() - 1, column);
        return new ReportTable<>(rows, others);
    }

    /** All rows as they are, cut after so many. */
    public Rows<R> first(int inText, int onPage) {
        return ordered(UnaryOperator.identity(), inText, onPage);
    }

    /**
     * @param order puts rows in the order to be seen, and may leave some out
     * @param inText most rows in a terminal; 0: not there
     * @param onPage most rows on a page; 0: not there
     */
    public Rows<R> ordered(UnaryOperator<List<R>> order, int inText, int onPage) {
        return new Rows<>(this, order, inText, onPage, 0, true);
    }
}
