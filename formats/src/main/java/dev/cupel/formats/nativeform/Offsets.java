package dev.cupel.formats.nativeform;

import java.util.Arrays;

/** Offsets into one text: UTF-16 units, as they are inside, against what a file counts. */
public final class Offsets {
    /** Offset in UTF-16 units of each offset of the file. */
    private final int[] utf16;

    private Offsets(int[] utf16) {
        this.utf16 = utf16;
    }

    public static Offsets ofCodePoints(String text) {
        int[] utf16 = new int[text.codePointCount(0, text.length()) + 1];
        for (int codePoint = 0, at = 0; at < text.length(); codePoint++) {
            utf16[codePoint] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        utf16[utf16.length - 1] = text.length();
        return new Offsets(utf16);
    }

    /** How many code points the text has. */
    public int length() {
        return utf16.length - 1;
    }

    /** @param codePoint from 0 to {@link #length()} */
    public int toUtf16(int codePoint) {
        return utf16[codePoint];
    }

    /** @return the offset in code points; negative if it lies inside a character or outside the text */
    public int toCodePoint(int offset) {
        return Arrays.binarySearch(utf16, offset);
    }
}
