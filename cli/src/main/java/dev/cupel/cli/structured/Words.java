package dev.cupel.cli.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.answers.AnswerWriter;
import dev.cupel.formats.answers.Value;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An answer in a line of words. */
final class Words {
    private static final int REGIONS = 4;

    private Words() {}

    /** The consensus of a task, cut to about so many characters. */
    static String of(StructuredReport report, int task, int characters) {
        return report.settled()
                .get(task)
                .answer()
                .map(value -> of(report.table(), report.table().tasks().get(task), value, characters))
                .orElse("-");
    }

    static String of(AnswerTable table, AnswerTable.Task task, Value value, int characters) {
        String words = switch (value) {
            case Value.Text text -> text.text();
            case Value.Spans spans ->
                some(spans.spans().stream()
                        .map(span -> labeled(table, span.label(), place(task, span)))
                        .toList());
            case Value.Boxes boxes ->
                some(boxes.boxes().stream().map(box -> place(table, box)).toList());
            case Value.Segments segments ->
                some(segments.segments().stream()
                        .map(segment -> place(table, segment))
                        .toList());
            case Value.Pixels pixels ->
                String.format(
                        Locale.ROOT,
                        "%,d of %,d pixels",
                        pixels.mask().area(),
                        (long) pixels.mask().width() * pixels.mask().height());
        };
        String line = words.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= characters
                ? line
                : line.substring(0, line.offsetByCodePoints(0, characters - 1)) + "…";
    }

    static String place(AnswerTable.Task task, Span span) {
        return task.text()
                .map(text -> "“" + AnswerWriter.quoted(text, span) + "”")
                .orElse(span.begin() + "–" + span.end());
    }

    static String place(AnswerTable table, Box box) {
        return labeled(
                table,
                box.label(),
                String.format(
                        Locale.ROOT, "%.0f × %.0f at %.0f, %.0f", box.width(), box.height(), box.left(), box.top()));
    }

    static String place(AnswerTable table, Segment segment) {
        return labeled(
                table, segment.label(), String.format(Locale.ROOT, "%.2f–%.2f s", segment.begin(), segment.end()));
    }

    private static String labeled(AnswerTable table, int label, String place) {
        String name = table.labels().get(label);
        return name.isEmpty() ? place : name + " " + place;
    }

    private static String some(List<String> regions) {
        if (regions.isEmpty()) {
            return "nothing";
        }
        return regions.stream().limit(REGIONS).collect(Collectors.joining(", "))
                + (regions.size() > REGIONS ? " and " + (regions.size() - REGIONS) + " more" : "");
    }
}
