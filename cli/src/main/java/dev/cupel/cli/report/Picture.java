package dev.cupel.cli.report;

import java.util.function.Supplier;

/**
 * A plot of a page, with what one sees in it.
 *
 * @param plot made only if there is a page
 */
public record Picture(String explanation, Supplier<Plot> plot) implements SectionPart {}
