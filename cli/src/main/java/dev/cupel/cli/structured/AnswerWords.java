package dev.cupel.cli.structured;

import dev.cupel.engine.Count;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.Outline;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.formats.answers.AnswerTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An answer in a line of words. */
final class AnswerWords {
    private static final int REGIONS = 4;

    private AnswerWords() {}

    /** The consensus of a task, cut to about so many characters. */
    static String of(StructuredFigures report, int task, int characters) {
        return report.settled()
                .get(task)
                .answer()
                .map(answer -> of(report.table(), report.table().tasks().get(task), answer, characters))
                .orElse("-");
    }

    static String of(AnswerTable table, AnswerTable.Task task, Answer.Structured answer, int characters) {
        RegionIndex index = table.index();
        String words = switch (answer) {
            case Answer.Written written -> written.text();
            case Answer.Spans spans ->
                some(index.spans(spans, task.text()).stream()
                        .map(span -> labeled(table, span.label(), place(task, span)))
                        .toList());
            case Answer.Boxes boxes ->
                some(index.boxes(boxes).stream().map(box -> place(table, box)).toList());
            case Answer.Segments segments ->
                some(index.segments(segments).stream()
                        .map(segment -> place(table, segment))
                        .toList());
            case Answer.Polygons polygons ->
                some(index.outlines(polygons).stream()
                        .map(outline -> place(table, outline))
                        .toList());
            case Answer.Polylines polylines ->
                some(polylines.regions().stream().map(AnswerWords::place).toList());
            case Answer.Keypoints keypoints ->
                some(keypoints.regions().stream().map(AnswerWords::place).toList());
            case Answer.Tracks tracks ->
                some(tracks.regions().stream().map(AnswerWords::place).toList());
            case Answer.Masks masks -> {
                Mask mask = RegionIndex.mask(masks);
                yield String.format(Locale.ROOT, "%,d of %,d pixels", mask.area(), (long) mask.width() * mask.height());
            }
        };
        String line = words.replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= characters
                ? line
                : line.substring(0, line.offsetByCodePoints(0, characters - 1)) + "…";
    }

    static String place(AnswerTable.Task task, Span span) {
        return task.text().map(text -> "“" + quoted(text, span) + "”").orElse(span.begin() + "–" + span.end());
    }

    /** What stands there, by offsets in code points. */
    static String quoted(String text, Span span) {
        return text.substring(text.offsetByCodePoints(0, span.begin()), text.offsetByCodePoints(0, span.end()));
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

    static String place(AnswerTable table, Outline outline) {
        return labeled(
                table,
                outline.label(),
                String.format(Locale.ROOT, "%,.0f px² at %.0f, %.0f", outline.area(), outline.left(), outline.top()));
    }

    static String place(Region.Polyline line) {
        Region.Point from = line.points().getFirst();
        Region.Point to = line.points().getLast();
        return labeled(
                line.tag().label(),
                String.format(Locale.ROOT, "from %.0f, %.0f to %.0f, %.0f", from.x(), from.y(), to.x(), to.y()));
    }

    static String place(Region.Keypoints keypoints) {
        return labeled(
                keypoints.tag().label(),
                Count.of(
                        keypoints.points().values().stream()
                                .filter(point -> point.visibility() != Region.Visibility.UNMARKED)
                                .count(),
                        "point"));
    }

    static String place(Region.Track track) {
        return labeled(
                track.tag().label(),
                "frames " + track.keyframes().getFirst().frame() + "–"
                        + track.keyframes().getLast().frame());
    }

    private static String labeled(AnswerTable table, int label, String place) {
        return labeled(table.labels().get(label), place);
    }

    private static String labeled(String name, String place) {
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
