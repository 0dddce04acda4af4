package dev.cupel.formats.rows;

import java.util.Map;
import java.util.Set;

/**
 * One row. Values keep the order of the file.
 *
 * @param line where the row begins, from 1; the header of a CSV file is line 1
 * @param values text by column or key. In CSV and TSV every column of the header is there, perhaps empty. In JSON a
 *     {@code null} is left out, numbers and booleans keep their spelling, and objects and arrays are JSON text.
 * @param noTexts names of the values that are no texts in JSON, so that "1" and 1 can be told apart
 */
public record Row(long line, Map<String, String> values, Set<String> noTexts) implements RowEvent {
    public Row(long line, Map<String, String> values) {
        this(line, values, Set.of());
    }
}
