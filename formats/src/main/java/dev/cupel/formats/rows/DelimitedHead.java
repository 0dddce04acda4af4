package dev.cupel.formats.rows;

import dev.cupel.engine.Finding;
import java.util.List;
import java.util.function.Predicate;

/**
 * What the beginning of a delimited file says about the rest. Decided here alone, so that every reader sees the same table:
 *
 * <ul>
 *   <li>The separator is comma, tab, semicolon or pipe. A first line {@code sep=;} (which Excel writes) says it. Otherwise
 *       the header says it: the separator under which it has the columns that are wanted, under which most rows
 *       below have several values, as many of them as the header, and which gives most columns, in this order; a comma (a tab where the file
 *       is called TSV) if they are level.
 *   <li>Blank lines, and rows whose values are all empty, are no rows.
 *   <li>The header is the first row; its names may hold line ends in quotes; blanks around them are dropped; a column
 *       without a name is left out, and that is noted.
 *   <li>Qualtrics writes two more header rows, the second of which has an {@code ImportId} in every column: they are left
 *       out, and that is noted.
 * </ul>
 */
public sealed interface DelimitedHead {
    /** How much of a file is looked at: 256 KiB. The first row may be longer. */
    int SAMPLE_BYTES = 256 << 10;

    /**
     * @param separator between values
     * @param names one per column; empty where a column has none
     * @param headerLine on which the header begins, from 1
     * @param bodyLine on which the first row, or what stands before it, begins
     * @param bodyOffset bytes from the start to there
     * @param notes what was left out
     */
    record Found(
            char separator, List<String> names, long headerLine, long bodyLine, int bodyOffset, List<Finding> notes)
            implements DelimitedHead {}

    /** No header can be read from it. */
    record Unreadable(RowProblem problem) implements DelimitedHead {}

    /** The first row is not complete yet: call again with more bytes. */
    record NeedMore() implements DelimitedHead {}

    /**
     * @param from where the text begins, behind a byte order mark
     * @param to where what was read of it ends
     * @param whole whether the file ends there
     * @param format CSV or TSV, as far as known
     * @param wanted whether a header has the columns that the caller needs
     */
    static DelimitedHead of(
            byte[] bytes, int from, int to, boolean whole, RowFormat format, Predicate<List<String>> wanted) {
        return HeadReader.read(bytes, from, to, whole, format, wanted);
    }
}
