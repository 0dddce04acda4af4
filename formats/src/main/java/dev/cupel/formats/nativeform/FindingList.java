package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import java.util.ArrayList;
import java.util.List;

/** All that is found, in the order it was found. A key that is no part of the form is a fault, too: what it says would be lost. */
public final class FindingList implements Findings {
    private final List<Finding> all = new ArrayList<>();

    @Override
    public void add(Finding finding) {
        all.add(finding);
    }

    @Override
    public void unused(String key, String path) {
        add(Code.UNKNOWN_NAME, path + "." + key, "is not known here", "leave it out");
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public List<Finding> all() {
        return List.copyOf(all);
    }
}
