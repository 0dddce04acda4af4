/** The statistics of labeling in plain Java: no I/O, no clock, no hidden chance. */
@NullMarked
package dev.cupel.engine;

import org.jspecify.annotations.NullMarked;
