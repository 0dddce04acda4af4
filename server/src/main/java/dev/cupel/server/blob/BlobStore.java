package dev.cupel.server.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Files of any size, each written once from its beginning to its end. Whichever server goes on with a job finds them, and one that
 * grows can be read while it does. Nobody else is told what a file is for: who keeps its id says so, and removes it; {@link BlobKeeper}s
 * say which old ones are still theirs.
 */
public interface BlobStore {
    /** Starts an empty file. Surround its writing with no transaction if others shall read along. */
    Writer create();

    /** Removes a file, whatever its state; nothing happens if there is none. */
    void delete(UUID id);

    /** @return the size in bytes of a complete file; -1 while it grows or if there is none */
    long size(UUID id);

    /** Opens a complete file from its beginning; reading one that is not ends with an {@link IOException}. */
    default InputStream open(UUID id) {
        return open(id, 0);
    }

    /** Opens a complete file so many bytes behind its beginning, without reading what lies before. */
    InputStream open(UUID id, long from);

    /**
     * Copies a file as it grows until it is complete.
     *
     * @param goOn asked whenever there is nothing new; false gives up
     * @return false if the file went away or the caller gave up: what was copied is not the whole
     */
    boolean follow(UUID id, OutputStream out, BooleanSupplier goOn) throws IOException;

    /** @return files that were begun longer ago than {@code age}, complete or not */
    Set<UUID> olderThan(Duration age);

    /**
     * Writes one file, in pieces of its store's own size, so that memory stays flat. Closing without {@link #complete} leaves it
     * unfinished, for a sweep to remove. Failures of the store are unchecked.
     */
    abstract class Writer extends OutputStream {
        public abstract UUID id();

        /** @return bytes written so far */
        public abstract long size();

        @Override
        public abstract void write(int b);

        @Override
        public abstract void write(byte[] bytes, int offset, int length);

        /** Stores what there is, so that readers get it now. */
        @Override
        public abstract void flush();

        /** Ends the file: from now on it has a size. */
        public abstract void complete();

        /** Lets nothing go: what was written is stored as it comes. */
        @Override
        public void close() {}
    }
}
