package dev.cupel.formats.annotations;

import dev.cupel.formats.annotations.ExportedItem.Annotation;
import dev.cupel.formats.annotations.ExportedItem.Answer;
import dev.cupel.formats.annotations.ExportedItem.Consensus;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object per line and item. Keys: {@code item}, {@code key}, {@code fields}, {@code metadata}, {@code
 * annotations} (each {@code annotator}, {@code model}, {@code kind}, {@code answers}, {@code skipped}, {@code comment},
 * {@code revision}, {@code schema_version}, {@code guideline_version}, {@code active_ms}, {@code saved_at}) and {@code
 * consensus} by question (each {@code value}, {@code probability}, {@code method}, {@code method_version}, {@code votes},
 * {@code adjudicated_by}, {@code reason}). What there is not is left out.
 */
public final class JsonlExport implements Closeable {
    private static final int BLOCK_CHARS = 1 << 15;

    private final OutputStream out;
    private final StringBuilder block = new StringBuilder(2 * BLOCK_CHARS);

    public JsonlExport(OutputStream out) {
        this.out = out;
    }

    public void write(ExportedItem item) throws IOException {
        block.append("{\"item\":");
        string(item.id());
        optional("key", item.key());
        block.append(",\"fields\":").append(item.fieldsJson());
        block.append(",\"metadata\":").append(item.metadataJson());
        block.append(",\"annotations\":[");
        for (int i = 0; i < item.annotations().size(); i++) {
            if (i > 0) {
                block.append(',');
            }
            annotation(item.annotations().get(i));
        }
        block.append("],\"consensus\":{");
        for (int i = 0; i < item.consensus().size(); i++) {
            if (i > 0) {
                block.append(',');
            }
            consensus(item.consensus().get(i));
        }
        block.append("}}\n");
        if (block.length() >= BLOCK_CHARS) {
            flush();
        }
    }

    private void annotation(Annotation annotation) {
        block.append("{\"annotator\":");
        string(annotation.annotator());
        block.append(",\"model\":").append(annotation.model()).append(",\"kind\":");
        string(annotation.kind());
        block.append(",\"answers\":{");
        String separator = "";
        for (Answer answer : annotation.answers()) {
            block.append(separator);
            string(answer.question());
            block.append(':').append(answer.valueJson());
            separator = ",";
        }
        block.append('}');
        optional("skipped", annotation.skipReason());
        optional("comment", annotation.comment());
        block.append(",\"revision\":")
                .append(annotation.revision())
                .append(",\"schema_version\":")
                .append(annotation.schemaVersion())
                .append(",\"guideline_version\":")
                .append(annotation.guidelineVersion())
                .append(",\"active_ms\":")
                .append(annotation.activeMs())
                .append(",\"saved_at\":\"")
                .append(annotation.savedAt())
                .append("\"}");
    }

    private void consensus(Consensus consensus) {
        string(consensus.question());
        block.append(":{\"value\":").append(consensus.valueJson());
        Double probability = consensus.probability();
        if (probability != null && Double.isFinite(probability)) {
            block.append(",\"probability\":").append(probability.doubleValue());
        }
        block.append(",\"method\":");
        string(consensus.method());
        block.append(",\"method_version\":");
        string(consensus.methodVersion());
        block.append(",\"votes\":").append(consensus.votes());
        optional("adjudicated_by", consensus.adjudicatedBy());
        optional("reason", consensus.reason());
        block.append('}');
    }

    private void optional(String key, @Nullable String value) {
        if (value != null) {
            block.append(",\"").append(key).append("\":");
            string(value);
        }
    }

    private void string(String text) {
        block.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> block.append("\\\"");
                case '\\' -> block.append("\\\\");
                case '\n' -> block.append("\\n");
                case '\r' -> block.append("\\r");
                case '\t' -> block.append("\\t");
                default -> {
                    boolean line = c == 0x2028 || c == 0x2029;
                    if (c < ' ' || c == 0x7f || line || (Character.isSurrogate(c) && !paired(text, i))) {
                        block.append(String.format("\\u%04x", (int) c));
                    } else {
                        block.append(c);
                    }
                }
            }
        }
        block.append('"');
    }

    private static boolean paired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    /** Hands everything on to the stream, which is not flushed. */
    public void flush() throws IOException {
        out.write(block.toString().getBytes(StandardCharsets.UTF_8));
        block.setLength(0);
    }

    /** Writes what is left; the stream stays open, it belongs to the caller. */
    @Override
    public void close() throws IOException {
        flush();
        out.flush();
    }
}
