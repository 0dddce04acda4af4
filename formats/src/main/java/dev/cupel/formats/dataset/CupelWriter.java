package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.SchemaJson;
import dev.cupel.formats.nativeform.SpanUnit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Our own JSONL: one object per item, all of one shape, so that whatever reads JSON lines reads it as a table. {@code id},
 * {@code key}, {@code fields}, {@code metadata}, {@code unit}, {@code status}, {@code createdAt}, {@code consensus}, {@code gold},
 * {@code adjudications}, {@code annotations}. A first line {@code {"schema": {...}}} if it is asked for.
 */
public final class CupelWriter implements ItemWriter {
    private static final JsonMapper MAPPER =
            new JsonMapper(JsonFactory.builder().rootValueSeparator("").build());

    private final Schema schema;
    private final boolean withSchema;
    private final OutputStream out;
    private final JsonGenerator json;
    private final Losses losses = new Losses();
    private final AnswersOut answers;

    public CupelWriter(OutputStream out, Schema schema, boolean withSchema) {
        this.out = out;
        this.schema = schema;
        this.withSchema = withSchema;
        this.answers = new AnswersOut(schema, losses);
        this.json = MAPPER.createGenerator(new Unclosed(out));
    }

    @Override
    public void begin() throws IOException {
        if (withSchema) {
            writing(() -> {
                json.writeStartObject();
                json.writeName("schema").writeTree(SchemaJson.write(schema));
                json.writeEndObject();
                json.writeRaw('\n');
            });
        }
    }

    @Override
    public int write(LabeledItem item) throws IOException {
        answers.of(item);
        if (!item.answered().isEmpty()) {
            losses.add(Losses.Kind.ANSWER_COUNTS, item.key(), "");
        }
        writing(() -> {
            json.writeStartObject();
            whole("id", item.id());
            json.writeStringProperty("key", item.key());
            json.writeName("fields").writeRawValue(item.fields().json());
            json.writeName("metadata").writeRawValue(item.metadata().json());
            json.writeStringProperty("unit", SpanUnit.CODE_POINTS.key());
            text("status", item.status());
            text("createdAt", item.createdAt());
            json.writeObjectPropertyStart("consensus");
            item.consensus().forEach(this::consensus);
            json.writeEndObject();
            answers("gold", item.gold());
            json.writeArrayPropertyStart("adjudications");
            item.adjudications().forEach(this::adjudication);
            json.writeEndArray();
            json.writeArrayPropertyStart("annotations");
            item.annotations().forEach(this::annotation);
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
        });
        return 1;
    }

    private void consensus(String question, LabeledItem.Consensus best) {
        json.writeObjectPropertyStart(question);
        json.writeName("value");
        tree(answers.json(question, best.value()));
        text("source", best.source());
        number("probability", best.probability());
        number("disagreement", best.disagreement());
        flag("disputed", best.disputed());
        text("method", best.method());
        text("methodVersion", best.methodVersion());
        if (!best.posterior().isEmpty()) {
            json.writeObjectPropertyStart("posterior");
            best.posterior().forEach((option, probability) -> json.writeNumberProperty(option, probability));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void answers(String name, Map<String, Given> given) {
        json.writeObjectPropertyStart(name);
        given.forEach((question, answer) -> {
            json.writeName(question);
            tree(answers.json(question, answer));
        });
        json.writeEndObject();
    }

    private void adjudication(LabeledItem.Adjudication decision) {
        json.writeStartObject();
        json.writeStringProperty("question", decision.question());
        json.writeName("value");
        tree(answers.json(decision.question(), decision.value()));
        text("reason", decision.reason());
        text("by", decision.by());
        text("at", decision.at());
        whole("guidelineVersion", decision.guidelineVersion());
        json.writeEndObject();
    }

    private void annotation(LabeledItem.Annotation annotation) {
        json.writeStartObject();
        whole("id", annotation.id());
        json.writeStringProperty("annotator", annotation.annotator());
        whole("annotatorId", annotation.annotatorId());
        text("annotatorKind", annotation.annotatorKind());
        text("kind", annotation.kind());
        text("outcome", annotation.outcome());
        answers("answers", annotation.answers());
        flag("ambiguous", annotation.ambiguous());
        text("comment", annotation.comment());
        text("skipReason", annotation.skipReason());
        whole("activeMs", annotation.activeMs());
        whole("revision", annotation.revision());
        whole("schemaVersion", annotation.schemaVersion());
        whole("guidelineVersion", annotation.guidelineVersion());
        text("draft", annotation.draft());
        flag("draftShown", annotation.draftShown());
        text("savedAt", annotation.savedAt());
        text("takenOut", annotation.takenOut());
        text("takenOutAt", annotation.takenOutAt());
        json.writeEndObject();
    }

    private void flag(String name, @Nullable Boolean flag) {
        if (flag != null) {
            json.writeBooleanProperty(name, flag);
        }
    }

    /** The generator's own way to write a node makes a context for each, which takes longer than the node. */
    private void tree(JsonNode node) {
        switch (node) {
            case StringNode text -> json.writeString(text.stringValue());
            case ArrayNode array -> {
                json.writeStartArray();
                for (JsonNode element : array) {
                    tree(element);
                }
                json.writeEndArray();
            }
            case ObjectNode object -> {
                json.writeStartObject();
                for (Map.Entry<String, JsonNode> property : object.properties()) {
                    json.writeName(property.getKey());
                    tree(property.getValue());
                }
                json.writeEndObject();
            }
            default -> json.writeTree(node);
        }
    }

    private void text(String name, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(name, value);
        }
    }

    private void whole(String name, @Nullable Number value) {
        if (value != null) {
            json.writeNumberProperty(name, value.longValue());
        }
    }

    private void number(String name, @Nullable Double value) {
        if (value != null) {
            json.writeNumberProperty(name, value);
        }
    }

    @Override
    public void flush() throws IOException {
        writing(json::flush);
        out.flush();
    }

    @Override
    public Losses losses() {
        return losses;
    }

    /** What goes wrong with the stream is said as streams say it. */
    private static void writing(Runnable step) throws IOException {
        try {
            step.run();
        } catch (JacksonIOException broken) {
            throw broken.getCause();
        } catch (JacksonException broken) {
            throw new IOException(broken.getOriginalMessage(), broken);
        }
    }

    /** The generator is never closed: it has nothing but a buffer, and the stream is the caller's. */
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
