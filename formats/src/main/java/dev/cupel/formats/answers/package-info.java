/**
 * Structured answers in their native form, in and out: texts and regions of every kind as JSON, one answer a row.
 * The form is described in {@code docs/features/structured.md}.
 */
@NullMarked
package dev.cupel.formats.answers;

import org.jspecify.annotations.NullMarked;
