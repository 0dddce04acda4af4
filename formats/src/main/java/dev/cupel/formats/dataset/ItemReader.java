package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Schema;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Labeled items of a file, one at a time. What is wrong with the file goes to the findings the reader was opened with. */
public interface ItemReader extends Closeable {
    /** The schema the answers are read by; known after the first {@link #next()}. */
    Schema schema();

    /**
     * @return null after the last; an item with which anything is wrong is left out, with a finding
     * @throws dev.cupel.engine.InputException if the file cannot be read at all, such as without a schema
     */
    @Nullable
    LabeledItem next() throws IOException;
}
