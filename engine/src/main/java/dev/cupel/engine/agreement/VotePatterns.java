package dev.cupel.engine.agreement;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Items grouped by how often each class was voted for, as most coefficients see nothing else of an item.
 *
 * <p>200,000 items with five votes over four classes have at most 56 patterns, so that one set of random
 * weights costs one draw per pattern and a handful of sums. Items without a vote are left out.
 */
final class VotePatterns {
    private static final int MOST_PRIOR_CLASSES = 64;
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
    /** How many items show each pattern; 0 for those that are there for their prior mass alone. */
    final double[] items;
    /** As {@link #items} plus prior mass, see {@link Intervals}. */
    final double[] mass;
    /** Whether every class in use is the only one there is, so that nothing is known about disagreement. */
    final boolean oneClass;

    private VotePatterns(int classCount, Builder builder) {
        this.classCount = classCount;
        double[] prior = builder.addPrior(classCount);
        this.size = builder.size;
        this.oneClass = classCount < 2;
        this.begin = Arrays.copyOf(builder.begin, size + 1);
        this.category = Arrays.copyOf(builder.category, begin[size]);
        this.count = Arrays.copyOf(builder.count, begin[size]);
        this.votes = new int[size];
        for (int p = 0; p < size; p++) {
            for (int c = begin[p]; c < begin[p + 1]; c++) {
                votes[p] += count[c];
            }
        }
        this.items = new double[size];
        this.mass = prior;
        for (int p = 0; p < size; p++) {
            items[p] = builder.items[p];
            mass[p] += items[p];
        }
    }

    /**
     * @param taskBegin votes of task i are {@code taskBegin[i] .. taskBegin[i + 1]}
     * @param label class of each vote, 0 to classCount - 1
     */
    static VotePatterns of(int classCount, int[] taskBegin, int[] label) {
        int tasks = taskBegin.length - 1;
        int most = 0;
        for (int i = 0; i < tasks; i++) {
            int m = taskBegin[i + 1] - taskBegin[i];
            most = Math.max(most, m);
        }
        int bits = 32 - Integer.numberOfLeadingZeros(most);
        Builder builder = new Builder();
        if ((long) bits * classCount <= 62) {
            packed(taskBegin, label, bits, builder);
        } else {
            general(taskBegin, label, most, builder);
        }
        return new VotePatterns(classCount, builder);
    }

    /** All counts of an item fit into one long, so that a pattern is a number. */
    private static void packed(int[] taskBegin, int[] label, int bits, Builder builder) {
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
        }
    }

    private static void general(int[] taskBegin, int[] label, int most, Builder builder) {
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

        /**
         * Adds patterns that nobody showed and returns the prior mass of all: unanimous items of every class in use, and
         * disputed items in the shape of those seen, or, if none was, of one vote against all others.
         */
        double[] addPrior(int classCount) {
            int seen = size;
            boolean[] used = new boolean[classCount];
            long[] itemsWith = new long[65];
            double disputed = 0;
            long pairable = 0;
            for (int p = 0; p < seen; p++) {
                int votes = 0;
                for (int c = begin[p]; c < begin[p + 1]; c++) {
                    used[category[c]] = true;
                    votes += count[c];
                }
                if (votes > 1) {
                    pairable += items[p];
                    itemsWith[Math.min(votes, 64)] += items[p];
                    disputed += begin[p + 1] - begin[p] > 1 ? items[p] : 0;
                }
            }
            if (pairable == 0) {
                return new double[seen];
            }
            int usual = 2;
            for (long below = itemsWith[2]; 2 * below < pairable; below += itemsWith[usual]) {
                usual++;
            }
            int[] classes = some(used);
            int pairs = disputed > 0 ? 0 : classes.length > 1 ? 2 * classes.length : classCount > 1 ? 1 : 0;
            double[] prior = new double[seen + classes.length + pairs];
            for (int p = 0; p < seen; p++) {
                int votes = 0;
                for (int c = begin[p]; c < begin[p + 1]; c++) {
                    votes += count[c];
                }
                if (votes > 1 && begin[p + 1] - begin[p] > 1) {
                    prior[p] = Intervals.DISPUTED * items[p] / disputed;
                }
            }
            for (int k : classes) {
                put(0, k, usual);
                prior[append(1)] = Intervals.UNANIMOUS / classes.length;
            }
            if (pairs == 1) {
                int other = classes[0] == 0 ? 1 : 0;
                put(0, Math.min(classes[0], other), classes[0] < other ? usual - 1 : 1);
                put(1, Math.max(classes[0], other), classes[0] < other ? 1 : usual - 1);
                prior[append(2)] = Intervals.DISPUTED;
            } else if (pairs > 1) {
                for (int i = 0; i < classes.length; i++) {
                    int k = classes[i];
                    int next = classes[(i + 1) % classes.length];
                    for (int ofLower = 1; ofLower <= 2; ofLower++) { // one dissenter on either side
                        put(0, Math.min(k, next), ofLower == 1 ? 1 : usual - 1);
                        put(1, Math.max(k, next), ofLower == 1 ? usual - 1 : 1);
                        prior[append(2)] = Intervals.DISPUTED / pairs;
                    }
                }
            }
            return prior;
        }

        /** Classes in use, evenly spaced ones if they are many: prior mass needs no more. */
        private static int[] some(boolean[] used) {
            int[] all = IntStream.range(0, used.length).filter(k -> used[k]).toArray();
            int most = Math.min(all.length, MOST_PRIOR_CLASSES);
            return IntStream.range(0, most)
                    .map(i -> all[(int) ((long) i * all.length / most)])
                    .toArray();
        }

        /** Keeps the cells just put as a pattern of no item. */
        private int append(int cells) {
            int kind = size++;
            grow();
            begin[size] = begin[kind] + cells;
            return kind;
        }

        private void grow() {
            if (size == items.length) {
                items = Arrays.copyOf(items, 2 * size);
                keys = Arrays.copyOf(keys, 2 * size);
                begin = Arrays.copyOf(begin, 2 * size + 1);
            }
        }

        int add(int slot, long key, int cells) {
            int kind = size++;
            grow();
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
