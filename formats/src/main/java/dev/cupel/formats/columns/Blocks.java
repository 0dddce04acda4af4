package dev.cupel.formats.columns;

import java.util.Arrays;

/** Growing columns of one part of a file; blocks instead of one array, so that growing copies nothing. */
final class Blocks {
    private static final int BITS = 16;
    private static final int SIZE = 1 << BITS;

    /** Names by number. */
    static final class Ints {
        private int[][] blocks = new int[4][];
        private int size;

        void add(int value) {
            int block = size >>> BITS;
            if ((size & SIZE - 1) == 0) {
                if (block == blocks.length) {
                    blocks = Arrays.copyOf(blocks, 2 * block);
                }
                blocks[block] = new int[SIZE];
            }
            blocks[block][size++ & SIZE - 1] = value;
        }

        int size() {
            return size;
        }

        /** Empties itself into an array, translating every value by a table. */
        void drainTo(int[] target, int at, int[] translation) {
            for (int block = 0; block << BITS < size; block++) {
                int[] values = blocks[block];
                int count = Math.min(SIZE, size - (block << BITS));
                for (int i = 0; i < count; i++) {
                    target[at + i] = translation[values[i]];
                }
                at += count;
                blocks[block] = new int[0];
            }
        }
    }

    /** Numbers. */
    static final class Doubles {
        private double[][] blocks = new double[4][];
        private int size;

        void add(double value) {
            int block = size >>> BITS;
            if ((size & SIZE - 1) == 0) {
                if (block == blocks.length) {
                    blocks = Arrays.copyOf(blocks, 2 * block);
                }
                blocks[block] = new double[SIZE];
            }
            blocks[block][size++ & SIZE - 1] = value;
        }

        void drainTo(double[] target, int at) {
            for (int block = 0; block << BITS < size; block++) {
                int count = Math.min(SIZE, size - (block << BITS));
                System.arraycopy(blocks[block], 0, target, at, count);
                at += count;
                blocks[block] = new double[0];
            }
        }
    }

    private Blocks() {}
}
