package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Locale;

/**
 * Whether a table that a method wants fits into the heap, asked before it is made. A refusal says how much is needed and
 * how much there is; running out of memory says neither, and takes the whole process with it.
 */
final class Memory {
    /** Votes, names and what the caller holds live beside a method's tables. */
    private static final double SHARE = 0.6;

    private Memory() {}

    /** What one table may take, in bytes. */
    static long available() {
        return (long) (SHARE * Runtime.getRuntime().maxMemory());
    }

    static boolean fits(long bytes) {
        return bytes <= available();
    }

    /**
     * @param what needs it, as the beginning of a sentence: "a matrix for each of 12 workers"
     * @throws InputException if it does not fit
     */
    static void require(long bytes, String what) {
        if (!fits(bytes)) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "memory",
                    what + " would take " + size(bytes) + ", and " + size(available()) + " can be had",
                    "give Java more memory (-Xmx), merge rare classes, or use majority-vote, wawa or one-coin");
        }
    }

    /** "3.2 GB". */
    static String size(long bytes) {
        return bytes < 1_000_000_000L
                ? String.format(Locale.ROOT, "%d MB", Math.max(1, Math.round(bytes / 1e6)))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
