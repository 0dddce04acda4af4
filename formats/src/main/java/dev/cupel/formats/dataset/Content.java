package dev.cupel.formats.dataset;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an item brings with it: one JSON object, kept letter by letter, so that order, numbers and blanks stay as they were.
 *
 * @param json an object
 */
public record Content(String json) {
    public static final Content NONE = new Content("{}");

    /** @throws tools.jackson.core.JacksonException if it is no JSON */
    public ObjectNode node() {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    /** Values by name as tables have them: a text as it is, anything else as JSON; null is left out. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node().properties()) {
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), text(entry.getValue()));
            }
        }
        return texts;
    }

    static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : value.toString();
    }
}
