/** Scores of items out of a file of comparisons. */
@NullMarked
package dev.cupel.cli.preferences;

import org.jspecify.annotations.NullMarked;
