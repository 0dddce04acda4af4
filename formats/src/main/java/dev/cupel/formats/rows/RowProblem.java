package dev.cupel.formats.rows;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;

/** A row, or the rest of a file, could not be read. */
public record RowProblem(Finding finding) implements RowEvent {
    /**
     * @param line from 1
     * @param column character of the line, from 1, as an editor counts; 0 when the whole row is meant
     * @param what what is wrong, in words a person understands without knowing the program
     * @param fix how to mend it
     */
    RowProblem(long line, int column, String what, String fix) {
        this(Finding.onLine(Code.MALFORMED, line, column, what, fix));
    }

    @Override
    public long line() {
        return finding.line();
    }
}
