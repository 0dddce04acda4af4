package dev.cupel.cli.consensus;

import dev.cupel.engine.consensus.Methods;
import java.util.Iterator;

/** The methods, for the help. */
final class MethodNames implements Iterable<String> {
    /** What is used when nothing is said. */
    static final String DEFAULT = "auto";

    @Override
    public Iterator<String> iterator() {
        return Methods.names().iterator();
    }
}
