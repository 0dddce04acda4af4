package dev.cupel.formats.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A stream of bytes that knows its own end from that of what it reads from. */
final class Bytes {
    /** The file is over before it should be. */
    static final class Cut extends EOFException {
        private static final long serialVersionUID = 1L;
    }

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    Bytes(InputStream in) {
        this.in = in;
    }

    /** @return up to so many bytes from here, which will be read again */
    byte[] peek(int most) throws IOException {
        while (end - at < most) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                break;
            }
            end += read;
        }
        byte[] head = new byte[Math.min(most, end - at)];
        System.arraycopy(buffer, at, head, 0, head.length);
        return head;
    }

    private boolean more() throws IOException {
        while (at == end) {
            at = 0;
            end = 0;
            int read = in.read(buffer, 0, buffer.length);
            if (read < 0) {
                return false;
            }
            end = read;
        }
        return true;
    }

    /** @return whether nothing follows */
    boolean over() throws IOException {
        return !more();
    }

    int u8() throws IOException {
        if (!more()) {
            throw new Cut();
        }
        return buffer[at++] & 0xff;
    }

    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    int u16le() throws IOException {
        return u8() | u8() << 8;
    }

    int u24le() throws IOException {
        return u16le() | u8() << 16;
    }

    long u32le() throws IOException {
        return u16le() | (long) u16le() << 16;
    }

    /** @return so many bytes as text, for names of parts */
    String name(int length) throws IOException {
        return new String(take(length), StandardCharsets.ISO_8859_1);
    }

    byte[] take(int length) throws IOException {
        byte[] taken = new byte[length];
        for (int i = 0; i < length; i++) {
            taken[i] = (byte) u8();
        }
        return taken;
    }

    void skip(long count) throws IOException {
        long left = count;
        while (left > 0) {
            if (!more()) {
                throw new Cut();
            }
            int part = (int) Math.min(left, end - at);
            at += part;
            left -= part;
        }
    }
}
