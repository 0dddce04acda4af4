package dev.cupel.cli.structured;

import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.Segments;
import dev.cupel.engine.structured.SpanPositions;
import dev.cupel.engine.structured.SpanScore;
import dev.cupel.engine.structured.Texts;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.answers.Kind;
import dev.cupel.formats.answers.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers against known ones, added up task by task. */
final class Score {
    /** Boxes are the same thing from this intersection over union on, as is usual. */
    private static final double SAME_BOX = 0.5;

    /** Keys, whose order is that of importance, to what they mean. */
    private static final Map<Kind, Map<String, String>> MEANINGS = Map.of(
            Kind.TEXT,
            ordered(
                    "word_error_rate", "mean over tasks, without case and punctuation; 0 is best",
                    "character_error_rate", "the same by characters",
                    "exact", "share of tasks without any difference"),
            Kind.SPANS,
            ordered(
                    "f1", "label and both ends are right",
                    "precision", "share of the found spans that are right",
                    "recall", "share of the true spans that are found"),
            Kind.BOXES,
            ordered(
                    "mean_iou", "overlap with the true boxes, mean over tasks; missed and extra ones count 0",
                    "f1", "boxes that overlap a true one by half or more",
                    "precision", "share of the found boxes that do",
                    "recall", "share of the true boxes that are found so"),
            Kind.MASK,
            ordered("mean_iou", "overlap with the true mask, mean over tasks"),
            Kind.SEGMENTS,
            ordered(
                    "mean_iou",
                    "time shared with the truth under the same label over time of either, mean over tasks"));

    private final Kind kind;
    private double first;
    private double second;
    private int exact;
    private int found;
    private int known;
    private int right;
    private int tasks;

    Score(Kind kind) {
        this.kind = kind;
    }

    private static Map<String, String> ordered(String... keysAndMeanings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndMeanings.length; i += 2) {
            map.put(keysAndMeanings[i], keysAndMeanings[i + 1]);
        }
        return map;
    }

    /** Figures of a kind with what they mean, the most important first. */
    static Map<String, String> meanings(Kind kind) {
        return MEANINGS.getOrDefault(kind, Map.of());
    }

    /** How a figure is called in reports. */
    static String title(String key) {
        return switch (key) {
            case "mean_iou" -> "mean IoU";
            case "f1" -> "F1";
            default -> key.replace('_', ' ');
        };
    }

    void add(AnswerTable.Task task, Value answer, Value truth) {
        tasks++;
        switch (answer) {
            case Value.Text text
            when truth instanceof Value.Text(String said) -> {
                String a = Texts.comparable(text.text());
                String b = Texts.comparable(said);
                first += EditDistance.wordErrorRate(a, b);
                second += EditDistance.characterErrorRate(a, b);
                exact += a.equals(b) ? 1 : 0;
            }
            case Value.Spans spans
            when truth instanceof Value.Spans(List<Span> all) -> {
                List<Span> left = new ArrayList<>(withoutBlanks(task, all));
                known += left.size();
                for (Span span : withoutBlanks(task, spans.spans())) {
                    found++;
                    right += left.remove(span) ? 1 : 0;
                }
            }
            case Value.Boxes boxes
            when truth instanceof Value.Boxes(List<Box> all) -> {
                found += boxes.boxes().size();
                known += all.size();
                right += MatchedAgreement.match(boxes.boxes(), all, Box::iou, SAME_BOX)
                        .pairs();
                MatchedAgreement.Matching overlap =
                        MatchedAgreement.match(boxes.boxes(), all, Box::iou, Double.MIN_VALUE);
                int either = boxes.boxes().size() + all.size() - overlap.pairs();
                first += either == 0 ? 1 : overlap.total() / either;
            }
            case Value.Pixels pixels
            when truth instanceof Value.Pixels(Mask mask) ->
                // A truth of another size is of another picture: nothing in common.
                first += pixels.mask().width() == mask.width() && pixels.mask().height() == mask.height()
                        ? Mask.iou(pixels.mask(), mask)
                        : 0;
            case Value.Segments segments
            when truth instanceof Value.Segments(var all) -> first += Segments.similarity(segments.segments(), all);
            default -> throw new IllegalStateException(truth.kind() + " is the truth of " + answer.kind());
        }
    }

    /** Blanks at the ends of a span say nothing, as in the consensus. */
    private static List<Span> withoutBlanks(AnswerTable.Task task, List<Span> spans) {
        Optional<SpanPositions> positions = task.text().map(text -> SpanPositions.ofText(text, spans));
        return positions.isEmpty()
                ? spans
                : spans.stream()
                        .flatMap(span -> positions.get().toPositions(span).stream())
                        .map(span -> positions.get().toText(span))
                        .toList();
    }

    int tasks() {
        return tasks;
    }

    /** By the keys of {@link #meanings}, in their order. */
    Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        SpanScore matched = new SpanScore(found, known, right);
        for (String key : meanings(kind).keySet()) {
            figures.put(
                    key,
                    switch (key) {
                        case "word_error_rate", "mean_iou" -> first / Math.max(1, tasks);
                        case "character_error_rate" -> second / Math.max(1, tasks);
                        case "exact" -> (double) exact / Math.max(1, tasks);
                        case "f1" -> matched.f1();
                        case "precision" -> matched.precision();
                        default -> matched.recall();
                    });
        }
        return figures;
    }
}
