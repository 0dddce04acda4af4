package dev.cupel.engine;

import java.math.BigDecimal;

/** Numbers in sentences, as people write them. */
public final class Figure {
    /** The largest size of a number in answers: squares and sums of squares of such numbers are still numbers. */
    public static final double MOST = 1e100;

    private Figure() {}

    /** The shortest digits: 2, not 2.0; 0.0000001, not 1.0E-7. Beyond forty places as a power of ten. */
    public static String plain(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        BigDecimal digits = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return digits.signum() == 0 ? "0" : Math.abs(digits.scale()) > 40 ? digits.toString() : digits.toPlainString();
    }
}
