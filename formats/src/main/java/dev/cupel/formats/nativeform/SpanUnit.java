package dev.cupel.formats.nativeform;

import java.util.Locale;

/** What the offsets of spans count. Keys are stable: files and commands use them. */
public enum SpanUnit {
    /** Unicode code points, as Python counts: an emoji outside the basic plane is one. */
    CODE_POINTS,
    /** UTF-16 code units, as Java and JavaScript count: such an emoji is two. */
    UTF16,
    /** Tokens of the caller's own; their number is given instead of a text. */
    TOKENS;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is counted, in words. */
    public String units() {
        return switch (this) {
            case CODE_POINTS -> "code points";
            case UTF16 -> "UTF-16 units";
            case TOKENS -> "tokens";
        };
    }
}
