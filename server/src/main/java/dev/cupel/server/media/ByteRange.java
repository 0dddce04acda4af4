package dev.cupel.server.media;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRange;

/** Which bytes of a file a request wants (RFC 9110, 14). Several ranges at once are answered by the whole, as they may be. */
sealed interface ByteRange {
    record Whole() implements ByteRange {}

    /** @param last included */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** It begins behind the end. */
    record Beyond() implements ByteRange {}

    /**
     * @param range the header; null if there is none. One that cannot be read asks for nothing
     * @param ifRange the tag of what the asker has the other bytes of; null if they take a part of anything
     */
    static ByteRange of(@Nullable String range, @Nullable String ifRange, String tag, long size) {
        if (range == null || (ifRange != null && !ifRange.equals(tag))) {
            return new Whole();
        }
        List<HttpRange> wanted;
        try {
            wanted = HttpRange.parseRanges(range);
        } catch (IllegalArgumentException unreadable) {
            return new Whole();
        }
        if (wanted.size() != 1) {
            return new Whole();
        }
        long first = wanted.getFirst().getRangeStart(size);
        if (first >= size) {
            return new Beyond();
        }
        return new Part(first, wanted.getFirst().getRangeEnd(size));
    }
}
