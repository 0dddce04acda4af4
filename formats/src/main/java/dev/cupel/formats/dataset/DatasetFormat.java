package dev.cupel.formats.dataset;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.formats.rows.DelimitedHead;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The formats that labeled items are read from and written to. Keys are stable. */
public enum DatasetFormat {
    /** Our own JSONL: everything that is known. */
    CUPEL(true),
    /** Our own CSV: a row per item with its best known answers. */
    CSV(true),
    /** A row per answer to one question. */
    VOTES(false);

    /** As much of a file is looked at to find out its format: 256 KiB. */
    public static final int LOOK_BYTES = 256 << 10;

    private static final Pattern ITEM = Pattern.compile("\\{\\s*\"(schema|fields|key|id)\"");

    private final boolean read;

    DatasetFormat(boolean read) {
        this.read = read;
    }

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it can be read, too. */
    public boolean canBeRead() {
        return read;
    }

    /** @throws InputException if there is no such format */
    public static DatasetFormat ofKey(String key, String option) {
        for (DatasetFormat format : values()) {
            if (format.key().equals(key)) {
                return format;
            }
        }
        throw new InputException(
                Code.UNKNOWN_NAME, option, "\"" + key + "\" is no format", "write cupel, csv or votes");
    }

    /**
     * @param head the first bytes of a file, perhaps compressed
     * @return empty if it looks like none of them
     */
    public static Optional<DatasetFormat> detect(byte[] head) {
        byte[] text = PlainText.beginning(head, LOOK_BYTES);
        String start = new String(text, StandardCharsets.UTF_8).stripLeading();
        if (start.startsWith("{")) {
            return ITEM.matcher(start).lookingAt() ? Optional.of(CUPEL) : Optional.empty();
        }
        return switch (DelimitedHead.of(text, 0, text.length, true, RowFormat.CSV, names -> names.contains("key"))) {
            case DelimitedHead.Found found -> ofHeader(found.names());
            case DelimitedHead.Unreadable none -> Optional.empty();
            case DelimitedHead.NeedMore more -> Optional.empty();
        };
    }

    private static Optional<DatasetFormat> ofHeader(List<String> names) {
        if (!CsvColumns.questions(names).isEmpty()) {
            return Optional.of(CSV);
        }
        boolean votes =
                names.containsAll(List.of("task", "worker")) && (names.contains("label") || names.contains("answer"));
        return votes ? Optional.of(VOTES) : Optional.empty();
    }
}
