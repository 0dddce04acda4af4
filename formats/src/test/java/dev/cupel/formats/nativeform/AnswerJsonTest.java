package dev.cupel.formats.nativeform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Origin;
import dev.cupel.engine.answer.Region.Spot;
import dev.cupel.engine.answer.Region.Stretch;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.answer.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class AnswerJsonTest {
    private static final List<Option> OPTIONS = List.of(Option.of("a"), Option.of("b"));
    private static final Question SURE = new Question.Choice(Common.of("sure"), OPTIONS);
    private static final Question SAID = new Question.Text(Common.of("said"));
    private static final Marks MARKS = new Marks("text", OPTIONS, List.of(SURE, SAID));
    private static final Map<String, Question> QUESTIONS = Map.ofEntries(
            Map.entry("choice", new Question.Choice(Common.of("q"), OPTIONS)),
            Map.entry("choices", new Question.Choices(Common.of("q"), OPTIONS)),
            Map.entry("rating", new Question.Rating(Common.of("q"), 1, 5, 1, "", "")),
            Map.entry(
                    "number",
                    new Question.Quantity(
                            Common.of("q"),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            "")),
            Map.entry("preference", new Question.Preference(Common.of("q"), "a", "b", true, true, 3)),
            Map.entry("text", new Question.Text(Common.of("q"))),
            Map.entry("spans", new Question.Spans(Common.of("q"), MARKS)),
            Map.entry("boxes", new Question.Boxes(Common.of("q"), MARKS)),
            Map.entry("masks", new Question.Masks(Common.of("q"), MARKS, false)),
            Map.entry("mask", new Question.Masks(Common.of("q"), MARKS, true)),
            Map.entry("segments", new Question.Segments(Common.of("q"), MARKS)),
            Map.entry("polygons", new Question.Polygons(Common.of("q"), MARKS)),
            Map.entry("polylines", new Question.Polylines(Common.of("q"), MARKS)),
            Map.entry("keypoints", new Question.Keypoints(Common.of("q"), MARKS, Skeleton.COCO_PERSON)),
            Map.entry("tracks", new Question.Tracks(Common.of("q"), MARKS)));

    private final FindingList findings = new FindingList();

    private @Nullable Answer read(String kind, String json) {
        Question question = QUESTIONS.get(kind);
        return question == null
                ? null
                : new AnswerJson(findings).read(question, JsonMapper.shared().readTree(json), "answers.q");
    }

    // ---------------------------------------------------------------- read by the question, never by shape

    /** What fits a question's form is read; what would fit another question's form is a finding, whatever it looks like. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "choice | 4 | one option is wanted, not 4",
                "choice | [\"a\"] | one option is wanted, not [\"a\"]",
                "choices | \"a\" | a list of options is wanted, not \"a\"",
                "choices | [\"a\", 1] | a list of options is wanted",
                "choices | [[\"a\"]] | a list of options is wanted",
                "rating | \"4\" | a number is wanted, not \"4\"",
                "rating | [4] | a number is wanted",
                "number | \"4\" | a number is wanted",
                "preference | \"left\" | a preference is wanted, not \"left\"",
                "preference | {\"choice\": \"both\"} | is \"both\"",
                "preference | {\"choice\": \"tie\", \"strength\": 1.5} | is 1.5",
                "preference | {\"choice\": \"tie\", \"shown\": \"left\"} | is \"left\"",
                "preference | {} | is nothing",
                "text | 4 | a text is wanted, not 4",
                "text | [] | a text is wanted",
                "spans | \"a\" | a list of spans is wanted",
                "spans | {\"begin\": 0, \"end\": 1} | a list of spans is wanted",
                "spans | [{\"left\": 0, \"top\": 0, \"width\": 1, \"height\": 1}] | not one of the spans",
                "boxes | [{\"begin\": 0, \"end\": 1}] | not one of the boxes",
                "masks | {\"size\": [1, 1], \"counts\": [1]} | a list of masks is wanted",
                "segments | [7] | is 7, not one of the segments",
                "polygons | [{\"left\": 0, \"top\": 0, \"width\": 1, \"height\": 1}] | not one of the polygons",
                "polygons | [{\"points\": {\"nose\": [1, 2, 2]}}] | is {\"nose\":[1,2,2]}",
                "polylines | {\"points\": [[0, 0], [1, 1]]} | a list of polylines is wanted",
                "keypoints | [{\"points\": [[0, 0], [1, 1]]}] | is [[0,0],[1,1]]",
                "tracks | [] | tracks are wanted, not []",
                "tracks | {\"timeBase\": [1, 25], \"tracks\": {}} | a list of tracks is wanted"
            })
    void anAnswerOfAnotherKindIsAFinding(String kind, String json, String what) {
        assertThat(read(kind, json)).isNull();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).startsWith("answers.q");
            assertThat(finding.what()).contains(what);
            assertThat(finding.fix()).isNotBlank();
        });
    }

    @Test
    void aStringIsAnOptionOrATextAsTheQuestionSays() {
        assertThat(read("choice", "\"a\"")).isEqualTo(new Answer.Chosen("a"));
        assertThat(read("text", "\"a\"")).isEqualTo(new Answer.Written("a"));
    }

    @Test
    void anEmptyListOfRegionsIsAnAnswer() {
        assertThat(read("spans", "[]")).isEqualTo(new Answer.Spans(List.of()));
        assertThat(read("choices", "[]")).isEqualTo(new Answer.ChosenSet(java.util.Set.of()));
        assertThat(findings.isEmpty()).isTrue();
    }

    @Test
    void allThatIsWrongWithTheRegionsIsSaidAtOnceWithItsPlace() {
        assertThat(read("spans", """
                        [{"begin": 0}, {"begin": 3, "end": 1, "label": [1]}, {"begin": 0, "end": 2},
                         {"begin": 0, "end": 2, "origin": "robot", "turn": -1, "attributes": {"sure": 3}}]
                        """)).isNull();
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder(
                        "answers.q[0].end",
                        "answers.q[1]",
                        "answers.q[1].label",
                        "answers.q[3].origin",
                        "answers.q[3].turn",
                        "answers.q[3].attributes.sure");
    }

    @Test
    void aKeyThatIsNoPartOfTheFormIsNotLostWithoutAWord() {
        read("spans", "[{\"begin\": 0, \"end\": 2, \"mood\": 1, \"attributes\": {\"other\": 2}}]");
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactly("answers.q[0].mood", "answers.q[0].attributes.other");
    }

    @Test
    void partsStandInTheOrderOfTheTextAndApart() {
        assertThat(read("spans", "[{\"parts\": [{\"begin\": 0, \"end\": 2}, {\"begin\": 4, \"end\": 6}]}]"))
                .isEqualTo(new Answer.Spans(List.of(
                        new Region.Span(Tag.of(""), List.of(new Stretch(0, 2), new Stretch(4, 6)), Optional.empty()))));
        assertThat(read("spans", "[{\"parts\": [{\"begin\": 4, \"end\": 6}, {\"begin\": 0, \"end\": 5}]}]"))
                .isNull();
        assertThat(read("spans", "[{\"parts\": []}]")).isNull();
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactly("answers.q[0].parts[1]", "answers.q[0].parts");
    }

    /** Everything that is wrong with the new shapes, each finding with the place of what it is about. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "polygons | [{\"points\": [[0, 0], [1, 1]]}] | answers.q[0].points | has 2 points",
                "polygons | [{\"points\": []}] | answers.q[0].points | has no points",
                "polygons | [{\"holes\": []}] | answers.q[0].points | is missing",
                "polygons | [{\"points\": [[0, 0], [5, 5], [9, 9]]}] | answers.q[0].points | enclose no area",
                "polygons | [{\"points\": [[0, 0], [5, 0], [0, \"5\"]]}] | answers.q[0].points[2] | is [0,\"5\"]",
                "polygons | [{\"points\": [[0, 0], [5, 0], [0, 5, 1]]}] | answers.q[0].points[2] | is [0,5,1]",
                "polygons | [{\"points\": [[0, 0], [5, 0], [0, 1e999]]}] | answers.q[0].points[2] | is [0,",
                "polygons | [{\"points\": [[0, 0], [5, 0], [0, 1e12]]}] | answers.q[0].points[2] | is [0,",
                "polygons | [{\"points\": [[0, 0], [9, 0], [0, 9]], \"holes\": 4}] | answers.q[0].holes | is 4",
                "polygons | [{\"points\": [[0, 0], [9, 0], [0, 9]], \"holes\": [[[1, 1]]]}] | answers.q[0].holes[0] | has 1 point",
                "polylines | [{\"points\": [[0, 0]]}] | answers.q[0].points | has 1 point",
                "polylines | [{\"points\": [[2, 2], [2, 2]]}] | answers.q[0].points | all lie in one place",
                "keypoints | [{\"points\": {}}] | answers.q[0].points | is {}",
                "keypoints | [{\"points\": {\"nose\": [1, 2]}}] | answers.q[0].points.nose | is [1,2]",
                "keypoints | [{\"points\": {\"nose\": [1, 2, 3]}}] | answers.q[0].points.nose[2] | is 3",
                "keypoints | [{\"points\": {\"nose\": [1, 2, true]}}] | answers.q[0].points.nose[2] | is true",
                "tracks | {\"tracks\": []} | answers.q.timeBase | is missing",
                "tracks | {\"timeBase\": [1, 0], \"tracks\": []} | answers.q.timeBase | is [1,0]",
                "tracks | {\"timeBase\": [1, 25]} | answers.q.tracks | is missing",
                "tracks | {\"timeBase\": [1, 25], \"tracks\": [{\"keyframes\": []}]} | answers.q.tracks[0].keyframes | is []"
            })
    void whatIsWrongWithAShapeIsSaidWithItsPlace(String kind, String json, String where, String what) {
        assertThat(read(kind, json)).isNull();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.where()).isEqualTo(where);
            assertThat(finding.what()).contains(what);
            assertThat(finding.fix()).isNotBlank();
        });
    }

    @Test
    void allThatIsWrongWithTheKeyframesIsSaidAtOnce() {
        assertThat(read("tracks", """
                        {"timeBase": [0, 25], "speed": 2, "tracks": [{"keyframes": [
                          {"frame": 4, "left": 0, "top": 0, "width": 1, "height": 1},
                          {"frame": 4, "left": 0, "top": 0, "width": 1, "height": 1},
                          {"frame": -1, "left": 0, "top": 0, "width": 1, "height": 1},
                          {"frame": 9, "left": 0, "top": 0, "width": 0, "height": 1},
                          {"frame": 10, "top": 0, "width": 1, "height": 1, "outside": "no", "blur": 1}, 7]}]}
                        """)).isNull();
        assertThat(findings.all())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder(
                        "answers.q.speed",
                        "answers.q.timeBase",
                        "answers.q.tracks[0].keyframes[1].frame",
                        "answers.q.tracks[0].keyframes[2].frame",
                        "answers.q.tracks[0].keyframes[3]",
                        "answers.q.tracks[0].keyframes[4].left",
                        "answers.q.tracks[0].keyframes[4].outside",
                        "answers.q.tracks[0].keyframes[4].blur",
                        "answers.q.tracks[0].keyframes[5]");
    }

    @Test
    void aLineThatWouldTakeMinutesToCompareIsRefused() {
        assertThat(read("polylines", "[{\"points\": [[0, 0]" + ", [1, 1]".repeat(10_000) + "]}]"))
                .isNull();
        assertThat(findings.all()).extracting(Finding::what).containsExactly("has 10001 points");
    }

    @Test
    void aPointThatTheSkeletonDoesNotHaveIsReadAndDoesNotFitTheQuestion() {
        Question keypoints = QUESTIONS.get("keypoints");
        Answer answer =
                read("keypoints", "[{\"points\": {\"nose\": [1, 2, 2], \"tail\": [3, 4, 1]}, \"label\": \"a\"}]");
        assertThat(findings.all()).isEmpty();
        assertThat(keypoints).isNotNull();
        assertThat(answer).isNotNull();
        assertThat(Schema.check(keypoints, answer, "answers.q"))
                .filteredOn(finding -> finding.where().contains("points"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.where()).isEqualTo("answers.q[0].points.tail");
                    assertThat(finding.fix()).contains("left_ankle");
                });
    }

    @Test
    void anOutlineThatCrossesItselfIsAPolygon() {
        assertThat(read("polygons", "[{\"points\": [[0, 0], [10, 10], [10, 0], [0, 10]]}]"))
                .isNotNull();
        assertThat(findings.all()).isEmpty();
    }

    // ---------------------------------------------------------------- out and in again

    private static final Arbitrary<Tag> TAGS = Combinators.combine(
                    Arbitraries.strings().alpha().ofMaxLength(4),
                    Arbitraries.of("", "a", "b", "\"c\""),
                    Arbitraries.of(
                            Map.<String, Answer>of(),
                            Map.<String, Answer>of("sure", new Answer.Chosen("a")),
                            Map.<String, Answer>of("said", new Answer.Written(""), "sure", new Answer.Chosen("b"))),
                    Arbitraries.of(Origin.class).optional(),
                    Arbitraries.of("", "a comment\nof two lines"),
                    Arbitraries.of(
                            Spot.ONLY, new Spot("text", OptionalInt.of(0), OptionalInt.of(3), OptionalInt.empty())))
            .as(Tag::new);
    private static final Arbitrary<Double> NUMBERS =
            Arbitraries.doubles().between(-1e6, 1e6).ofScale(3);
    private static final Arbitrary<Double> LENGTHS =
            Arbitraries.doubles().between(0.001, 1e6).ofScale(3);

    record Case(String kind, Answer answer) {}

    private static <R, A extends Answer> Arbitrary<Case> of(
            String kind, Arbitrary<R> regions, java.util.function.Function<List<R>, A> answer) {
        return regions.list().ofMaxSize(4).map(list -> new Case(kind, answer.apply(list)));
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Region.Span> spans = Combinators.combine(
                        TAGS,
                        Arbitraries.integers()
                                .between(0, 99)
                                .list()
                                .uniqueElements()
                                .ofMinSize(2)
                                .ofMaxSize(6),
                        Arbitraries.strings().ofMaxLength(5).optional())
                .as((tag, offsets, text) -> {
                    List<Integer> sorted = offsets.stream().sorted().toList();
                    List<Stretch> parts = new java.util.ArrayList<>();
                    for (int i = 0; i + 1 < sorted.size(); i += 2) {
                        parts.add(new Stretch(sorted.get(i), sorted.get(i + 1)));
                    }
                    return new Region.Span(tag, parts, text);
                });
        Arbitrary<Region.Box> boxes = Combinators.combine(
                        TAGS, NUMBERS, NUMBERS, LENGTHS, LENGTHS, Arbitraries.of(0.0, 12.5, -90.0))
                .as(Region.Box::new);
        Arbitrary<Region.Mask> masks = Combinators.combine(
                        TAGS,
                        Arbitraries.integers().between(0, 5).array(int[].class).ofMaxSize(6))
                .as((tag, counts) -> new Region.Mask(tag, RunLengths.of(7, 6, counts)));
        Arbitrary<Region.Segment> segments = Combinators.combine(TAGS, NUMBERS, LENGTHS)
                .as((tag, begin, length) -> new Region.Segment(tag, begin, begin + length));
        Arbitrary<Region.Point> points = Combinators.combine(NUMBERS, NUMBERS).as(Region.Point::new);
        Arbitrary<List<Region.Point>> rings = Combinators.combine(NUMBERS, NUMBERS, LENGTHS)
                .as((x, y, size) ->
                        List.of(new Region.Point(x, y), new Region.Point(x + size, y), new Region.Point(x, y + size)));
        Arbitrary<Region.Polygon> polygons = Combinators.combine(
                        TAGS,
                        rings,
                        rings.map(ring -> ring.stream()
                                        .map(point -> new Region.Point(point.x() + 2e6, point.y()))
                                        .toList())
                                .list()
                                .ofMaxSize(2))
                .as(Region.Polygon::new);
        Arbitrary<Region.Polyline> polylines = Combinators.combine(
                        TAGS, points.list().uniqueElements().ofMinSize(2).ofMaxSize(5))
                .as(Region.Polyline::new);
        Arbitrary<Region.Keypoints> keypoints = Combinators.combine(
                        TAGS,
                        Arbitraries.maps(
                                        Arbitraries.of("nose", "left_eye", "right \"ear\""),
                                        Combinators.combine(points, Arbitraries.of(Region.Visibility.class))
                                                .as(Region.Keypoint::new))
                                .ofMinSize(1))
                .as(Region.Keypoints::new);
        Arbitrary<Region.Track> tracks = Combinators.combine(
                        TAGS,
                        Arbitraries.integers()
                                .between(0, 10_000)
                                .list()
                                .uniqueElements()
                                .ofMinSize(1)
                                .ofMaxSize(4),
                        NUMBERS,
                        LENGTHS,
                        Arbitraries.of(true, false).optional(),
                        Arbitraries.of(true, false).optional())
                .as((tag, frames, at, size, outside, occluded) -> new Region.Track(
                        tag,
                        frames.stream()
                                .sorted()
                                .map(frame ->
                                        new Region.Keyframe(frame, at, at + frame, size, 2 * size, outside, occluded))
                                .toList()));
        return Arbitraries.oneOf(
                of("polygons", polygons, Answer.Polygons::new),
                of("polylines", polylines, Answer.Polylines::new),
                of("keypoints", keypoints, Answer.Keypoints::new),
                of("tracks", tracks, list -> new Answer.Tracks(new Answer.TimeBase(1001, 30_000), list)),
                Arbitraries.strings().ofMaxLength(9).map(text -> new Case("text", new Answer.Written(text))),
                Arbitraries.of("a", "b", "").map(option -> new Case("choice", new Answer.Chosen(option))),
                Arbitraries.of("a", "b").set().map(set -> new Case("choices", new Answer.ChosenSet(set))),
                NUMBERS.map(number -> new Case("number", new Answer.Numeric(number))),
                Combinators.combine(
                                Arbitraries.of(Question.Verdict.class),
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.of(Answer.Shown.class).optional())
                        .as((choice, strength, shown) -> new Case(
                                "preference",
                                new Answer.Preferred(
                                        choice,
                                        strength == 0 ? OptionalInt.empty() : OptionalInt.of(strength),
                                        shown))),
                NUMBERS.map(number -> new Case("rating", new Answer.Numeric(number))),
                of("spans", spans, Answer.Spans::new),
                of("boxes", boxes, Answer.Boxes::new),
                of("masks", masks, Answer.Masks::new),
                masks.map(mask -> new Case("mask", new Answer.Masks(List.of(mask)))),
                of("segments", segments, Answer.Segments::new));
    }

    @Property
    void whatIsWrittenIsReadAgainAsItWas(@ForAll("cases") Case one) {
        Question question = QUESTIONS.get(one.kind());
        assertThat(question).isNotNull();
        assertThat(read(one.kind(), AnswerJson.write(question, one.answer()).toString()))
                .isEqualTo(one.answer());
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void whatWasAbsentStaysAbsent() {
        Question spans = QUESTIONS.get("spans");
        assertThat(spans).isNotNull();
        assertThat(AnswerJson.write(spans, new Answer.Spans(List.of(Region.Span.of("", 2, 6))))
                        .toString())
                .isEqualTo("[{\"begin\":2,\"end\":6}]");
        for (String[] one : new String[][] {
            {
                "polygons",
                "[{\"points\":[[0,0.5],[9,0],[0,9]]},{\"id\":\"p1\",\"points\":[[0,0],[9,0],[0,9]],\"holes\":[[[1,1],[2,1],[1,2]]]}]"
            },
            {"polylines", "[{\"points\":[[3,1.25],[0,0]],\"label\":\"a\",\"origin\":\"hand\",\"frame\":3}]"},
            {"keypoints", "[{\"points\":{\"nose\":[1,2,2],\"left_eye\":[0,0,0],\"left_ear\":[4.5,1,1]}}]"},
            {
                "tracks",
                "{\"timeBase\":[1,30000],\"tracks\":[{\"keyframes\":[{\"frame\":0,\"left\":1,\"top\":2,\"width\":3,\"height\":4},{\"frame\":9,\"left\":1,\"top\":2,\"width\":3,\"height\":4,\"outside\":false,\"occluded\":true}],\"label\":\"a\"}]}"
            },
            {"tracks", "{\"timeBase\":[1,25],\"tracks\":[]}"}
        }) {
            Question question = QUESTIONS.get(one[0]);
            Answer answer = read(one[0], one[1]);
            assertThat(findings.all()).isEmpty();
            assertThat(question).isNotNull();
            assertThat(answer).isNotNull();
            assertThat(AnswerJson.write(question, answer).toString()).isEqualTo(one[1]);
        }
    }
}
