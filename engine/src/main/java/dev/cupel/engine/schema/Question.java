package dev.cupel.engine.schema;

import java.util.List;
import java.util.Map;

/** One typed control. A closed family: a new kind makes the compiler list every place to extend. */
public sealed interface Question {
    /** The most options one question can have; a set of them fits into one 64-bit mask. */
    int MAX_OPTIONS = 63;

    /** @return what the question has whatever its kind */
    Common common();

    default String id() {
        return common().id();
    }

    /**
     * @param id unique in the schema, {@code [a-z][a-z0-9_]*}
     * @param title what labelers read; the id if empty
     * @param help one sentence shown beside the title, or empty
     * @param required whether an answer is needed before submitting
     * @param ambiguous whether labelers may flag the item as ambiguous
     * @param when other question's id to the options that make this question appear; empty means always
     */
    record Common(
            String id, String title, String help, boolean required, boolean ambiguous, Map<String, List<String>> when) {
        public Common {
            when = Map.copyOf(when);
        }
    }

    /** Exactly one of the options. */
    record Choice(Common common, List<Option> options) implements Question {
        public Choice {
            options = List.copyOf(options);
        }
    }

    /** Any set of the options, also none. */
    record Choices(Common common, List<Option> options) implements Question {
        public Choices {
            options = List.copyOf(options);
        }
    }

    /**
     * A point on an ordered scale.
     *
     * @param min lowest value
     * @param max highest value, reached by whole steps from min
     * @param step distance of neighbouring values, positive
     */
    record Rating(Common common, double min, double max, double step, String minLabel, String maxLabel)
            implements Question {
        /** @return how many values the scale has */
        public int points() {
            return (int) Math.round((max - min) / step) + 1;
        }
    }

    /**
     * @param id unique in the question, what files and statistics carry
     * @param title what labelers read; the id if empty
     * @param color a named colour of the palette or empty
     * @param hotkey the digit or letter that picks it, or empty for automatic
     * @param help shown beside the option, or empty
     */
    record Option(String id, String title, String color, String hotkey, String help) {
        public static Option of(String id) {
            return new Option(id, "", "", "", "");
        }
    }
}
