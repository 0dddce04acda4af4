package dev.cupel.formats.dataset;

import dev.cupel.formats.nativeform.ExactJson;
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
        return (ObjectNode) ExactJson.read(json);
    }
}
