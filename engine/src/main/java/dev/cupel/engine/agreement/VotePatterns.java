package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import java.util.Arrays;

/**
 * Items grouped by how often each class was voted for, as most coefficients see nothing else of an item.
 *
 * <p>200,000 items with five votes over four classes have at most 56 patterns, so that one resample costs one table
 * look-up per item and a handful of sums. Items without a vote are left out.
 */
final class VotePatterns {
    /** Number of classes, used or not. */
    final int classCount;
    /** Number of distinct patterns. */
    final int size;
    /** Cells of pattern p are {@code begin[p] .. begin[p + 1]}. */
    final int[] begin;
    /** Class of each cell, ascending within a pattern. */
    final int[] category;
    /** Votes of each cell, at least 1. */
    final int[] count;
    /** Votes of each pattern. */
    final int[] votes;
    /** How many items show each pattern. */
    final int[] items;
    /** Pattern of each item that has a vote. */
    final Bootstrap.Kinds kindOf;

    private VotePatterns(int classCount, Builder builder, int[] kindOf) {
        this.classCount = classCount;
        this.size = builder.size;
        this.begin = Arrays.copyOf(builder.begin, size + 1);
        this.category = Arrays.copyOf(builder.category, begin[size]);
        this.count = Arrays.copyOf(builder.count, begin[size]);
        this.votes = new int[size];
        for (int p = 0; p < size; p++) {
            for (int c = begin[p]; c < begin[p + 1]; c++) {
                votes[p] += count[c];
            }
        }
        this.items = Arrays.copyOf(builder.items, size);
        this.kindOf = Bootstrap.Kinds.of(kindOf, size);
    }

    /**
     * @param taskBegin votes of task i are {@code taskBegin[i] .. taskBegin[i + 1]}
     * @param label class of each vote, 0 to classCount - 1
     */
    static VotePatterns of(int classCount, int[] taskBegin, int[] label) {
        int tasks = taskBegin.length - 1;
        int most = 0;
        int answered = 0;
        for (int i = 0; i < tasks; i++) {
            int m = taskBegin[i + 1] - taskBegin[i];
            most = Math.max(most, m);
            answered += m > 0 ? 1 : 0;
        }
        int bits = 32 - Integer.numberOfLeadingZeros(most);
        Builder builder = new Builder();
        int[] kindOf = new int[answered];
        if ((long) bits * classCount <= 62) {
            packed(taskBegin, label, bits, builder, kindOf);
        } else {
            general(taskBegin, label, most, builder, kindOf);
        }
        return new VotePatterns(classCount, builder, kindOf);
    }

    /** All counts of an item fit into one long, so that a pattern is a number. */
    private static void packed(int[] taskBegin, int[] label, int bits, Builder builder, int[] kindOf) {
        int next = 0;
        long mask = (1L << bits) - 1;
        for (int i = 0; i + 1 < taskBegin.length; i++) {
            if (taskBegin[i] == taskBegin[i + 1]) {
                continue;
            }
            long key = 0;
            for (int v = taskBegin[i]; v < taskBegin[i + 1]; v++) {
                key += 1L << (bits * label[v]);
            }
            int slot = builder.slotOf(key);
            int kind = builder.table[slot];
            if (kind < 0) {
                int cells = 0;
                long rest = key;
                for (int k = 0; rest != 0; k++, rest >>>= bits) {
                    if ((rest & mask) != 0) {
                        builder.put(cells++, k, (int) (rest & mask));
                    }
                }
                kind = builder.add(slot, key, cells);
            }
            builder.items[kind]++;
            kindOf[next++] = kind;
        }
    }

    private static void general(int[] taskBegin, int[] label, int most, Builder builder, int[] kindOf) {
        int next = 0;
        int[] sorted = new int[most];
        for (int i = 0; i + 1 < taskBegin.length; i++) {
            int m = taskBegin[i + 1] - taskBegin[i];
            if (m == 0) {
                continue;
            }
            System.arraycopy(label, taskBegin[i], sorted, 0, m);
            Arrays.sort(sorted, 0, m);
            int cells = 0;
            long key = 0;
            for (int from = 0; from < m; ) {
                int to = from;
                while (to < m && sorted[to] == sorted[from]) {
                    to++;
                }
                builder.put(cells++, sorted[from], to - from);
                key = (key ^ sorted[from]) * 0x9E3779B97F4A7C15L + (to - from);
                key ^= key >>> 29;
                from = to;
            }
            int slot = builder.slotOfCells(key, cells);
            int kind = builder.table[slot] >= 0 ? builder.table[slot] : builder.add(slot, key, cells);
            builder.items[kind]++;
            kindOf[next++] = kind;
        }
    }

    /** Growing arrays with an open-addressing table from key to pattern. */
    private static final class Builder {
        int size;
        int[] begin = new int[65];
        int[] category = new int[256];
        int[] count = new int[256];
        int[] items = new int[64];
        private long[] keys = new long[64];
        int[] table = new int[256];

        Builder() {
            Arrays.fill(table, -1);
        }

        /** Writes a cell behind the stored patterns, to be kept by {@link #add} or overwritten. */
        void put(int cell, int label, int votes) {
            int at = begin[size] + cell;
            if (at == category.length) {
                category = Arrays.copyOf(category, 2 * at);
                count = Arrays.copyOf(count, 2 * at);
            }
            category[at] = label;
            count[at] = votes;
        }

        int slotOf(long key) {
            int slot = home(key);
            while (table[slot] >= 0 && keys[table[slot]] != key) {
                slot = (slot + 1) & (table.length - 1);
            }
            return slot;
        }

        int slotOfCells(long key, int cells) {
            int slot = home(key);
            while (table[slot] >= 0 && (keys[table[slot]] != key || !sameCells(table[slot], cells))) {
                slot = (slot + 1) & (table.length - 1);
            }
            return slot;
        }

        private boolean sameCells(int kind, int cells) {
            int from = begin[kind];
            int put = begin[size];
            return begin[kind + 1] - from == cells
                    && Arrays.equals(category, from, from + cells, category, put, put + cells)
                    && Arrays.equals(count, from, from + cells, count, put, put + cells);
        }

        int add(int slot, long key, int cells) {
            int kind = size++;
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
                keys = Arrays.copyOf(keys, 2 * size);
                begin = Arrays.copyOf(begin, 2 * size + 1);
            }
            begin[size] = begin[kind] + cells;
            keys[kind] = key;
            table[slot] = kind;
            if (4 * size > table.length) {
                table = new int[2 * table.length];
                Arrays.fill(table, -1);
                for (int k = 0; k < size; k++) {
                    int free = home(keys[k]);
                    while (table[free] >= 0) {
                        free = (free + 1) & (table.length - 1);
                    }
                    table[free] = k;
                }
            }
            return kind;
        }

        private int home(long key) {
            long z = key * 0x9E3779B97F4A7C15L;
            return (int) (z ^ (z >>> 32)) & (table.length - 1);
        }
    }
}
