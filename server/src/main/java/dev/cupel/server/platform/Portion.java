package dev.cupel.server.platform;

import java.util.List;

/**
 * How many rows of unequal size are read, held or sent at once: as many as have {@link #BYTES} together, and always one.
 * Whoever reads rows with texts asks first how large they are, and then for those that fit, so memory is the same for
 * items of a hundred bytes and of a million (decision 0087).
 */
public final class Portion {
    /** Bytes that rows read at once have together; the last of them may go beyond: 4 MiB. */
    public static final int BYTES = 4 << 20;

    private Portion() {}

    /**
     * @param bytes sizes of rows in their order
     * @return how many of them, from the first one on, make a portion; 0 only if there are none
     */
    public static int fitting(List<Integer> bytes) {
        long sum = 0;
        int rows = 0;
        for (int size : bytes) {
            if (sum >= BYTES) {
                break;
            }
            sum += size;
            rows++;
        }
        return rows;
    }
}
