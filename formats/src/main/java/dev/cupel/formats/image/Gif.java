package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import java.io.IOException;

/** A screen, its colours, and blocks: extensions and frames, each of short pieces up to an empty one. */
final class Gif {
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2c;
    private static final int TRAILER = 0x3b;

    private Gif() {}

    static ImageFile read(Bytes bytes) throws IOException {
        bytes.skip(6);
        int width = bytes.u16le();
        int height = bytes.u16le();
        skipColours(bytes, bytes.u8(), 2);
        boolean pixels = false;
        while (true) {
            // Some programs leave the trailer out, and browsers do not miss it.
            int block = pixels && bytes.over() ? TRAILER : bytes.u8();
            switch (block) {
                case EXTENSION -> bytes.skip(1);
                case FRAME -> {
                    int right = bytes.u16le();
                    int bottom = bytes.u16le();
                    right += bytes.u16le();
                    bottom += bytes.u16le();
                    if (!pixels) {
                        // As browsers do where the first frame is larger than the screen.
                        width = Math.max(width, right);
                        height = Math.max(height, bottom);
                    }
                    skipColours(bytes, bytes.u8(), 0);
                    bytes.skip(1);
                    pixels = true;
                }
                case TRAILER -> {
                    return pixels
                            ? Sizes.of(ImageType.GIF, width, height)
                            : new Broken(ImageType.GIF, "it holds no pixels");
                }
                default -> {
                    return pixels
                            ? Sizes.of(ImageType.GIF, width, height)
                            : new Broken(ImageType.GIF, "between its parts stands what is none");
                }
            }
            for (int piece = bytes.u8(); piece > 0; piece = bytes.u8()) {
                bytes.skip(piece);
            }
        }
    }

    /** @param more bytes that follow before the colours */
    private static void skipColours(Bytes bytes, int flags, int more) throws IOException {
        bytes.skip(more);
        if ((flags & 0x80) != 0) {
            bytes.skip(3L << ((flags & 7) + 1));
        }
    }
}
