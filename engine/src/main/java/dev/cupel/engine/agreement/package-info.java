/**
 * How far annotators agree, beyond chance, with an interval, in plain words.
 *
 */
@NullMarked
package dev.cupel.engine.agreement;

import org.jspecify.annotations.NullMarked;
