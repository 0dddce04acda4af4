package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Image;
import dev.cupel.formats.image.ImageFile.Uneven;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Segments that begin with 0xFF and a marker; behind a scan's header lie its coded pixels, up to the next marker. */
final class Jpeg {
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int EXIF = 0xe1;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    /** From this turn on the picture lies on its side. */
    private static final int ON_ITS_SIDE = 5;

    private final Bytes bytes;
    private int turn = 1;
    private int width;
    private int height;
    private boolean scanned;

    private Jpeg(Bytes bytes) {
        this.bytes = bytes;
    }

    static ImageFile read(Bytes bytes) throws IOException {
        return new Jpeg(bytes).read();
    }

    private ImageFile read() throws IOException {
        bytes.skip(2);
        for (int marker = nextMarker(); marker != END_OF_IMAGE; marker = nextMarker()) {
            if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                continue;
            }
            int length = bytes.u16() - 2;
            if (length < 0) {
                return new Broken(ImageType.JPEG, "a part of it has no length");
            }
            if (isFrame(marker)) {
                ImageFile wrong = frame(marker, length);
                if (wrong != null) {
                    return wrong;
                }
            } else if (marker == EXIF && length >= 6) {
                boolean exif = bytes.name(6).equals("Exif\0\0");
                if (exif) {
                    turn = Exif.orientation(bytes, length - 6);
                } else {
                    bytes.skip(length - 6);
                }
            } else {
                bytes.skip(length);
                scanned |= marker == START_OF_SCAN;
            }
        }
        if (width == 0 || !scanned) {
            return new Broken(ImageType.JPEG, "it holds no pixels");
        }
        return turn >= ON_ITS_SIDE
                ? new Image(ImageType.JPEG, height, width)
                : new Image(ImageType.JPEG, width, height);
    }

    /** @return what is wrong with the frame; null if nothing is */
    private @Nullable ImageFile frame(int marker, int length) throws IOException {
        if (length < 6) {
            return new Broken(ImageType.JPEG, "its size is missing");
        }
        int precision = bytes.u8();
        int lines = bytes.u16();
        int columns = bytes.u16();
        bytes.skip(length - 5);
        // Baseline, extended and progressive with Huffman codes and eight bits: what browsers decode.
        if (marker > FIRST_FRAME + 2 || precision != 8) {
            return new Uneven(ImageType.JPEG, "it is coded losslessly, arithmetically or with more than eight bits");
        }
        if (lines == 0 || columns == 0) {
            return new Broken(ImageType.JPEG, "it is " + columns + " by " + lines + " pixels");
        }
        if (width == 0) {
            width = columns;
            height = lines;
        }
        return null;
    }

    private static boolean isFrame(int marker) {
        // Among the numbers of frames stand those of tables: Huffman, reserved, arithmetic.
        return marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** @return the next marker, whatever lies before it: coded pixels, or bytes too many, which browsers pass over as well */
    private int nextMarker() throws IOException {
        while (true) {
            int b = bytes.u8();
            while (b == 0xff) {
                b = bytes.u8();
                if (b != 0 && b != 0xff) {
                    return b;
                }
            }
        }
    }
}
