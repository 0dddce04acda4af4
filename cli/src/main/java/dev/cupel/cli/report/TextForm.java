package dev.cupel.cli.report;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** A report for people at a terminal. */
public final class TextForm {
    private static final int BAR = 16;

    private final Console console;
    private final PrintStream to;

    private TextForm(Console console) {
        this.console = console;
        this.to = console.text();
    }

    /** @param closing lines at the end that are no part of the report, such as where its files are */
    public static void print(Report report, Console console, List<String> closing) {
        new TextForm(console).print(report, closing);
    }

    private void print(Report report, List<String> closing) {
        to.println(console.bold(TextTable.printable(report.headline())));
        if (!report.lead().isEmpty()) {
            to.println(TextTable.printable(report.lead()));
        }
        report.sections().stream().filter(section -> !section.warns()).forEach(this::print);
        report.sections().stream().filter(Section::warns).forEach(this::print);
        if (!closing.isEmpty()) {
            to.println();
            closing.forEach(line -> to.println(TextTable.printable(line)));
        }
    }

    private void print(Section section) {
        List<String> lines = new ArrayList<>();
        section.parts().forEach(part -> lines.addAll(lines(part)));
        if (lines.isEmpty()) {
            return;
        }
        to.println();
        if (!section.title().isEmpty()) {
            to.println(console.bold(TextTable.printable(section.title())));
        }
        lines.forEach(to::println);
    }

    private List<String> lines(SectionPart part) {
        return switch (part) {
            case Rows<?> rows -> rows.inText() == 0 ? List.of() : lines(Grid.of(rows, /* page= */ false));
            case Measures measures -> lines(Grid.of(measures, /* page= */ false));
            case Sentences sentences ->
                sentences.all().stream()
                        .map(sentence -> "  • " + TextTable.printable(sentence))
                        .toList();
            case Remark(String sentence) -> List.of("  " + TextTable.printable(sentence));
            case Picture picture -> List.of();
        };
    }

    private List<String> lines(Grid grid) {
        if (grid.lines().isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(
                grid.heads().stream().map(Grid.Head::title).toList(),
                grid.heads().stream().map(Grid.Head::figures).toList());
        grid.lines()
                .forEach(line -> table.row(line.stream()
                        .map(shown -> switch (shown) {
                            case Grid.Figure(Cell cell) -> cell.words();
                            case Grid.Bar(double share) -> TextTable.bar(share, BAR);
                        })
                        .toList()));
        List<String> lines = new ArrayList<>(table.lines(console));
        grid.remarks().forEach(remark -> lines.add(console.dim("  " + TextTable.printable(remark))));
        return lines;
    }
}
