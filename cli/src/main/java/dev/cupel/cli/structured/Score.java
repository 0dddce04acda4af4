package dev.cupel.cli.structured;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.MatchedRegions;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Segments;
import dev.cupel.engine.structured.SpanPositions;
import dev.cupel.engine.structured.SpanScore;
import dev.cupel.engine.structured.Texts;
import dev.cupel.formats.answers.AnswerTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers against known ones, added up task by task. */
final class Score {
    private final Question.Structured question;
    private final RegionIndex index;
    private double first;
    private double second;
    private int exact;
    private int found;
    private int known;
    private int right;
    private int tasks;

    /** @param index of all labels of answers and truth */
    Score(Question.Structured question, RegionIndex index) {
        this.question = question;
        this.index = index;
    }

    private static Map<String, String> ordered(String... keysAndMeanings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndMeanings.length; i += 2) {
            map.put(keysAndMeanings[i], keysAndMeanings[i + 1]);
        }
        return map;
    }

    /** Keys of the figures of a kind with what they mean, the most important first. */
    static Map<String, String> meanings(Question.Structured question) {
        return switch (question) {
            case Question.Text asked ->
                ordered(
                        "word_error_rate", "mean over tasks, without case and punctuation; 0 is best",
                        "character_error_rate", "the same by characters",
                        "exact", "share of tasks without any difference");
            case Question.Spans asked ->
                ordered(
                        "f1", "label and both ends are right",
                        "precision", "share of the found spans that are right",
                        "recall", "share of the true spans that are found");
            case Question.Boxes asked -> matched("mean_iou", "overlap with the true boxes", "boxes that overlap");
            case Question.Masks asked -> ordered("mean_iou", "overlap with the true mask, mean over tasks");
            case Question.Segments asked ->
                ordered(
                        "mean_iou",
                        "time shared with the truth under the same label over time of either, mean over tasks");
            case Question.Polygons asked ->
                matched("mean_iou", "overlap with the true polygons", "polygons that overlap");
            case Question.Polylines asked ->
                matched(
                        "mean_frechet_similarity",
                        "Fréchet similarity to the true polylines",
                        "polylines that are like");
            case Question.Keypoints asked ->
                matched("mean_oks", "keypoint similarity (OKS) to the true keypoints", "keypoints that are like");
            case Question.Tracks asked ->
                matched("mean_iou", "overlap with the true tracks over the frames of either", "tracks that overlap");
        };
    }

    /**
     * @param key of the mean similarity
     * @param mean what it is
     * @param found what counts as found, up to the verb
     */
    private static Map<String, String> matched(String key, String mean, String found) {
        String things = found.substring(0, found.indexOf(' '));
        return ordered(
                key,
                mean + ", mean over tasks; missed and extra ones count 0",
                "f1",
                found + " a true one by half or more",
                "precision",
                "share of the found " + things + " that do",
                "recall",
                "share of the true " + things + " that are found so");
    }

    /** How a figure is called in reports. */
    static String title(String key) {
        return switch (key) {
            case "mean_iou" -> "mean IoU";
            case "mean_oks" -> "mean OKS";
            case "mean_frechet_similarity" -> "mean Fréchet similarity";
            case "f1" -> "F1";
            default -> key.replace('_', ' ');
        };
    }

    void add(AnswerTable.Task task, Answer.Structured answer, Answer.Structured truth) {
        tasks++;
        switch (question) {
            case Question.Text asked -> {
                String a = Texts.comparable(((Answer.Written) answer).text());
                String b = Texts.comparable(((Answer.Written) truth).text());
                first += EditDistance.wordErrorRate(a, b);
                second += EditDistance.characterErrorRate(a, b);
                exact += a.equals(b) ? 1 : 0;
            }
            case Question.Spans asked -> {
                List<Span> left = new ArrayList<>(withoutBlanks(task, index.spans((Answer.Spans) truth, task.text())));
                known += left.size();
                for (Span span : withoutBlanks(task, index.spans((Answer.Spans) answer, task.text()))) {
                    found++;
                    right += left.remove(span) ? 1 : 0;
                }
            }
            case Question.Masks asked -> {
                Mask mask = RegionIndex.mask((Answer.Masks) answer);
                Mask known = RegionIndex.mask((Answer.Masks) truth);
                // A truth of another size is of another picture: nothing in common.
                first += mask.width() == known.width() && mask.height() == known.height() ? Mask.iou(mask, known) : 0;
            }
            case Question.Segments asked ->
                first += Segments.similarity(
                        index.segments((Answer.Segments) answer), index.segments((Answer.Segments) truth));
            case Question.Boxes asked -> addMatched(asked, answer, truth);
            case Question.Polygons asked -> addMatched(asked, answer, truth);
            case Question.Polylines asked -> addMatched(asked, answer, truth);
            case Question.Keypoints asked -> addMatched(asked, answer, truth);
            case Question.Tracks asked -> addMatched(asked, answer, truth);
        }
    }

    private void addMatched(Question.Matched asked, Answer.Structured answer, Answer.Structured truth) {
        MatchedRegions<?> regions = MatchedRegions.of(asked, index);
        found += answer.regions().size();
        known += truth.regions().size();
        right += regions.match(answer, truth, MatchedRegions.SAME_THING).pairs();
        first += regions.match(answer, truth, Double.MIN_VALUE)
                .share(answer.regions().size(), truth.regions().size());
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
        for (String key : meanings(question).keySet()) {
            figures.put(
                    key,
                    switch (key) {
                        case "word_error_rate", "mean_iou", "mean_oks", "mean_frechet_similarity" ->
                            first / Math.max(1, tasks);
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
