package dev.cupel.server.item;

import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.platform.Portion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/**
 * Items on their way into the database, in PostgreSQL's binary COPY format: columns n integer, key text, fields jsonb,
 * metadata jsonb, searched text.
 */
final class ItemBatch {
    static final int MOST_ROWS = 5_000;
    /** Who saves or looks at the newest annotations meanwhile waits for a batch of them. */
    static final int MOST_ANNOTATIONS = 2_000;
    /** Characters of an item's text that searching looks at. */
    static final int SEARCHED = 20_000;

    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int rows;
    private int annotations;
    private final List<ItemRowReader.ItemRow> gold = new ArrayList<>();
    private final Map<String, List<AnnotationsBrought.Annotation>> annotated = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();

    ItemBatch() {
        append(HEADER);
    }

    int rows() {
        return rows;
    }

    boolean full() {
        return rows >= MOST_ROWS || annotations >= MOST_ANNOTATIONS || size >= Portion.BYTES;
    }

    /** @return the rows that carry verified answers */
    List<ItemRowReader.ItemRow> gold() {
        return gold;
    }

    /** @return annotations by the key of their item */
    Map<String, List<AnnotationsBrought.Annotation>> annotated() {
        return annotated;
    }

    void add(ItemRowReader.ItemRow row) {
        rows++;
        shortInt(5);
        integer(4);
        integer(rows);
        text.setLength(0);
        value(text.append(row.key()), false);
        value(fields(row.fields()), true);
        value(metadata(row.metadata()), true);
        text.setLength(0);
        text.append(row.key());
        row.fields().values().forEach(this::search);
        if (text.length() > SEARCHED) {
            text.setLength(Character.isHighSurrogate(text.charAt(SEARCHED - 1)) ? SEARCHED - 1 : SEARCHED);
        }
        value(text, false);
        if (!row.gold().isEmpty()) {
            // Without the texts: they are in the stream already.
            gold.add(new ItemRowReader.ItemRow(row.line(), row.key(), Map.of(), Map.of(), row.gold(), List.of()));
        }
        if (!row.annotations().isEmpty()) {
            annotations += row.annotations().size();
            annotated.put(row.key(), row.annotations());
        }
    }

    /** @return the whole COPY stream */
    byte[] copyData() {
        shortInt(-1);
        byte[] data = Arrays.copyOf(bytes, size);
        size -= 2;
        return data;
    }

    private StringBuilder fields(Map<String, JsonNode> fields) {
        text.setLength(0);
        text.append('{');
        fields.forEach((name, value) -> {
            name(name);
            if (value.isString()) {
                quoted(value.stringValue());
            } else {
                text.append(value);
            }
        });
        return text.append('}');
    }

    private StringBuilder metadata(Map<String, String> metadata) {
        text.setLength(0);
        text.append('{');
        metadata.forEach((name, value) -> {
            name(name);
            quoted(value);
        });
        return text.append('}');
    }

    private void name(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quoted(name);
        text.append(':');
    }

    private void quoted(String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        text.append('"');
    }

    /** The texts and numbers of a value, wherever in it they are. */
    private void search(JsonNode value) {
        if (value.isContainer()) {
            for (JsonNode part : value) {
                if (text.length() > SEARCHED) {
                    return;
                }
                search(part);
            }
        } else if (!value.isNull()) {
            String said = ExactJson.text(value);
            text.append(' ').append(said, 0, Math.min(said.length(), SEARCHED));
        }
    }

    private void value(StringBuilder value, boolean jsonb) {
        byte[] utf8 = value.toString().getBytes(StandardCharsets.UTF_8);
        integer(utf8.length + (jsonb ? 1 : 0));
        if (jsonb) {
            append(new byte[] {1});
        }
        append(utf8);
    }

    private void shortInt(int value) {
        append(new byte[] {(byte) (value >> 8), (byte) value});
    }

    private void integer(int value) {
        append(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value});
    }

    private void append(byte[] more) {
        if (size + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more.length));
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }
}
