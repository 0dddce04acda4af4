/** Tables of labels and truths, in files and back: {@code task,worker,label} and {@code task,label,probability}. */
@NullMarked
package dev.cupel.formats.labels;

import org.jspecify.annotations.NullMarked;
