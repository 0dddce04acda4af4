package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What annotators of one text vote on: its words, cut further wherever somebody's span begins or ends, so that every span
 * is a whole number of positions and nothing is moved or lost. Everything that is neither a letter, a digit nor a blank is a
 * position of its own, as is every character of a script that is written without blanks. Blanks are no positions: a span
 * that ends behind a blank says the same as one that ends before it.
 *
 * <p>Without a text the positions are the caller's own, tokens for example.
 *
 * <p>Offsets into a text count code points. Time and memory O(length of the text + spans log spans).
 */
public final class SpanPositions {
    private static final Pattern CLUSTER = Pattern.compile("\\X");

    /** Position {@code p} covers {@code [begins[p], ends[p])}; both ascend. */
    private final int[] begins;

    private final int[] ends;

    private SpanPositions(int[] begins, int[] ends) {
        this.begins = begins;
        this.ends = ends;
    }

    /** The caller's own positions {@code [0, length)}. */
    public static SpanPositions ofLength(int length) {
        int[] begins = new int[length];
        Arrays.setAll(begins, p -> p);
        int[] ends = new int[length];
        Arrays.setAll(ends, p -> p + 1);
        return new SpanPositions(begins, ends);
    }

    /** @param spans everybody's on this text, in code points, within it */
    public static SpanPositions ofText(String text, Collection<Span> spans) {
        int length = text.codePointCount(0, text.length());
        BitSet cuts = new BitSet(length + 1);
        BitSet blank = new BitSet(length);
        boolean wordBefore = false;
        int at = 0;
        Matcher clusters = CLUSTER.matcher(text);
        while (clusters.find()) {
            int first = text.codePointAt(clusters.start());
            int next = at + text.codePointCount(clusters.start(), clusters.end());
            boolean word = isWord(first);
            if (!(word && wordBefore)) {
                cuts.set(at);
            }
            if (isBlank(first)) {
                blank.set(at, next);
            }
            wordBefore = word;
            at = next;
        }
        for (Span span : spans) {
            cuts.set(span.begin());
            cuts.set(span.end());
        }
        cuts.set(length);
        int[] begins = new int[cuts.cardinality()];
        int[] ends = new int[begins.length];
        int count = 0;
        for (int begin = cuts.nextSetBit(0); begin >= 0 && begin < length; ) {
            int end = cuts.nextSetBit(begin + 1);
            if (!blank.get(begin)) {
                begins[count] = begin;
                ends[count++] = end;
            }
            begin = end;
        }
        return new SpanPositions(Arrays.copyOf(begins, count), Arrays.copyOf(ends, count));
    }

    private static boolean isBlank(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    /** Letters and digits that make words together with their neighbours. */
    private static boolean isWord(int codePoint) {
        if (!Character.isLetterOrDigit(codePoint) || Character.isIdeographic(codePoint)) {
            return false;
        }
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> false;
            default -> true;
        };
    }

    public int count() {
        return begins.length;
    }

    /**
     * @param span in the unit of the text
     * @return the same in positions; empty if it covers blanks only
     */
    public Optional<Span> toPositions(Span span) {
        int first = atOrAfter(begins, span.begin());
        int behind = atOrAfter(begins, span.end());
        return first < behind ? Optional.of(new Span(span.label(), first, behind)) : Optional.empty();
    }

    /** @param span in positions */
    public Span toText(Span span) {
        return new Span(span.label(), begins[span.begin()], ends[span.end() - 1]);
    }

    private static int atOrAfter(int[] sorted, int value) {
        int found = Arrays.binarySearch(sorted, value);
        return found >= 0 ? found : -found - 1;
    }
}
