package dev.cupel.cli.report;

import dev.cupel.cli.page.Axis;
import dev.cupel.cli.page.HtmlPage;
import dev.cupel.cli.page.HtmlPage.Markup;
import dev.cupel.cli.page.Plots;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A report as one page that loads nothing. */
public final class PageForm {
    private static final int CAPTION = 60;

    private PageForm() {}

    public static String html(Report report) {
        HtmlPage page = new HtmlPage(
                report.title() + " " + HtmlPage.nameOf(report.file()),
                Stream.of(report.headline(), report.lead(), report.origin())
                        .filter(sentence -> !sentence.isEmpty())
                        .map(sentence -> sentence.endsWith(".") ? sentence : sentence + ".")
                        .toList());
        page.cards(report.cards().stream()
                .map(card -> new HtmlPage.Card(report.at(card.path()).words(), card.meaning()))
                .toList());
        report.sections().stream().filter(Section::warns).forEach(section -> add(section, page));
        report.sections().stream().filter(section -> !section.warns()).forEach(section -> add(section, page));
        return page.html();
    }

    private static void add(Section section, HtmlPage page) {
        StringBuilder html = new StringBuilder();
        section.parts().forEach(part -> html.append(html(part)));
        if (!html.isEmpty()) {
            page.section(section.title(), new Markup(html.toString()));
        }
    }

    private static String html(SectionPart part) {
        return switch (part) {
            case Rows<?> rows -> rows.onPage() == 0 ? "" : html(Grid.of(rows, /* page= */ true));
            case Measures measures -> html(measures);
            case Sentences sentences -> sentences.all().isEmpty() ? "" : HtmlPage.list(sentences.all());
            case Remark(String sentence) -> HtmlPage.soft(sentence);
            case Picture picture -> {
                Plot plot = picture.plot().get();
                boolean explained =
                        !(plot instanceof Plot.None) && !picture.explanation().isEmpty();
                yield (explained ? HtmlPage.soft(picture.explanation()) : "") + html(plot);
            }
        };
    }

    /** Estimates are ranges on an axis on which 0 is agreement by chance, and 1 the best there is. */
    private static String html(Measures measures) {
        List<Facts.Fact> facts = measures.shown();
        if (facts.isEmpty() || !facts.stream().allMatch(fact -> fact.value() instanceof Cell.Estimated)) {
            return html(Grid.of(measures, /* page= */ true));
        }
        List<Plot.Line> rows = new ArrayList<>();
        double least = 0;
        for (Facts.Fact fact : facts) {
            if (fact.value() instanceof Cell.Estimated estimate) {
                Cell.Between interval = estimate.interval();
                least = Math.min(least, estimate.value().orElse(0));
                least = interval.known() ? Math.min(least, interval.low()) : least;
                // Why there is no interval is said once, below.
                rows.add(new Plot.Line(
                        fact.title(),
                        estimate,
                        Cell.between(interval.low(), interval.high(), interval.format()),
                        fact.note()));
            }
        }
        StringBuilder html = new StringBuilder(HtmlPage.soft("With 95% intervals. The line marks 0."))
                .append(html(new Plot.Ranges(rows, Axis.of("", least - 0.05, 1), OptionalDouble.of(0))));
        Grid.of(measures, /* page= */ true).remarks().forEach(remark -> html.append(HtmlPage.soft(remark)));
        return html.toString();
    }

    private static String html(Grid grid) {
        if (grid.lines().isEmpty()) {
            return "";
        }
        List<List<Markup>> lines = grid.lines().stream()
                .map(line -> line.stream()
                        .map(shown -> switch (shown) {
                            case Grid.Figure(Cell cell) -> HtmlPage.text(cell.words());
                            case Grid.Bar(double share) -> Plots.bar(share);
                        })
                        .toList())
                .toList();
        StringBuilder html = new StringBuilder(HtmlPage.table(
                grid.heads().stream().map(Grid.Head::title).toList(),
                grid.heads().stream().map(Grid.Head::figures).toList(),
                lines));
        grid.remarks().forEach(remark -> html.append(HtmlPage.soft(remark)));
        return html.toString();
    }

    private static String html(Plot plot) {
        return switch (plot) {
            case Plot.Ranges(List<Plot.Line> rows, Axis axis, OptionalDouble reference) ->
                Plots.ranges(rows.stream().map(PageForm::range).toList(), axis, reference);
            case Plot.Scatter scatter ->
                Plots.scatter(scatter.name(), scatter.dots(), scatter.x(), scatter.y(), scatter.diagonal());
            case Plot.Matrices(List<Plot.Matrix> all) -> html(all);
            case Plot.Gallery gallery -> html(gallery);
            case Plot.None(String reason) -> reason.isEmpty() ? "" : HtmlPage.soft(reason);
        };
    }

    private static Plots.Range range(Plot.Line row) {
        Cell.Between interval = row.interval();
        String reason =
                row.value().reason().isEmpty() ? interval.reason() : row.value().reason();
        List<String> words = new ArrayList<>();
        boolean known = row.value().value().isPresent();
        words.add(
                known
                        ? row.value().words() + (interval.known() ? " (" + interval.words() + ")" : "")
                        : reason.isEmpty() ? Cell.UNKNOWN : reason);
        if (known && !reason.isEmpty()) {
            words.add("no interval: " + reason);
        }
        if (known && !row.note().isEmpty()) {
            words.add(row.note());
        }
        return new Plots.Range(
                row.name(),
                row.value().value(),
                interval.known() ? OptionalDouble.of(interval.low()) : OptionalDouble.empty(),
                interval.known() ? OptionalDouble.of(interval.high()) : OptionalDouble.empty(),
                row.points(),
                row.truth(),
                String.join(", ", words));
    }

    private static String html(List<Plot.Matrix> all) {
        if (all.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder(all.size() == 1 ? "<div class=\"scroll\">" : "<div class=\"grid\">");
        for (Plot.Matrix one : all) {
            String caption = HtmlPage.escape(HtmlPage.shortened(one.caption(), CAPTION));
            html.append("<figure>")
                    .append(caption.isEmpty() ? "" : "<figcaption>" + caption + "</figcaption>")
                    .append(Plots.matrix(
                            one.name(), one.rows(), one.columns(), one.values(), one.rowTitle(), one.columnTitle()))
                    .append("</figure>");
        }
        return html.append("</div>").toString();
    }

    private static String html(Plot.Gallery gallery) {
        StringBuilder html = new StringBuilder(gallery.labels().isEmpty() ? "" : Plots.legend(gallery.labels()));
        html.append(gallery.sideBySide() ? "<div class=\"gallery\">" : "<div>");
        gallery.pictures().forEach(picture -> html.append(picture.html()));
        return html.append("</div>").toString();
    }
}
