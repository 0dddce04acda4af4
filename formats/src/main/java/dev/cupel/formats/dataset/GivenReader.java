package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.Findings;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads answers by their questions; offsets of spans stay as they are. */
public final class GivenReader {
    private final Schema schema;
    private final AnswerJson form;

    /** @param findings takes what is no answer to its question */
    public GivenReader(Schema schema, Findings findings) {
        this.schema = schema;
        this.form = new AnswerJson(findings);
    }

    /**
     * @param answers an object
     * @param where its place, for findings
     */
    public Map<String, Given> all(JsonNode answers, String where) {
        Map<String, Given> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : answers.properties()) {
            all.put(entry.getKey(), one(entry.getKey(), entry.getValue(), where + "." + entry.getKey()));
        }
        return all;
    }

    /** @return as it stands if the schema has no such question, or it is no answer to it */
    public Given one(String question, JsonNode value, String where) {
        Question asked = schema.question(question).orElse(null);
        if (asked == null || value.isNull()) {
            return new Given.AsIs(value);
        }
        Answer answer = form.read(asked, value, where);
        return answer == null ? new Given.AsIs(value) : new Given.Known(answer);
    }
}
