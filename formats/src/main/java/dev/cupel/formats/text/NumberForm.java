package dev.cupel.formats.text;

import dev.cupel.engine.numbers.Ratings;
import java.math.BigDecimal;
import java.util.OptionalDouble;

/**
 * Spellings of one number. Programs write 1 as {@code 1.0} as soon as a column holds a gap, so labels that are the same
 * decimal number are the same label, wherever labels are compared: votes, truth, gold and the options of a schema. Leading
 * zeros ({@code 01}) are kept apart: they make a code out of a number.
 */
public final class NumberForm {
    /** Larger numbers are no answers: their squares are beyond what a double holds, and statistics packages write them for gaps. */
    public static final double LARGEST = Ratings.MOST;

    private NumberForm() {}

    /** The number a text spells in decimal digits; empty for all else, and for numbers beyond a double. */
    public static OptionalDouble value(String text) {
        return NaturalOrder.isNumber(text) ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }

    /** The shortest plain spelling: {@code 1.0}, {@code +1} and {@code 1e0} are {@code 1}. All else is left as it is. */
    public static String canonical(String text) {
        if (!NaturalOrder.isNumber(text) || hasLeadingZero(text)) {
            return text;
        }
        BigDecimal number = new BigDecimal(text).stripTrailingZeros();
        if (number.signum() == 0) {
            return "0";
        }
        // Beyond that, digits alone would be longer than they are readable.
        return Math.abs((long) number.scale()) > 40 ? number.toString() : number.toPlainString();
    }

    /**
     * A number with a decimal comma, and points between thousands or none, in the usual spelling: {@code 1.250,5} is
     * {@code 1250.5}. All else is left as it is.
     */
    public static String fromDecimalComma(String text) {
        return isDecimalComma(text) ? text.replace(".", "").replace(',', '.') : text;
    }

    /** Whether a text is a number if the comma is the decimal separator. */
    public static boolean isDecimalComma(String text) {
        int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int comma = text.indexOf(',');
        int wholeEnd = comma < 0 ? text.length() : comma;
        for (int d = comma + 1; comma >= 0 && d < text.length(); d++) {
            if (!isDigit(text.charAt(d))) {
                return false;
            }
        }
        if (i == wholeEnd || (comma >= 0 && comma + 1 == text.length())) {
            return false;
        }
        int point = text.indexOf('.');
        int group = 0;
        for (int d = i; d < wholeEnd; d++) {
            char c = text.charAt(d);
            if (c == '.') {
                if (group == 0 || group > 3 || (d != point && group != 3)) {
                    return false;
                }
                group = 0;
            } else if (isDigit(c)) {
                group++;
            } else {
                return false;
            }
        }
        return point < 0 || group == 3;
    }

    private static boolean hasLeadingZero(String text) {
        int i = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        return i + 1 < text.length() && text.charAt(i) == '0' && isDigit(text.charAt(i + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
