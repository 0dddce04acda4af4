/** Items: import, list, filter, gold. */
@NullMarked
package dev.cupel.server.item;

import org.jspecify.annotations.NullMarked;
