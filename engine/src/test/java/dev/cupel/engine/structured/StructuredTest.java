package dev.cupel.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StructuredTest {
    /** One task; the worker of each answer is its position. */
    @SafeVarargs
    private static <T> Answers<T> answers(T... values) {
        List<Answer<T>> answers = new ArrayList<>();
        for (T value : values) {
            answers.add(new Answer<>(answers.size(), value));
        }
        return Answers.of(values.length, List.of(answers));
    }

    private static String text(Answers<String> answers, Texts.Options options) {
        return Texts.estimate(answers, options).text(0).orElseThrow().text();
    }

    @Test
    void roverJoinsTheRightPartsOfDifferentAnswers() {
        Answers<String> answers =
                answers("the cat sat on mat", "the bat sat on the mat", "the cat sad on the mat", "cat sat on the mat");
        assertThat(text(answers, Texts.Options.DEFAULTS)).isEqualTo("the cat sat on the mat");
        assertThat(text(answers, Texts.Options.DEFAULTS.withMethod(Texts.Method.MEDOID)))
                .isIn("the cat sat on mat", "the bat sat on the mat", "the cat sad on the mat", "cat sat on the mat");
    }

    @Test
    void wordsAreComparedWithoutCaseAndPunctuationAndWrittenAsMostDo() {
        Answers<String> answers = answers("Hello, world.", "hello, world", "Hello, World.", "Hello, world.");
        assertThat(text(answers, Texts.Options.DEFAULTS)).isEqualTo("Hello, world.");
        assertThat(text(answers, Texts.Options.DEFAULTS.withFold(false))).isEqualTo("Hello, world.");
    }

    @Test
    void codesAreVotedOnCharacterByCharacter() {
        assertThat(text(
                        answers("AB-12\uD83D\uDE00", "A8-12\uD83D\uDE00", "AB-1Z\uD83D\uDE00"),
                        Texts.Options.DEFAULTS.withUnit(Texts.Unit.CHARACTERS).withFold(false)))
                .isEqualTo("AB-12\uD83D\uDE00");
    }

    @Test
    void aWorkerWhoAgreesElsewhereOutweighsOneWhoDoesNot() {
        List<List<Answer<String>>> tasks = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            tasks.add(List.of(
                    new Answer<>(0, "red green blue"),
                    new Answer<>(1, "something else here"),
                    new Answer<>(2, "red green blue")));
        }
        tasks.add(List.of(new Answer<>(0, "one two three"), new Answer<>(1, "one too three")));
        Texts texts = Texts.estimate(Answers.of(3, tasks));
        assertThat(texts.workerAgreement(0)).isGreaterThan(texts.workerAgreement(1));
        assertThat(texts.text(8).orElseThrow().text()).isEqualTo("one two three");
        assertThat(texts.explain(8).contributions().getFirst().similarity()).isLessThan(1);
        assertThat(texts.explain(8).summary()).contains("2 answers").contains("1 say exactly this");
    }

    /** However good somebody was elsewhere, two who say the same against them are more. */
    @Test
    void nobodyOutweighsTwoWhoAgree() {
        List<List<Answer<String>>> tasks = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            tasks.add(List.of(
                    new Answer<>(0, "red green blue"),
                    new Answer<>(1, "something else here " + t),
                    new Answer<>(2, "nothing like it " + t + t),
                    new Answer<>(3, "red green blue")));
        }
        tasks.add(List.of(
                new Answer<>(0, "seven eight nine"),
                new Answer<>(1, "one two three"),
                new Answer<>(2, "one two three")));
        for (Texts.Method method : Texts.Method.values()) {
            Texts texts = Texts.estimate(
                    Answers.of(4, tasks),
                    Texts.Options.DEFAULTS.withMethod(method).withSharpness(20));
            assertThat(texts.text(30).orElseThrow().text()).as(method.name()).isEqualTo("one two three");
        }
    }

    @Test
    void aTaskWithoutAnswersHasNoTextAndAWarning() {
        Texts texts = Texts.estimate(Answers.of(1, List.of(List.of(), List.of(new Answer<>(0, "a")))));
        assertThat(texts.text(0)).isEmpty();
        assertThat(texts.explain(0).contributions()).isEmpty();
        assertThat(texts.evidence().warnings()).anyMatch(warning -> warning.contains("1 of 2 tasks has no answers"));
    }

    @Test
    void wordErrorRateCountsEditsPerWordOfTheReference() {
        assertThat(EditDistance.wordErrorRate("a b x d", "a b c d e")).isCloseTo(0.4, within(1e-12));
        assertThat(EditDistance.wordErrorRate("", "a b")).isEqualTo(1);
        assertThat(EditDistance.wordErrorRate("", " ")).isZero();
        assertThat(EditDistance.of("kitten".chars().toArray(), "sitting".chars().toArray()))
                .isEqualTo(3);
    }

    @Test
    void anAnnotatorWhoSeldomMarksDoesNotVoteASpanDown() {
        // Two careful annotators find every entity; two careless ones find the first only. Nobody invents any.
        List<List<Answer<List<Span>>>> tasks = new ArrayList<>();
        for (int t = 0; t < 12; t++) {
            List<Span> all = List.of(new Span(0, 2, 4), new Span(1, 10, 11 + t % 3));
            List<Span> few = List.of(new Span(0, 2, 4));
            tasks.add(List.of(
                    new Answer<>(0, all),
                    new Answer<>(1, all),
                    new Answer<>(2, t < 6 ? few : all),
                    new Answer<>(3, few),
                    new Answer<>(4, few)));
        }
        int[] lengths = new int[12];
        java.util.Arrays.fill(lengths, 30);
        Answers<List<Span>> answers = Answers.of(5, tasks);
        assertThat(Spans.estimate(lengths, answers, Spans.Options.DEFAULTS.withMethod(Spans.Method.PLURALITY))
                        .spans(0))
                .hasSize(1);
        Spans spans = Spans.estimate(lengths, answers, Spans.Options.DEFAULTS.withPseudoVotes(1));
        assertThat(spans.spans(0).stream().map(Spans.Found::span))
                .containsExactly(new Span(0, 2, 4), new Span(1, 10, 11));
        assertThat(spans.spans(0).get(1).exactly()).isEqualTo(2);
        assertThat(spans.explain(0).summary()).contains("2 spans from 5 annotators");
    }

    @Test
    void overlappingSpansOfOneAnnotatorAreCutAndReported() {
        Spans spans = Spans.estimate(new int[] {9}, answers(List.of(new Span(0, 1, 5), new Span(1, 3, 8))));
        assertThat(spans.spans(0).stream().map(Spans.Found::span))
                .containsExactly(new Span(0, 1, 5), new Span(1, 5, 8));
        assertThat(spans.evidence().warnings()).anyMatch(warning -> warning.startsWith("1 spans overlap"));
    }

    @Test
    void spansOutsideTheTextAreRefusedByPlace() {
        assertThatThrownBy(() -> Spans.estimate(new int[] {4}, answers(List.of(new Span(0, 2, 5)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("task 0, worker 0")
                .hasMessageContaining("[2, 5)");
        assertThatThrownBy(() -> Spans.estimate(new int[0], answers(List.of(new Span(0, 2, 5)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lengths");
    }

    @Test
    void theMedianOfBoxesIgnoresOneCarelessAnnotator() {
        Clusters<Box> boxes = Boxes.estimate(
                answers(
                        List.of(new Box(0, 10, 10, 20, 20)),
                        List.of(new Box(0, 11, 9, 20, 22)),
                        List.of(new Box(0, 8, 10, 30, 24), new Box(0, 90, 90, 5, 5))),
                Boxes.Options.DEFAULTS.withFusion(Boxes.Fusion.MEDIAN));
        assertThat(boxes.regions(0)).containsExactly(new Box(0, 10, 10, 21, 21));
        assertThat(boxes.clusters(0)).hasSize(2);
        assertThat(boxes.clusters(0).get(1).kept()).isFalse();
        assertThat(boxes.explain(0).summary()).contains("drawn by 1 and dropped");
    }

    @Test
    void twoBoxesOfOneAnnotatorStayTwoHoweverMuchTheyOverlap() {
        List<Box> pair = List.of(new Box(0, 0, 0, 10, 10), new Box(0, 1, 0, 10, 10));
        assertThat(Boxes.estimate(answers(pair, pair, pair)).regions(0)).containsExactlyElementsOf(pair);
    }

    @Test
    void boxesOfDifferentLabelsAreDifferentThings() {
        Clusters<Box> boxes = Boxes.estimate(answers(
                List.of(new Box(0, 0, 0, 10, 10)),
                List.of(new Box(1, 0, 0, 10, 10)),
                List.of(new Box(1, 0, 0, 10, 10))));
        assertThat(boxes.regions(0)).containsExactly(new Box(1, 0, 0, 10, 10));
    }

    @Test
    void boxesWithoutExtentAreRefused() {
        assertThatThrownBy(() -> Boxes.estimate(answers(List.of(new Box(0, 0, 0, Double.NaN, 1)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("task 0, worker 0");
    }

    /** The two-by-two table of one pattern, by hand: m annotators who agree leave sensitivity and specificity near 1. */
    @Test
    void stapleTrustsTheAnnotatorsWhoAgree() {
        Mask good = Mask.ofRows(10, 10, new int[] {20, 30});
        Mask sloppy = Mask.ofRows(10, 10, new int[] {5, 80});
        Masks masks = Masks.estimate(
                answers(good, good, good, sloppy), Masks.Options.DEFAULTS.withMethod(Masks.Method.STAPLE));
        Masks.Fused fused = masks.mask(0).orElseThrow();
        assertThat(fused.mask()).isEqualTo(good);
        assertThat(fused.converged()).isTrue();
        Masks.Rater worst = fused.raters().stream()
                .filter(rater -> rater.worker() == 3)
                .findFirst()
                .orElseThrow();
        assertThat(worst.sensitivity()).isGreaterThan(0.99);
        assertThat(worst.specificity()).isLessThan(0.05);
        assertThat(fused.raters().stream().filter(rater -> rater.worker() != 3))
                .allSatisfy(rater -> assertThat(rater.specificity()).isGreaterThan(0.95));
    }

    @Test
    void masksOfOnePictureHaveOneSize() {
        assertThatThrownBy(() -> Masks.estimate(answers(Mask.empty(3, 4), Mask.empty(4, 3))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 x 4 and 4 x 3");
        assertThatThrownBy(() -> Mask.ofRows(3, 2, new int[] {4, 3}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("counts[1]");
    }

    @Test
    void cocoCountsColumnByColumn() {
        // x x .
        // . x .
        assertThat(Mask.of(RunLengths.of(3, 2, 0, 1, 1, 2)).toRows()).containsExactly(0, 2, 2, 1, 1);
    }

    @Test
    void segmentEndsAreMediansAndShortGapsCanBeFilled() {
        Answers<List<Segment>> answers = answers(
                List.of(new Segment(0, 1.0, 4.0)),
                List.of(new Segment(0, 1.5, 3.0), new Segment(0, 3.2, 5.0)),
                List.of(new Segment(0, 0.5, 2.9), new Segment(0, 3.3, 4.5)));
        assertThat(Segments.estimate(answers).segments(0).stream().map(Segments.Voted::segment))
                .containsExactly(new Segment(0, 1.0, 3.0), new Segment(0, 3.2, 4.5));
        List<Segments.Voted> filled = Segments.estimate(
                        answers,
                        Segments.Options.DEFAULTS.withFillGapSeconds(0.25).withLeastSeconds(1))
                .segments(0);
        assertThat(filled.stream().map(Segments.Voted::segment)).containsExactly(new Segment(0, 1.0, 4.5));
        assertThat(filled.getFirst().support()).isBetween(0.5, 1.0);
        assertThatThrownBy(() -> Segments.estimate(answers(List.of(new Segment(0, 2, 2)))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("does not end after it begins");
    }

    @Test
    void answersNeedAWorkerInRangeAndAtLeastOneAnswer() {
        assertThatThrownBy(() -> Answers.of(1, List.of(List.of(new Answer<>(1, "a")))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("task 0, answer 0");
        assertThatThrownBy(() -> Answers.of(1, List.of(List.of())))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at least one answer");
        Answers<String> repeated = Answers.of(1, List.of(List.of(new Answer<>(0, "a"), new Answer<>(0, "b"))));
        assertThat(repeated.repeats()).isEqualTo(1);
        assertThat(Texts.estimate(repeated).evidence().warnings())
                .anyMatch(text -> text.contains("1 answer repeats a worker"));
    }
}
