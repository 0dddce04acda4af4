package dev.cupel.formats.rows;

import java.util.Locale;
import java.util.Optional;

/** The row formats that can be read. */
public enum RowFormat {
    /** One JSON object per line. */
    JSONL,
    /** One JSON array of objects. */
    JSON,
    /** Values between separators, RFC 4180, with a header; the separator is found, a comma if in doubt. */
    CSV,
    /** The same, a tab if in doubt. */
    TSV;

    /** By the ending of the name; a trailing {@code .gz} is looked through. */
    public static Optional<RowFormat> ofFileName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".gz")) {
            lower = lower.substring(0, lower.length() - 3);
        }
        return switch (lower.substring(lower.lastIndexOf('.') + 1)) {
            case "jsonl", "ndjson" -> Optional.of(JSONL);
            case "json" -> Optional.of(JSON);
            case "csv", "txt" -> Optional.of(CSV);
            case "tsv", "tab" -> Optional.of(TSV);
            default -> Optional.empty();
        };
    }
}
