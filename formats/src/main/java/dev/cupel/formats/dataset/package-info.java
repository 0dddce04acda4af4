/**
 * A stream of labeled items: the one form in which items with their answers leave and enter. A reader hands over one {@link
 * dev.cupel.formats.dataset.LabeledItem} at a time, a writer takes one at a time, and what a format cannot express is counted in
 * {@link dev.cupel.formats.dataset.Losses}. Formats: {@code cupel} (our JSONL), {@code csv} (a row per item), {@code votes} (a row
 * per answer to one question, written only).
 */
@NullMarked
package dev.cupel.formats.dataset;

import org.jspecify.annotations.NullMarked;
