package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import tools.jackson.databind.JsonNode;

/** What was answered to a question. */
public sealed interface Given {
    /** An answer read by its question; offsets of spans count UTF-16 units. */
    record Known(Answer answer) implements Given {}

    /**
     * Kept as it stands, because nothing is there to read it by: the schema has no such question (any more), or the spans lie in
     * no text of the item. Offsets count code points.
     */
    record AsIs(JsonNode json) implements Given {}
}
