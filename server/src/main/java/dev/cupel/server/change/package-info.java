/**
 * Changes to many items at once, as jobs, and taking them back. Owns {@code item_change} and {@code item_before_change}; what a change
 * means for an item is the business of the rooms below. Front door: its endpoints.
 */
@NullMarked
package dev.cupel.server.change;

import org.jspecify.annotations.NullMarked;
