package dev.cupel.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Answer.Chosen;
import dev.cupel.engine.answer.Answer.ChosenSet;
import dev.cupel.engine.answer.Answer.Numeric;
import dev.cupel.engine.answer.Answer.Written;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Verdict;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Box;
import dev.cupel.engine.answer.Region.Segment;
import dev.cupel.engine.answer.Region.Span;
import dev.cupel.engine.answer.Region.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class LikenessTest {
    private static final Common Q = Common.of("q");
    private static final List<Option> ABC = List.of(Option.of("a"), Option.of("b"), Option.of("c"));
    private static final Question CHOICE = new Question.Choice(Q, ABC);
    private static final Question SCALE = new Question.Choice(Q, ABC, true);
    private static final Question SETS = new Question.Choices(Q, ABC);
    private static final Question RATING = new Question.Rating(Q, 1, 5, 1, "", "");
    private static final Question NUMBER =
            new Question.Quantity(Q, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), "");
    private static final Question TEXT = new Question.Text(Q);
    private static final Question SPANS = new Question.Spans(Q, Marks.ANY);
    private static final Question BOXES = new Question.Boxes(Q, Marks.ANY);
    private static final Question SEGMENTS = new Question.Segments(Q, Marks.ANY);
    private static final Question BETTER = new Question.Preference(Q, "x", "y", true, true, 3);

    /** Two answers to one question. */
    record Two(Question question, Answer a, Answer b) {}

    private static <A extends Answer> Arbitrary<Two> two(Question question, Arbitrary<A> answers) {
        return Combinators.combine(answers, answers).as((a, b) -> new Two(question, a, b));
    }

    @Provide
    Arbitrary<Two> pairs() {
        Arbitrary<Chosen> chosen = Arbitraries.of("a", "b", "c").map(Chosen::new);
        Arbitrary<Numeric> numbers = Arbitraries.doubles().between(-1e6, 1e6).map(Numeric::new);
        Arbitrary<Answer.Spans> spans = Combinators.combine(
                        Arbitraries.of("PER", "LOC"),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.integers().between(1, 10))
                .as((label, begin, length) -> Span.of(label, begin, begin + length))
                .list()
                .ofMaxSize(4)
                .map(Answer.Spans::new);
        Arbitrary<Answer.Boxes> boxes = Arbitraries.integers()
                .between(1, 9)
                .map(n -> new Box(Tag.of(n % 2 == 0 ? "car" : "bus"), n, n, n, 2 * n, 0))
                .list()
                .ofMaxSize(3)
                .map(Answer.Boxes::new);
        Arbitrary<Answer.Segments> segments = Arbitraries.integers()
                .between(0, 9)
                .map(n -> new Segment(Tag.of("speech"), n, n + 1.5))
                .list()
                .ofMaxSize(3)
                .map(Answer.Segments::new);
        return Arbitraries.oneOf(
                two(CHOICE, chosen),
                two(SCALE, chosen),
                two(SETS, Arbitraries.of("a", "b", "c").set().map(ChosenSet::new)),
                two(RATING, Arbitraries.integers().between(1, 5).map(Numeric::new)),
                two(NUMBER, numbers),
                two(
                        TEXT,
                        Arbitraries.strings().withChars("ab .ß漢").ofMaxLength(9).map(Written::new)),
                two(SPANS, spans),
                two(BOXES, boxes),
                two(SEGMENTS, segments),
                two(
                        new Question.Polygons(Q, Marks.ANY),
                        shapes(3)
                                .map(all -> new Answer.Polygons(all.stream()
                                        .map(points -> new Region.Polygon(Tag.of("lake"), points, List.of()))
                                        .toList()))),
                two(
                        new Question.Polylines(Q, Marks.ANY),
                        shapes(2)
                                .map(all -> new Answer.Polylines(all.stream()
                                        .map(points -> new Region.Polyline(Tag.of("lane"), points))
                                        .toList()))),
                two(
                        new Question.Keypoints(Q, Marks.ANY, Question.Skeleton.ANY),
                        shapes(2)
                                .map(all -> new Answer.Keypoints(
                                        all.stream().map(LikenessTest::eyes).toList()))),
                two(new Question.Tracks(Q, Marks.ANY), shapes(2).map(LikenessTest::tracks)),
                two(BETTER, Arbitraries.of(Verdict.class).map(LikenessTest::preferred)));
    }

    /** Up to three lists of points that enclose something, or lead somewhere. */
    private static Arbitrary<List<List<Region.Point>>> shapes(int points) {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(1, 9))
                .as((at, size) -> List.of(
                                new Region.Point(at, at),
                                new Region.Point(at + size, at),
                                new Region.Point(at, at + 2.0 * size))
                        .subList(0, points))
                .list()
                .ofMaxSize(3);
    }

    private static Region.Keypoints eyes(List<Region.Point> points) {
        return new Region.Keypoints(
                Tag.of("person"),
                Map.of(
                        points.getFirst().x() < 5 ? "nose" : "chin",
                        new Region.Keypoint(points.getFirst(), Region.Visibility.VISIBLE),
                        "left_eye",
                        new Region.Keypoint(points.getLast(), Region.Visibility.HIDDEN)));
    }

    private static Answer.Tracks tracks(List<List<Region.Point>> shapes) {
        return new Answer.Tracks(
                new Answer.TimeBase(1, shapes.size() < 3 ? 25 : 30),
                shapes.stream()
                        .map(points -> new Region.Track(
                                Tag.of("car"),
                                List.of(
                                        new Region.Keyframe(
                                                (int) points.getFirst().x(),
                                                points.getFirst().x(),
                                                0,
                                                5,
                                                5,
                                                Optional.empty(),
                                                Optional.empty()),
                                        new Region.Keyframe(
                                                20,
                                                points.getLast().x(),
                                                points.getLast().y(),
                                                5,
                                                4,
                                                Optional.empty(),
                                                Optional.of(true)))))
                        .toList());
    }

    private static Answer.Preferred preferred(Verdict verdict) {
        return new Answer.Preferred(verdict, OptionalInt.of(1), Optional.empty());
    }

    @Property
    void distancesAreSymmetricInTheUnitRangeAndNothingForTheSameAnswer(@ForAll("pairs") Two two) {
        double there = Likeness.distance(two.question(), two.a(), two.b());
        assertThat(there).isBetween(0.0, 1.0).isEqualTo(Likeness.distance(two.question(), two.b(), two.a()));
        assertThat(Likeness.distance(two.question(), two.a(), two.a())).isZero();
        assertThat(Likeness.right(two.question(), two.a(), two.a())).isTrue();
    }

    @Test
    void eachKindHasItsDistance() {
        assertThat(Likeness.distance(CHOICE, new Chosen("a"), new Chosen("b"))).isEqualTo(1);
        assertThat(Likeness.distance(SCALE, new Chosen("a"), new Chosen("b"))).isEqualTo(0.5);
        assertThat(Likeness.distance(SETS, new ChosenSet(Set.of("a", "b")), new ChosenSet(Set.of("a"))))
                .as("MASI: 1 - 1/2 * 2/3")
                .isCloseTo(2 / 3.0, within(1e-12));
        assertThat(Likeness.distance(RATING, new Numeric(2), new Numeric(3))).isEqualTo(0.25);
        assertThat(Likeness.distance(NUMBER, new Numeric(80), new Numeric(100))).isEqualTo(0.2);
        assertThat(Likeness.distance(TEXT, new Written("The cat sat."), new Written("the bat sat")))
                .isCloseTo(1 / 3.0, within(1e-12));
        Answer.Spans anna = new Answer.Spans(List.of(Span.of("PER", 0, 4)));
        assertThat(Likeness.distance(SPANS, anna, new Answer.Spans(List.of(Span.of("PER", 0, 8)))))
                .as("Dice of 4 and 8 positions, 4 shared")
                .isCloseTo(1 - 8 / 12.0, within(1e-12));
        assertThat(Likeness.distance(SPANS, anna, new Answer.Spans(List.of(Span.of("LOC", 0, 4)))))
                .isEqualTo(1);
        assertThat(Likeness.distance(SPANS, new Answer.Spans(List.of()), new Answer.Spans(List.of())))
                .isZero();
    }

    @Test
    void whatIsPickedOrCountedMustBeTheSameAndWhatIsWrittenOrDrawnNearlySo() {
        assertThat(Likeness.right(SCALE, new Chosen("a"), new Chosen("b"))).isFalse();
        assertThat(Likeness.right(NUMBER, new Numeric(0.1 + 0.2), new Numeric(0.3)))
                .isTrue();
        assertThat(Likeness.right(NUMBER, new Numeric(30), new Numeric(31))).isFalse();
        assertThat(Likeness.right(TEXT, new Written("Yes!"), new Written("yes")))
                .isTrue();
        assertThat(Likeness.right(TEXT, new Written("?"), new Written("!"))).isFalse();
        Answer.Spans nine = new Answer.Spans(List.of(Span.of("PER", 0, 9)));
        assertThat(Likeness.right(SPANS, nine, new Answer.Spans(List.of(Span.of("PER", 0, 10)))))
                .isTrue();
        assertThat(Likeness.right(SPANS, nine, new Answer.Spans(List.of(Span.of("PER", 4, 9)))))
                .isFalse();
    }

    @Test
    void anAnswerToAnotherKindOfQuestionIsNeverRight() {
        assertThatThrownBy(() -> Likeness.right(CHOICE, new Numeric(1), new Chosen("a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
