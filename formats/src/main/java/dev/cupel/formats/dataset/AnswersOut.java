package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerCell;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The answers of the item at hand as files have them: offsets count code points. */
final class AnswersOut {
    /** By id: this is asked for every answer of every annotation. */
    private final Map<String, Question> questions = new HashMap<>();

    private final Losses losses;
    private final SpanTexts texts;
    private String key = "";

    AnswersOut(Schema schema, Losses losses) {
        schema.questions().forEach(question -> questions.put(question.id(), question));
        this.losses = losses;
        this.texts = new SpanTexts(schema, SpanUnit.CODE_POINTS);
    }

    void of(LabeledItem item) {
        key = item.key();
        texts.of(item.fields());
    }

    SpanTexts texts() {
        return texts;
    }

    JsonNode json(String id, Given given) {
        return switch (given) {
            case Given.AsIs(JsonNode json) -> json;
            case Given.Known(Answer answer) -> {
                Question question = questions.get(id);
                if (question == null) {
                    throw new IllegalStateException("read by a question that is not there: " + id);
                }
                yield AnswerJson.write(question, inFile(question, answer));
            }
        };
    }

    String cell(Question question, Given given) {
        return switch (given) {
            case Given.AsIs(JsonNode json) -> ExactJson.text(json);
            case Given.Known(Answer answer) -> AnswerCell.write(question, inFile(question, answer));
        };
    }

    private Answer inFile(Question question, Answer answer) {
        if (question instanceof Question.Spans marked && answer instanceof Answer.Spans spans) {
            Answer.Spans placed = texts.toFile(marked, spans);
            if (placed == null) {
                losses.add(Losses.Kind.MISPLACED_SPANS, key, question.id());
                return spans;
            }
            return placed;
        }
        return answer;
    }
}
