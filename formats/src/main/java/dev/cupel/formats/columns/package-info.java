/**
 * Tables of millions of rows read into primitive arrays: names are interned from their bytes, so that memory holds each
 * name once and four bytes per cell, and a large file is read by all cores in one pass. {@code labels} gives the tables
 * their meaning.
 */
@NullMarked
package dev.cupel.formats.columns;

import org.jspecify.annotations.NullMarked;
