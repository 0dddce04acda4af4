package dev.cupel.formats.dataset;

import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * Rows of our own files as an import sees them: what an item brings with it, and its verified answers. What came out of labeling
 * (status, consensus, who answered what) is no content of an item and stays behind.
 */
public sealed interface OwnRows {
    /**
     * @param key empty if there is none
     * @param fields what labelers see, as texts
     * @param metadata as texts
     * @param gold by question id, as JSON or as the text of a cell
     * @param unit what offsets of spans count
     */
    record Brought(
            String key,
            Map<String, String> fields,
            Map<String, String> metadata,
            Map<String, JsonNode> gold,
            SpanUnit unit) {
        /** The same in columns, as any other table of items would have it. */
        public Map<String, String> columns() {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put(CsvColumns.KEY, key);
            fields.forEach(columns::putIfAbsent);
            metadata.forEach(columns::putIfAbsent);
            gold.forEach((question, answer) -> columns.put(CsvColumns.GOLD + question, Content.text(answer)));
            return columns;
        }
    }

    /** JSONL: {@code key}, {@code fields}, ... */
    record Lines() implements OwnRows {}

    /** CSV: {@code key}, {@code consensus.Q}, {@code status}, ... */
    record Table(Set<String> fields, Set<String> questions) implements OwnRows {}

    /**
     * Recognises one of our files by its first row, read with texts as they are.
     *
     * @param fields names of the fields that the project shows
     * @return null if it is any other file
     */
    static @Nullable OwnRows of(Row first, Collection<String> fields) {
        Map<String, String> values = first.values();
        boolean ours = values.containsKey(CsvColumns.KEY)
                && values.getOrDefault("fields", "").startsWith("{")
                && fields.stream().noneMatch(values::containsKey);
        if (ours) {
            return new Lines();
        }
        Set<String> questions = CsvColumns.questions(values.keySet());
        return questions.isEmpty() ? null : new Table(Set.copyOf(fields), questions);
    }

    /** Whether an empty value of metadata stands for none: a table cannot tell the two apart. */
    default boolean blanksAside() {
        return this instanceof Table;
    }

    default Brought brought(Row row) {
        return switch (this) {
            case Lines lines -> ofLine(row.values());
            case Table table -> ofTable(row.values(), table);
        };
    }

    private static Brought ofLine(Map<String, String> values) {
        Map<String, JsonNode> gold = new LinkedHashMap<>();
        JsonNode answers = object(values.get("gold"));
        answers.properties().forEach(answer -> {
            if (!answer.getValue().isNull()) {
                gold.put(answer.getKey(), answer.getValue());
            }
        });
        return new Brought(
                values.getOrDefault(CsvColumns.KEY, ""),
                texts(values.get("fields")),
                texts(values.get(CsvColumns.METADATA)),
                gold,
                SpanUnit.UTF16.key().equals(values.get("unit")) ? SpanUnit.UTF16 : SpanUnit.CODE_POINTS);
    }

    private static JsonNode object(@Nullable String json) {
        try {
            return JsonMapper.shared().readTree(json == null || json.isEmpty() ? "{}" : json);
        } catch (JacksonException none) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static Map<String, String> texts(@Nullable String json) {
        return object(json).isObject() ? new Content(object(json).toString()).texts() : Map.of();
    }

    private static Brought ofTable(Map<String, String> values, Table table) {
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, JsonNode> gold = new LinkedHashMap<>();
        values.forEach((column, cell) -> {
            String verified = column.startsWith(CsvColumns.GOLD) ? column.substring(CsvColumns.GOLD.length()) : "";
            if (table.fields().contains(column)) {
                fields.put(column, cell);
            } else if (column.equals(CsvColumns.KEY) || CsvColumns.isOutcome(column, table.questions())) {
                return;
            } else if (table.questions().contains(verified)) {
                if (!cell.isEmpty()) {
                    gold.put(verified, StringNode.valueOf(cell));
                }
            } else if (column.equals(CsvColumns.METADATA) && cell.startsWith("{")) {
                metadata.putAll(texts(cell));
            } else if (!cell.isEmpty()) {
                metadata.put(CsvColumns.metadata(column), cell);
            }
        });
        return new Brought(values.getOrDefault(CsvColumns.KEY, ""), fields, metadata, gold, SpanUnit.CODE_POINTS);
    }
}
