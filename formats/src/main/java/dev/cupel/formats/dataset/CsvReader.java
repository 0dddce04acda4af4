package dev.cupel.formats.dataset;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerCell;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.InputContent;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.rows.RowEvent;
import dev.cupel.formats.rows.RowFormat;
import dev.cupel.formats.rows.RowProblem;
import dev.cupel.formats.rows.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads our own CSV, see {@link CsvColumns}. An empty cell of metadata or of an answer says nothing. */
public final class CsvReader implements ItemReader {
    private final RowReader rows;
    private final Schema schema;
    private final Findings findings;
    private final Losses losses;
    private final List<String> fields;
    private final SpanTexts texts;
    private @Nullable Set<String> asked;

    public CsvReader(InputStream in, Schema schema, Findings findings, Losses losses) {
        this.rows = RowReader.open(in, RowFormat.CSV);
        this.schema = schema;
        this.findings = findings;
        this.losses = losses;
        this.fields = CsvColumns.fields(schema);
        this.texts = new SpanTexts(schema, SpanUnit.CODE_POINTS);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable LabeledItem next() throws IOException {
        for (RowEvent event = rows.next(); event != null; event = rows.next()) {
            switch (event) {
                case RowProblem problem -> findings.add(problem.finding());
                case Row row -> {
                    LabeledItem item = item(row);
                    if (item != null) {
                        return item;
                    }
                }
            }
        }
        return null;
    }

    private Set<String> questions(Row row) {
        if (asked == null) {
            Set<String> columns = row.values().keySet();
            List<String> missing = new ArrayList<>(List.of(CsvColumns.KEY));
            missing.addAll(fields);
            missing.removeAll(columns);
            if (!missing.isEmpty()) {
                throw new InputException(
                        Code.MISSING,
                        "",
                        "has no column " + String.join(", ", missing) + "; its columns are "
                                + String.join(", ", columns),
                        "name them key and like the fields of the schema's inputs");
            }
            asked = CsvColumns.questions(columns);
        }
        return asked;
    }

    private @Nullable LabeledItem item(Row row) {
        Set<String> told = questions(row);
        Map<String, String> values = row.values();
        String key = values.getOrDefault(CsvColumns.KEY, "");
        FindingList wrong = new FindingList();
        if (key.isEmpty()) {
            wrong.add(Code.MISSING, CsvColumns.KEY, "the item has no key", "give each item a key of its own");
        }
        ObjectNode shown = JsonMapper.shared().createObjectNode();
        for (Input input : schema.inputs()) {
            String cell = values.getOrDefault(input.field(), "");
            // Where a text would be empty, JSON is not there.
            JsonNode value = shown.has(input.field()) || (cell.isEmpty() && !(input instanceof Input.OneText))
                    ? null
                    : InputContent.ofCell(input, cell, wrong);
            if (value != null) {
                shown.set(input.field(), value);
            }
        }
        Content content = new Content(shown.toString());
        texts.of(content);
        Map<String, LabeledItem.Consensus> consensus = new LinkedHashMap<>();
        Map<String, Given> gold = new LinkedHashMap<>();
        Map<String, Integer> answered = new LinkedHashMap<>();
        for (Question question : schema.questions()) {
            if (told.contains(question.id())) {
                read(question, key, values, consensus, gold, answered, wrong);
            }
        }
        Content metadata = metadata(row, key, told, wrong);
        String status = values.getOrDefault(CsvColumns.STATUS, "");
        wrong.all()
                .forEach(one -> findings.add(
                        Finding.inRow(one.code(), row.line(), one.place().path(), one.what(), one.fix())));
        return wrong.isEmpty()
                ? new LabeledItem(
                        null,
                        key,
                        content,
                        metadata,
                        status.isEmpty() ? null : status,
                        null,
                        consensus,
                        gold,
                        List.of(),
                        List.of(),
                        answered)
                : null;
    }

    private void read(
            Question question,
            String key,
            Map<String, String> values,
            Map<String, LabeledItem.Consensus> consensus,
            Map<String, Given> gold,
            Map<String, Integer> answered,
            FindingList wrong) {
        String id = question.id();
        Given best = given(question, key, values, CsvColumns.CONSENSUS + id, wrong);
        String source = values.getOrDefault(CsvColumns.SOURCE + id, "");
        if (best != null) {
            consensus.put(
                    id,
                    new LabeledItem.Consensus(
                            best,
                            source.isEmpty() ? null : source,
                            number(values, CsvColumns.PROBABILITY + id, wrong),
                            null,
                            "disputed".equals(values.get(CsvColumns.STATUS_OF + id)) ? true : null,
                            null,
                            null,
                            Map.of()));
        }
        Double count = number(values, CsvColumns.ANSWERS + id, wrong);
        if (count != null) {
            answered.put(id, count.intValue());
        }
        Given verified = given(question, key, values, CsvColumns.GOLD + id, wrong);
        if (verified != null) {
            gold.put(id, verified);
        }
    }

    private @Nullable Given given(
            Question question, String key, Map<String, String> values, String column, FindingList wrong) {
        String cell = values.getOrDefault(column, "");
        if (cell.isEmpty()) {
            return null;
        }
        FindingList own = new FindingList();
        Answer answer = AnswerCell.read(question, cell, own);
        own.all().forEach(one -> wrong.add(one.code(), column, one.what(), one.fix()));
        if (answer instanceof Answer.Spans spans && question instanceof Question.Spans marked) {
            Answer.Spans there = texts.fromFile(marked, spans);
            if (there == null) {
                losses.add(Losses.Kind.MISPLACED_SPANS, key, question.id());
                return new Given.AsIs(JsonMapper.shared().readTree(cell));
            }
            return new Given.Known(there);
        }
        return answer == null ? null : new Given.Known(answer);
    }

    private static @Nullable Double number(Map<String, String> values, String column, FindingList wrong) {
        String cell = values.getOrDefault(column, "");
        try {
            return cell.isEmpty() ? null : Double.valueOf(cell);
        } catch (NumberFormatException none) {
            wrong.add(Code.BAD_NUMBER, column, "'" + cell + "' is not a number", "use a number, or nothing");
            return null;
        }
    }

    private Content metadata(Row row, String key, Set<String> told, FindingList wrong) {
        ObjectNode metadata = JsonMapper.shared().createObjectNode();
        for (Map.Entry<String, String> cell : row.values().entrySet()) {
            String column = cell.getKey();
            if (column.equals(CsvColumns.METADATA)) {
                return all(cell.getValue(), wrong);
            }
            boolean known = column.equals(CsvColumns.KEY) || fields.contains(column);
            boolean gold =
                    column.startsWith(CsvColumns.GOLD) && told.contains(column.substring(CsvColumns.GOLD.length()));
            boolean outcome = gold || CsvColumns.isOutcome(column, told);
            if (outcome && !cell.getValue().isEmpty() && ofNoQuestion(column)) {
                losses.add(Losses.Kind.UNKNOWN_QUESTIONS, key, column);
            } else if (!known && !outcome && !cell.getValue().isEmpty()) {
                metadata.put(CsvColumns.metadata(column), cell.getValue());
            }
        }
        return new Content(metadata.toString());
    }

    private boolean ofNoQuestion(String column) {
        return !column.equals(CsvColumns.STATUS)
                && schema.question(column.substring(column.indexOf('.') + 1)).isEmpty();
    }

    private static Content all(String json, FindingList wrong) {
        try {
            if (JsonMapper.shared().readTree(json).isObject()) {
                return new Content(json);
            }
        } catch (JacksonException broken) {
            // said below
        }
        wrong.add(Code.MALFORMED, CsvColumns.METADATA, "is no JSON object", "write {\"name\": \"value\"}");
        return Content.NONE;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
