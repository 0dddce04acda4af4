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

    /**
     * Answered with regions that are things of their own: to compare two answers, each region has at most one partner. Positions of a
     * text and pixels of a picture are compared by what they cover instead.
     */
    sealed interface Matched extends Marking {}

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
            case Polygons q -> "polygons";
            case Polylines q -> "polylines";
            case Keypoints q -> "keypoints";
            case Tracks q -> "tracks";
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
    record Boxes(Common common, Marks marks) implements Matched {}

    /**
     * Pixels of a picture.
     *
     * @param single one mask a picture, which files then write without a list around it
     */
    record Masks(Common common, Marks marks, boolean single) implements Marking {}

    /** Stretches of time in a recording. */
    record Segments(Common common, Marks marks) implements Matched {}

    /** Areas of a picture by their outlines. */
    record Polygons(Common common, Marks marks) implements Matched {}

    /** Lines in a picture: lanes, cracks, vessels. */
    record Polylines(Common common, Marks marks) implements Matched {}

    /**
     * Named points of bodies, hands or things in a picture.
     *
     * @param skeleton which points there are
     */
    record Keypoints(Common common, Marks marks, Skeleton skeleton) implements Matched {}

    /** Boxes that move through a video. */
    record Tracks(Common common, Marks marks) implements Matched {}

    /**
     * The points that a thing has and how they are joined.
     *
     * @param points in the order of the schema; empty if any name will do
     * @param edges which of them are drawn joined
     */
    record Skeleton(List<Joint> points, List<Edge> edges) {
        /** Any points, none joined. */
        public static final Skeleton ANY = new Skeleton(List.of(), List.of());

        /**
         * How far people differ on a point for which nothing else is known, as share of the thing's size: between the easiest
         * and the hardest points of a person in COCO.
         */
        public static final double USUAL_SIGMA = 0.05;

        /** The seventeen points of a person in COCO, with how far people differ on each as measured there. */
        public static final Skeleton COCO_PERSON = new Skeleton(
                List.of(
                        new Joint("nose", .026),
                        new Joint("left_eye", .025),
                        new Joint("right_eye", .025),
                        new Joint("left_ear", .035),
                        new Joint("right_ear", .035),
                        new Joint("left_shoulder", .079),
                        new Joint("right_shoulder", .079),
                        new Joint("left_elbow", .072),
                        new Joint("right_elbow", .072),
                        new Joint("left_wrist", .062),
                        new Joint("right_wrist", .062),
                        new Joint("left_hip", .107),
                        new Joint("right_hip", .107),
                        new Joint("left_knee", .087),
                        new Joint("right_knee", .087),
                        new Joint("left_ankle", .089),
                        new Joint("right_ankle", .089)),
                List.of(
                        new Edge("left_ankle", "left_knee"),
                        new Edge("left_knee", "left_hip"),
                        new Edge("right_ankle", "right_knee"),
                        new Edge("right_knee", "right_hip"),
                        new Edge("left_hip", "right_hip"),
                        new Edge("left_shoulder", "left_hip"),
                        new Edge("right_shoulder", "right_hip"),
                        new Edge("left_shoulder", "right_shoulder"),
                        new Edge("left_shoulder", "left_elbow"),
                        new Edge("right_shoulder", "right_elbow"),
                        new Edge("left_elbow", "left_wrist"),
                        new Edge("right_elbow", "right_wrist"),
                        new Edge("left_eye", "right_eye"),
                        new Edge("nose", "left_eye"),
                        new Edge("nose", "right_eye"),
                        new Edge("left_eye", "left_ear"),
                        new Edge("right_eye", "right_ear"),
                        new Edge("left_ear", "left_shoulder"),
                        new Edge("right_ear", "right_shoulder")));

        public Skeleton {
            points = List.copyOf(points);
            edges = List.copyOf(edges);
        }

        public List<String> names() {
            return points.stream().map(Joint::name).toList();
        }

        /**
         * How far people differ on a point, as share of the thing's size: what the schema says, else COCO's figure for points that
         * are called as those of a person there, else {@link #USUAL_SIGMA}.
         */
        public double sigma(String name) {
            OptionalDouble said = said(name);
            return said.isPresent()
                    ? said.getAsDouble()
                    : COCO_PERSON.said(name).orElse(USUAL_SIGMA);
        }

        private OptionalDouble said(String name) {
            return points.stream()
                    .filter(point -> point.name().equals(name))
                    .flatMapToDouble(point -> point.sigma().stream())
                    .findFirst();
        }
    }

    /**
     * One point of a skeleton.
     *
     * @param sigma how far people differ on it, as share of the thing's size, above 0; empty if the schema does not say
     */
    record Joint(String name, OptionalDouble sigma) {
        public Joint(String name, double sigma) {
            this(name, OptionalDouble.of(sigma));
        }

        public static Joint of(String name) {
            return new Joint(name, OptionalDouble.empty());
        }
    }

    /** Two points of a skeleton that are drawn joined, by their names. */
    record Edge(String from, String to) {}

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
