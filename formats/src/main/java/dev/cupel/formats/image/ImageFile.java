package dev.cupel.formats.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a file turned out to be: an image that every browser shows, or why it is none. */
public sealed interface ImageFile {
    /**
     * An image as people see it.
     *
     * @param width in pixels, after the camera's turn was applied
     */
    record Image(ImageType type, int width, int height) implements ImageFile {}

    /** A file of another kind. {@code name} is what people call it, such as TIFF; none if nobody knows it. */
    record Other(String name) implements ImageFile {
        public static final Other UNKNOWN = new Other("");

        public boolean known() {
            return !name.isEmpty();
        }
    }

    /** It ends before its picture does, or contradicts itself. */
    record Broken(ImageType type, String what) implements ImageFile {}

    /** Browsers show such files differently, or not at all: {@code what} says why. */
    record Uneven(ImageType type, String what) implements ImageFile {}

    /**
     * Reads a file from its beginning, in time and memory that grow with its size alone, whatever is in it.
     *
     * @throws IOException what the stream throws, and nothing for what is in the file
     */
    static ImageFile read(InputStream in) throws IOException {
        Bytes bytes = new Bytes(in);
        byte[] head = bytes.peek(512);
        ImageType type = typeOf(head);
        if (type == null) {
            return other(head);
        }
        try {
            return switch (type) {
                case PNG -> Png.read(bytes);
                case JPEG -> Jpeg.read(bytes);
                case GIF -> Gif.read(bytes);
                case WEBP -> WebP.read(bytes);
                case BMP -> Bmp.read(bytes);
            };
        } catch (Bytes.Cut cut) {
            return new Broken(type, "the file ends in the middle of the picture");
        }
    }

    private static @Nullable ImageType typeOf(byte[] head) {
        if (begins(head, 0, "\u0089PNG\r\n\u001a\n")) {
            return ImageType.PNG;
        }
        if (begins(head, 0, "\u00ff\u00d8\u00ff")) {
            return ImageType.JPEG;
        }
        if (begins(head, 0, "GIF87a") || begins(head, 0, "GIF89a")) {
            return ImageType.GIF;
        }
        if (begins(head, 0, "RIFF") && begins(head, 8, "WEBP")) {
            return ImageType.WEBP;
        }
        // Two letters are little: the size of the header behind them must be one that there is.
        if (begins(head, 0, "BM") && head.length >= 18 && Bmp.isHeader(head[14], head[15])) {
            return ImageType.BMP;
        }
        return null;
    }

    /** Names what people are likely to send instead. */
    private static Other other(byte[] head) {
        if (begins(head, 4, "ftyp") && head.length >= 12) {
            String brand = new String(head, 8, 4, StandardCharsets.ISO_8859_1);
            return switch (brand) {
                case "avif", "avis" -> new Other("AVIF");
                case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1" -> new Other("HEIC");
                default -> new Other("MP4");
            };
        }
        if (begins(head, 0, "II*\0")
                || begins(head, 0, "MM\0*")
                || begins(head, 0, "II+\0")
                || begins(head, 0, "MM\0+")) {
            return new Other("TIFF");
        }
        if (begins(head, 0, "%PDF")) {
            return new Other("PDF");
        }
        if (begins(head, 0, "PK\u0003\u0004")) {
            return new Other("ZIP");
        }
        if (begins(head, 0, "8BPS")) {
            return new Other("Photoshop");
        }
        if (begins(head, 0, "\0\0\u0001\0")) {
            return new Other("ICO");
        }
        if (begins(head, 128, "DICM")) {
            return new Other("DICOM");
        }
        if (begins(head, 4, "jP  \r\n")) {
            return new Other("JPEG 2000");
        }
        if (begins(head, 4, "JXL \r\n") || begins(head, 0, "\u00ff\n")) {
            return new Other("JPEG XL");
        }
        String text = new String(head, StandardCharsets.UTF_8)
                .replace("\ufeff", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith("<svg") || (text.startsWith("<") && text.contains("<svg"))) {
            return new Other("SVG");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return new Other("HTML");
        }
        return Other.UNKNOWN;
    }

    /** @param mark bytes as characters up to 255 */
    private static boolean begins(byte[] head, int at, String mark) {
        if (head.length < at + mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((head[at + i] & 0xff) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
