/**
 * What a command found, said once. A {@link dev.cupel.cli.report.Report} holds typed {@linkplain dev.cupel.cli.report.Entry
 * entries} by the keys that programs rely on, and {@linkplain dev.cupel.cli.report.Section sections} that show the same
 * entries to people. {@link dev.cupel.cli.report.TextForm}, {@link dev.cupel.cli.report.JsonForm} and {@link
 * dev.cupel.cli.report.PageForm} are the only three that print one; a command is its options and the function that makes its
 * report.
 */
@NullMarked
package dev.cupel.cli.report;

import org.jspecify.annotations.NullMarked;
