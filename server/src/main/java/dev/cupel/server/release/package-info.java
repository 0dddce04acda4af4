/** Exports. */
@NullMarked
package dev.cupel.server.release;

import org.jspecify.annotations.NullMarked;
