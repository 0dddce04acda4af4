package dev.cupel.formats.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Reads gzip to its very end: one compressed part, or several one behind the other, then perhaps zeros, as tapes and block
 * stores leave them. Anything else behind a part is damage and is said, where the class of the Java library takes it for
 * the end of the file. What could be read comes first, then the exception: a {@link ZipException} or an {@link EOFException}
 * where the file is to blame, so that a disk that fails is told apart. Apache Commons Compress 1.28, which was tried, throws
 * one exception for both, and takes the zeros for damage.
 */
final class Gunzip extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int CHECK_OF_HEAD = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[BUFFER_BYTES];
    /** The bytes of {@link #packed} that are still to be read. */
    private int at;

    private int end;
    private int parts;
    private boolean inside;
    private boolean ended;

    Gunzip(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (inside || beginPart()) {
            int read = inflate(target, offset, length);
            if (read > 0) {
                crc.update(target, offset, read);
                return read;
            }
            if (inflater.finished() || inflater.needsDictionary()) {
                at = end - inflater.getRemaining();
                endPart();
            } else {
                if (!fill()) {
                    throw new EOFException("it ends inside a compressed part");
                }
                inflater.setInput(packed, at, end - at);
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException damaged) {
            throw new ZipException("the compressed data is changed");
        }
    }

    /** @return false at the end of the file */
    private boolean beginPart() throws IOException {
        if (ended) {
            return false;
        }
        int first = next();
        while (parts > 0 && first == 0) {
            first = next();
        }
        if (first < 0) {
            ended = true;
            return false;
        }
        if (first != 0x1f || needed() != 0x8b) {
            throw new ZipException("what follows a compressed part is not gzip");
        }
        if (needed() != 8) {
            throw new ZipException("it is compressed in a way that gzip does not know");
        }
        int flags = needed();
        skip(6);
        if ((flags & EXTRA) != 0) {
            int low = needed();
            skip(low + 256 * needed());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & CHECK_OF_HEAD) != 0) {
            skip(2);
        }
        parts++;
        inside = true;
        inflater.reset();
        inflater.setInput(packed, at, end - at);
        crc.reset();
        return true;
    }

    private void endPart() throws IOException {
        inside = false;
        long sum = number();
        long length = number();
        if (inflater.needsDictionary()
                || sum != crc.getValue()
                || length != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new ZipException("the check sum is another one");
        }
    }

    private long number() throws IOException {
        long number = 0;
        for (int i = 0; i < 4; i++) {
            number |= ((long) needed()) << (8 * i);
        }
        return number;
    }

    private void skipText() throws IOException {
        while (needed() != 0) {
            // to its closing zero
        }
    }

    private void skip(int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            needed();
        }
    }

    private int needed() throws IOException {
        int b = next();
        if (b < 0) {
            throw new EOFException("it ends at the edge of a compressed part");
        }
        return b;
    }

    private int next() throws IOException {
        return at < end || fill() ? packed[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(packed, 0, packed.length));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
