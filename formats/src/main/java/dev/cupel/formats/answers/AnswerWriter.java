package dev.cupel.formats.answers;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.JsonValues;
import dev.cupel.formats.nativeform.SpanPlaces;
import dev.cupel.formats.nativeform.SpanUnit;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes consensus answers as JSONL in the native form, one line per task, with what is known about each. The reader reads
 * them again, as truth for example. Offsets of spans count code points, or tokens, and every line says so; shares and
 * probabilities have six decimals; the stream stays open.
 */
public final class AnswerWriter implements Closeable {
    private final Writer out;
    private final Question.Structured question;

    /**
     * @param answer empty for a task without answers
     * @param figures one map per region of the answer, such as its probability; empty for a text or a mask
     * @param confidence of a text or a mask as a whole, in [0, 1]
     * @param agreement mean similarity of the answers to the consensus, in [0, 1]
     */
    public record Settled(
            Optional<Answer.Structured> answer,
            List<Map<String, Double>> figures,
            OptionalDouble confidence,
            OptionalDouble agreement) {
        public Settled {
            figures = List.copyOf(figures);
        }
    }

    /** @param question that the answers are to */
    public AnswerWriter(OutputStream out, Question.Structured question) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.question = question;
    }

    public void write(AnswerTable.Task task, Settled settled) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("task", task.name());
        JsonNode answer = settled.answer()
                .map(given -> AnswerJson.write(question, inUnitOfFile(given, task)))
                .orElse(JsonNodeFactory.instance.nullNode());
        List<JsonNode> regions = AnswerJson.regions(answer);
        for (int i = 0; i < settled.figures().size() && i < regions.size(); i++) {
            if (regions.get(i) instanceof ObjectNode region) {
                settled.figures().get(i).forEach((name, value) -> share(region, name, OptionalDouble.of(value)));
            }
        }
        json.set("answer", answer);
        if (settled.answer().filter(Answer.Spans.class::isInstance).isPresent()) {
            json.put("unit", task.unit().key());
            if (task.text().isEmpty()) {
                json.put("length", task.length());
            }
        }
        share(json, "confidence", settled.confidence());
        share(json, "agreement", settled.agreement());
        json.put("answers", task.given().size());
        out.write(json.toString());
        out.write('\n');
    }

    /** Spans of a known text count its code points in files, and say what stands there. */
    private static Answer inUnitOfFile(Answer.Structured answer, AnswerTable.Task task) {
        return answer instanceof Answer.Spans spans && task.text().isPresent()
                ? new SpanPlaces(task.text().get(), SpanUnit.CODE_POINTS).toFile(spans)
                : answer;
    }

    private static void share(ObjectNode json, String name, OptionalDouble share) {
        share.ifPresent(value -> json.set(name, JsonValues.number(Math.rint(value * 1e6) / 1e6)));
    }

    /** Hands everything on to the stream. */
    @Override
    public void close() throws IOException {
        out.flush();
    }
}
