package dev.cupel.formats.columns;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Distinct names, numbered from 0, kept as UTF-8 bytes: two million task names take their letters and little more. */
public final class Names {
    private final ByteDictionary dictionary;
    /** Position to dictionary entry and back; null where both are the same. */
    private final int @Nullable [] entryAt;

    private final int @Nullable [] positionOf;

    private Names(ByteDictionary dictionary, int @Nullable [] entryAt, int @Nullable [] positionOf) {
        this.dictionary = dictionary;
        this.entryAt = entryAt;
        this.positionOf = positionOf;
    }

    static Names inOrderOfAppearance(ByteDictionary dictionary) {
        return new Names(dictionary, null, null);
    }

    /** The given texts, which must be distinct and not empty, numbered as they stand. */
    public static Names of(List<String> texts) {
        ByteDictionary dictionary = new ByteDictionary();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int before = dictionary.size();
            if (bytes.length == 0
                    || dictionary.intern(Arrays.copyOf(bytes, bytes.length + ByteDictionary.SLACK), 0, bytes.length)
                            != before) {
                throw new IllegalArgumentException("names must be distinct, not empty and well-formed: " + text);
            }
        }
        return new Names(dictionary, null, null);
    }

    static Names sorted(ByteDictionary dictionary, Comparator<String> order) {
        int size = dictionary.size();
        String[] texts = new String[size];
        for (int i = 0; i < size; i++) {
            texts[i] = dictionary.text(i);
        }
        int[] entryAt = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing(i -> texts[i], order))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] positionOf = new int[size];
        for (int i = 0; i < size; i++) {
            positionOf[entryAt[i]] = i;
        }
        return new Names(dictionary, entryAt, positionOf);
    }

    public int size() {
        return dictionary.size();
    }

    public String get(int index) {
        return dictionary.text(entry(index));
    }

    /** All names as texts, in order. */
    public List<String> toList() {
        return IntStream.range(0, size()).mapToObj(this::get).toList();
    }

    /** Number of a name, or -1. */
    public int find(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length == 0
                ? -1
                : position(dictionary.find(Arrays.copyOf(bytes, bytes.length + ByteDictionary.SLACK), 0, bytes.length));
    }

    /** Number that a name of another set has in this one, or -1. */
    public int find(Names other, int index) {
        int entry = other.entry(index);
        int from = other.dictionary.begin(entry);
        return position(dictionary.find(other.dictionary.arena(), from, other.dictionary.end(entry) - from));
    }

    /** Length of a name in UTF-8 bytes. */
    public int byteLength(int index) {
        int entry = entry(index);
        return dictionary.end(entry) - dictionary.begin(entry);
    }

    /** Copies the UTF-8 bytes of a name; returns the position behind them. */
    public int copy(int index, byte[] target, int at) {
        int entry = entry(index);
        int from = dictionary.begin(entry);
        int length = dictionary.end(entry) - from;
        System.arraycopy(dictionary.arena(), from, target, at, length);
        return at + length;
    }

    private int entry(int index) {
        if (index < 0 || index >= dictionary.size()) {
            throw new IndexOutOfBoundsException(index);
        }
        return entryAt == null ? index : entryAt[index];
    }

    private int position(int entry) {
        return positionOf == null || entry < 0 ? entry : positionOf[entry];
    }

    int @Nullable [] positions() {
        return positionOf;
    }
}
