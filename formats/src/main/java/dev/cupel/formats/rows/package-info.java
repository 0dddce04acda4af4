/**
 * Rows of named text values out of JSONL, JSON, CSV and TSV streams, in flat memory. A bad row becomes a
 * {@link dev.cupel.formats.rows.RowProblem} with its place and its remedy, and reading goes on with the next one.
 */
@NullMarked
package dev.cupel.formats.rows;

import org.jspecify.annotations.NullMarked;
