package dev.cupel.engine.answer;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** One typed control. A closed family: a new kind makes the compiler list every place to extend. */
public sealed interface Question {
    /** The most options one question can have: a longer list is no longer read, but searched. */
    int MAX_OPTIONS = 1000;

    /** Answered with a value of a small closed set: what statistics count and tables hold in columns. */
    sealed interface Closed extends Question {}

    /** Answered with parts, each of which can be right or wrong. */
    sealed interface Structured extends Question {}

    /** Answered with a list of regions. */
    sealed interface Marking extends Structured {
        Marks marks();
    }

    /** @return what the question has whatever its kind */
    Common common();

    default String id() {
        return common().id();
    }

    /** Its kind as schemas and commands name it. */
    default String kind() {
        return switch (this) {
            case Choice q -> "choice";
            case Choices q -> "choices";
            case Rating q -> "rating";
            case Quantity q -> "number";
            case Preference q -> "preference";
            case Text q -> "text";
            case Spans q -> "spans";
            case Boxes q -> "boxes";
            case Masks q -> "masks";
            case Segments q -> "segments";
        };
    }

    /**
     * @return the options of a choice or a preference, or the labels of regions, in the order of the schema; empty for
     *     other kinds
     */
    default List<Option> options() {
        return switch (this) {
            case Choice q -> q.options;
            case Choices q -> q.options;
            case Rating q -> List.of();
            case Quantity q -> List.of();
            case Preference q -> q.verdicts();
            case Text q -> List.of();
            case Marking q -> q.marks().labels();
        };
    }

    /**
     * @param id unique in the schema, {@code [a-z][a-z0-9_]*}
     * @param title what labelers read; the id if empty
     * @param help one sentence shown beside the title, or empty
     * @param required whether an answer is needed before submitting
     * @param ambiguous whether labelers may flag the item as ambiguous
     * @param hotkeys whether options without a key of their own get one
     * @param when other question's id to the options that make this question appear; empty means always
     */
    record Common(
            String id,
            String title,
            String help,
            boolean required,
            boolean ambiguous,
            boolean hotkeys,
            Map<String, List<String>> when) {
        public Common {
            when = Map.copyOf(when);
        }

        /** Asked always, an answer is needed, and it is called by its id. */
        public static Common of(String id) {
            return new Common(id, "", "", true, true, true, Map.of());
        }
    }

    /**
     * Exactly one of the options.
     *
     * @param ordered whether their order is a scale: then a neighbour is a smaller error than the far end
     */
    record Choice(Common common, List<Option> options, boolean ordered) implements Closed {
        public Choice {
            options = List.copyOf(options);
        }

        public Choice(Common common, List<Option> options) {
            this(common, options, false);
        }
    }

    /** Any set of the options, also none. */
    record Choices(Common common, List<Option> options) implements Closed {
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
            implements Closed {
        /** @return how many values the scale has */
        public int points() {
            return (int) Math.round((max - min) / step) + 1;
        }
    }

    /**
     * A number: a count, a price, an age.
     *
     * @param min lowest value, if there is one
     * @param max highest value, if there is one
     * @param step distance of possible values counted from {@code min}, or from 0 without one; any number if there is none
     * @param unit what is counted or measured, or empty
     */
    record Quantity(Common common, OptionalDouble min, OptionalDouble max, OptionalDouble step, String unit)
            implements Closed {}

    /**
     * Which of two is better. The verdicts name the two by their places in the item, never by those on the screen.
     *
     * @param left id of an input
     * @param right id of an input; the same as {@code left} if one input shows both
     * @param ties whether neither may be better
     * @param bothBad whether both may be called bad
     * @param strengths how many degrees of "better" there are; 0 if none is asked for
     */
    record Preference(Common common, String left, String right, boolean ties, boolean bothBad, int strengths)
            implements Closed {
        public static final int MAX_STRENGTHS = 9;

        /** What can be answered, as options. */
        public List<Option> verdicts() {
            return Arrays.stream(Verdict.values())
                    .filter(verdict -> switch (verdict) {
                        case LEFT, RIGHT -> true;
                        case TIE -> ties;
                        case BOTH_BAD -> bothBad;
                    })
                    .map(verdict -> Option.of(verdict.key()))
                    .toList();
        }
    }

    /** What a comparison of two can come to. Keys are stable: files and commands use them. */
    enum Verdict {
        LEFT,
        RIGHT,
        TIE,
        BOTH_BAD;

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Words of the annotator's own: a transcript, a rewriting, an ideal answer. */
    record Text(Common common) implements Structured {
        /** Characters (code points). Two texts are compared word by word: longer ones would take minutes, and much memory. */
        public static final int MOST_CHARACTERS = 20_000;
    }

    /** Stretches of a text. */
    record Spans(Common common, Marks marks) implements Marking {}

    /** Boxes in a picture. */
    record Boxes(Common common, Marks marks) implements Marking {}

    /**
     * Pixels of a picture.
     *
     * @param single one mask a picture, which files then write without a list around it
     */
    record Masks(Common common, Marks marks, boolean single) implements Marking {}

    /** Stretches of time in a recording. */
    record Segments(Common common, Marks marks) implements Marking {}

    /**
     * What regions can be.
     *
     * @param on id of the input they are marked on; empty where an item has one thing to mark on
     * @param labels what a region can be called; empty if any name will do
     * @param attributes further questions about each region
     */
    record Marks(String on, List<Option> labels, List<Question> attributes) {
        /** Any label, on the one thing there is. */
        public static final Marks ANY = new Marks("", List.of(), List.of());

        public Marks {
            labels = List.copyOf(labels);
            attributes = List.copyOf(attributes);
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
