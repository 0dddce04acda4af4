/** Disputed items, adjudication, and the whole life of an item. */
@NullMarked
package dev.cupel.server.review;

import org.jspecify.annotations.NullMarked;
