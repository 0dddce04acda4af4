package dev.cupel.formats.dataset;

import java.io.Closeable;
import java.io.IOException;

/** Takes labeled items one at a time. The stream it writes to belongs to the caller and stays open. */
public interface ItemWriter extends Closeable {
    /** Writes what comes before the first item. */
    void begin() throws IOException;

    /** @return how many rows the item makes */
    int write(LabeledItem item) throws IOException;

    /** Hands everything on to the stream. */
    void flush() throws IOException;

    /** What could not be expressed so far. */
    Losses losses();

    @Override
    default void close() throws IOException {
        flush();
    }
}
