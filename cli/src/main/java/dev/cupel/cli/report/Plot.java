package dev.cupel.cli.report;

import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.HtmlPage.Markup;
import dev.cupel.cli.page.Plots;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** What a page draws. */
public sealed interface Plot {
    /** More than these would hide each other. */
    int DOTS = 3000;

    /**
     * Values with their intervals, one below the other.
     *
     * @param reference a line through all of them; empty: none
     */
    record Ranges(List<Line> rows, Axis axis, OptionalDouble reference) implements Plot {}

    /**
     * @param points marked faintly, the single answers for example
     * @param truth marked with a bar; empty: none
     * @param note said beside the figures; may be empty
     */
    record Line(
            String name, Cell value, Cell.Between interval, List<Double> points, OptionalDouble truth, String note) {
        public Line(String name, Cell value, Cell.Between interval, String note) {
            this(name, value, interval, List.of(), OptionalDouble.empty(), note);
        }
    }

    /**
     * Dots on two axes.
     *
     * @param name for those who hear the page
     * @param diagonal whether to draw the line on which both are equal
     */
    record Scatter(String name, List<Plots.Dot> dots, Axis x, Axis y, boolean diagonal) implements Plot {}

    /**
     * A dot for everybody who did something: how often, and how well.
     *
     * @param name for those who hear the page
     * @param how in [0, 1]
     */
    static <R> Plot ofEverybody(
            String name,
            List<R> all,
            Function<R, String> who,
            String counted,
            ToIntFunction<R> count,
            String measured,
            ToDoubleFunction<R> how) {
        return new Scatter(
                name,
                all.stream()
                        .sorted(Comparator.comparingInt(count).reversed())
                        .limit(DOTS)
                        .map(one -> new Plots.Dot(who.apply(one), count.applyAsInt(one), how.applyAsDouble(one)))
                        .toList(),
                Axis.around(counted, all.stream().mapToDouble(count::applyAsInt), /* logarithmic= */ true),
                Axis.of(measured, 0, 1),
                /* diagonal= */ false);
    }

    /** Heat maps of shares. */
    record Matrices(List<Matrix> all) implements Plot {}

    /**
     * @param name for those who hear the page
     * @param caption above it; empty for one that stands alone
     * @param values in [0, 1] by row and column; empty where there is none
     */
    record Matrix(
            String name,
            String caption,
            List<String> rows,
            List<String> columns,
            List<List<OptionalDouble>> values,
            String rowTitle,
            String columnTitle) {}

    /**
     * Items with what everybody answered.
     *
     * @param labels that have colours, in their order
     * @param sideBySide whether they are small
     */
    record Gallery(List<String> labels, List<Markup> pictures, boolean sideBySide) implements Plot {}

    /** There is nothing to draw. */
    record None(String reason) implements Plot {}
}
