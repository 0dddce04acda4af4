/** {@code cupel consensus} of structured answers: texts, spans, boxes, masks and segments. */
@NullMarked
package dev.cupel.cli.structured;

import org.jspecify.annotations.NullMarked;
