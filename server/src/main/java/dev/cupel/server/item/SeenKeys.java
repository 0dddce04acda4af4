package dev.cupel.server.item;

import java.util.Arrays;

/**
 * The keys of one file, as 64-bit hashes in 8 to 16 bytes each: small enough for the largest file a server takes. Two
 * different keys of a file with a million rows share a hash with probability 3e-8; the later row is then reported as
 * having a key that is taken, and can be imported by itself.
 */
final class SeenKeys {
    private long[] table = new long[1 << 10];
    private int size;

    /** @return whether the key is new */
    boolean add(String key) {
        long hash = hash(key);
        if (size * 4L >= table.length * 3L) {
            grow();
        }
        return put(table, hash);
    }

    private boolean put(long[] into, long hash) {
        int mask = into.length - 1;
        for (int at = (int) hash & mask; ; at = at + 1 & mask) {
            if (into[at] == hash) {
                return false;
            }
            if (into[at] == 0) {
                into[at] = hash;
                size++;
                return true;
            }
        }
    }

    private void grow() {
        long[] wider = new long[table.length * 2];
        size = 0;
        for (long hash : table) {
            if (hash != 0) {
                put(wider, hash);
            }
        }
        Arrays.fill(table, 0);
        table = wider;
    }

    /** FNV-1a with the finaliser of SplitMix64; never 0. */
    private static long hash(String key) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
