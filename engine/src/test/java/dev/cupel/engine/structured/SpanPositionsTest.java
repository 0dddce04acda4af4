package dev.cupel.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpanPositionsTest {
    record Marked(String text, List<Span> spans) {}

    @Provide
    Arbitrary<Marked> marked() {
        Arbitrary<String> texts = Arbitraries.of(
                        "a", "b", "7", " ", "  ", ".", "é", "e\u0301", "😀", "👩\u200d🔬", "漢", "\u00a0")
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
        return texts.flatMap(text -> {
            int length = text.codePointCount(0, text.length());
            Arbitrary<Span> span = Combinators.combine(
                            Arbitraries.integers().between(0, length - 1),
                            Arbitraries.integers().between(0, length - 1))
                    .as((a, b) -> new Span(0, Math.min(a, b), Math.max(a, b) + 1));
            return span.list().ofMaxSize(4).map(spans -> new Marked(text, spans));
        });
    }

    /** The span without the blanks at its ends, found the slow way. */
    private static Optional<Span> stripped(String text, Span span) {
        int[] codePoints = text.codePoints().toArray();
        int begin = span.begin();
        int end = span.end();
        while (begin < end && blank(codePoints[begin])) {
            begin++;
        }
        while (end > begin && blank(codePoints[end - 1])) {
            end--;
        }
        return begin < end ? Optional.of(new Span(span.label(), begin, end)) : Optional.empty();
    }

    private static boolean blank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    @Property
    void everySpanComesBackAsItWasExceptForBlanksAtItsEnds(@ForAll("marked") Marked marked) {
        SpanPositions positions = SpanPositions.ofText(marked.text(), marked.spans());
        for (Span span : marked.spans()) {
            assertThat(positions.toPositions(span).map(positions::toText)).isEqualTo(stripped(marked.text(), span));
        }
    }

    @Property
    void whatIsMarkedTwiceCutsNoMoreThanWhatIsMarkedOnce(@ForAll("marked") Marked marked) {
        SpanPositions positions = SpanPositions.ofText(marked.text(), marked.spans());
        SpanPositions twice = SpanPositions.ofText(
                marked.text(),
                java.util.stream.Stream.concat(marked.spans().stream(), marked.spans().stream())
                        .toList());
        assertThat(twice.count()).isEqualTo(positions.count());
    }

    @ParameterizedTest
    @CsvSource({"Anna met Bo.,4", "don't,3", "漢字,2", "👩‍🔬 left,2", "e\u0301te\u0301,1", "'   ',0", "B-52s flew,4"})
    void wordsSignsAndCharactersOfScriptsWithoutBlanksArePositions(String text, int count) {
        assertThat(SpanPositions.ofText(text, List.of()).count()).isEqualTo(count);
    }

    @Test
    void aSpanThatEndsInsideAWordCutsIt() {
        Span half = new Span(0, 0, 3);
        SpanPositions positions = SpanPositions.ofText("handbook", List.of(half));
        assertThat(positions.count()).isEqualTo(2);
        assertThat(positions.toPositions(half)).contains(new Span(0, 0, 1));
    }

    @Test
    void withoutATextThePositionsAreTheCallersOwn() {
        SpanPositions positions = SpanPositions.ofLength(5);
        assertThat(positions.count()).isEqualTo(5);
        assertThat(positions.toPositions(new Span(2, 1, 4))).contains(new Span(2, 1, 4));
        assertThat(positions.toText(new Span(2, 1, 4))).isEqualTo(new Span(2, 1, 4));
    }
}
