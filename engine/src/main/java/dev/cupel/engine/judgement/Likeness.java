package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.SetVotes;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.structured.EditDistance;
import dev.cupel.engine.structured.Line;
import dev.cupel.engine.structured.Mask;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Texts;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How far two answers to one question are apart, and whether an answer counts as right beside a verified one.
 *
 * <p>Distances lie in [0, 1], are symmetric, and 0 for answers that say the same:
 *
 * <ul>
 *   <li>choice, preference: 0 or 1; an ordered choice: places between the two over those between the ends
 *   <li>choices: MASI (Passonneau, LREC 2006)
 *   <li>rating: difference over the length of the scale; number: over the range where the question states one, otherwise over
 *       the larger of the two
 *   <li>text: edits of words over those of the longer one, case and punctuation aside
 *   <li>spans: one minus twice the positions both cover with one label over those that each covers (Dice)
 *   <li>boxes, segments, polygons, polylines, keypoints, tracks: one minus the similarities of partners with one label over the larger
 *       number of regions. Alike are boxes, segments and polygons by how they overlap (IoU), polylines by their discrete
 *       Fréchet distance ({@link Line#similarity}), keypoints by object keypoint similarity (OKS), tracks by the mean IoU of their
 *       boxes over the frames on which either is in sight; tracks of another time base have nothing in common
 *   <li>masks: one minus IoU
 * </ul>
 */
public final class Likeness {
    /** Numbers that differ by rounding alone are equal. */
    private static final double SAME_NUMBER = 1e-9;

    private Likeness() {}

    /**
     * Up to which distance from the verified answer an answer is right. What is picked or typed as a number is right or
     * wrong; what is written or drawn need not be the same to the letter or the pixel.
     */
    public static double tolerance(Question question) {
        return switch (question) {
            case Question.Closed closed -> 0;
            case Question.Text text -> 0.1;
            case Question.Spans spans -> 0.2;
            case Question.Boxes boxes -> 0.25;
            case Question.Masks masks -> 0.2;
            case Question.Segments segments -> 0.25;
            case Question.Polygons polygons -> 0.25;
            case Question.Polylines polylines -> 0.25;
            case Question.Keypoints keypoints -> 0.25;
            case Question.Tracks tracks -> 0.25;
        };
    }

    /** Whether an answer is right where {@code verified} is known to be. */
    public static boolean right(Question question, Answer given, Answer verified) {
        return distance(question, given, verified) <= tolerance(question) + 1e-12;
    }

    /** @throws IllegalArgumentException if one of them is no answer to the question */
    public static double distance(Question question, Answer a, Answer b) {
        return switch (question) {
            case Question.Choice choice
            when a instanceof Answer.Chosen one && b instanceof Answer.Chosen other ->
                chosen(choice, one.option(), other.option());
            case Question.Choices choices
            when a instanceof Answer.ChosenSet one && b instanceof Answer.ChosenSet other ->
                sets(one.options(), other.options());
            case Question.Rating rating
            when a instanceof Answer.Numeric one && b instanceof Answer.Numeric other ->
                Math.min(1, numbers(one.value(), other.value(), OptionalDouble.of(rating.max() - rating.min())));
            case Question.Quantity quantity
            when a instanceof Answer.Numeric one && b instanceof Answer.Numeric other ->
                Math.min(1, numbers(one.value(), other.value(), range(quantity)));
            case Question.Preference preference
            when a instanceof Answer.Preferred one && b instanceof Answer.Preferred other ->
                one.choice() == other.choice() ? 0 : 1;
            case Question.Text text
            when a instanceof Answer.Written one && b instanceof Answer.Written other ->
                texts(one.text(), other.text());
            case Question.Spans spans
            when a instanceof Answer.Spans one && b instanceof Answer.Spans other -> spans(one, other);
            case Question.Matched regions
            when MatchedRegions.takes(regions, a)
                    && MatchedRegions.takes(regions, b)
                    && a instanceof Answer.Structured one
                    && b instanceof Answer.Structured other ->
                MatchedRegions.of(regions, RegionIndex.of(List.of(one, other))).distance(one, other);
            case Question.Masks masks
            when a instanceof Answer.Masks one && b instanceof Answer.Masks other -> masks(one, other);
            case Question.Choice q -> throw foreign(q, a, b);
            case Question.Choices q -> throw foreign(q, a, b);
            case Question.Rating q -> throw foreign(q, a, b);
            case Question.Quantity q -> throw foreign(q, a, b);
            case Question.Preference q -> throw foreign(q, a, b);
            case Question.Text q -> throw foreign(q, a, b);
            case Question.Spans q -> throw foreign(q, a, b);
            case Question.Masks q -> throw foreign(q, a, b);
            case Question.Matched q -> throw foreign(q, a, b);
        };
    }

    private static IllegalArgumentException foreign(Question question, Answer a, Answer b) {
        return new IllegalArgumentException(a + " and " + b + " are no answers to " + question.id());
    }

    private static double chosen(Question.Choice question, String a, String b) {
        if (a.equals(b)) {
            return 0;
        }
        List<String> options =
                question.options().stream().map(Question.Option::id).toList();
        int placeA = options.indexOf(a);
        int placeB = options.indexOf(b);
        return question.ordered() && placeA >= 0 && placeB >= 0
                ? (double) Math.abs(placeA - placeB) / (options.size() - 1)
                : 1;
    }

    private static double sets(Set<String> a, Set<String> b) {
        Map<String, Integer> numbers = new HashMap<>();
        BitSet one = new BitSet();
        a.forEach(option -> one.set(numbers.computeIfAbsent(option, o -> numbers.size())));
        BitSet other = new BitSet();
        b.forEach(option -> other.set(numbers.computeIfAbsent(option, o -> numbers.size())));
        return SetVotes.masiDistance(one, other);
    }

    private static OptionalDouble range(Question.Quantity question) {
        return question.min().isPresent()
                        && question.max().isPresent()
                        && question.max().getAsDouble() > question.min().getAsDouble()
                ? OptionalDouble.of(
                        question.max().getAsDouble() - question.min().getAsDouble())
                : OptionalDouble.empty();
    }

    private static double numbers(double a, double b, OptionalDouble range) {
        double apart = Math.abs(a - b);
        double larger = Math.max(Math.abs(a), Math.abs(b));
        return apart <= SAME_NUMBER * larger ? 0 : apart / range.orElse(larger);
    }

    private static double texts(String a, String b) {
        String one = Texts.comparable(a);
        String other = Texts.comparable(b);
        if (one.isEmpty() && other.isEmpty()) {
            return a.strip().equals(b.strip()) ? 0 : 1; // signs alone are all there is to compare
        }
        return EditDistance.ofWords(one, other);
    }

    private static double spans(Answer.Spans a, Answer.Spans b) {
        Map<String, BitSet> inA = covered(a);
        Map<String, BitSet> inB = covered(b);
        long both = 0;
        long all = 0;
        for (BitSet positions : inB.values()) {
            all += positions.cardinality();
        }
        for (Map.Entry<String, BitSet> label : inA.entrySet()) {
            all += label.getValue().cardinality();
            BitSet shared = (BitSet) label.getValue().clone();
            shared.and(inB.getOrDefault(label.getKey(), new BitSet()));
            both += shared.cardinality();
        }
        return all == 0 ? 0 : 1 - 2.0 * both / all;
    }

    private static Map<String, BitSet> covered(Answer.Spans answer) {
        Map<String, BitSet> covered = new HashMap<>();
        for (Region.Span span : answer.regions()) {
            BitSet positions = covered.computeIfAbsent(span.tag().label(), label -> new BitSet());
            span.parts().forEach(part -> positions.set(part.begin(), part.end()));
        }
        return covered;
    }

    private static double masks(Answer.Masks a, Answer.Masks b) {
        if (a.regions().size() != 1 || b.regions().size() != 1) {
            return a.regions().isEmpty() && b.regions().isEmpty() ? 0 : 1;
        }
        Mask one = RegionIndex.mask(a);
        Mask other = RegionIndex.mask(b);
        return one.width() == other.width() && one.height() == other.height() ? 1 - Mask.iou(one, other) : 1;
    }
}
