package dev.cupel.formats.answers;

import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.SpanAgreement.Span;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes consensus answers as JSONL in the native form, one line per task, with what is known about each. The reader reads
 * them again, as truth for example. Offsets of spans count code points, or tokens, and every line says so; shares and
 * probabilities have six decimals; the stream stays open.
 */
public final class AnswerWriter implements Closeable {
    private final Writer out;
    private final List<String> labels;

    /**
     * @param answer empty for a task without answers
     * @param figures one map per region of the answer, such as its probability; empty for a text or a mask
     * @param confidence of a text or a mask as a whole, in [0, 1]
     * @param agreement mean similarity of the answers to the consensus, in [0, 1]
     */
    public record Settled(
            Optional<Value> answer,
            List<Map<String, Double>> figures,
            OptionalDouble confidence,
            OptionalDouble agreement) {
        public Settled {
            figures = List.copyOf(figures);
        }
    }

    /** @param labels names of the labels of regions */
    public AnswerWriter(OutputStream out, List<String> labels) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        this.labels = labels;
    }

    public void write(AnswerTable.Task task, Settled settled) throws IOException {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"task\":");
        text(json, task.name());
        json.append(",\"answer\":");
        answer(json, task, settled);
        if (settled.answer().filter(Value.Spans.class::isInstance).isPresent()) {
            json.append(",\"unit\":\"").append(task.unit().key()).append('"');
            if (task.text().isEmpty()) {
                json.append(",\"length\":").append(task.length());
            }
        }
        share(json, "confidence", settled.confidence());
        share(json, "agreement", settled.agreement());
        json.append(",\"answers\":").append(task.given().size()).append("}\n");
        out.write(json.toString());
    }

    private void answer(StringBuilder json, AnswerTable.Task task, Settled settled) {
        switch (settled.answer().orElse(null)) {
            case null -> json.append("null");
            case Value.Text said -> text(json, said.text());
            case Value.Spans spans -> {
                for (int i = 0; i < spans.spans().size(); i++) {
                    Span span = spans.spans().get(i);
                    json.append(i == 0 ? "[" : ",").append("{\"begin\":").append(span.begin());
                    json.append(",\"end\":").append(span.end());
                    label(json, span.label());
                    task.text().ifPresent(all -> {
                        json.append(",\"text\":");
                        text(json, quoted(all, span));
                    });
                    close(json, settled.figures().get(i));
                }
                json.append(spans.spans().isEmpty() ? "[]" : "]");
            }
            case Value.Boxes boxes -> {
                for (int i = 0; i < boxes.boxes().size(); i++) {
                    MatchedAgreement.Box box = boxes.boxes().get(i);
                    number(json.append(i == 0 ? "[{" : ",{"), "left", box.left());
                    number(json.append(','), "top", box.top());
                    number(json.append(','), "width", box.width());
                    number(json.append(','), "height", box.height());
                    label(json, box.label());
                    close(json, settled.figures().get(i));
                }
                json.append(boxes.boxes().isEmpty() ? "[]" : "]");
            }
            case Value.Segments segments -> {
                for (int i = 0; i < segments.segments().size(); i++) {
                    MatchedAgreement.Segment segment = segments.segments().get(i);
                    number(json.append(i == 0 ? "[{" : ",{"), "beginSeconds", segment.begin());
                    number(json.append(','), "endSeconds", segment.end());
                    label(json, segment.label());
                    close(json, settled.figures().get(i));
                }
                json.append(segments.segments().isEmpty() ? "[]" : "]");
            }
            case Value.Pixels pixels -> {
                json.append("{\"size\":[").append(pixels.mask().height()).append(',');
                json.append(pixels.mask().width()).append("],\"counts\":[");
                int[] counts = pixels.mask().toColumns();
                for (int i = 0; i < counts.length; i++) {
                    json.append(i == 0 ? "" : ",").append(counts[i]);
                }
                json.append("]}");
            }
        }
    }

    /** What stands there, by offsets in code points. */
    public static String quoted(String text, Span span) {
        return text.substring(text.offsetByCodePoints(0, span.begin()), text.offsetByCodePoints(0, span.end()));
    }

    private void label(StringBuilder json, int label) {
        if (!labels.get(label).isEmpty()) {
            json.append(",\"label\":");
            text(json, labels.get(label));
        }
    }

    private static void close(StringBuilder json, Map<String, Double> figures) {
        figures.forEach((name, value) -> share(json, name, OptionalDouble.of(value)));
        json.append('}');
    }

    private static void share(StringBuilder json, String name, OptionalDouble share) {
        if (share.isPresent()) {
            number(json.append(','), name, Math.rint(share.getAsDouble() * 1e6) / 1e6);
        }
    }

    private static void number(StringBuilder json, String name, double number) {
        json.append('"').append(name).append("\":");
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.append((long) number);
        } else {
            json.append(number);
        }
    }

    private static void text(StringBuilder json, @Nullable String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }

    /** Hands everything on to the stream. */
    @Override
    public void close() throws IOException {
        out.flush();
    }
}
