package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Uneven;
import java.io.IOException;

/** A header that says where the rows of pixels begin. */
final class Bmp {
    private static final int OLD_HEADER = 12;
    private static final int FILE_HEADER = 14;

    private Bmp() {}

    /** @return whether a header of this size is one that browsers read */
    static boolean isHeader(byte low, byte high) {
        int size = (low & 0xff) | (high & 0xff) << 8;
        return size == OLD_HEADER || size == 40 || size == 52 || size == 56 || size == 108 || size == 124;
    }

    static ImageFile read(Bytes bytes) throws IOException {
        bytes.skip(10);
        long pixelsAt = bytes.u32le();
        long header = bytes.u32le();
        long width;
        long height;
        int bits;
        long coding = 0;
        long read = FILE_HEADER + 4;
        if (header == OLD_HEADER) {
            width = bytes.u16le();
            height = bytes.u16le();
            bytes.skip(2);
            bits = bytes.u16le();
            read += 8;
        } else {
            width = (int) bytes.u32le();
            // From the top down, if it is negative.
            height = Math.abs((long) (int) bytes.u32le());
            bytes.skip(2);
            bits = bytes.u16le();
            coding = bytes.u32le();
            read += 16;
        }
        ImageFile image = Sizes.of(ImageType.BMP, width, height);
        // 0 and 3 lie there as they are, 1 and 2 are runs of equal pixels; the rest are for printers.
        if (coding > 3) {
            return new Uneven(ImageType.BMP, "it is coded in a way that is meant for printers");
        }
        if (pixelsAt < read) {
            return new Broken(ImageType.BMP, "its pixels would begin inside of its header");
        }
        if (bits < 1 || bits > 32) {
            return new Broken(ImageType.BMP, "its pixels have " + bits + " bits");
        }
        bytes.skip(pixelsAt - read);
        boolean plain = coding == 0 || coding == 3;
        if (image instanceof ImageFile.Image && plain) {
            long row = (width * bits + 31) / 32 * 4;
            bytes.skip(height > Long.MAX_VALUE / row ? Long.MAX_VALUE : row * height);
        } else if (bytes.over()) {
            throw new Bytes.Cut();
        }
        return image;
    }
}
