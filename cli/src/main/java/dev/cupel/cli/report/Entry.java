package dev.cupel.cli.report;

/** What stands under a key for programs: one cell, named facts, rows of a table, or sentences. */
public sealed interface Entry permits Cell, Facts, ReportTable, Sentences {}
