package dev.cupel.formats.columns;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.InputException.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file: the first twenty problems in full, and how many more there are. */
public final class Problems {
    static final int SHOWN = 20;

    /** A problem whose line may still be relative to the part of the file in which it was found. */
    record Found(Code code, long line, int column, String what, String fix) {}

    private final List<Found> found = new ArrayList<>();
    private long count;

    public void add(Code code, long line, int column, String what, String fix) {
        if (found.size() < SHOWN) {
            found.add(new Found(code, line, column, what, fix));
        }
        count++;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    void addAll(Problems part, long linesBefore) {
        for (Found problem : part.found) {
            if (found.size() < SHOWN) {
                found.add(
                        new Found(problem.code, problem.line + linesBefore, problem.column, problem.what, problem.fix));
            }
        }
        count += part.count;
    }

    public InputException toException(String file) {
        List<Problem> problems = new ArrayList<>();
        for (Found problem : found) {
            String where = file + ":" + problem.line + (problem.column > 0 ? ":" + problem.column : "");
            problems.add(new Problem(problem.code, where, problem.what, problem.fix));
        }
        if (count > found.size()) {
            problems.add(new Problem(
                    found.getLast().code(),
                    file,
                    "has " + (count - found.size()) + " more problems",
                    "mend these first, then run again"));
        }
        return new InputException(problems);
    }
}
