package dev.cupel.formats.text;

import java.util.Comparator;
import java.util.function.IntFunction;

/** Orders of names that people expect. Both are total: names that compare equal are the same name. */
public final class NaturalOrder {
    /** Runs of digits by their value, all else by code point: w2 before w10. */
    public static final Comparator<String> DIGITS_BY_VALUE = NaturalOrder::compareNaturally;

    private static final Comparator<String> BY_CODE_POINT = NaturalOrder::compareCodePoints;

    private NaturalOrder() {}

    /** By value if each of the texts is a finite decimal number, otherwise by code point. */
    public static Comparator<String> valueOrder(IntFunction<String> texts, int count) {
        for (int i = 0; i < count; i++) {
            if (!isNumber(texts.apply(i))) {
                return BY_CODE_POINT;
            }
        }
        return Comparator.<String>comparingDouble(Double::parseDouble).thenComparing(BY_CODE_POINT);
    }

    static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 40) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        try {
            return Double.isFinite(Double.parseDouble(text));
        } catch (NumberFormatException notANumber) {
            return false;
        }
    }

    private static int compareNaturally(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            char c = a.charAt(i);
            char d = b.charAt(j);
            if (isDigit(c) && isDigit(d)) {
                int endA = runEnd(a, i);
                int endB = runEnd(b, j);
                int order = compareDigits(a, i, endA, b, j, endB);
                if (order != 0) {
                    return order;
                }
                i = endA;
                j = endB;
            } else if (c != d) {
                return compareDifferent(c, d);
            } else {
                i++;
                j++;
            }
        }
        int left = Integer.compare(a.length() - i, b.length() - j);
        return left != 0 ? left : compareCodePoints(a, b);
    }

    private static int compareDigits(String a, int i, int endA, String b, int j, int endB) {
        while (i < endA - 1 && a.charAt(i) == '0') {
            i++;
        }
        while (j < endB - 1 && b.charAt(j) == '0') {
            j++;
        }
        int length = Integer.compare(endA - i, endB - j);
        while (length == 0 && i < endA) {
            length = Character.compare(a.charAt(i++), b.charAt(j++));
        }
        return length;
    }

    private static int runEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int compareCodePoints(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char c = a.charAt(i);
            char d = b.charAt(i);
            if (c != d) {
                return compareDifferent(c, d);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Surrogates stand for what lies above the rest of the basic plane. */
    private static int compareDifferent(char c, char d) {
        boolean high = Character.isSurrogate(c);
        return high == Character.isSurrogate(d) ? Character.compare(c, d) : high ? 1 : -1;
    }
}
