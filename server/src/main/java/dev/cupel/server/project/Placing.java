package dev.cupel.server.project;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.SpanPlaces;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.platform.web.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Spans against the text of the item they lie in: on the way in they are checked, counted in UTF-16 units, named, and quote
 * what stands there.
 */
public final class Placing {
    private Placing() {}

    /** Whether any of the answers has a place in a text. */
    public static boolean needsText(Map<String, Answer> answers) {
        return answers.values().stream().anyMatch(Answer.Spans.class::isInstance);
    }

    /** @throws Problem answers_invalid */
    public static SpanUnit unit(@Nullable String unit) {
        if (unit == null || unit.equals(SpanUnit.UTF16.key())) {
            return SpanUnit.UTF16;
        }
        if (unit.equals(SpanUnit.CODE_POINTS.key())) {
            return SpanUnit.CODE_POINTS;
        }
        throw Problem.invalid(
                "answers_invalid", "unit", "'" + unit + "' is no unit of offsets", "use utf16 or code_points");
    }

    /**
     * @param answers by question id
     * @param fields of the item
     * @param unit what the offsets count
     * @param findings takes what lies nowhere, quotes something else, or has no text to lie in
     * @return the answers with offsets in UTF-16 units; those with findings are left out
     */
    public static Map<String, Answer> answers(
            SchemaCodes codes,
            Map<String, Answer> answers,
            Map<String, JsonNode> fields,
            SpanUnit unit,
            Findings findings) {
        Map<String, Answer> placed = new LinkedHashMap<>();
        answers.forEach((id, answer) -> {
            if (answer instanceof Answer.Spans spans && codes.question(id) instanceof Question.Spans question) {
                FindingList own = new FindingList();
                Answer.Spans there = spans(codes, question, spans, fields, unit, "answers." + id, own);
                own.all().forEach(findings::add);
                if (own.isEmpty()) {
                    placed.put(id, there);
                }
            } else {
                placed.put(id, answer);
            }
        });
        return placed;
    }

    private static Answer.Spans spans(
            SchemaCodes codes,
            Question.Spans question,
            Answer.Spans spans,
            Map<String, JsonNode> fields,
            SpanUnit unit,
            String where,
            Findings findings) {
        JsonNode value = fields.get(codes.fieldOf(question));
        if (value == null || value.isContainer()) {
            if (!spans.regions().isEmpty()) {
                findings.add(Code.MISSING, where, "the item has no text to mark", "leave the spans out");
            }
            return spans;
        }
        String text = ExactJson.text(value);
        return new SpanPlaces(text, unit).toUtf16(spans, where, findings).namedIn(text);
    }
}
