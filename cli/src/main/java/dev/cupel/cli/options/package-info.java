/** Options that several commands share, with what they mean: one wording, one behaviour. */
@NullMarked
package dev.cupel.cli.options;

import org.jspecify.annotations.NullMarked;
