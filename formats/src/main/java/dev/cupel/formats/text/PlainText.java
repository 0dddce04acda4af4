package dev.cupel.formats.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a file as UTF-8 without byte order mark, whatever it is wrapped in: gzip is looked through, and UTF-16 that
 * says so by its mark (as Excel's "Unicode text" does) is translated. Everything else passes as it is: whoever reads it
 * says where it is not UTF-8.
 */
public final class PlainText {
    /** What to say of a file that begins like a ZIP archive, and how to fix it. */
    public static final String ARCHIVE = "the file is a ZIP archive or an Excel workbook";

    public static final String ARCHIVE_FIX = "unpack it, or save the sheet as CSV (UTF-8)";

    private static final int BUFFER_BYTES = 1 << 16;

    private PlainText() {}

    public static boolean isGzip(byte[] head) {
        return head.length >= 2 && head[0] == 0x1f && head[1] == (byte) 0x8b;
    }

    public static boolean isUtf16(byte[] head) {
        return head.length >= 2
                && ((head[0] == (byte) 0xFF && head[1] == (byte) 0xFE)
                        || (head[0] == (byte) 0xFE && head[1] == (byte) 0xFF));
    }

    /** Length of a UTF-8 byte order mark at the start: 3 or 0. */
    public static int markLength(byte[] head) {
        return head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
    }

    public static boolean isArchive(byte[] head) {
        return head.length >= 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4;
    }

    /** @throws IOException if reading fails, or the compressed file is damaged at its start */
    public static InputStream of(InputStream raw) throws IOException {
        PushbackInputStream outer = new PushbackInputStream(raw, 3);
        byte[] head = peek(outer);
        PushbackInputStream in = outer;
        if (isGzip(head)) {
            in = new PushbackInputStream(new Gunzip(outer), 3);
            head = peek(in);
        }
        if (isUtf16(head)) {
            return new FromUtf16(in);
        }
        if (markLength(head) > 0) {
            in.skipNBytes(3);
        }
        return in;
    }

    /** The beginning of a file's text, from the beginning of the file: as much as can be read of it, at most so many bytes. */
    public static byte[] beginning(byte[] head, int most) {
        byte[] text = new byte[most];
        int length = 0;
        try (InputStream in = of(new ByteArrayInputStream(head))) {
            for (int read = 0; read >= 0 && length < most; ) {
                length += read;
                read = in.read(text, length, most - length);
            }
        } catch (IOException cutOff) {
            // The head ends inside the compressed file, or it is damaged: whoever reads the whole file says so.
        }
        return Arrays.copyOf(text, length);
    }

    private static byte[] peek(PushbackInputStream in) throws IOException {
        byte[] head = in.readNBytes(3);
        in.unread(head);
        return head;
    }

    /** UTF-16 with its mark to UTF-8. What is no character becomes the byte 0xFF, which is none in UTF-8 either. */
    private static final class FromUtf16 extends InputStream {
        private final InputStream in;
        private final CharsetDecoder decoder = StandardCharsets.UTF_16
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final ByteBuffer utf16 = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
        private ByteBuffer utf8 = ByteBuffer.allocate(0);
        private boolean ended;

        FromUtf16(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return more() ? utf8.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!more()) {
                return -1;
            }
            int count = Math.min(length, utf8.remaining());
            utf8.get(target, offset, count);
            return count;
        }

        private boolean more() throws IOException {
            while (!utf8.hasRemaining()) {
                if (ended) {
                    return false;
                }
                utf16.compact();
                int read = in.read(utf16.array(), utf16.position(), utf16.remaining());
                utf16.position(utf16.position() + Math.max(0, read));
                utf16.flip();
                characters.clear();
                CoderResult result = decoder.decode(utf16, characters, read < 0);
                boolean broken = result.isError();
                if (broken) {
                    utf16.position(utf16.position() + result.length());
                }
                characters.flip();
                ByteBuffer encoded = StandardCharsets.UTF_8.encode(characters);
                if (broken) {
                    encoded = ByteBuffer.allocate(encoded.remaining() + 1)
                            .put(encoded)
                            .put((byte) 0xFF)
                            .flip();
                }
                utf8 = encoded;
                ended = read < 0 && !broken && !utf16.hasRemaining();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
