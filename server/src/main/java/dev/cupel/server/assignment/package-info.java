/** The queue: who labels what next. */
@NullMarked
package dev.cupel.server.assignment;

import org.jspecify.annotations.NullMarked;
