package dev.cupel.cli.page;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Inline SVG figures. Each has a name for screen readers; cells and dots have titles with their numbers. */
public final class Plots {
    private Plots() {}

    /** A bar for a share in [0, 1], with its label for screen readers beside it in the text of the table. */
    public static Page.Markup bar(double share) {
        double width = Math.max(0, Math.min(1, share)) * 120;
        return new Page.Markup(String.format(
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
                Page.escape(name)));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"soft\" x=\"%d\" y=\"13\" text-anchor=\"middle\">%s</text>",
                left + cell * columns.size() / 2,
                Page.escape(columnTitle)));
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"soft\" transform=\"translate(12 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                top + cell * rows.size() / 2,
                Page.escape(rowTitle)));
        for (int c = 0; c < columns.size(); c++) {
            int x = left + cell * c + cell / 2;
            String text = Page.escape(Page.shortened(columns.get(c), 12));
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
                    Page.escape(Page.shortened(rows.get(r), 14))));
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
                        Page.escape(rowTitle),
                        Page.escape(rows.get(r)),
                        Page.escape(columnTitle),
                        Page.escape(columns.get(c)),
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
     * Votes (logarithmic) against a share: who did much, and how well.
     *
     * @param dots x at least 1, y in [0, 1]
     */
    public static String scatter(String name, List<Dot> dots, String xTitle, String yTitle) {
        int width = 640;
        int height = 300;
        int left = 46;
        int bottom = 258;
        int top = 28;
        double mostX = dots.stream().mapToDouble(Dot::x).max().orElse(1);
        double decades = Math.max(1, Math.ceil(Math.log10(Math.max(1.01, mostX)) * 2) / 2);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                width,
                height,
                Page.escape(name)));
        for (int tick = 0; tick <= 4; tick++) {
            double y = bottom - (bottom - top) * tick / 4.0;
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"soft\" x=\"%d\""
                            + " y=\"%.1f\" text-anchor=\"end\">%.2f</text>",
                    left,
                    width - 10,
                    y,
                    y,
                    left - 6,
                    y + 4,
                    tick / 4.0));
        }
        for (int decade = 0; decade <= decades; decade++) {
            double x = left + (width - 20 - left) * decade / decades;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,d</text>",
                    x,
                    bottom + 18,
                    Math.round(Math.pow(10, decade))));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"soft\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text><text class=\"soft\" x=\"4\" y=\"12\""
                        + " >%s</text>",
                (left + width) / 2,
                height - 6,
                Page.escape(xTitle),
                Page.escape(yTitle)));
        for (Dot dot : dots) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s: %,d, %.3f</title></circle>",
                    left + (width - 20 - left) * Math.log10(Math.max(1, dot.x)) / decades,
                    bottom - (bottom - top) * Math.max(0, Math.min(1, dot.y)),
                    Page.escape(dot.name),
                    (long) dot.x,
                    dot.y));
        }
        return "<div class=\"scroll\">" + svg.append("</svg>") + "</div>";
    }

    /** A value on [low, high] with its interval, as a dot with whiskers. */
    public static Page.Markup interval(double value, OptionalDouble from, OptionalDouble to) {
        double low = -0.2;
        double scale = 160 / 1.2;
        StringBuilder svg =
                new StringBuilder("<svg width=\"164\" height=\"16\" viewBox=\"0 0 164 16\" aria-hidden=\"true\">");
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"2\" x2=\"162\" y1=\"8\" y2=\"8\"/><line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"2\""
                        + " y2=\"14\"/>",
                2 + (0 - low) * scale,
                2 + (0 - low) * scale));
        if (from.isPresent() && to.isPresent()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"8\" y2=\"8\"/>",
                    2 + (Math.max(low, from.getAsDouble()) - low) * scale,
                    2 + (Math.max(low, to.getAsDouble()) - low) * scale));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"bar\" cx=\"%.1f\" cy=\"8\" r=\"4\"/></svg>",
                2 + (Math.max(low, value) - low) * scale));
        return new Page.Markup(svg.toString());
    }
}
