package dev.cupel.formats.columns;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file: the first twenty problems in full, and how many more there are. */
public final class Problems {
    static final int SHOWN = 20;

    /** Their lines may still be relative to the part of the file in which they were found. */
    private final List<Finding> found = new ArrayList<>();

    private long count;

    public void add(Code code, long line, int column, String what, String fix) {
        add(Finding.onLine(code, line, column, what, fix));
    }

    public void add(Finding finding) {
        if (found.size() < SHOWN) {
            found.add(finding);
        }
        count++;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    void addAll(Problems part, long linesBefore) {
        for (Finding finding : part.found) {
            if (found.size() < SHOWN) {
                found.add(finding.after(linesBefore));
            }
        }
        count += part.count;
    }

    public InputException toException(String file) {
        List<Finding> findings =
                new ArrayList<>(found.stream().map(finding -> finding.in(file)).toList());
        if (count > found.size()) {
            findings.add(Finding.of(
                    found.getLast().code(),
                    file,
                    "has " + (count - found.size()) + " more problems",
                    "fix these first, then run again"));
        }
        return new InputException(findings);
    }
}
