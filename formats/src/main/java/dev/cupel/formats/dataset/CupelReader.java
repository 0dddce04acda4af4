package dev.cupel.formats.dataset;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.JsonValues;
import dev.cupel.formats.nativeform.SchemaJson;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads our own JSONL, see {@link CupelWriter}. A first line {@code {"schema": {...}}} says what its answers answer. */
public final class CupelReader implements ItemReader {
    private static final Set<String> ITEM = Set.of(
            "id",
            "key",
            "fields",
            "metadata",
            "unit",
            "status",
            "createdAt",
            "consensus",
            "gold",
            "adjudications",
            "annotations");
    private static final Set<String> CONSENSUS = Set.of(
            "value", "source", "probability", "disagreement", "disputed", "method", "methodVersion", "posterior");
    private static final Set<String> ADJUDICATION =
            Set.of("question", "value", "reason", "by", "at", "guidelineVersion");
    private static final Set<String> ANNOTATION = Set.of(
            "id",
            "annotator",
            "annotatorId",
            "annotatorKind",
            "kind",
            "outcome",
            "answers",
            "ambiguous",
            "comment",
            "skipReason",
            "activeMs",
            "revision",
            "schemaVersion",
            "guidelineVersion",
            "draft",
            "draftShown",
            "savedAt",
            "takenOut",
            "takenOutAt");

    private final RowReader rows;
    private final Findings findings;
    private final Losses losses;
    private @Nullable Schema schema;
    private boolean begun;
    private boolean schemaLine;
    private boolean otherSchema;
    private @Nullable Parts parts;

    /**
     * @param schema read by instead of the one that the file carries; null: the file's
     * @param findings takes what is wrong, with its line
     * @param losses takes what is understood and not kept
     */
    public CupelReader(InputStream in, @Nullable Schema schema, Findings findings, Losses losses) {
        this.rows = RowReader.openAsJson(in, RowFormat.JSONL);
        this.schema = schema;
        this.findings = findings;
        this.losses = losses;
    }

    @Override
    public Schema schema() {
        if (schema == null) {
            throw new IllegalStateException("nothing was read yet");
        }
        return schema;
    }

    /** Whether the file begins with its schema; known after the first {@link #next()}. */
    public boolean carriesSchema() {
        return schemaLine;
    }

    @Override
    public @Nullable LabeledItem next() throws IOException {
        for (RowEvent event = rows.next(); event != null; event = rows.next()) {
            boolean first = !begun;
            begun = true;
            switch (event) {
                case RowProblem problem -> findings.add(problem.finding());
                case Row row -> {
                    if (first) {
                        Optional<String> carried = schemaOf(row);
                        if (carried.isPresent()) {
                            schemaLine = true;
                            begin(readSchema(row.line(), carried.get()));
                            continue;
                        }
                    }
                    LabeledItem item = begin(schema).item(row);
                    if (item != null) {
                        return item;
                    }
                }
            }
        }
        begin(schema);
        return null;
    }

    /** The schema that a first line carries, as JSON; empty if it is an item. */
    public static Optional<String> schemaOf(Row row) {
        String document = row.values().get("schema");
        return row.values().size() == 1 && document != null && document.startsWith("{")
                ? Optional.of(document)
                : Optional.empty();
    }

    /** Whether the file carries another schema than the one it is read by. */
    public boolean carriesAnotherSchema() {
        return otherSchema;
    }

    private Schema readSchema(long line, String document) {
        FindingList wrong = new FindingList();
        Schema read = SchemaJson.read(JsonMapper.shared().readTree(document), wrong);
        if (schema != null) {
            otherSchema = !read.equals(schema);
            return schema;
        }
        if (!wrong.isEmpty()) {
            throw new InputException(wrong.all().stream()
                    .map(one -> Finding.inRow(one.code(), line, "schema." + one.where(), one.what(), one.fix()))
                    .toList());
        }
        return read;
    }

    private Parts begin(@Nullable Schema by) {
        if (parts == null) {
            if (by == null) {
                throw new InputException(
                        Code.MISSING,
                        "",
                        "nothing says what was asked, so answers cannot be read",
                        "begin the file with {\"schema\": {...}}, or name the schema with --schema FILE");
            }
            schema = by;
            parts = new Parts(by);
        }
        return parts;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** Reads items by one schema. */
    private final class Parts {
        private final GivenReader form;
        private final SpanTexts codePoints;
        private final SpanTexts utf16;
        private final Schema by;
        private final Map<String, JsonNode> values = new LinkedHashMap<>();
        private String key = "";
        private long line;
        private boolean fine;
        private SpanUnit unit = SpanUnit.CODE_POINTS;

        Parts(Schema by) {
            this.by = by;
            this.form = new GivenReader(by, new Findings() {
                @Override
                public void add(Finding finding) {
                    wrong(finding.code(), finding.place().path(), finding.what(), finding.fix());
                }

                @Override
                public void unused(String name, String path) {
                    losses.add(Losses.Kind.UNKNOWN_KEYS, key, path + "." + name);
                }
            });
            this.codePoints = new SpanTexts(by, SpanUnit.CODE_POINTS);
            this.utf16 = new SpanTexts(by, SpanUnit.UTF16);
        }

        private void wrong(Code code, String path, String what, String fix) {
            fine = false;
            findings.add(Finding.inRow(code, line, path, what, fix));
        }

        @Nullable
        LabeledItem item(Row row) {
            line = row.line();
            fine = true;
            values.clear();
            key = "";
            for (Map.Entry<String, String> entry : row.values().entrySet()) {
                JsonNode node = parsed(entry.getKey(), entry.getValue());
                if (node != null) {
                    values.put(entry.getKey(), node);
                }
            }
            JsonNode named = values.get("key");
            if (named == null || named.isContainer()) {
                wrong(Code.MISSING, "key", "the item has no key", "give each item a key of its own as a text");
                return null;
            }
            key = ExactJson.text(named);
            Content fields = content(row, "fields");
            Content metadata = values.containsKey("metadata") ? content(row, "metadata") : Content.NONE;
            unit = unit();
            codePoints.of(fields);
            utf16.of(fields);
            for (String name : values.keySet()) {
                if (!ITEM.contains(name)) {
                    losses.add(Losses.Kind.UNKNOWN_KEYS, key, name);
                }
            }
            JsonNode item = JsonMapper.shared().valueToTree(values);
            LabeledItem read = new LabeledItem(
                    whole(item, "", "id"),
                    key,
                    fields,
                    metadata,
                    text(item, "", "status"),
                    text(item, "", "createdAt"),
                    consensus(item),
                    answers(object(item, "", "gold"), "gold"),
                    adjudications(item),
                    annotations(item),
                    Map.of());
            return fine ? read : null;
        }

        private @Nullable JsonNode parsed(String name, String json) {
            try {
                JsonNode node = JsonMapper.shared().readTree(json);
                if (json.contains("\\u") && halfCharacter(node)) {
                    wrong(
                            Code.MALFORMED,
                            name,
                            "holds half of a surrogate pair, which is no character",
                            "keep whole characters");
                    return null;
                }
                return node;
            } catch (JacksonException broken) {
                wrong(Code.MALFORMED, name, "is not JSON", "write valid JSON; it has no NaN");
                return null;
            }
        }

        private static boolean halfCharacter(JsonNode node) {
            if (node.isString()) {
                return node.stringValue().codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
            }
            for (String name : node.propertyNames()) {
                if (name.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
                    return true;
                }
            }
            for (JsonNode part : node) {
                if (halfCharacter(part)) {
                    return true;
                }
            }
            return false;
        }

        private Content content(Row row, String name) {
            JsonNode node = values.get(name);
            String json = row.values().get(name);
            if (node == null || json == null || !node.isObject()) {
                wrong(
                        Code.MALFORMED,
                        name,
                        node == null ? "is missing" : "is " + JsonValues.shown(node) + ", not an object",
                        "write {\"name\": \"value\"}");
                return Content.NONE;
            }
            return new Content(json);
        }

        private SpanUnit unit() {
            JsonNode said = values.get("unit");
            if (said == null || said.asString("").equals(SpanUnit.CODE_POINTS.key())) {
                return SpanUnit.CODE_POINTS;
            }
            if (said.asString("").equals(SpanUnit.UTF16.key())) {
                return SpanUnit.UTF16;
            }
            wrong(
                    Code.UNKNOWN_VALUE,
                    "unit",
                    JsonValues.shown(said) + " is no unit of offsets",
                    "use code_points or utf16");
            return SpanUnit.CODE_POINTS;
        }

        private Map<String, LabeledItem.Consensus> consensus(JsonNode item) {
            Map<String, LabeledItem.Consensus> all = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> entry :
                    object(item, "", "consensus").properties()) {
                String where = "consensus." + entry.getKey();
                JsonNode best = entry.getValue();
                if (!isObject(best, where)) {
                    continue;
                }
                unknown(best, CONSENSUS, where);
                Map<String, Double> posterior = new LinkedHashMap<>();
                JsonNode options = object(best, where, "posterior");
                for (String option : options.propertyNames()) {
                    Double probability = number(options, where + ".posterior", option);
                    if (probability != null) {
                        posterior.put(option, probability);
                    }
                }
                all.put(
                        entry.getKey(),
                        new LabeledItem.Consensus(
                                value(entry.getKey(), best, where),
                                text(best, where, "source"),
                                number(best, where, "probability"),
                                number(best, where, "disagreement"),
                                flag(best, where, "disputed"),
                                text(best, where, "method"),
                                text(best, where, "methodVersion"),
                                posterior));
            }
            return all;
        }

        private List<LabeledItem.Adjudication> adjudications(JsonNode item) {
            List<LabeledItem.Adjudication> all = new ArrayList<>();
            JsonNode list = array(item, "adjudications");
            for (int i = 0; i < list.size(); i++) {
                String where = "adjudications[" + i + "]";
                JsonNode decision = list.get(i);
                if (isObject(decision, where)) {
                    unknown(decision, ADJUDICATION, where);
                    String question = text(decision, where, "question");
                    String asked = question == null ? "" : question;
                    all.add(new LabeledItem.Adjudication(
                            asked,
                            value(asked, decision, where),
                            text(decision, where, "reason"),
                            text(decision, where, "by"),
                            text(decision, where, "at"),
                            version(decision, where, "guidelineVersion")));
                }
            }
            return all;
        }

        private List<LabeledItem.Annotation> annotations(JsonNode item) {
            List<LabeledItem.Annotation> all = new ArrayList<>();
            JsonNode list = array(item, "annotations");
            for (int i = 0; i < list.size(); i++) {
                String where = "annotations[" + i + "]";
                JsonNode one = list.get(i);
                if (!isObject(one, where)) {
                    continue;
                }
                unknown(one, ANNOTATION, where);
                String annotator = text(one, where, "annotator");
                if (annotator == null || annotator.isBlank()) {
                    wrong(
                            Code.MISSING,
                            where + ".annotator",
                            "nobody is named",
                            "name the annotator, each by a name of their own");
                    continue;
                }
                all.add(new LabeledItem.Annotation(
                        whole(one, where, "id"),
                        annotator,
                        whole(one, where, "annotatorId"),
                        text(one, where, "annotatorKind"),
                        text(one, where, "kind"),
                        text(one, where, "outcome"),
                        answers(object(one, where, "answers"), where + ".answers"),
                        flag(one, where, "ambiguous"),
                        text(one, where, "comment"),
                        text(one, where, "skipReason"),
                        whole(one, where, "activeMs"),
                        version(one, where, "revision"),
                        version(one, where, "schemaVersion"),
                        version(one, where, "guidelineVersion"),
                        text(one, where, "draft"),
                        flag(one, where, "draftShown"),
                        text(one, where, "savedAt"),
                        text(one, where, "takenOut"),
                        text(one, where, "takenOutAt")));
            }
            return all;
        }

        // ------------------------------------------------------------ answers

        private Map<String, Given> answers(JsonNode answers, String where) {
            Map<String, Given> placed = new LinkedHashMap<>();
            form.all(answers, where)
                    .forEach((question, given) -> placed.put(question, placed(question, given, answers.get(question))));
            return placed;
        }

        private Given value(String question, JsonNode parent, String where) {
            JsonNode value = parent.get("value");
            if (value == null) {
                wrong(Code.MISSING, where + ".value", "is missing", "write the answer");
                return new Given.AsIs(JsonMapper.shared().nullNode());
            }
            return placed(question, form.one(question, value, where + ".value"), value);
        }

        private Given placed(String id, Given given, JsonNode json) {
            if (given instanceof Given.Known(Answer.Spans spans)
                    && by.question(id).orElse(null) instanceof Question.Spans question) {
                Answer.Spans there = (unit == SpanUnit.UTF16 ? utf16 : codePoints).fromFile(question, spans);
                if (there != null) {
                    return new Given.Known(there);
                }
                losses.add(Losses.Kind.MISPLACED_SPANS, key, id);
                return new Given.AsIs(json);
            }
            if (given instanceof Given.AsIs && by.question(id).isEmpty() && unit == SpanUnit.UTF16) {
                wrong(
                        Code.UNKNOWN_NAME,
                        id,
                        "the schema has no such question, so offsets in UTF-16 units cannot be turned into code points",
                        "name the schema it was answered under, or write offsets in code points");
            }
            return given;
        }

        // ------------------------------------------------------------ single values

        private void unknown(JsonNode object, Set<String> known, String where) {
            for (String name : object.propertyNames()) {
                if (!known.contains(name)) {
                    losses.add(Losses.Kind.UNKNOWN_KEYS, key, where + "." + name);
                }
            }
        }

        private boolean isObject(JsonNode node, String where) {
            if (!node.isObject()) {
                wrong(Code.MALFORMED, where, "is " + JsonValues.shown(node), "write an object");
            }
            return node.isObject();
        }

        private JsonNode object(JsonNode parent, String where, String name) {
            JsonNode node = parent.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return JsonMapper.shared().createObjectNode();
            }
            return isObject(node, path(where, name))
                    ? node
                    : JsonMapper.shared().createObjectNode();
        }

        private JsonNode array(JsonNode parent, String name) {
            JsonNode node = parent.path(name);
            if (!node.isMissingNode() && !node.isNull() && !node.isArray()) {
                wrong(Code.MALFORMED, name, "is " + JsonValues.shown(node), "write a list");
            }
            return node.isArray() ? node : JsonMapper.shared().createArrayNode();
        }

        private @Nullable String text(JsonNode parent, String where, String name) {
            JsonNode node = parent.get(name);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isString()) {
                wrong(Code.MALFORMED, path(where, name), "is " + JsonValues.shown(node), "write a text");
                return null;
            }
            return node.stringValue();
        }

        private @Nullable Double number(JsonNode parent, String where, String name) {
            JsonNode node = parent.get(name);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                wrong(Code.BAD_NUMBER, path(where, name), "is " + JsonValues.shown(node), "write a number");
                return null;
            }
            return node.doubleValue();
        }

        private @Nullable Long whole(JsonNode parent, String where, String name) {
            JsonNode node = parent.get(name);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                wrong(Code.BAD_NUMBER, path(where, name), "is " + JsonValues.shown(node), "write a whole number");
                return null;
            }
            return node.longValue();
        }

        private @Nullable Integer version(JsonNode parent, String where, String name) {
            Long whole = whole(parent, where, name);
            if (whole != null && (whole < 0 || whole > Integer.MAX_VALUE)) {
                wrong(Code.BAD_NUMBER, path(where, name), "is " + whole, "write a number from 0");
                return null;
            }
            return whole == null ? null : whole.intValue();
        }

        private @Nullable Boolean flag(JsonNode parent, String where, String name) {
            JsonNode node = parent.get(name);
            if (node == null || node.isNull()) {
                return null;
            }
            if (!node.isBoolean()) {
                wrong(Code.MALFORMED, path(where, name), "is " + JsonValues.shown(node), "write true or false");
                return null;
            }
            return node.booleanValue();
        }

        private static String path(String where, String name) {
            return where.isEmpty() ? name : where + "." + name;
        }
    }
}
