package dev.cupel.formats.columns;

import java.io.InputStream;
import java.nio.file.Path;

/** Where a table comes from, and how to call it in messages. */
public sealed interface Source {
    String name();

    /** A file; only a file is read by several threads. */
    record File(Path path) implements Source {
        @Override
        public String name() {
            return path.toString();
        }
    }

    /** A stream that is read once, such as standard input. */
    record Stream(String name, InputStream in) implements Source {}
}
