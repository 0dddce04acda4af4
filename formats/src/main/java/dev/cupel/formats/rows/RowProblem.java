package dev.cupel.formats.rows;

/**
 * Why a row, or the rest of a file, could not be read.
 *
 * @param line from 1
 * @param column character of the line, from 1, as an editor counts; 0 when the whole row is meant
 * @param what what is wrong, in words a person understands without knowing the program
 * @param fix how to mend it
 */
public record RowProblem(long line, int column, String what, String fix) implements RowEvent {}
