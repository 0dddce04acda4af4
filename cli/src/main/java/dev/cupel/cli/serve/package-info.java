/** Starts the server. */
@NullMarked
package dev.cupel.cli.serve;

import org.jspecify.annotations.NullMarked;
