package dev.cupel.server.item;

import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.text.PlainText;
import dev.cupel.server.platform.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which format a file is in: as the caller says, else by its name, else by its first bytes. */
final class ImportFormat {
    private static final int LOOK_BYTES = 8_192;

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

    /** @param head the first bytes of the file, perhaps compressed */
    static RowFormat guess(byte[] head) {
        String text = new String(plain(head), StandardCharsets.UTF_8);
        int at = 0;
        while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\ufeff')) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '[') {
            return RowFormat.JSON;
        }
        if (at < text.length() && text.charAt(at) == '{') {
            return RowFormat.JSONL;
        }
        String header = text.substring(at).lines().findFirst().orElse("");
        long tabs = header.chars().filter(c -> c == '\t').count();
        long commas = header.chars().filter(c -> c == ',').count();
        return tabs > commas ? RowFormat.TSV : RowFormat.CSV;
    }

    private static byte[] plain(byte[] head) {
        try (InputStream in = PlainText.of(new ByteArrayInputStream(head))) {
            return in.readNBytes(LOOK_BYTES);
        } catch (IOException cut) {
            return new byte[0];
        }
    }
}
