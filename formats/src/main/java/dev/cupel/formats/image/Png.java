package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Uneven;
import java.io.IOException;

/** Chunks of a length, a name, data and a checksum; the first has the size, the last is IEND. */
final class Png {
    private static final int SIGNATURE = 8;
    private static final int CHECKSUM = 4;
    private static final int HEADER = 13;

    private Png() {}

    static ImageFile read(Bytes bytes) throws IOException {
        bytes.skip(SIGNATURE);
        if (bytes.u32() != HEADER || !bytes.name(4).equals("IHDR")) {
            return new Broken(ImageType.PNG, "it does not begin with its size");
        }
        long width = bytes.u32();
        long height = bytes.u32();
        bytes.skip(HEADER - 8 + CHECKSUM);
        boolean pixels = false;
        while (true) {
            long length = bytes.u32();
            String name = bytes.name(4);
            switch (name) {
                case "IEND" -> {
                    bytes.skip(length + CHECKSUM);
                    return pixels
                            ? Sizes.of(ImageType.PNG, width, height)
                            : new Broken(ImageType.PNG, "it holds no pixels");
                }
                case "eXIf" -> {
                    if (Exif.turned(bytes, length)) {
                        return new Uneven(ImageType.PNG, Exif.UNEVEN);
                    }
                }
                default -> {
                    pixels |= name.equals("IDAT");
                    bytes.skip(length);
                }
            }
            bytes.skip(CHECKSUM);
        }
    }
}
