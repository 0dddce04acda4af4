package dev.cupel.formats.nativeform;

import dev.cupel.formats.text.JsonComplaint;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON of which nothing is lost by reading it: numbers keep their digits, as in 1.50, and so does an id of twenty digits. */
public final class ExactJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader ONCE =
            MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private ExactJson() {}

    /** @throws JacksonException if it is no JSON */
    public static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (NumberFormatException unreadable) {
            throw JsonComplaint.of(null, unreadable);
        }
    }

    /**
     * The same from somebody's hand.
     *
     * @throws JacksonException also if an object has a key twice, of which only one would be kept
     */
    public static JsonNode readOnce(String json) {
        try {
            return ONCE.readTree(json);
        } catch (NumberFormatException unreadable) {
            throw JsonComplaint.of(null, unreadable);
        }
    }

    /** Values by name, in their order; null is left out. */
    public static Map<String, JsonNode> values(JsonNode object) {
        Map<String, JsonNode> values = LinkedHashMap.newLinkedHashMap(object.size());
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue());
            }
        }
        return Collections.unmodifiableMap(values);
    }

    /** As a cell of a table has it: a text as it is, a number with its digits, anything else as JSON without spaces. */
    public static String text(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        return value.isBigDecimal() ? value.decimalValue().toPlainString() : value.toString();
    }
}
