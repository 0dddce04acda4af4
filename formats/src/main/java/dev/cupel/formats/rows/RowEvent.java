package dev.cupel.formats.rows;

/** What a {@link RowReader} meets: a row, or the reason why there is none. */
public sealed interface RowEvent permits Row, RowProblem {
    /** Line on which it begins, counted from 1 in the decompressed text. */
    long line();
}
