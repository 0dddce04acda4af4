package dev.cupel.server.platform;

import org.jspecify.annotations.Nullable;

/** What PostgreSQL's text holds: every character but NUL; half a surrogate pair is no character at all. */
public final class StorableText {
    /** Stands in for what cannot be stored where a text only tells about something. */
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    /** @return what is wrong with a text that cannot be stored, such as "character 3 is NUL"; null if it can be */
    public static @Nullable String problem(CharSequence text) {
        int at = firstUnstorable(text, 0);
        if (at < 0) {
            return null;
        }
        return "character " + (at + 1) + (text.charAt(at) == 0 ? " is NUL" : " is half of a surrogate pair");
    }

    /** @return the text with U+FFFD in place of what cannot be stored */
    public static String storable(String text) {
        int at = firstUnstorable(text, 0);
        if (at < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text);
        for (; at >= 0; at = firstUnstorable(kept, at + 1)) {
            kept.setCharAt(at, REPLACEMENT);
        }
        return kept.toString();
    }

    private static int firstUnstorable(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
