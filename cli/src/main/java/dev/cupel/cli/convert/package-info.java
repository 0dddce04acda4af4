/** {@code cupel convert}: labeled items from one format into another, with everything that was lost on the way. */
@NullMarked
package dev.cupel.cli.convert;

import org.jspecify.annotations.NullMarked;
