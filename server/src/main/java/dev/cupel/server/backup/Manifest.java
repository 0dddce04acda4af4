package dev.cupel.server.backup;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a backup says about itself: {@code manifest.json} in the file.
 *
 * @param format of the file; {@link #FORMAT} is the one this program writes
 * @param cupel version of the program that made it
 * @param schema the last migration its database had seen, such as 42
 * @param postgresql major version of that database
 * @param madeAt when the snapshot was taken, by the clock of the database
 * @param leftOut tables whose rows are not in the file
 */
public record Manifest(
        int format,
        String cupel,
        String schema,
        int postgresql,
        Instant madeAt,
        List<String> leftOut,
        List<Table> tables,
        List<Sequence> sequences) {
    static final int FORMAT = 1;

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    public Manifest {
        leftOut = List.copyOf(leftOut);
        tables = List.copyOf(tables);
        sequences = List.copyOf(sequences);
    }

    /**
     * Rows of a table.
     *
     * @param columns in the order of the rows; what the database generates is not among them
     * @param form {@code text} or {@code binary}, as COPY calls them
     * @param bytes of the rows, not compressed
     * @param sha256 of those bytes, in hexadecimal digits
     */
    public record Table(String name, List<Column> columns, String form, long rows, long bytes, String sha256) {
        public Table {
            columns = List.copyOf(columns);
        }

        String entry() {
            return "tables/" + name + ".copy";
        }
    }

    /** @param type as PostgreSQL writes it, such as {@code timestamp with time zone} */
    public record Column(String name, String type) {}

    /**
     * Where numbers go on.
     *
     * @param called whether {@code value} has been handed out
     */
    public record Sequence(String name, long value, boolean called) {}

    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }

    /** Bytes of all rows, not compressed. */
    public long bytes() {
        return tables.stream().mapToLong(Table::bytes).sum();
    }
}
