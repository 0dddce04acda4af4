/** The command line: statistics on files, and the start of the server. */
@NullMarked
package dev.cupel.cli;

import org.jspecify.annotations.NullMarked;
