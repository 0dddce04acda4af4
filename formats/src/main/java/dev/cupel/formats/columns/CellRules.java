package dev.cupel.formats.columns;

import dev.cupel.formats.text.NumberForm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the cells of a file mean beyond their letters.
 *
 * @param missing spellings of "no answer" besides the empty cell, in columns where a cell may be empty; a number stands for
 *     all its spellings
 * @param decimalComma whether numbers are written 1.250,5 instead of 1250.5
 */
public record CellRules(List<String> missing, boolean decimalComma) {
    public static final CellRules PLAIN = new CellRules(List.of(), false);

    public CellRules {
        missing = List.copyOf(missing);
    }

    /** The same as bytes and numbers, for one pass over millions of cells. */
    static final class Compiled {
        private final byte[][] texts;
        private final double[] numbers;
        final boolean decimalComma;

        Compiled(CellRules rules) {
            texts = rules.missing().stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toArray(byte[][]::new);
            numbers = rules.missing().stream()
                    .map(NumberForm::value)
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            decimalComma = rules.decimalComma();
        }

        boolean anyMissing() {
            return texts.length > 0;
        }

        boolean isMissing(byte[] source, int from, int to) {
            for (byte[] text : texts) {
                if (Arrays.equals(source, from, to, text, 0, text.length)) {
                    return true;
                }
            }
            if (numbers.length > 0) {
                double number = NumberBytes.parse(source, from, to - from, decimalComma);
                for (double one : numbers) {
                    if (one == number) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
