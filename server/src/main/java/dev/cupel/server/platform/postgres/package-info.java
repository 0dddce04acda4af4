/** Starts, adopts and stops the embedded PostgreSQL. */
@NullMarked
package dev.cupel.server.platform.postgres;

import org.jspecify.annotations.NullMarked;
