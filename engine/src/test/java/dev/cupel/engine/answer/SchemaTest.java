package dev.cupel.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer.Chosen;
import dev.cupel.engine.answer.Answer.ChosenSet;
import dev.cupel.engine.answer.Answer.Numeric;
import dev.cupel.engine.answer.Question.Choice;
import dev.cupel.engine.answer.Question.Choices;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Rating;
import dev.cupel.engine.answer.Question.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final List<Input> INPUTS = List.of(new Input.Text("text", "text"));
    private static final Question SENTIMENT = new Choice(
            new Common("sentiment", "", "", true, true, true, Map.of()), List.of(Option.of("good"), Option.of("bad")));
    private static final Question TOPICS = new Choices(
            new Common("topics", "", "", true, true, true, Map.of("sentiment", List.of("bad"))),
            List.of(Option.of("price"), Option.of("delivery")));
    private static final Question STRENGTH =
            new Rating(new Common("strength", "", "", false, true, true, Map.of()), 1, 5, 0.5, "", "");
    private static final Schema SCHEMA = new Schema(INPUTS, List.of(SENTIMENT, TOPICS, STRENGTH));

    @Test
    void aSoundSchemaHasNoFindings() {
        assertThat(SCHEMA.check()).isEmpty();
    }

    @Test
    void allProblemsOfASchemaAreReportedAtOnceEachWithItsPlace() {
        Schema broken = new Schema(
                List.of(),
                List.of(
                        new Choice(new Common("Bad Id", "", "", true, true, true, Map.of()), List.of(Option.of("one"))),
                        new Choices(
                                new Common("topics", "", "", true, true, true, Map.of("later", List.of("x"))),
                                List.of(Option.of("a"), Option.of("a"))),
                        new Rating(new Common("topics", "", "", true, true, true, Map.of()), 5, 1, 1, "", "")));
        assertThat(broken.check())
                .extracting(Finding::where)
                .containsExactlyInAnyOrder(
                        "inputs",
                        "questions[0].id",
                        "questions[0].options",
                        "questions[1].options[1].id",
                        "questions[1].when.later",
                        "questions[2].id",
                        "questions[2]");
    }

    @Test
    void aConditionalQuestionIsAskedOnlyWhenItsConditionHolds() {
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good")))).isEmpty();
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("bad"))))
                .extracting(Finding::where)
                .containsExactly("answers.topics");
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "topics", new ChosenSet(Set.of("price")))))
                .extracting(Finding::where)
                .containsExactly("answers.topics");
    }

    @Test
    void aNumberLiesInItsRangeAndOnItsSteps() {
        Question tenths = new Question.Quantity(
                Common.of("price"), OptionalDouble.of(0), OptionalDouble.of(9.9), OptionalDouble.of(0.1), "euro");
        assertThat(Schema.check(tenths, new Numeric(0.3), "price")).isEmpty();
        assertThat(Schema.check(tenths, new Numeric(9.9), "price")).isEmpty();
        for (double wrong : new double[] {-0.1, 10, 0.25, Double.NaN}) {
            assertThat(Schema.check(tenths, new Numeric(wrong), "price"))
                    .singleElement()
                    .satisfies(finding ->
                            assertThat(finding.fix()).isEqualTo("use a number from 0 to 9.9 in steps of 0.1"));
        }
        Question any = new Question.Quantity(
                Common.of("x"), OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), "");
        assertThat(Schema.check(any, new Numeric(-1e100), "x")).isEmpty();
        // Statistics square it.
        assertThat(Schema.check(any, new Numeric(1.1e100), "x"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.fix()).contains("1e100"));
    }

    @Test
    void aPreferenceAnswersOnlyWhatItsQuestionAllows() {
        Question strict = new Question.Preference(Common.of("better"), "text", "text", false, false, 2);
        assertThat(strict.options()).extracting(Option::id).containsExactly("left", "right");
        assertThat(Schema.check(strict, preferred(Verdict.LEFT, 2), "better")).isEmpty();
        assertThat(Schema.check(strict, preferred(Verdict.TIE, 1), "better"))
                .extracting(Finding::where)
                .containsExactly("better.choice");
        assertThat(Schema.check(strict, preferred(Verdict.RIGHT, 3), "better"))
                .extracting(Finding::where)
                .containsExactly("better.strength");
        assertThat(new Schema(
                                INPUTS,
                                List.of(new Question.Preference(Common.of("better"), "text", "other", true, true, 0)))
                        .check())
                .extracting(Finding::where)
                .containsExactly("questions[0].right");
    }

    private static Answer preferred(Verdict choice, int strength) {
        return new Answer.Preferred(choice, OptionalInt.of(strength), Optional.empty());
    }

    @Test
    void aTextHasAtMostAsManyCharactersAsCanBeCompared() {
        Question text = new Question.Text(Common.of("t"));
        String longest = "\uD83D\uDE00".repeat(Question.Text.MOST_CHARACTERS);
        assertThat(Schema.check(text, new Answer.Written(longest), "t")).isEmpty();
        assertThat(Schema.check(text, new Answer.Written(longest + "x"), "t"))
                .extracting(Finding::what)
                .containsExactly("has 20001 characters");
    }

    @Test
    void anAnswerOutsideItsQuestionIsRefused() {
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("ugly")))).hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Numeric(3)))).hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "strength", new Numeric(2.25))))
                .hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "strength", new Numeric(2.5))))
                .isEmpty();
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "colour", new Chosen("red"))))
                .hasSize(1);
    }

    @Test
    void numbersOfAScaleAreSaidAsPeopleWriteThem() {
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "strength", new Numeric(9))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.what()).isEqualTo("9 is not on the scale");
                    assertThat(finding.fix()).isEqualTo("use 1 to 5 in steps of 0.5");
                });
    }

    @Test
    void regionsHaveLabelsOfTheQuestionAndIdsOfTheirOwn() {
        Question.Spans who =
                new Question.Spans(Common.of("who"), new Question.Marks("text", List.of(Option.of("PER")), List.of()));
        Region.Tag tag = new Region.Tag("s1", "PER", Map.of(), Optional.empty(), "", Region.Spot.ONLY);
        Region.Span span = new Region.Span(tag, List.of(new Region.Stretch(0, 2)), Optional.empty());
        assertThat(Schema.check(who, new Answer.Spans(List.of(span)), "who")).isEmpty();
        assertThat(Schema.check(who, new Answer.Spans(List.of()), "who")).isEmpty();
        assertThat(Schema.check(who, new Answer.Spans(List.of(span, span, Region.Span.of("LOC", 1, 2))), "who"))
                .extracting(Finding::where)
                .containsExactly("who[1].id", "who[2].label");
        Region.Spot elsewhere = new Region.Spot("other", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
        Region.Tag away = new Region.Tag("s2", "PER", Map.of(), Optional.empty(), "", elsewhere);
        Region.Span there = new Region.Span(away, List.of(new Region.Stretch(0, 2)), Optional.empty());
        assertThat(Schema.check(who, new Answer.Spans(List.of(there)), "who"))
                .extracting(Finding::where)
                .containsExactly("who[0].input");
        assertThat(Schema.check(who, new Answer.Boxes(List.of()), "who")).hasSize(1);
    }

    @Test
    void aRegionAnswersTheAttributesItsLabelAsksFor() {
        Question sure = new Choice(Common.of("sure"), List.of(Option.of("yes"), Option.of("no")));
        Question.Spans who = new Question.Spans(
                Common.of("who"), new Question.Marks("text", List.of(Option.of("PER")), List.of(sure)));
        Region.Tag tag =
                new Region.Tag("", "PER", Map.of("sure", new Chosen("maybe")), Optional.empty(), "", Region.Spot.ONLY);
        List<Region.Stretch> parts = List.of(new Region.Stretch(0, 2));
        assertThat(Schema.check(who, new Answer.Spans(List.of(new Region.Span(tag, parts, Optional.empty()))), "who"))
                .extracting(Finding::where)
                .containsExactly("who[0].attributes.sure");
        assertThat(Schema.check(who, new Answer.Spans(List.of(Region.Span.of("PER", 0, 2))), "who"))
                .extracting(Finding::what)
                .containsExactly("an answer is missing");
    }
}
