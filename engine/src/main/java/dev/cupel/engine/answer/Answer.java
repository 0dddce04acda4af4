package dev.cupel.engine.answer;

import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The value one annotator gives to one question: a closed family beside {@link Question}. */
public sealed interface Answer {
    /** Of a small closed set of values: what statistics count. */
    sealed interface Closed extends Answer {}

    /** Of parts, each of which can be right or wrong. */
    sealed interface Structured extends Answer {
        /** @return what was marked; none for a text */
        List<? extends Region> regions();
    }

    record Chosen(String option) implements Closed {}

    record ChosenSet(Set<String> options) implements Closed {
        public ChosenSet {
            options = Collections.unmodifiableSet(new LinkedHashSet<>(options));
        }
    }

    /** A point of a scale, or any number. */
    record Numeric(double value) implements Closed {}

    /**
     * @param strength degree of "better", from 1; empty if none was given
     * @param shown how the two stood on the screen; empty if nobody recorded it
     */
    record Preferred(Question.Verdict choice, OptionalInt strength, Optional<Shown> shown) implements Closed {}

    /** On which side the two of a comparison stood: where they stand in the item, or changed over. */
    enum Shown {
        PLAIN,
        SWAPPED
    }

    record Written(String text) implements Structured {
        @Override
        public List<Region> regions() {
            return List.of();
        }
    }

    record Spans(List<Region.Span> regions) implements Structured {
        public Spans {
            regions = List.copyOf(regions);
        }

        /** The same, each span with a name of its own in the answer and with what stands there in the text. */
        public Spans namedIn(String text) {
            Set<String> taken = new HashSet<>();
            regions.forEach(span -> taken.add(span.tag().id()));
            List<Region.Span> named = new ArrayList<>();
            int next = 1;
            for (Region.Span span : regions) {
                String id = span.tag().id();
                while (id.isEmpty()) {
                    String free = "s" + next++;
                    id = taken.add(free) ? free : "";
                }
                named.add(new Region.Span(span.tag().withId(id), span.parts(), Optional.of(span.quote(text))));
            }
            return new Spans(named);
        }
    }

    record Boxes(List<Region.Box> regions) implements Structured {
        public Boxes {
            regions = List.copyOf(regions);
        }
    }

    record Masks(List<Region.Mask> regions) implements Structured {
        public Masks {
            regions = List.copyOf(regions);
        }
    }

    record Segments(List<Region.Segment> regions) implements Structured {
        public Segments {
            regions = List.copyOf(regions);
        }
    }

    record Polygons(List<Region.Polygon> regions) implements Structured {
        public Polygons {
            regions = List.copyOf(regions);
        }
    }

    record Polylines(List<Region.Polyline> regions) implements Structured {
        public Polylines {
            regions = List.copyOf(regions);
        }
    }

    record Keypoints(List<Region.Keypoints> regions) implements Structured {
        public Keypoints {
            regions = List.copyOf(regions);
        }
    }

    /** @param timeBase of the frames that the tracks count */
    record Tracks(TimeBase timeBase, List<Region.Track> regions) implements Structured {
        public Tracks {
            regions = List.copyOf(regions);
        }
    }

    /**
     * Seconds of one tick of a video's clock as a fraction, as containers of video state it: 1/30000.
     *
     * @param numerator above 0
     * @param denominator above 0
     */
    record TimeBase(int numerator, int denominator) {
        public TimeBase {
            InputException.unless(numerator > 0, "timeBase[0]", numerator, "above 0");
            InputException.unless(denominator > 0, "timeBase[1]", denominator, "above 0");
        }
    }
}
