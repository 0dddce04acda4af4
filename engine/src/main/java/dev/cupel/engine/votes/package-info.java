/** Who said what about which task, as primitive arrays in one canonical order. */
@NullMarked
package dev.cupel.engine.votes;

import org.jspecify.annotations.NullMarked;
