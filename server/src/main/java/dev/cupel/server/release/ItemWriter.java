package dev.cupel.server.release;

/** Puts items into one format. */
interface ItemWriter {
    /** Writes what comes before the first item. */
    void begin(StringBuilder text);

    /**
     * Writes some items; their lines end in LF.
     *
     * @return how many rows that makes
     */
    int write(ItemRange range, StringBuilder text);
}
