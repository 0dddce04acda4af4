/** {@code cupel consensus} of structured answers: texts and regions of every kind. */
@NullMarked
package dev.cupel.cli.structured;

import org.jspecify.annotations.NullMarked;
