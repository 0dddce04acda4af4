package dev.cupel.cli.report;

/** What a section shows to people. Pictures are for pages alone. */
public sealed interface SectionPart permits Measures, Rows, Sentences, Remark, Picture {}
