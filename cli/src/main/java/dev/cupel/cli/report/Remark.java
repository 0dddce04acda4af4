package dev.cupel.cli.report;

/** A sentence beside the figures of a section. */
public record Remark(String sentence) implements SectionPart {}
