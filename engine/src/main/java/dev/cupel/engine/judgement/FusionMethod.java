package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Question;
import java.util.Arrays;
import java.util.List;

/** How structured answers become one, by kind; the first of a kind is its default. Keys are stable. */
public enum FusionMethod {
    ROVER(Question.Text.class, "rover", "slot by slot a weighted vote on words"),
    MEDOID(Question.Text.class, "medoid", "the answer that is closest to all others"),
    RATER_MODEL(Question.Spans.class, "rater-model", "word by word, with every worker's mistakes estimated"),
    PLURALITY(Question.Spans.class, "plurality", "word by word the most frequent mark, a baseline"),
    EXACT_MAJORITY(Question.Spans.class, "exact-majority", "spans that more than half marked exactly so, a baseline"),
    WEIGHTED_MEDIAN(
            Question.Boxes.class,
            "weighted-median",
            "boxes that mean the same thing, the weighted median of each side"),
    MEDIAN(Question.Boxes.class, "median", "the same, the median of each side"),
    WEIGHTED_MEAN(Question.Boxes.class, "weighted-mean", "the same, the weighted mean of each side"),
    MEAN(Question.Boxes.class, "mean", "the same, the mean of each side"),
    MAJORITY(Question.Masks.class, "majority", "pixels that more than half set"),
    STAPLE(Question.Masks.class, "staple", "every worker's sensitivity and specificity estimated"),
    STAPLE_GLOBAL(Question.Masks.class, "staple-global", "the same with one prior for the whole picture, as published"),
    INTERVAL_VOTE(Question.Segments.class, "interval-vote", "moments that more than half give a label to"),
    AREA_VOTE(Question.Polygons.class, "area-vote", "polygons that mean the same thing, what lies in more than half"),
    MEDIAN_LINE(
            Question.Polylines.class, "median-line", "lines that mean the same thing, the median place all along them"),
    KEYPOINT_MEDIAN(
            Question.Keypoints.class,
            "keypoint-median",
            "bodies that mean the same thing, the median place of each point that more than half mark"),
    KEYFRAME_MEDIAN(
            Question.Tracks.class,
            "keyframe-median",
            "tracks that mean the same thing, the median of each side of the box at each keyframe");

    private final Class<? extends Question.Structured> question;
    private final String key;
    private final String meaning;

    FusionMethod(Class<? extends Question.Structured> question, String key, String meaning) {
        this.question = question;
        this.key = key;
        this.meaning = meaning;
    }

    public String key() {
        return key;
    }

    /** What it does, in half a sentence. */
    public String meaning() {
        return meaning;
    }

    /** Those of a kind, its default first. */
    public static List<FusionMethod> of(Question.Structured question) {
        return Arrays.stream(values())
                .filter(method -> method.question.isInstance(question))
                .toList();
    }
}
