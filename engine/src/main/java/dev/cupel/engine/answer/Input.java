package dev.cupel.engine.answer;

import java.util.List;

/**
 * One field of an item as labelers see it. A closed family: a new type makes the compiler list every place that has to know
 * what its content looks like.
 */
public sealed interface Input {
    /** Content that is one text, so that stretches of it can be marked. */
    sealed interface OneText extends Input {}

    /** Content that lies in a file of its own; the item says which. */
    sealed interface Media extends Input {}

    /** @return unique among the inputs of a schema */
    String id();

    /** @return name of the item's field; several inputs may show one field */
    String field();

    /** Its type as schemas name it. */
    default String type() {
        return switch (this) {
            case Text i -> "text";
            case Markdown i -> "markdown";
            case Html i -> "html";
            case Chat i -> "chat";
            case Table i -> "table";
            case Image i -> "image";
            case Audio i -> "audio";
            case Video i -> "video";
            case Pdf i -> "pdf";
            case TimeSeries i -> "timeseries";
            case Completion i -> "completion";
        };
    }

    /** What its content is in JSON, in words that say how to write it. */
    default String content() {
        return switch (this) {
            case OneText i -> "a text";
            case Chat i -> "a list of turns, each {\"role\": \"user\", \"text\": \"...\"}";
            case Table i ->
                "a list of rows: objects such as {\"name\": \"Anna\", \"age\": 4}, or lists, the first of which names"
                        + " the columns";
            case Image i -> "the name of an uploaded file, as a text, such as \"cats/1.jpg\"";
            case Media i -> "an address, as a text";
            case TimeSeries i -> "a list of numbers, or of lists of numbers";
            case Completion i -> "an object {\"model\": \"...\", \"text\": \"...\"}";
        };
    }

    /** Shown as it is written. */
    record Text(String id, String field) implements OneText {}

    record Markdown(String id, String field) implements OneText {}

    /** Shown without anything that could act: no scripts, no forms, no foreign addresses. */
    record Html(String id, String field) implements OneText {}

    /** Turns of speakers, oldest first. */
    record Chat(String id, String field) implements Input {}

    /** @param columns those of rows of objects that come first, in this order; others follow in the order in which they are kept */
    record Table(String id, String field, List<String> columns) implements Input {
        public Table {
            columns = List.copyOf(columns);
        }
    }

    /** A file that was uploaded to the project, by its name there. */
    record Image(String id, String field) implements Media {}

    record Audio(String id, String field) implements Media {}

    record Video(String id, String field) implements Media {}

    record Pdf(String id, String field) implements Media {}

    /** Measured values in the order of time. */
    record TimeSeries(String id, String field) implements Input {}

    /** What a model wrote, with the model's name. */
    record Completion(String id, String field) implements Input {}
}
