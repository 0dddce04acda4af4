package dev.cupel.formats.columns;

import dev.cupel.formats.text.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Numbers byte strings in order of first appearance. Open addressing; names of up to eleven bytes lie in the table
 * itself, so that finding one costs one cache line. A slot is two longs: the first eight bytes (or, of a longer name, its
 * hash), then bytes nine to eleven, the length, and the number plus one, which is 0 in an empty slot.
 */
final class ByteDictionary {
    /** Bytes that must be readable behind a name, because names are read eight bytes at a time. */
    static final int SLACK = 16;

    /** Returned for a new name that is not UTF-8. */
    static final int NOT_UTF8 = -1;

    /** Returned when the names no longer fit. */
    static final int FULL = -2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONG_NAME = 0xff;
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    private long[] slots = new long[2 << 10];
    private int mask = (1 << 10) - 1;
    private int size;
    private byte[] arena = new byte[1 << 13];
    private int[] ends = new int[1 << 10];

    int size() {
        return size;
    }

    int begin(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    int end(int id) {
        return ends[id];
    }

    byte[] arena() {
        return arena;
    }

    String text(int id) {
        return new String(arena, begin(id), end(id) - begin(id), StandardCharsets.UTF_8);
    }

    /**
     * The number of a name, new or known; {@link #NOT_UTF8} or {@link #FULL} if it cannot be added.
     *
     * @param bytes readable for {@link #SLACK} bytes behind the name
     * @param length at least 1
     */
    int intern(byte[] bytes, int from, int length) {
        return locate(bytes, from, length, true);
    }

    /** The number of a name, or -1. The same demands as {@link #intern}. */
    int find(byte[] bytes, int from, int length) {
        return locate(bytes, from, length, false);
    }

    private int locate(byte[] bytes, int from, int length, boolean add) {
        long first;
        int second;
        long hash;
        if (length <= 8) {
            first = (long) LONGS.get(bytes, from) & (-1L >>> (64 - 8 * length));
            second = length;
            hash = mix(first);
        } else if (length <= 11) {
            first = (long) LONGS.get(bytes, from);
            int rest = (int) ((long) LONGS.get(bytes, from + 8) & (-1L >>> (128 - 8 * length)));
            second = rest << 8 | length;
            hash = mix(first ^ (long) rest << 40);
        } else {
            first = hashOf(bytes, from, length);
            second = LONG_NAME;
            hash = first;
        }
        int slot = (int) (hash >>> 32) & mask;
        while (true) {
            long word = slots[2 * slot + 1];
            if (word == 0) {
                break;
            }
            if (slots[2 * slot] == first && (int) (word >>> 32) == second) {
                int id = (int) word - 1;
                if (second != LONG_NAME || same(id, bytes, from, length)) {
                    return id;
                }
            }
            slot = slot + 1 & mask;
        }
        return add ? add(slot, first, second, bytes, from, length) : -1;
    }

    private boolean same(int id, byte[] bytes, int from, int length) {
        return Arrays.equals(arena, begin(id), end(id), bytes, from, from + length);
    }

    private int add(int slot, long first, int second, byte[] bytes, int from, int length) {
        if (Utf8.firstInvalid(bytes, from, from + length) >= 0) {
            return NOT_UTF8;
        }
        int used = size == 0 ? 0 : ends[size - 1];
        if (length > MAX_BYTES - used || size >= (1 << 29)) {
            return FULL;
        }
        if (used + length > arena.length - SLACK) {
            arena = Arrays.copyOf(arena, (int) Math.min(MAX_BYTES + SLACK, 2L * (used + length) + SLACK));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size + (size >> 1));
        }
        System.arraycopy(bytes, from, arena, used, length);
        ends[size] = used + length;
        slots[2 * slot] = first;
        slots[2 * slot + 1] = (long) second << 32 | (size + 1);
        size++;
        if (size > mask - (mask >> 2)) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        long[] old = slots;
        // Small tables grow in large steps: moving every name costs more than some room.
        mask = mask < 1 << 17 ? 4 * mask + 3 : 2 * mask + 1;
        slots = new long[2 * (mask + 1)];
        for (int i = 0; i < old.length; i += 2) {
            long word = old[i + 1];
            if (word != 0) {
                int second = (int) (word >>> 32);
                long hash = second == LONG_NAME
                        ? old[i]
                        : (second & 0xff) <= 8 ? mix(old[i]) : mix(old[i] ^ (long) (second >>> 8) << 40);
                int slot = (int) (hash >>> 32) & mask;
                while (slots[2 * slot + 1] != 0) {
                    slot = slot + 1 & mask;
                }
                slots[2 * slot] = old[i];
                slots[2 * slot + 1] = word;
            }
        }
    }

    private static long mix(long x) {
        long h = x * 0x9E3779B97F4A7C15L;
        return (h ^ h >>> 29) * 0xBF58476D1CE4E5B9L;
    }

    private static long hashOf(byte[] bytes, int from, int length) {
        long h = length * 0x9E3779B97F4A7C15L;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            h = Long.rotateLeft(h ^ mix((long) LONGS.get(bytes, from + i)), 27) * 5 + 0x52DCE729;
        }
        if (i < length) {
            h ^= mix((long) LONGS.get(bytes, from + i) & (-1L >>> (64 - 8 * (length - i))));
        }
        return mix(h);
    }
}
