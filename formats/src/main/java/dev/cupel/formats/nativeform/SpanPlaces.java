package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Region.Span;
import dev.cupel.engine.answer.Region.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spans as files write them against the text they lie in: checks that they lie there and that what they quote stands
 * there, and turns their offsets into UTF-16 units, or back into those of a file. For one text.
 */
public final class SpanPlaces {
    private final String text;
    private final SpanUnit unit;
    private final Offsets offsets;

    /** @param unit what the file counts; not tokens, which have no text */
    public SpanPlaces(String text, SpanUnit unit) {
        if (unit == SpanUnit.TOKENS) {
            throw new IllegalArgumentException("tokens have no place in a text");
        }
        this.text = text;
        this.unit = unit;
        this.offsets = Offsets.ofCodePoints(text);
    }

    public boolean isOf(String otherText, SpanUnit otherUnit) {
        return unit == otherUnit && text.equals(otherText);
    }

    /** How many units the text has. */
    public int length() {
        return unit == SpanUnit.UTF16 ? text.length() : offsets.length();
    }

    /**
     * @param where the answer's place, for findings
     * @return the spans in UTF-16 units; those that lie nowhere are left out, with a finding each
     */
    public Answer.Spans toUtf16(Answer.Spans answer, String where, Findings findings) {
        List<Span> placed = new ArrayList<>();
        for (int i = 0; i < answer.regions().size(); i++) {
            Span span = placed(answer.regions().get(i), where + "[" + i + "]", findings);
            if (span != null) {
                placed.add(span);
            }
        }
        return new Answer.Spans(placed);
    }

    private @Nullable Span placed(Span span, String where, Findings findings) {
        List<Stretch> parts = new ArrayList<>();
        for (Stretch part : span.parts()) {
            if (part.end() > length()) {
                findings.add(
                        Code.BAD_NUMBER,
                        where,
                        "from " + part.begin() + " to " + part.end() + " does not lie in the text of " + length() + " "
                                + unit.units(),
                        "count from 0 up to the length" + hint());
                return null;
            }
            int begin = unit == SpanUnit.UTF16 ? part.begin() : offsets.toUtf16(part.begin());
            int end = unit == SpanUnit.UTF16 ? part.end() : offsets.toUtf16(part.end());
            if (offsets.toCodePoint(begin) < 0 || offsets.toCodePoint(end) < 0) {
                boolean first = offsets.toCodePoint(begin) < 0;
                findings.add(
                        Code.BAD_NUMBER,
                        where,
                        (first ? "begins" : "ends") + " inside a character, at UTF-16 unit "
                                + (first ? part.begin() : part.end()),
                        "move it to the character's begin or end, or count code points and say \"unit\":"
                                + " \"code_points\"");
                return null;
            }
            parts.add(new Stretch(begin, end));
        }
        Span there = new Span(span.tag(), parts, span.text());
        if (span.text().isPresent() && !span.text().get().equals(there.quote(text))) {
            findings.add(
                    Code.CONTRADICTION,
                    where,
                    "quotes " + shown(span.text().get()) + ", but from " + span.begin() + " to " + span.end()
                            + " there stands " + shown(there.quote(text)),
                    quotedElsewhere(span, span.text().get()));
            return null;
        }
        return there;
    }

    /** Whether a span with offsets in UTF-16 units lies in the text, and cuts no character in two. */
    public boolean holds(Span span) {
        return span.parts().stream()
                .allMatch(part -> part.end() <= text.length()
                        && offsets.toCodePoint(part.begin()) >= 0
                        && offsets.toCodePoint(part.end()) >= 0);
    }

    /** The spans with offsets in the file's unit, each with what stands there. */
    public Answer.Spans toFile(Answer.Spans answer) {
        return new Answer.Spans(answer.regions().stream()
                .map(span -> new Span(
                        span.tag(), span.parts().stream().map(this::toFile).toList(), Optional.of(span.quote(text))))
                .toList());
    }

    private Stretch toFile(Stretch part) {
        return unit == SpanUnit.UTF16
                ? part
                : new Stretch(offsets.toCodePoint(part.begin()), offsets.toCodePoint(part.end()));
    }

    private String hint() {
        return unit == SpanUnit.CODE_POINTS && offsets.length() != text.length()
                ? "; if the offsets count UTF-16 units, as JavaScript and Java do, say \"unit\": \"utf16\""
                : "";
    }

    private String quotedElsewhere(Span span, String quoted) {
        SpanUnit other = unit == SpanUnit.UTF16 ? SpanUnit.CODE_POINTS : SpanUnit.UTF16;
        boolean inside = span.end() <= (other == SpanUnit.UTF16 ? text.length() : offsets.length());
        if (inside) {
            int begin = other == SpanUnit.UTF16 ? span.begin() : offsets.toUtf16(span.begin());
            int end = other == SpanUnit.UTF16 ? span.end() : offsets.toUtf16(span.end());
            if (text.substring(begin, end).equals(quoted)) {
                return "the offsets count " + (other == SpanUnit.UTF16 ? "UTF-16 units" : other.units())
                        + ": say \"unit\": \"" + other.key() + "\"";
            }
        }
        return "correct the offsets or the quoted text";
    }

    private static String shown(String text) {
        return '"' + (text.length() <= 30 ? text : text.substring(0, 29) + "…") + '"';
    }
}
