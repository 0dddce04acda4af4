package dev.cupel.formats.columns;

import dev.cupel.formats.text.NumberForm;
import java.nio.charset.StandardCharsets;

/** Decimal numbers out of bytes: exactly what {@link Double#parseDouble} gives, without a text for the usual ones. */
final class NumberBytes {
    private static final double[] POWERS_OF_TEN = new double[16];

    static {
        double power = 1;
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = power;
            power *= 10;
        }
    }

    private NumberBytes() {}

    /** The same, or a number with a decimal comma such as 1.250,5. */
    static double parse(byte[] bytes, int from, int length, boolean decimalComma) {
        if (!decimalComma) {
            return parse(bytes, from, length);
        }
        String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        if (!NumberForm.isDecimalComma(text)) {
            return Double.NaN;
        }
        byte[] point = NumberForm.fromDecimalComma(text).getBytes(StandardCharsets.ISO_8859_1);
        return parse(point, 0, point.length);
    }

    /** The number, or NaN if the bytes are no finite decimal number. */
    static double parse(byte[] bytes, int from, int length) {
        int i = from;
        int to = from + length;
        boolean negative = i < to && bytes[i] == '-';
        if (i < to && (bytes[i] == '-' || bytes[i] == '+')) {
            i++;
        }
        long digits = 0;
        int count = 0;
        int decimals = -1;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                count++;
                if (decimals >= 0) {
                    decimals++;
                }
                if (count > 15) {
                    return slowly(bytes, from, length);
                }
            } else if (bytes[i] == '.' && decimals < 0) {
                decimals = 0;
            } else {
                return slowly(bytes, from, length);
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        // Both are exact in a double, so one division rounds once, as it should.
        double value = digits / POWERS_OF_TEN[Math.max(0, decimals)];
        return negative ? -value : value;
    }

    private static double slowly(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            byte b = bytes[i];
            // Java also reads hexadecimal numbers, "NaN", "Infinity" and a type behind the digits.
            if (!(b >= '0' && b <= '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                return Double.NaN;
            }
        }
        try {
            double value = Double.parseDouble(new String(bytes, from, length, StandardCharsets.ISO_8859_1));
            return Double.isInfinite(value) ? Double.NaN : value;
        } catch (NumberFormatException malformed) {
            return Double.NaN;
        }
    }
}
