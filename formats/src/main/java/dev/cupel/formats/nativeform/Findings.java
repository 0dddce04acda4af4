package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;

/** Takes what a reader finds. */
public interface Findings {
    void add(Finding finding);

    /** A key stands in a region that is no part of the form; what it says is not kept. */
    void unused(String key, String path);

    default void add(Code code, String path, String what, String fix) {
        add(Finding.of(code, path, what, fix));
    }
}
