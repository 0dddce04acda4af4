package dev.cupel.formats.rows;

import java.util.Arrays;

/**
 * Finds where the values of one delimited record lie (RFC 4180; a quote inside an unquoted value is kept as it is). Works on
 * the bytes it is given: whoever owns them reads more when asked. Places are counted from the record's start.
 */
final class RecordScan {
    enum Outcome {
        RECORD,
        /** The record runs over the end of the bytes, and there may be more. */
        NEED_MORE,
        /** The quote at {@link #badAt} is never closed. */
        UNCLOSED,
        /** There is text behind a closing quote, at {@link #badAt}. */
        TEXT_AFTER_QUOTE
    }

    static final int PLAIN = 0;
    static final int QUOTED = 1;
    static final int QUOTED_WITH_ESCAPES = 2;

    int count;
    int[] start = new int[16];
    int[] end = new int[16];
    int[] kind = new int[16];
    int lineEndsInside;
    /** Bytes of the record, without its line end. */
    int length;
    /** Where it goes wrong; while more is needed, the quote that is open, or -1. */
    int badAt;

    Outcome scan(byte[] bytes, int from, int to, boolean ended, byte delimiter) {
        count = 0;
        lineEndsInside = 0;
        badAt = -1;
        int at = from;
        while (true) {
            if (at < to && bytes[at] == '"') {
                int opened = at;
                int how = QUOTED;
                at++;
                while (true) {
                    at = closing(bytes, at, to);
                    if (at == to) {
                        badAt = opened - from;
                        return ended ? Outcome.UNCLOSED : Outcome.NEED_MORE;
                    }
                    if (at + 1 == to && !ended) {
                        badAt = opened - from;
                        return Outcome.NEED_MORE;
                    }
                    if (at + 1 == to || bytes[at + 1] != '"') {
                        break;
                    }
                    how = QUOTED_WITH_ESCAPES;
                    at += 2;
                }
                add(opened + 1 - from, at - from, how);
                at++;
                if (at < to && bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
                    badAt = at - from;
                    return Outcome.TEXT_AFTER_QUOTE;
                }
            } else {
                int begin = at;
                while (at < to && bytes[at] != delimiter && bytes[at] != '\n' && bytes[at] != '\r') {
                    at++;
                }
                add(begin - from, at - from, PLAIN);
            }
            if (at == to && !ended) {
                return Outcome.NEED_MORE;
            }
            if (at == to || bytes[at] != delimiter) {
                length = at - from;
                return Outcome.RECORD;
            }
            at++;
        }
    }

    private int closing(byte[] bytes, int at, int to) {
        int i = at;
        while (i < to && bytes[i] != '"') {
            if (bytes[i] == '\n' || (bytes[i] == '\r' && (i + 1 == to || bytes[i + 1] != '\n'))) {
                lineEndsInside++;
            }
            i++;
        }
        return i;
    }

    private void add(int from, int to, int how) {
        if (count == start.length) {
            start = Arrays.copyOf(start, 2 * count);
            end = Arrays.copyOf(end, 2 * count);
            kind = Arrays.copyOf(kind, 2 * count);
        }
        start[count] = from;
        end[count] = to;
        kind[count++] = how;
    }

    /** Whether the record says nothing: only blanks, or several values all of which are empty. */
    boolean blank(byte[] bytes, int from) {
        for (int field = 0; field < count; field++) {
            if (kind[field] != PLAIN && (count == 1 || end[field] > start[field])) {
                return false;
            }
            for (int i = from + start[field]; i < from + end[field]; i++) {
                if (bytes[i] != ' ' && bytes[i] != '\t') {
                    return false;
                }
            }
        }
        return true;
    }
}
