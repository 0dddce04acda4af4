package dev.cupel.cli.page;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Inline SVG figures. Each has a name for screen readers; cells and dots have titles with their numbers. */
public final class Plots {
    private Plots() {}

    /** A bar for a share in [0, 1], with its label for screen readers beside it in the text of the table. */
    public static HtmlPage.Markup bar(double share) {
        double width = Math.max(0, Math.min(1, share)) * 120;
        return new HtmlPage.Markup(String.format(
                Locale.ROOT,
                "<svg width=\"120\" height=\"12\" viewBox=\"0 0 120 12\" aria-hidden=\"true\"><rect class=\"track\""
                        + " width=\"120\" height=\"12\" rx=\"3\"/><rect class=\"bar\" width=\"%.1f\" height=\"12\" rx=\"3\"/></svg>",
                width));
    }

    /**
     * A matrix of shares as a heat map with figures.
     *
     * @param values in [0, 1]; empty where there is none
     * @param rowTitle what rows are
     * @param columnTitle what columns are
     */
    public static String matrix(
            String name,
            List<String> rows,
            List<String> columns,
            List<List<OptionalDouble>> values,
            String rowTitle,
            String columnTitle) {
        int longest =
                rows.stream().mapToInt(r -> Math.min(14, r.length())).max().orElse(4);
        int left = 18 + Math.max(24, longest * 7);
        int cell = columns.size() > 12 ? 26 : columns.size() > 6 ? 36 : 46;
        boolean tilt = columns.stream().anyMatch(c -> c.length() * 7 > cell);
        int top = tilt
                ? 24
                        + 7
                                * Math.min(
                                        12,
                                        columns.stream()
                                                .mapToInt(String::length)
                                                .max()
                                                .orElse(4))
                : 38;
        int width = left + cell * columns.size() + 8;
        int height = top + cell * rows.size() + 8;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                width,
                height,
                HtmlPage.escape(name)));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"soft\" x=\"%d\" y=\"13\" text-anchor=\"middle\">%s</text>",
                left + cell * columns.size() / 2,
                HtmlPage.escape(columnTitle)));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"soft\" transform=\"translate(12 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                top + cell * rows.size() / 2,
                HtmlPage.escape(rowTitle)));
        for (int c = 0; c < columns.size(); c++) {
            int x = left + cell * c + cell / 2;
            String text = HtmlPage.escape(HtmlPage.shortened(columns.get(c), 12));
            svg.append(
                    tilt
                            ? String.format(
                                    Locale.ROOT,
                                    "<text transform=\"translate(%d %d) rotate(-90)\">%s</text>",
                                    x + 4,
                                    top - 5,
                                    text)
                            : String.format(
                                    Locale.ROOT,
                                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                                    x,
                                    top - 6,
                                    text));
        }
        for (int r = 0; r < rows.size(); r++) {
            int y = top + cell * r;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>",
                    left - 6,
                    y + cell / 2 + 4,
                    HtmlPage.escape(HtmlPage.shortened(rows.get(r), 14))));
            for (int c = 0; c < columns.size(); c++) {
                OptionalDouble value = values.get(r).get(c);
                int x = left + cell * c;
                if (value.isEmpty()) {
                    svg.append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" class=\"axis\"/>",
                            x,
                            y,
                            cell - 2,
                            cell - 2));
                    continue;
                }
                double share = Math.max(0, Math.min(1, value.getAsDouble()));
                // The colour is mixed by the browser from the page's two ends, so that both themes have their own.
                svg.append(String.format(
                        Locale.ROOT,
                        "<g><title>%s: %s, %s: %s, %.3f</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\""
                                + " style=\"fill:color-mix(in srgb,var(--h1) calc(var(--top)*%.2f),var(--h0))\"/>"
                                + "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text></g>",
                        HtmlPage.escape(rowTitle),
                        HtmlPage.escape(rows.get(r)),
                        HtmlPage.escape(columnTitle),
                        HtmlPage.escape(columns.get(c)),
                        value.getAsDouble(),
                        x,
                        y,
                        cell - 2,
                        cell - 2,
                        share,
                        x + cell / 2 - 1,
                        y + cell / 2 + 4,
                        figure(value.getAsDouble())));
            }
        }
        return svg.append("</svg>").toString();
    }

    private static String figure(double value) {
        long percent = Math.round(100 * value);
        return percent == 100
                ? "1"
                : percent == 0 ? "0" : (percent < 0 ? "-" : "") + "." + String.format("%02d", Math.abs(percent));
    }

    /** One dot of a scatter plot. */
    public record Dot(String name, double x, double y) {}

    /**
     * Dots on two axes. Made of boxes placed in percent, so that it takes the width there is and its text stays as large as
     * all other.
     *
     * @param diagonal whether to draw the line on which both are equal
     */
    public static String scatter(String name, List<Dot> dots, Axis x, Axis y, boolean diagonal) {
        StringBuilder html = new StringBuilder(diagonal ? "<div class=\"chart square\"" : "<div class=\"chart\"")
                .append(" role=\"img\" aria-label=\"")
                .append(HtmlPage.escape(name))
                .append("\"><p class=\"soft\">")
                .append(HtmlPage.escape(y.title()))
                .append("</p><div class=\"plane\">");
        for (double tick : y.ticks(4)) {
            html.append(String.format(
                    Locale.ROOT,
                    "<hr style=\"bottom:%.2f%%\"%s><span class=\"y\" style=\"bottom:%.2f%%\">%s</span>",
                    y.percent(tick),
                    tick == 0 ? " class=\"zero\"" : "",
                    y.percent(tick),
                    withMinus(y.figure(tick))));
        }
        for (double tick : x.ticks(5)) {
            html.append(String.format(
                    Locale.ROOT,
                    "%s<span class=\"x\" style=\"left:%.2f%%\">%s</span>",
                    tick == 0 && x.percent(0) > 0
                            ? String.format(Locale.ROOT, "<i class=\"zero\" style=\"left:%.2f%%\"></i>", x.percent(0))
                            : "",
                    x.percent(tick),
                    withMinus(x.figure(tick))));
        }
        if (diagonal) {
            html.append(
                    "<svg class=\"over\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\"><line class=\"axis\" x1=\"0\""
                            + " y1=\"100\" x2=\"100\" y2=\"0\" vector-effect=\"non-scaling-stroke\"/></svg>");
        }
        for (Dot dot : dots) {
            html.append(String.format(
                    Locale.ROOT,
                    "<b style=\"left:%.2f%%;bottom:%.2f%%\" title=\"%s: %s, %s\"></b>",
                    x.percent(dot.x),
                    y.percent(dot.y),
                    HtmlPage.escape(dot.name),
                    x.figure(dot.x),
                    y.figure(dot.y)));
        }
        return html.append("</div><p class=\"soft x\">")
                .append(HtmlPage.escape(x.title()))
                .append("</p></div>")
                .toString();
    }

    /**
     * One line of a plot of ranges.
     *
     * @param name what the line is about
     * @param value marked with a dot; empty: none
     * @param low where the range begins; empty without a range
     * @param high where it ends
     * @param points marked faintly, the single answers for example
     * @param truth marked with a bar; empty: none
     * @param words the figures as text
     */
    public record Range(
            String name,
            OptionalDouble value,
            OptionalDouble low,
            OptionalDouble high,
            List<Double> points,
            OptionalDouble truth,
            String words) {}

    /**
     * Values with their ranges, one below the other on one axis.
     *
     * @param reference a line through all of them; empty: none
     */
    public static String ranges(List<Range> rows, Axis axis, OptionalDouble reference) {
        StringBuilder html = new StringBuilder("<div class=\"ranges\">");
        String line = reference.isPresent()
                ? String.format(Locale.ROOT, "<hr style=\"left:%.2f%%\">", axis.percent(reference.getAsDouble()))
                : "";
        for (Range row : rows) {
            html.append("<div class=\"r\"><span class=\"l\">")
                    .append(HtmlPage.escape(HtmlPage.shortened(row.name, 60)))
                    .append("</span><div class=\"t\" aria-hidden=\"true\">")
                    .append(line);
            for (double point : row.points) {
                html.append(String.format(Locale.ROOT, "<u style=\"left:%.2f%%\"></u>", axis.percent(point)));
            }
            if (row.low.isPresent() && row.high.isPresent()) {
                double from = axis.percent(row.low.getAsDouble());
                html.append(String.format(
                        Locale.ROOT,
                        "<i style=\"left:%.2f%%;width:%.2f%%\"></i>",
                        from,
                        axis.percent(row.high.getAsDouble()) - from));
            }
            if (row.truth.isPresent()) {
                html.append(String.format(
                        Locale.ROOT,
                        "<s style=\"left:%.2f%%\" title=\"truth %s\"></s>",
                        axis.percent(row.truth.getAsDouble()),
                        axis.figure(row.truth.getAsDouble())));
            }
            if (row.value.isPresent()) {
                html.append(String.format(
                        Locale.ROOT, "<b style=\"left:%.2f%%\"></b>", axis.percent(row.value.getAsDouble())));
            }
            html.append("</div><span class=\"v\">")
                    .append(HtmlPage.escape(withMinus(row.words)))
                    .append("</span></div>");
        }
        return html.append(axisLine(axis)).append("</div>").toString();
    }

    /** With the sign that is as wide as a digit instead of a hyphen, which looks like the dash of a range. */
    private static String withMinus(String figures) {
        return figures.replaceAll("(?<![\\p{L}\\p{N}])-(?=[0-9.])", "\u2212");
    }

    private static String axisLine(Axis axis) {
        StringBuilder html = new StringBuilder(
                "<div class=\"r axis\" aria-hidden=\"true\"><span class=\"l\"></span><div class=\"t\">");
        for (double tick : axis.ticks(5)) {
            html.append(String.format(
                    Locale.ROOT,
                    "<em style=\"left:%.2f%%\">%s</em>",
                    axis.percent(tick),
                    withMinus(axis.figure(tick))));
        }
        return html.append("</div><span class=\"v\">")
                .append(HtmlPage.escape(axis.title()))
                .append("</span></div>")
                .toString();
    }

    /**
     * A labeled stretch on an axis.
     *
     * @param color number of its label, which picks the colour
     * @param name shown in it where there is room
     * @param words said when somebody points at it
     */
    public record Stretch(double from, double to, int color, String name, String words) {}

    /**
     * One line of stretches.
     *
     * @param strong whether this is the line to compare the others with
     */
    public record Track(String name, boolean strong, List<Stretch> stretches) {}

    /** Who marked what on an axis of places or times, one line per person. */
    public static String tracks(List<Track> tracks, Axis axis) {
        StringBuilder html = new StringBuilder("<div class=\"ranges tracks\">");
        for (Track track : tracks) {
            html.append(track.strong ? "<div class=\"r strong\">" : "<div class=\"r\">")
                    .append("<span class=\"l\">")
                    .append(HtmlPage.escape(HtmlPage.shortened(track.name, 40)))
                    .append("</span><div class=\"t\">");
            for (Stretch stretch : track.stretches) {
                double from = axis.percent(stretch.from);
                double width = axis.percent(stretch.to) - from;
                html.append(String.format(
                        Locale.ROOT,
                        "<i class=\"k%d%s\" style=\"left:%.2f%%;width:%.2f%%\" title=\"%s\">%s</i>",
                        stretch.color % COLORS,
                        fits(stretch.name, width, PHONE_PIXELS) ? " wide" : "",
                        from,
                        width,
                        HtmlPage.escape(stretch.words),
                        fits(stretch.name, width, SCREEN_PIXELS) ? HtmlPage.escape(stretch.name) : ""));
            }
            html.append("</div></div>");
        }
        return html.append(axisLine(axis)).append("</div>").toString();
    }

    /** Width of a percent of a line of stretches, on a screen and on a phone. */
    private static final double SCREEN_PIXELS = 7.5;

    private static final double PHONE_PIXELS = 3;

    private static boolean fits(String name, double percent, double pixels) {
        return name.length() * 7.5 + 4 <= percent * pixels;
    }

    /** How many colours labels have before they repeat. */
    public static final int COLORS = 8;

    /** Which colour stands for which label. */
    public static String legend(List<String> labels) {
        StringBuilder html = new StringBuilder("<p class=\"legend\">");
        for (int i = 0; i < labels.size(); i++) {
            html.append("<span class=\"k")
                    .append(i % COLORS)
                    .append("\">")
                    .append(HtmlPage.escape(HtmlPage.shortened(labels.get(i), 30)))
                    .append("</span> ");
        }
        return html.append("</p>").toString();
    }
}
