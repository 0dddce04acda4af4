package dev.cupel.server.item;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.dataset.OwnRows;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowFormat;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a file mean: fields the schema shows, the key, verified answers; all others are metadata.
 *
 * @param keyColumn column that holds the key; null makes the key from the fields
 * @param fields columns the schema shows, in its order
 */
record ColumnRoles(@Nullable String keyColumn, Set<String> fields, List<Question> questions) {
    static final String GOLD = "gold";
    private static final String GOLD_OF = "gold.";
    static final String STRAY_GOLD =
            "it looks like verified answers, but the schema has no such question; labelers must not see it";
    /** Names under which files usually carry what labelers are to find out. */
    private static final Pattern ANSWER = Pattern.compile(
            "(.*[._ -])?(gold|label|labels|answer|answers|consensus|truth|ground[._ -]?truth|expected|expectation|target"
                    + "|class|correct|solution|reference|prediction|predicted|adjudication|majority|verdict)([._ -].*)?");

    enum Role {
        KEY,
        FIELD,
        GOLD,
        METADATA;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param columns of the first row
     * @param wantedKey column the caller names; null looks for {@code key}, then {@code id}
     */
    static ColumnRoles of(Schema schema, Collection<String> columns, @Nullable String wantedKey) {
        Set<String> fields = new LinkedHashSet<>();
        schema.inputs().forEach(input -> fields.add(input.field()));
        String key = wantedKey != null && !wantedKey.isBlank() ? wantedKey.strip() : usualKey(columns, fields);
        return new ColumnRoles(key, fields, schema.questions());
    }

    /**
     * How the rows of a file are read that is one of our own exports.
     *
     * @param first row of the file
     * @param wantedKey as for {@link #of}: a file whose key is to come from elsewhere is read as any other
     * @return null for any other file
     */
    static @Nullable OwnRows own(Schema schema, Row first, @Nullable String wantedKey) {
        boolean usual =
                wantedKey == null || wantedKey.isBlank() || wantedKey.strip().equals("key");
        return usual ? OwnRows.of(first, schema) : null;
    }

    /** The columns of a row, with those of one of our own files as any other file would have them. */
    static Map<String, String> columns(Row row, @Nullable OwnRows own) {
        return own == null ? row.values() : own.brought(row, new FindingList()).columns();
    }

    private static @Nullable String usualKey(Collection<String> columns, Set<String> fields) {
        for (String usual : List.of("key", "id")) {
            if (columns.contains(usual) && !fields.contains(usual)) {
                return usual;
            }
        }
        return null;
    }

    /**
     * Why a file is not imported at all, whatever its rows hold.
     *
     * @param columns of the first row
     * @return null if the file can be imported; columns that are missing are no refusal where each row has its own
     */
    @Nullable
    Finding refusal(Collection<String> columns, RowFormat format) {
        if (keyColumn != null && !columns.contains(keyColumn)) {
            return Finding.of(
                    Code.UNKNOWN_NAME,
                    keyColumn,
                    "There is no column '" + keyColumn + "' to take the key from.",
                    "Name one of " + String.join(", ", columns) + ".");
        }
        for (String column : columns) {
            if (strayGold(column)) {
                return Finding.of(
                        Code.UNKNOWN_NAME,
                        column,
                        "The column '" + column + "': " + STRAY_GOLD + ".",
                        strayGoldFix() + ", and import the file again.");
            }
        }
        Set<String> missing = new TreeSet<>(fields);
        missing.removeAll(columns);
        if (missing.isEmpty() || (format != RowFormat.CSV && format != RowFormat.TSV)) {
            return null;
        }
        return Finding.of(
                Code.MISSING,
                "",
                "The project shows the field" + (missing.size() == 1 ? " " : "s ") + String.join(", ", missing)
                        + ", but the file's columns are " + String.join(", ", columns) + ".",
                "Rename the column in the file, or the field in the schema's inputs.");
    }

    Role role(String column) {
        if (fields.contains(column)) {
            return Role.FIELD;
        }
        if (column.equals(keyColumn)) {
            return Role.KEY;
        }
        boolean gold = column.equals(GOLD) || goldQuestion(column) != null;
        return gold ? Role.GOLD : Role.METADATA;
    }

    /** @return the question whose verified answer the column holds; null for other columns, and for {@code gold} alone if there are several questions */
    @Nullable
    Question goldQuestion(String column) {
        if (column.equals(GOLD)) {
            return questions.size() == 1 ? questions.getFirst() : null;
        }
        if (!column.startsWith(GOLD_OF)) {
            return null;
        }
        String id = column.substring(GOLD_OF.length());
        return questions.stream().filter(q -> q.id().equals(id)).findFirst().orElse(null);
    }

    /** @return whether the column looks like gold but names no question of the schema */
    boolean strayGold(String column) {
        return role(column) == Role.METADATA && isGold(column);
    }

    /** @return whether a column of this name holds verified answers, or means to */
    static boolean isGold(String column) {
        String plain = column.strip().toLowerCase(Locale.ROOT);
        return plain.equals(GOLD) || plain.startsWith(GOLD_OF);
    }

    /** @return whether a column of this name is likely to tell labelers what to answer */
    static boolean looksLikeAnswer(String column) {
        return ANSWER.matcher(column.strip().toLowerCase(Locale.ROOT)).matches();
    }

    String strayGoldFix() {
        return "rename it to "
                + String.join(
                        " or ", questions.stream().map(q -> GOLD_OF + q.id()).toList())
                + ", or give it a name without gold";
    }
}
