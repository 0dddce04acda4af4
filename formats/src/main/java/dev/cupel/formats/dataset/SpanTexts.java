package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SpanPlaces;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The texts of the item at hand, for offsets: UTF-16 units inside, the file's own outside. Each text is measured once. */
final class SpanTexts {
    private final Schema schema;
    private final SpanUnit unit;
    private @Nullable Content fields;
    private @Nullable JsonNode node;
    private final Map<String, SpanPlaces> measured = new HashMap<>();

    SpanTexts(Schema schema, SpanUnit unit) {
        this.schema = schema;
        this.unit = unit;
    }

    void of(Content newFields) {
        fields = newFields;
        node = null;
        measured.clear();
    }

    /** The text that a question marks on; null if the item has none. */
    @Nullable
    String text(Question.Marking question) {
        Content content = fields;
        if (content == null) {
            return null;
        }
        if (node == null) {
            node = content.node();
        }
        JsonNode value = node.get(field(question));
        return value == null || value.isNull() || value.isContainer() ? null : ExactJson.text(value);
    }

    private String field(Question.Marking question) {
        String on = question.marks().on();
        return schema.inputs().stream()
                .filter(input -> on.isEmpty() || input.id().equals(on))
                .map(Input::field)
                .findFirst()
                .orElse("");
    }

    private @Nullable SpanPlaces places(Question.Spans question) {
        String text = text(question);
        return text == null ? null : measured.computeIfAbsent(field(question), field -> new SpanPlaces(text, unit));
    }

    /** @return null if they do not lie in the text; what quotes nothing still quotes nothing */
    Answer.@Nullable Spans toFile(Question.Spans question, Answer.Spans answer) {
        SpanPlaces places = places(question);
        if (places == null || !answer.regions().stream().allMatch(places::holds)) {
            return answer.regions().isEmpty() ? answer : null;
        }
        List<Region.Span> spans = new ArrayList<>();
        Answer.Spans written = places.toFile(answer);
        for (int i = 0; i < written.regions().size(); i++) {
            Region.Span span = written.regions().get(i);
            boolean quotes = answer.regions().get(i).text().isPresent();
            spans.add(quotes ? span : new Region.Span(span.tag(), span.parts(), Optional.empty()));
        }
        return new Answer.Spans(spans);
    }

    /** @return null if they do not lie in the text, or quote something else */
    Answer.@Nullable Spans fromFile(Question.Spans question, Answer.Spans answer) {
        SpanPlaces places = places(question);
        if (places == null) {
            return answer.regions().isEmpty() ? answer : null;
        }
        FindingList findings = new FindingList();
        Answer.Spans placed = places.toUtf16(answer, "", findings);
        return findings.isEmpty() ? placed : null;
    }
}
