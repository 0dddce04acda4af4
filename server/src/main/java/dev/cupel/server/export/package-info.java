/** Exports. */
@NullMarked
package dev.cupel.server.export;

import org.jspecify.annotations.NullMarked;
