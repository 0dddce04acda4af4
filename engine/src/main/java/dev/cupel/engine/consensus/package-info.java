/** What the crowd means: true classes, and how far each worker can be believed, estimated from votes alone. */
@NullMarked
package dev.cupel.engine.consensus;

import org.jspecify.annotations.NullMarked;
