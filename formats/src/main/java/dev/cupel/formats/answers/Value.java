package dev.cupel.formats.answers;

import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.structured.Mask;
import java.util.List;

/** One answer. A closed family: a new kind makes the compiler list every place to extend. Labels are numbers of a table. */
public sealed interface Value {
    Kind kind();

    record Text(String text) implements Value {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** In code points of the task's text, or in its tokens. */
    record Spans(List<Span> spans) implements Value {
        public Spans {
            spans = List.copyOf(spans);
        }

        @Override
        public Kind kind() {
            return Kind.SPANS;
        }
    }

    record Boxes(List<MatchedAgreement.Box> boxes) implements Value {
        public Boxes {
            boxes = List.copyOf(boxes);
        }

        @Override
        public Kind kind() {
            return Kind.BOXES;
        }
    }

    record Pixels(Mask mask) implements Value {
        @Override
        public Kind kind() {
            return Kind.MASK;
        }
    }

    record Segments(List<MatchedAgreement.Segment> segments) implements Value {
        public Segments {
            segments = List.copyOf(segments);
        }

        @Override
        public Kind kind() {
            return Kind.SEGMENTS;
        }
    }
}
