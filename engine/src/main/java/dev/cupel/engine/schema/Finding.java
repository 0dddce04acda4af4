package dev.cupel.engine.schema;

/**
 * Something wrong with a schema or an answer.
 *
 * @param where path such as {@code questions[1].options[0].id}
 * @param what what is wrong there
 * @param fix how to mend it
 */
public record Finding(String where, String what, String fix) {}
