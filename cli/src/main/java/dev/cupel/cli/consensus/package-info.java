/** Consensus labels from a file of votes. */
@NullMarked
package dev.cupel.cli.consensus;

import org.jspecify.annotations.NullMarked;
