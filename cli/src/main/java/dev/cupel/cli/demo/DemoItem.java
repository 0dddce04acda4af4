package dev.cupel.cli.demo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One item of a demo project as its resource file holds it.
 *
 * @param key the item's key in its project
 * @param row what is imported: fields and metadata, for gold items the verified answer; never the reference
 * @param reference what the author of the text had in mind; only simulated annotators look at it
 */
record DemoItem(String key, ObjectNode row, JsonNode reference) {

    /** Splits a line of the resource into what everybody may see and what only the simulation may. */
    static DemoItem of(ObjectNode line) {
        ObjectNode row = line.deepCopy();
        JsonNode reference = row.remove("reference");
        JsonNode gold = row.remove("gold");
        if (gold != null && gold.asBoolean()) {
            row.put("gold.sentiment", reference.path("sentiment").asString());
        }
        return new DemoItem(line.path("key").asString(), row, reference);
    }

    /** What labelers read of a row or of an item on their screen: they are not told its key. */
    static String content(JsonNode fields) {
        return fields.path("text").asString("")
                + '\n'
                + fields.path("message").asString("")
                + '\n'
                + fields.path("reply").asString("")
                + '\n'
                + fields.path("request").asString("");
    }

    /** Characters somebody has to read before answering. */
    int length() {
        int length = 0;
        for (String field : new String[] {"text", "message", "reply", "request", "first", "second"}) {
            length += row.path(field).asString("").length();
        }
        return length;
    }

    /** The language subtag of the item's locale, {@code en} where the item has no locale. */
    String language() {
        String locale = row.path("locale").asString("en");
        int dash = locale.indexOf('-');
        return (dash < 0 ? locale : locale.substring(0, dash)).toLowerCase(Locale.ROOT);
    }

    /** Whether the author wrote a reason for this text alone. */
    boolean hasOwnReason() {
        return reference.hasNonNull("decision");
    }

    /** Why the author's answer is the right one, in a reviewer's words; null where only the author could say. */
    @Nullable
    String reason() {
        if (hasOwnReason()) {
            return reference.path("decision").asString();
        }
        String meant = reference.path("sentiment").asString();
        String verdict = meant.isEmpty() ? "" : " " + Character.toUpperCase(meant.charAt(0)) + meant.substring(1) + ".";
        if (meant.equals("neutral")) {
            return has("politeness") || has("understatement")
                    ? "Good manners are not a feeling, and nothing else here is one." + verdict
                    : null;
        }
        if (has("sarcasm") || has("irony")) {
            return "Not meant as it is said: judge what the writer means by it." + verdict;
        }
        if (has("mixed-feelings")) {
            return meant.equals("mixed")
                    ? "Two things are judged in opposite ways, and the shop could act on either." + verdict
                    : "One side is only mentioned, the other is the point, and the text ends on it." + verdict;
        }
        return has("understatement") || has("negation") || has("politeness")
                ? "Held back, but it has a direction once the words are weighed." + verdict
                : null;
    }

    /** Whether the author marked the text with a trait such as {@code sarcasm}. */
    boolean has(String trait) {
        for (JsonNode each : reference.path("traits")) {
            if (each.asString().equals(trait)) {
                return true;
            }
        }
        return false;
    }
}
