package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.MatchedAgreement.Similarity;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.structured.Line;
import dev.cupel.engine.structured.Outline;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Track;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * How answers to a question of matched regions are compared, whatever the regions are: which form statistics give them, and how alike
 * two of them are. The one-to-one matching is that of {@link MatchedAgreement}.
 *
 * @param <R> a region as statistics know it
 */
public final class MatchedRegions<R> {
    /** Regions of two answers are the same thing if they are at least so alike. */
    public static final double SAME_THING = 0.5;

    private final Kind kind;
    private final Function<Answer.Structured, List<R>> content;
    private final ToIntFunction<R> label;
    private final Similarity<R> similarity;

    /** What says how alike two regions are. Keys are stable: reports and files carry them. */
    public enum Kind {
        IOU("IoU", "f1_iou50", "mean_iou", "half overlap"),
        FRECHET("Fréchet similarity", "f1_frechet50", "mean_frechet_similarity", "half similarity"),
        OKS("OKS", "f1_oks50", "mean_oks", "half similarity");

        private final String title;
        private final String f1Key;
        private final String meanKey;
        private final String half;

        Kind(String title, String f1Key, String meanKey, String half) {
            this.title = title;
            this.f1Key = f1Key;
            this.meanKey = meanKey;
            this.half = half;
        }

        /** As it stands behind "mean". */
        public String title() {
            return title;
        }

        /** Of F1 from {@link #SAME_THING} on. */
        public String f1Key() {
            return f1Key;
        }

        /** Of the mean over partners, regions without one counting 0. */
        public String meanKey() {
            return meanKey;
        }

        /** {@link #SAME_THING} in words. */
        public String half() {
            return half;
        }
    }

    private MatchedRegions(
            Kind kind, Function<Answer.Structured, List<R>> content, ToIntFunction<R> label, Similarity<R> similarity) {
        this.kind = kind;
        this.content = content;
        this.label = label;
        this.similarity = similarity;
    }

    /** @param index of all answers that will be compared */
    public static MatchedRegions<?> of(Question.Matched question, RegionIndex index) {
        return switch (question) {
            case Question.Boxes q ->
                new MatchedRegions<>(Kind.IOU, a -> index.boxes((Answer.Boxes) a), Box::label, Box::iou);
            case Question.Segments q ->
                new MatchedRegions<>(Kind.IOU, a -> index.segments((Answer.Segments) a), Segment::label, Segment::iou);
            case Question.Polygons q ->
                new MatchedRegions<>(Kind.IOU, a -> index.outlines((Answer.Polygons) a), Outline::label, Outline::iou);
            case Question.Polylines q ->
                new MatchedRegions<>(
                        Kind.FRECHET, a -> index.lines((Answer.Polylines) a), Line::label, Line::similarity);
            case Question.Keypoints q ->
                new MatchedRegions<>(
                        Kind.OKS,
                        a -> index.keypoints((Answer.Keypoints) a),
                        Keypoints::label,
                        index.oks(q.skeleton()));
            case Question.Tracks q ->
                new MatchedRegions<>(Kind.IOU, a -> index.tracks((Answer.Tracks) a), Track::label, Track::similarity);
        };
    }

    /** Whether it is an answer to the question. */
    static boolean takes(Question.Matched question, Answer answer) {
        return switch (question) {
            case Question.Boxes q -> answer instanceof Answer.Boxes;
            case Question.Segments q -> answer instanceof Answer.Segments;
            case Question.Polygons q -> answer instanceof Answer.Polygons;
            case Question.Polylines q -> answer instanceof Answer.Polylines;
            case Question.Keypoints q -> answer instanceof Answer.Keypoints;
            case Question.Tracks q -> answer instanceof Answer.Tracks;
        };
    }

    public Kind kind() {
        return kind;
    }

    /** @param items per item the answers to it */
    public MatchedAgreement agreement(List<List<Answer.Structured>> items, Bootstrap.Options bootstrap) {
        return MatchedAgreement.of(contents(items), similarity, SAME_THING, bootstrap);
    }

    /** Agreement on the regions of one label alone, without an interval, and how many there are in all. */
    public record OfLabel(int regions, MatchedAgreement agreement) {}

    /** By number of the label. */
    public Map<Integer, OfLabel> byLabel(List<List<Answer.Structured>> items) {
        List<List<List<R>>> all = contents(items);
        Map<Integer, Integer> counts = new TreeMap<>();
        all.forEach(item -> item.forEach(
                answer -> answer.forEach(region -> counts.merge(label.applyAsInt(region), 1, Integer::sum))));
        Map<Integer, OfLabel> byLabel = new TreeMap<>();
        counts.forEach((number, count) -> byLabel.put(
                number,
                new OfLabel(
                        count,
                        MatchedAgreement.of(
                                all.stream()
                                        .map(item -> item.stream()
                                                .map(answer -> answer.stream()
                                                        .filter(region -> label.applyAsInt(region) == number)
                                                        .toList())
                                                .toList())
                                        .toList(),
                                similarity,
                                SAME_THING,
                                Bootstrap.Options.NONE))));
        return byLabel;
    }

    private List<List<List<R>>> contents(List<List<Answer.Structured>> items) {
        return items.stream().map(item -> item.stream().map(content).toList()).toList();
    }

    /** @param threshold least similarity of partners, above 0 */
    public MatchedAgreement.Matching match(Answer.Structured a, Answer.Structured b, double threshold) {
        return MatchedAgreement.match(content.apply(a), content.apply(b), similarity, threshold);
    }

    /** One minus the similarities of partners over the larger number of regions. */
    double distance(Answer.Structured a, Answer.Structured b) {
        int most = Math.max(a.regions().size(), b.regions().size());
        return most == 0 ? 0 : 1 - match(a, b, 0).total() / most;
    }
}
