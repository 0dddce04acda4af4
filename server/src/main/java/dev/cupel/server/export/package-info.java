/**
 * Projects as files. A job reads the rooms below as they were at one moment and fills the stream of labeled items ({@link
 * dev.cupel.server.export.LabeledItems}); the writers of {@code formats/dataset} make files of it. No tables of its own; the file is a
 * blob. Tells nobody anything.
 */
@NullMarked
package dev.cupel.server.export;

import org.jspecify.annotations.NullMarked;
