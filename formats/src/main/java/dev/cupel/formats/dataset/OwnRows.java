package dev.cupel.formats.dataset;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.InputContent;
import dev.cupel.formats.nativeform.JsonValues;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.text.JsonComplaint;
import java.util.HashSet;
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
 * (status, consensus, decisions) is no content of an item and stays behind; who answered what comes if it is asked for.
 */
public sealed interface OwnRows {
    /** Under which lines say who answered what. */
    String ANNOTATIONS = "annotations";

    /**
     * @param key empty if there is none
     * @param fields what labelers see
     * @param metadata as texts: what is none is written as JSON
     * @param gold by question id, as JSON or as the text of a cell
     * @param unit what offsets of spans count
     */
    record Brought(
            String key,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Map<String, JsonNode> gold,
            SpanUnit unit) {
        /** The same in columns, as any other table of items would have it. */
        public Map<String, String> columns() {
            Map<String, String> columns = new LinkedHashMap<>();
            columns.put(CsvColumns.KEY, key);
            fields.forEach((name, value) -> columns.putIfAbsent(name, ExactJson.text(value)));
            metadata.forEach(columns::putIfAbsent);
            gold.forEach((question, answer) -> columns.put(CsvColumns.GOLD + question, ExactJson.text(answer)));
            return columns;
        }
    }

    /** JSONL: {@code key}, {@code fields}, ... */
    record Lines() implements OwnRows {}

    /** CSV: {@code key}, {@code consensus.Q}, {@code status}, ... */
    record Table(Schema schema, Set<String> questions) implements OwnRows {}

    /**
     * Recognises one of our files by its first row, read with texts as they are.
     *
     * @param schema of the project that takes the items
     * @return null if it is any other file
     */
    static @Nullable OwnRows of(Row first, Schema schema) {
        Map<String, String> values = first.values();
        boolean ours = values.containsKey(CsvColumns.KEY)
                && values.getOrDefault("fields", "").startsWith("{")
                && schema.inputs().stream().map(Input::field).noneMatch(values::containsKey);
        if (ours) {
            return new Lines();
        }
        Set<String> questions = CsvColumns.questions(values.keySet());
        return questions.isEmpty() ? null : new Table(schema, questions);
    }

    /** A table cannot tell empty metadata from none, nor a number or true from the same as a text. */
    default boolean isTable() {
        return this instanceof Table;
    }

    /** @param findings takes what cannot be read; it is left out */
    default Brought brought(Row row, Findings findings) {
        return switch (this) {
            case Lines lines -> ofLine(row.values(), findings);
            case Table table -> ofTable(row.values(), table, findings);
        };
    }

    /** Whether the row says who answered what. */
    default boolean isAnnotated(Row row) {
        return switch (this) {
            case Lines lines -> {
                String json = row.values().getOrDefault(ANNOTATIONS, "").strip();
                yield json.startsWith("[") && !json.substring(1).strip().startsWith("]");
            }
            case Table table -> false;
        };
    }

    /**
     * Who answered what.
     *
     * @param findings takes what is no list
     * @return a list; empty if there is none
     */
    default JsonNode annotations(Row row, Findings findings) {
        return switch (this) {
            case Lines lines -> list(row.values().get(ANNOTATIONS), findings);
            case Table table -> JsonMapper.shared().createArrayNode();
        };
    }

    private static JsonNode list(@Nullable String json, Findings findings) {
        if (json == null) {
            return JsonMapper.shared().createArrayNode();
        }
        String wrong;
        try {
            JsonNode read = ExactJson.readOnce(json);
            if (read.isArray() || read.isNull()) {
                return read.isNull() ? JsonMapper.shared().createArrayNode() : read;
            }
            wrong = "is " + JsonValues.shown(read);
        } catch (JacksonException broken) {
            wrong = JsonComplaint.of(broken);
        }
        findings.add(Code.MALFORMED, ANNOTATIONS, wrong, "write a list of objects with each name once");
        return JsonMapper.shared().createArrayNode();
    }

    private static Brought ofLine(Map<String, String> values, Findings findings) {
        Map<String, String> metadata = new LinkedHashMap<>();
        ExactJson.values(object(values, CsvColumns.METADATA, findings))
                .forEach((name, value) -> metadata.put(name, ExactJson.text(value)));
        return new Brought(
                values.getOrDefault(CsvColumns.KEY, ""),
                ExactJson.values(object(values, "fields", findings)),
                metadata,
                ExactJson.values(object(values, "gold", findings)),
                SpanUnit.UTF16.key().equals(values.get("unit")) ? SpanUnit.UTF16 : SpanUnit.CODE_POINTS);
    }

    private static JsonNode object(Map<String, String> values, String name, Findings findings) {
        String json = values.get(name);
        if (json == null) {
            return JsonMapper.shared().createObjectNode();
        }
        String wrong;
        try {
            JsonNode read = ExactJson.readOnce(json);
            if (read.isObject()) {
                return read;
            }
            wrong = "is " + JsonValues.shown(read);
        } catch (JacksonException broken) {
            wrong = JsonComplaint.of(broken);
        }
        findings.add(Code.MALFORMED, name, wrong, "write an object with each name once");
        return JsonMapper.shared().createObjectNode();
    }

    private static Brought ofTable(Map<String, String> values, Table table, Findings findings) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        for (Input input : table.schema().inputs()) {
            String cell = values.get(input.field());
            // Where a text would be empty, JSON is not there.
            if (cell != null
                    && !fields.containsKey(input.field())
                    && (!cell.isEmpty() || input instanceof Input.OneText)) {
                JsonNode value = InputContent.ofCell(input, cell, findings);
                if (value != null) {
                    fields.put(input.field(), value);
                }
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, JsonNode> gold = new LinkedHashMap<>();
        Set<String> shown = new HashSet<>(CsvColumns.fields(table.schema()));
        values.forEach((column, cell) -> {
            String verified = column.startsWith(CsvColumns.GOLD) ? column.substring(CsvColumns.GOLD.length()) : "";
            if (shown.contains(column)
                    || column.equals(CsvColumns.KEY)
                    || CsvColumns.isOutcome(column, table.questions())) {
                return;
            } else if (table.questions().contains(verified)) {
                if (!cell.isEmpty()) {
                    gold.put(verified, StringNode.valueOf(cell));
                }
            } else if (column.equals(CsvColumns.METADATA) && cell.startsWith("{")) {
                ExactJson.values(object(values, CsvColumns.METADATA, findings))
                        .forEach((name, value) -> metadata.put(name, ExactJson.text(value)));
            } else if (!cell.isEmpty()) {
                metadata.put(CsvColumns.metadata(column), cell);
            }
        });
        return new Brought(values.getOrDefault(CsvColumns.KEY, ""), fields, metadata, gold, SpanUnit.CODE_POINTS);
    }
}
