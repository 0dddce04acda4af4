package dev.cupel.formats.image;

import java.io.IOException;

/** The turn that a camera noted, out of the TIFF directory that EXIF is. Whatever cannot be read there says nothing. */
final class Exif {
    /** Why a turn counts only in JPEG, where all browsers have applied it for years. */
    static final String UNEVEN =
            "its EXIF data says that it is to be turned, which browsers do for JPEG and not reliably for this type";

    private static final int UPRIGHT = 1;
    private static final int ORIENTATION = 0x0112;
    private static final int SHORT = 3;
    /** The directory stands at the beginning; thumbnails and notes behind it may be long. */
    private static final int READ = 1 << 16;

    private Exif() {}

    /** @return whether the data, which are read to their end, ask for a turn */
    static boolean turned(Bytes bytes, long length) throws IOException {
        return orientation(bytes, length) != UPRIGHT;
    }

    /** @return 1 to 8, as EXIF numbers the turns; from 5 on width and height change places */
    static int orientation(Bytes bytes, long length) throws IOException {
        byte[] data = bytes.take((int) Math.min(length, READ));
        bytes.skip(length - data.length);
        return orientation(data);
    }

    private static int orientation(byte[] data) {
        // WebP writers sometimes keep the mark that stands before the data in JPEG.
        int start = data.length > 6 && data[0] == 'E' && data[1] == 'x' && data[4] == 0 ? 6 : 0;
        Directory tiff = new Directory(data, start, data.length > start && data[start] == 'I');
        long directory = start + tiff.u32(start + 4);
        int entries = tiff.u16(directory);
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (tiff.u16(entry) == ORIENTATION && tiff.u16(entry + 2) == SHORT) {
                int turn = tiff.u16(entry + 8);
                return turn >= 1 && turn <= 8 ? turn : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Numbers at places; beyond the end everything is 0. */
    private static final class Directory {
        private final byte[] data;
        private final int start;
        private final boolean little;

        Directory(byte[] data, int start, boolean little) {
            this.data = data;
            this.start = start;
            this.little = little;
        }

        int u16(long at) {
            int first = u8(at);
            int second = u8(at + 1);
            return little ? first | second << 8 : first << 8 | second;
        }

        long u32(long at) {
            long first = u16(at);
            long second = u16(at + 2);
            return little ? first | second << 16 : first << 16 | second;
        }

        private int u8(long at) {
            return at >= start && at < data.length ? data[(int) at] & 0xff : 0;
        }
    }
}
