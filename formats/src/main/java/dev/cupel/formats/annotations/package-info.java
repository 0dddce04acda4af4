/**
 * Cupel's own export: every item with all its annotations, its consensus and where both come from, as JSONL without any
 * loss, or flat as CSV. Records in, bytes out, one item at a time.
 */
@NullMarked
package dev.cupel.formats.annotations;

import org.jspecify.annotations.NullMarked;
