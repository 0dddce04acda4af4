/** Files in, files out: one package per format; every loss is reported, none is silent. */
@NullMarked
package dev.cupel.formats;

import org.jspecify.annotations.NullMarked;
