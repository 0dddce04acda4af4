/**
 * One answer from many people's texts, spans, boxes, masks and segments. Front doors: {@link
 * dev.cupel.engine.structured.Texts}, {@link dev.cupel.engine.structured.Spans}, {@link
 * dev.cupel.engine.structured.Boxes}, {@link dev.cupel.engine.structured.Masks}, {@link
 * dev.cupel.engine.structured.Segments}.
 */
@NullMarked
package dev.cupel.engine.structured;

import org.jspecify.annotations.NullMarked;
