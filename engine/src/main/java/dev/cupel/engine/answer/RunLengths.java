package dev.cupel.engine.answer;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;

/**
 * The pixels of a mask as COCO writes them: lengths of runs column by column from the top left, background first (0 if the
 * first pixel is set). What is missing at the end is background. Immutable.
 */
public final class RunLengths {
    private final int width;
    private final int height;
    private final int[] counts;

    private RunLengths(int width, int height, int[] counts) {
        this.width = width;
        this.height = height;
        this.counts = counts;
    }

    /**
     * @param width of the picture, at least 1
     * @param height of the picture, at least 1
     * @throws InputException if a size is below 1, there are more than 2^31 - 1 pixels, a run is negative, or runs exceed
     *     the picture
     */
    public static RunLengths of(int width, int height, int... counts) {
        InputException.unless(width >= 1, "size[1]", width, "at least 1");
        InputException.unless(height >= 1, "size[0]", height, "at least 1");
        if ((long) width * height > Integer.MAX_VALUE) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "size",
                    "is " + height + " x " + width + " pixels",
                    "cut the picture into parts of at most " + Integer.MAX_VALUE + " pixels");
        }
        long at = 0;
        for (int i = 0; i < counts.length; i++) {
            at += counts[i];
            if (counts[i] < 0 || at > (long) width * height) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        "counts[" + i + "]",
                        counts[i] < 0 ? "is " + counts[i] : "ends at pixel " + at + " of " + (long) width * height,
                        "give lengths of runs from 0 that add up to at most width times height");
            }
        }
        return new RunLengths(width, height, counts.clone());
    }

    /**
     * COCO's text form: six bits a character, each length beyond the third as a difference.
     *
     * @throws InputException if it is none, and as {@link #of}
     */
    public static RunLengths ofText(int width, int height, String text) {
        int[] counts = new int[text.length()];
        int n = 0;
        for (int p = 0; p < text.length(); ) {
            long length = 0;
            int shift = 0;
            int bits;
            do {
                bits = p < text.length() ? text.charAt(p++) - 48 : -1;
                if (bits < 0 || bits > 63 || shift > 30) {
                    throw new InputException(
                            Code.MALFORMED,
                            "counts",
                            "is no compressed run-length code of COCO at character " + p,
                            "write the run lengths as a list, or compress them again");
                }
                length |= (long) (bits & 0x1f) << shift;
                shift += 5;
            } while ((bits & 0x20) != 0);
            if ((bits & 0x10) != 0) {
                length |= -1L << shift;
            }
            counts[n] = (int) (length + (n > 2 ? counts[n - 2] : 0));
            n++;
        }
        return of(width, height, Arrays.copyOf(counts, n));
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** A copy. */
    public int[] counts() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunLengths that
                && width == that.width
                && height == that.height
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return height + " x " + width + " " + Arrays.toString(counts);
    }
}
