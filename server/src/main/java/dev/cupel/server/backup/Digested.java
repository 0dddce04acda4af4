package dev.cupel.server.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Passes portions on to a stream and digests them, on a thread of its own: the database sends the next rows while these are
 * compressed, and the snapshot is held for less time.
 */
final class Digested implements AutoCloseable {
    private static final int AHEAD = 16;
    /** An empty portion: no other is. */
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> portions = new ArrayBlockingQueue<>(AHEAD);
    private final MessageDigest digest = BackupFile.sha256();
    private final Thread worker;
    private volatile @Nullable IOException failure;

    Digested(OutputStream out) {
        worker = Thread.ofPlatform().name("backup-write").start(() -> work(out));
    }

    private void work(OutputStream out) {
        try {
            for (byte[] portion = portions.take(); portion.length > 0; portion = portions.take()) {
                if (failure == null) {
                    digest.update(portion);
                    try {
                        out.write(portion);
                    } catch (IOException e) {
                        failure = e; // what still comes is taken and thrown away, so that nobody waits for room
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (length > 0) {
            put(Arrays.copyOfRange(bytes, from, from + length));
        }
    }

    /** @return the digest of all that was written, once it is */
    byte[] digest() throws IOException {
        close();
        if (failure != null) {
            throw failure;
        }
        return digest.digest();
    }

    private void put(byte[] portion) {
        try {
            portions.put(portion);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted"));
        }
    }

    /** Waits until everything is written. */
    @Override
    public void close() {
        if (!worker.isAlive()) {
            return;
        }
        put(END);
        try {
            worker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
