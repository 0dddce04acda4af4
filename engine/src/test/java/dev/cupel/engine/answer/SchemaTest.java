package dev.cupel.engine.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.Finding;
import dev.cupel.engine.answer.Answer.Chosen;
import dev.cupel.engine.answer.Answer.ChosenSet;
import dev.cupel.engine.answer.Answer.Rated;
import dev.cupel.engine.answer.Question.Choice;
import dev.cupel.engine.answer.Question.Choices;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Question.Rating;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SchemaTest {
    private static final List<Schema.Input> INPUTS = List.of(new Schema.Input("text", Schema.Input.Type.TEXT, "text"));
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
    void anAnswerOutsideItsQuestionIsRefused() {
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("ugly")))).hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Rated(3)))).hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "strength", new Rated(2.25))))
                .hasSize(1);
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "strength", new Rated(2.5))))
                .isEmpty();
        assertThat(SCHEMA.check(Map.of("sentiment", new Chosen("good"), "colour", new Chosen("red"))))
                .hasSize(1);
    }
}
