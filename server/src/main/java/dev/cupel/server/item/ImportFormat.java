package dev.cupel.server.item;

import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.text.PlainText;
import dev.cupel.server.platform.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which format a file is in: as the caller says, else by its name, else by its first bytes. */
final class ImportFormat {
    private static final int LOOK_BYTES = 8_192;
    /** No header of a table begins like this. */
    private static final Pattern JSON_ARRAY = Pattern.compile("\\s*\\[\\s*\\{");

    private static final Pattern JSON_OBJECT = Pattern.compile("\\s*\\{\\s*\"");

    private ImportFormat() {}

    /** @throws Problem format_unknown */
    static @Nullable RowFormat wanted(@Nullable String format, @Nullable String fileName) {
        String wanted = format == null ? "auto" : format.toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "auto", "" ->
                fileName == null || fileName.toLowerCase(Locale.ROOT).matches(".*\\.(txt|gz|json)")
                        ? null
                        : RowFormat.ofFileName(fileName).orElse(null);
            case "jsonl" -> RowFormat.JSONL;
            case "json" -> RowFormat.JSON;
            case "csv" -> RowFormat.CSV;
            case "tsv" -> RowFormat.TSV;
            default ->
                throw Problem.invalid(
                        "format_unknown",
                        "format",
                        "'" + format + "' is not a format of items",
                        "use auto, jsonl, json, csv or tsv");
        };
    }

    /**
     * The format of a file: what the caller says, unless the file is evidently something else; else what is evident from its
     * beginning; else what its name says; else what its beginning looks like.
     *
     * @param said null leaves it to the file
     * @param head the first bytes of the file, perhaps compressed
     * @throws Problem file_unreadable
     */
    static RowFormat of(@Nullable RowFormat said, @Nullable String fileName, byte[] head) {
        String text = new String(PlainText.beginning(head, LOOK_BYTES), StandardCharsets.UTF_8);
        RowFormat json = JSON_ARRAY.matcher(text).lookingAt()
                ? RowFormat.JSON
                : JSON_OBJECT.matcher(text).lookingAt() ? RowFormat.JSONL : null;
        if (said != null) {
            if (json != null && (said == RowFormat.CSV || said == RowFormat.TSV)) {
                throw Problem.invalid(
                        "file_unreadable",
                        "format",
                        "the file is JSON, not " + said.name(),
                        "choose the format " + json.name().toLowerCase(Locale.ROOT) + ", or auto");
            }
            return said;
        }
        RowFormat named = json != null ? json : wanted("auto", fileName);
        return named != null ? named : guess(text);
    }

    private static RowFormat guess(String beginning) {
        String text = beginning.stripLeading();
        if (text.startsWith("[")) {
            return RowFormat.JSON;
        }
        if (text.startsWith("{")) {
            return RowFormat.JSONL;
        }
        String header = text.lines().findFirst().orElse("");
        long tabs = header.chars().filter(c -> c == '\t').count();
        long commas = header.chars().filter(c -> c == ',').count();
        return tabs > commas ? RowFormat.TSV : RowFormat.CSV;
    }
}
