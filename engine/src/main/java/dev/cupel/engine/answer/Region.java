package dev.cupel.engine.answer;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
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
}
