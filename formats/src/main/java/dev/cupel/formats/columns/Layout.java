package dev.cupel.formats.columns;

/** Where the wanted columns stand in a delimited file. */
final class Layout {
    /** Between values. */
    final byte delimiter;
    /** Columns of the header. */
    final int width;
    /** Per wanted column its place in the header, from 0. */
    final int[] places;

    Layout(byte delimiter, int width, int[] places) {
        this.delimiter = delimiter;
        this.width = width;
        this.places = places;
    }
}
