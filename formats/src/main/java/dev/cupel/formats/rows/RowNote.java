package dev.cupel.formats.rows;

/**
 * Something of a file was read in a way its owner should know of; nothing is wrong.
 *
 * @param line from 1
 * @param what what was done
 * @param fix what to do if it was not meant
 */
public record RowNote(long line, String what, String fix) {}
