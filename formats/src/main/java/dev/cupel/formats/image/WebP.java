package dev.cupel.formats.image;

import dev.cupel.formats.image.ImageFile.Broken;
import dev.cupel.formats.image.ImageFile.Uneven;
import java.io.IOException;

/** A RIFF file: chunks of a name, a length and data, filled up to an even length. */
final class WebP {
    private final Bytes bytes;
    private long width;
    private long height;
    private boolean pixels;

    private WebP(Bytes bytes) {
        this.bytes = bytes;
    }

    static ImageFile read(Bytes bytes) throws IOException {
        return new WebP(bytes).read();
    }

    private ImageFile read() throws IOException {
        bytes.skip(4);
        long left = bytes.u32le() - 4;
        bytes.skip(4);
        boolean turned = false;
        while (left >= 8) {
            String name = bytes.name(4);
            long length = bytes.u32le();
            long padded = length + (length & 1);
            if (padded > left - 8) {
                return new Broken(ImageType.WEBP, "a part of it is longer than the whole");
            }
            left -= 8 + padded;
            if (name.equals("EXIF")) {
                turned |= Exif.turned(bytes, length);
                bytes.skip(padded - length);
            } else {
                bytes.skip(padded - size(name, length));
            }
        }
        if (turned) {
            return new Uneven(ImageType.WEBP, Exif.UNEVEN);
        }
        return pixels ? Sizes.of(ImageType.WEBP, width, height) : new Broken(ImageType.WEBP, "it holds no pixels");
    }

    /** Takes the size of the picture from the part that has it: the first, be it the picture or a header before it. */
    private int size(String name, long length) throws IOException {
        boolean first = width == 0;
        pixels |= name.equals("VP8 ") || name.equals("VP8L") || name.equals("ANMF");
        if (!first || length < 10) {
            return first && name.equals("VP8L") && length >= 5 ? lossless() : 0;
        }
        return switch (name) {
            case "VP8X" -> {
                bytes.skip(4);
                width = bytes.u24le() + 1L;
                height = bytes.u24le() + 1L;
                yield 10;
            }
            case "VP8 " -> {
                bytes.skip(6);
                width = bytes.u16le() & 0x3fff;
                height = bytes.u16le() & 0x3fff;
                yield 10;
            }
            case "VP8L" -> lossless();
            default -> 0;
        };
    }

    private int lossless() throws IOException {
        bytes.skip(1);
        long packed = bytes.u32le();
        width = (packed & 0x3fff) + 1;
        height = (packed >> 14 & 0x3fff) + 1;
        return 5;
    }
}
