package dev.cupel.formats.dataset;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a format could not express, counted by kind of loss with the first place of each. Nothing is lost without being here. */
public final class Losses {
    /** Keys are stable: programs read them. */
    public enum Kind {
        UNKNOWN_KEYS("keys of the file that are no part of a labeled item"),
        ANNOTATIONS("annotations: who answered what"),
        ANNOTATION_DETAILS("comments, times, versions and flags of annotations"),
        SKIPPED("items that somebody skipped, with the reason"),
        OTHER_QUESTIONS("answers to questions other than the one that is written"),
        CONSENSUS("best known answers"),
        CONSENSUS_DETAILS("method, disagreement and posterior of best known answers"),
        GOLD("verified answers"),
        ADJUDICATIONS("decisions with their reasons"),
        ANSWER_COUNTS("how many answered, where the annotations are not at hand"),
        PREFERENCE_DETAILS("degree of a preference, and on which side the two were shown"),
        SPELLED_AS_TEXT("values that were no texts and are written as texts"),
        EMPTY_VALUES("empty values, which a table cannot tell from none"),
        FIELDS("fields of the item that no input of the schema shows"),
        ITEM_DETAILS("number, status and time of items"),
        CONTENT("fields and metadata"),
        ITEMS_WITHOUT_ANSWERS("items that nobody answered"),
        UNKNOWN_QUESTIONS("answers to questions that the schema does not have"),
        MISPLACED_SPANS("spans that do not lie in the item's text: offsets are written as they are");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What is lost, for people. */
        public String words() {
            return words;
        }
    }

    /**
     * @param count how often
     * @param example the first place: key of the item, and what of it
     */
    public record Loss(Kind kind, long count, String example) {}

    private record Seen(long count, String example) {}

    private final Map<Kind, Seen> seen = new EnumMap<>(Kind.class);

    /** @param what the part of the item; empty for the item itself */
    void add(Kind kind, String key, String what) {
        Seen before = seen.get(kind);
        seen.put(
                kind,
                before == null
                        ? new Seen(1, what.isEmpty() ? key : key + " " + what)
                        : new Seen(before.count + 1, before.example));
    }

    /** In the order of {@link Kind}. */
    public List<Loss> all() {
        List<Loss> all = new ArrayList<>();
        seen.forEach((kind, one) -> all.add(new Loss(kind, one.count, one.example)));
        return all;
    }
}
