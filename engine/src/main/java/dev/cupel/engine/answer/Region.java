package dev.cupel.engine.answer;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A marked part of what an item shows. A closed family: a new shape makes the compiler list every place to extend. */
public sealed interface Region {
    Tag tag();

    /** How a region came to be. */
    enum Origin {
        HAND,
        DRAFT,
        DRAFT_EDITED
    }

    /**
     * Where on an item with several parts a region lies.
     *
     * @param input id of the input; empty if the question names it
     * @param turn of a conversation, from 0
     * @param page of a document, from 0
     * @param frame of a video, from 0
     */
    record Spot(String input, OptionalInt turn, OptionalInt page, OptionalInt frame) {
        public static final Spot ONLY = new Spot("", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * What a region has whatever its shape. What was not said stays unsaid.
     *
     * @param id unique in its annotation; empty if it has none
     * @param label option of the question; empty if it has none
     * @param attributes answers to the question's attribute questions, by their ids
     * @param comment empty if there is none
     */
    record Tag(
            String id,
            String label,
            Map<String, Answer> attributes,
            Optional<Origin> origin,
            String comment,
            Spot spot) {
        public Tag {
            attributes = Map.copyOf(attributes);
        }

        Tag withId(String newId) {
            return new Tag(newId, label, attributes, origin, comment, spot);
        }

        /** A label and nothing else. */
        public static Tag of(String label) {
            return new Tag("", label, Map.of(), Optional.empty(), "", Spot.ONLY);
        }
    }

    /**
     * A stretch of text, or several that belong together.
     *
     * @param parts at least one, in the order of the text and apart from each other
     * @param text what stands there, as it was quoted; empty if it was not
     */
    record Span(Tag tag, List<Stretch> parts, Optional<String> text) implements Region {
        public Span {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new InputException(Code.EMPTY, "parts", "there are none", "give at least one stretch of text");
            }
            for (int i = 1; i < parts.size(); i++) {
                InputException.unless(
                        parts.get(i).begin() >= parts.get(i - 1).end(),
                        "parts[" + i + "].begin",
                        parts.get(i).begin(),
                        "behind the part before, which ends at "
                                + parts.get(i - 1).end());
            }
        }

        public static Span of(String label, int begin, int end) {
            return new Span(Tag.of(label), List.of(new Stretch(begin, end)), Optional.empty());
        }

        /** What it covers of the text, at offsets in UTF-16 units; parts are joined by a blank. */
        public String quote(String ofText) {
            return parts.stream()
                    .map(part -> ofText.substring(part.begin(), part.end()))
                    .collect(Collectors.joining(" "));
        }

        public int begin() {
            return parts.getFirst().begin();
        }

        public int end() {
            return parts.getLast().end();
        }
    }

    /**
     * {@code [begin, end)}, in UTF-16 units of the text; in the caller's own unit where there is no text.
     *
     * @param begin from 0
     * @param end greater than {@code begin}
     */
    record Stretch(int begin, int end) {
        public Stretch {
            InputException.unless(begin >= 0, "begin", begin, "0 or more");
            InputException.unless(begin < end, "end", end, "greater than begin, which is " + begin);
        }
    }

    /**
     * A box in pixels of the original picture; (0, 0) is the outer corner of the top-left pixel.
     *
     * @param width above 0
     * @param height above 0
     * @param rotation degrees clockwise on screen about the centre
     */
    record Box(Tag tag, double left, double top, double width, double height, double rotation) implements Region {
        public Box {
            InputException.unless(width > 0, "width", width, "above 0");
            InputException.unless(height > 0, "height", height, "above 0");
        }
    }

    /** Some pixels of a picture. */
    record Mask(Tag tag, RunLengths pixels) implements Region {}

    /**
     * A stretch of time in seconds from the first presented sample.
     *
     * @param beginSeconds before {@code endSeconds}
     */
    record Segment(Tag tag, double beginSeconds, double endSeconds) implements Region {
        public Segment {
            InputException.unless(
                    beginSeconds < endSeconds, "endSeconds", endSeconds, "greater than the begin, " + beginSeconds);
        }
    }

    /** The most points of a ring or a line: two of them are compared edge by edge, and longer ones would take minutes. */
    int MOST_POINTS = 10_000;

    /** A place in pixels of the original picture; (0, 0) is the outer corner of the top-left pixel. */
    record Point(double x, double y) {
        /** The largest coordinate that is taken, in size: more pixels than any picture has. */
        public static final double MOST = 1e9;

        public Point {
            InputException.unless(Math.abs(x) <= MOST, "x", x, "a number up to 1e9 in size");
            InputException.unless(Math.abs(y) <= MOST, "y", y, "a number up to 1e9 in size");
        }
    }

    /**
     * An area of a picture: what lies inside the outline and in none of the holes. Inside is what a ray to the outside leaves after
     * an odd number of edges (even-odd), so that an outline which crosses itself has a meaning, too. A ring is closed from its last
     * point to its first.
     *
     * @param points of the outline, at least 3
     * @param holes rings of at least 3 points each
     */
    record Polygon(Tag tag, List<Point> points, List<List<Point>> holes) implements Region {
        public static final int LEAST_POINTS = 3;

        public Polygon {
            points = List.copyOf(points);
            holes = holes.stream().map(List::copyOf).toList();
            InputException.unless(points.size() >= LEAST_POINTS, "points", points.size(), "at least 3 points");
            for (int i = 0; i < holes.size(); i++) {
                InputException.unless(
                        holes.get(i).size() >= LEAST_POINTS,
                        "holes[" + i + "]",
                        holes.get(i).size(),
                        "at least 3 points");
            }
        }
    }

    /**
     * A line of straight pieces in a picture.
     *
     * @param points at least 2, along the line
     */
    record Polyline(Tag tag, List<Point> points) implements Region {
        public static final int LEAST_POINTS = 2;

        public Polyline {
            points = List.copyOf(points);
            InputException.unless(points.size() >= LEAST_POINTS, "points", points.size(), "at least 2 points");
        }
    }

    /** Named points of one body, hand or thing, in the order in which they were given. */
    record Keypoints(Tag tag, Map<String, Keypoint> points) implements Region {
        public Keypoints {
            points = Collections.unmodifiableMap(new LinkedHashMap<>(points));
        }
    }

    /** Where a named point is, and whether it can be seen; where it is not marked the place means nothing. */
    record Keypoint(Point at, Visibility visibility) {}

    /** As COCO counts it, from 0. */
    enum Visibility {
        UNMARKED(0),
        HIDDEN(1),
        VISIBLE(2);

        private final int code;

        Visibility(int code) {
            this.code = code;
        }

        /** COCO's number. */
        public int code() {
            return code;
        }
    }

    /**
     * A box that moves through a video: where it is at some frames, and on straight ways between. It is there from its first keyframe to
     * its last, but for the frames from one that is outside up to the next that is not.
     *
     * @param keyframes at least one, each at a later frame than the one before
     */
    record Track(Tag tag, List<Keyframe> keyframes) implements Region {
        public Track {
            keyframes = List.copyOf(keyframes);
            if (keyframes.isEmpty()) {
                throw new InputException(Code.EMPTY, "keyframes", "there are none", "give at least one keyframe");
            }
            for (int i = 1; i < keyframes.size(); i++) {
                InputException.unless(
                        keyframes.get(i).frame() > keyframes.get(i - 1).frame(),
                        "keyframes[" + i + "].frame",
                        keyframes.get(i).frame(),
                        "behind the keyframe before, which is at "
                                + keyframes.get(i - 1).frame());
            }
        }
    }

    /**
     * The box of a track at one frame, in pixels.
     *
     * @param frame index of the frame as it is presented, from 0
     * @param outside whether the thing is out of sight from here to the next keyframe; empty if nothing was said, which means that it
     *     is not
     * @param occluded whether something is in front of it from here to the next keyframe; empty as for {@code outside}
     */
    record Keyframe(
            int frame,
            double left,
            double top,
            double width,
            double height,
            Optional<Boolean> outside,
            Optional<Boolean> occluded) {
        /** More than four days at thirty frames a second. */
        public static final int MOST_FRAME = 10_000_000;

        public Keyframe {
            InputException.unless(frame >= 0 && frame <= MOST_FRAME, "frame", frame, "from 0 to 10,000,000");
            InputException.unless(width > 0, "width", width, "above 0");
            InputException.unless(height > 0, "height", height, "above 0");
        }

        public boolean isOutside() {
            return outside.orElse(false);
        }

        public boolean isOccluded() {
            return occluded.orElse(false);
        }
    }
}
