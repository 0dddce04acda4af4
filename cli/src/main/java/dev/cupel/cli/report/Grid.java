package dev.cupel.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lines and columns, the same for a terminal and a page.
 *
 * @param remarks below it: what titles stand for, why figures are missing, what was cut off
 */
record Grid(List<Head> heads, List<List<Shown>> lines, List<String> remarks) {
    /** @param figures whether its cells are aligned at their ends */
    record Head(String title, boolean figures) {}

    /** What stands in a line under a heading. */
    sealed interface Shown {}

    record Figure(Cell cell) implements Shown {}

    /** @param share in [0, 1]; what lies outside is drawn at the end */
    record Bar(double share) implements Shown {}

    static <R> Grid of(Rows<R> shown, boolean page) {
        List<R> rows = shown.order().apply(shown.table().rows());
        int most = page ? shown.onPage() : shown.inText();
        List<ReportTable.Column<R>> columns = shown.table().columns().stream()
                .filter(column -> !column.title().isEmpty() && (page || !column.pageOnly()))
                .toList();
        // A line that says "1 more" takes as much room as the row.
        boolean all = rows.size() <= most + shown.tail() + (shown.tail() > 0 ? 1 : 0);
        List<List<Shown>> lines = new ArrayList<>();
        Set<String> reasons = new LinkedHashSet<>();
        for (R row : all ? rows : rows.subList(0, most)) {
            lines.add(line(columns, row, reasons));
        }
        List<String> remarks = new ArrayList<>();
        if (!all && shown.tail() > 0) {
            List<Shown> gap = new ArrayList<>(List.of(new Figure(Cell.text("…"))));
            while (gap.size() < lines.getFirst().size()) {
                gap.add(new Figure(Cell.nothing()));
            }
            lines.add(gap);
            rows.subList(rows.size() - shown.tail(), rows.size())
                    .forEach(row -> lines.add(line(columns, row, reasons)));
            remarks.add("… " + Format.WHOLE.of(rows.size() - most - shown.tail()) + " more between them");
        } else if (!all && shown.counted()) {
            remarks.add("... and " + Format.WHOLE.of(rows.size() - most) + " more");
        }
        String meanings = columns.stream()
                .filter(column -> !column.meaning().isEmpty())
                .map(column -> column.title() + ": " + column.meaning())
                .collect(Collectors.joining("; "));
        if (!meanings.isEmpty()) {
            remarks.add(meanings);
        }
        reasons.forEach(reason -> remarks.add(Cell.UNKNOWN + ": " + reason));
        List<Head> heads = new ArrayList<>();
        for (ReportTable.Column<R> column : columns) {
            heads.add(new Head(column.title(), areFigures(lines, heads.size())));
            column.bar().ifPresent(bar -> heads.add(new Head("", false)));
        }
        return new Grid(heads, lines, remarks);
    }

    private static <R> List<Shown> line(List<ReportTable.Column<R>> columns, R row, Set<String> reasons) {
        List<Shown> line = new ArrayList<>();
        for (ReportTable.Column<R> column : columns) {
            Cell cell = column.cell().apply(row) instanceof Cell figure ? figure : Cell.nothing();
            line.add(new Figure(cell));
            column.bar().ifPresent(bar -> line.add(new Bar(bar.applyAsDouble(row))));
            if (!cell.reason().isEmpty()) {
                reasons.add(cell.reason());
            }
        }
        return line;
    }

    static Grid of(Measures measures, boolean page) {
        List<Facts.Fact> facts = measures.shown();
        boolean bars = measures.bars() && !page;
        boolean notes = !bars && facts.stream().anyMatch(fact -> !fact.note().isEmpty());
        boolean intervals = facts.stream()
                .anyMatch(fact -> fact.value() instanceof Cell.Estimated estimate
                        && estimate.interval().known());
        List<List<Shown>> lines = new ArrayList<>();
        for (Facts.Fact fact : facts) {
            List<Shown> line = new ArrayList<>(List.of(new Figure(Cell.text(fact.title()))));
            for (Measures.Column column : measures.columns()) {
                line.add(new Figure(cell(column.facts(), fact.key())));
            }
            if (intervals) {
                line.add(new Figure(
                        fact.value() instanceof Cell.Estimated estimate ? estimate.interval() : Cell.nothing()));
            }
            if (bars) {
                line.add(new Bar(cell(measures.columns().getFirst().facts(), fact.key())
                        .value()
                        .orElse(0)));
            }
            if (notes) {
                line.add(new Figure(Cell.text(fact.note())));
            }
            lines.add(line);
        }
        List<Head> heads = new ArrayList<>(List.of(new Head(measures.heading(), false)));
        measures.columns().forEach(column -> heads.add(new Head(column.title(), true)));
        if (intervals) {
            heads.add(new Head("95% interval", true));
        }
        if (bars || notes) {
            heads.add(new Head("", false));
        }
        return new Grid(heads, lines, missing(facts));
    }

    private static Cell cell(Facts facts, String key) {
        return facts.value(key)
                .map(entry -> entry instanceof Cell cell ? cell : Cell.nothing())
                .orElseGet(Cell::nothing);
    }

    /** Why figures, or their intervals, are missing; each reason once. */
    private static List<String> missing(List<Facts.Fact> facts) {
        Map<String, List<String>> titles = new LinkedHashMap<>();
        for (Facts.Fact fact : facts) {
            if (fact.value() instanceof Cell cell && !cell.reason().isEmpty()) {
                titles.computeIfAbsent("Undefined: " + cell.reason(), reason -> new ArrayList<>())
                        .add(fact.title());
            }
            if (fact.value() instanceof Cell.Estimated estimate
                    && !estimate.interval().reason().isEmpty()) {
                titles.computeIfAbsent("No interval: " + estimate.interval().reason(), reason -> new ArrayList<>())
                        .add(fact.title());
            }
        }
        return titles.entrySet().stream()
                .map(one -> one.getKey()
                        + (one.getValue().size() == facts.size() ? "" : " (" + String.join("; ", one.getValue()) + ")"))
                .toList();
    }

    private static boolean areFigures(List<List<Shown>> lines, int column) {
        return lines.stream().anyMatch(line -> line.get(column) instanceof Figure(Cell cell) && cell.figure());
    }
}
