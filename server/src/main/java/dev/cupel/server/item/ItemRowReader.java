package dev.cupel.server.item;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.dataset.OwnRows;
import dev.cupel.formats.nativeform.AnswerCell;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.InputContent;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.text.JsonComplaint;
import dev.cupel.server.platform.StorableText;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Makes an item out of a row of a file, or says why not. Pure: knows the schema, not the database. */
final class ItemRowReader {
    /** Longest key in characters. */
    static final int MOST_KEY = 500;
    /** Longest value of a field or of metadata in characters. */
    static final int MOST_VALUE = 1_000_000;

    /** Digits of a number without an exponent, as the database writes it: readers of JSON take up to 1,000. */
    private static final int MOST_DIGITS = 500;

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param fields as JSON, as they are stored
     * @param gold verified answers by question id
     * @param annotations who answered what elsewhere, if the import takes it
     */
    record ItemRow(
            long line,
            String key,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Map<String, Answer> gold,
            List<AnnotationsBrought.Annotation> annotations) {}

    private final SchemaCodes codes;
    private final ColumnRoles roles;
    private final @Nullable OwnRows own;
    private final boolean cells;
    private final AnnotationsBrought.@Nullable Run brought;

    /**
     * @param own how rows of our own files are read; null for any other file
     * @param cells whether the values are cells of a table, which know no JSON but as text
     * @param brought reads the annotations of our own files; null leaves them behind
     */
    ItemRowReader(
            SchemaCodes codes,
            ColumnRoles roles,
            @Nullable OwnRows own,
            boolean cells,
            AnnotationsBrought.@Nullable Run brought) {
        this.codes = codes;
        this.roles = roles;
        this.own = own;
        this.cells = cells;
        this.brought = brought;
    }

    /**
     * @param problems everything wrong with the row is added here
     * @return null if anything was added
     */
    @Nullable
    ItemRow read(Row row, List<Finding> problems) {
        int before = problems.size();
        long line = row.line();
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Answer> gold = new LinkedHashMap<>();
        FindingList unreadable = new FindingList();
        String key;
        SpanUnit unit = SpanUnit.CODE_POINTS;
        if (own == null) {
            readColumns(row, fields, metadata, gold, unreadable, problems);
            key = roles.keyColumn() == null ? null : row.values().getOrDefault(roles.keyColumn(), "");
        } else {
            OwnRows.Brought brought = own.brought(row, unreadable);
            readOwn(line, brought, fields, metadata, gold, problems);
            key = brought.key();
            unit = brought.unit();
        }
        checkFields(line, fields, unreadable, problems);
        checkGold(line, place(line, gold, fields, unit, problems), problems);
        String checked = key == null ? contentKey(fields) : key(line, key, problems);
        List<AnnotationsBrought.Annotation> annotations =
                own == null || brought == null ? List.of() : readAnnotations(row, own, brought, fields, unit, problems);
        return problems.size() > before || checked == null
                ? null
                : new ItemRow(line, checked, fields, metadata, gold, annotations);
    }

    private static List<AnnotationsBrought.Annotation> readAnnotations(
            Row row,
            OwnRows own,
            AnnotationsBrought.Run brought,
            Map<String, JsonNode> fields,
            SpanUnit unit,
            List<Finding> problems) {
        FindingList findings = new FindingList();
        JsonNode given = own.annotations(row, findings);
        List<Finding> unstorable = new ArrayList<>();
        requireStorableParts(row.line(), OwnRows.ANNOTATIONS, given, unstorable);
        List<AnnotationsBrought.Annotation> read =
                unstorable.isEmpty() ? brought.read(given, fields, unit, findings) : List.of();
        problems.addAll(unstorable);
        findings.all().forEach(finding -> problems.add(inRow(row.line(), finding)));
        return read;
    }

    /** @param unreadable what was there and could not be read: it is not missing as well */
    private void checkFields(long line, Map<String, JsonNode> fields, FindingList unreadable, List<Finding> problems) {
        FindingList content = new FindingList();
        Set<String> told = new HashSet<>();
        unreadable.all().forEach(finding -> told.add(finding.place().path()));
        for (Input input : codes.schema().inputs()) {
            JsonNode value = fields.get(input.field());
            if (value != null) {
                InputContent.check(input, value, content);
            } else if (told.add(input.field()) && !told.contains("fields")) {
                problems.add(Finding.inRow(
                        Code.MISSING,
                        line,
                        input.field(),
                        "the field '" + input.field() + "' is missing",
                        "add it; the project shows it to labelers"));
            }
        }
        unreadable.all().forEach(finding -> problems.add(inRow(line, finding)));
        content.all().forEach(finding -> problems.add(inRow(line, finding)));
        if (!fields.isEmpty()
                && fields.values().stream()
                        .allMatch(
                                value -> value.isString() && value.stringValue().isBlank())) {
            problems.add(Finding.inRow(
                    Code.EMPTY,
                    line,
                    fields.keySet().iterator().next(),
                    "there is nothing to label",
                    "fill it, or drop the row"));
        }
    }

    private static Finding inRow(long line, Finding finding) {
        return Finding.inRow(finding.code(), line, finding.place().path(), finding.what(), finding.fix());
    }

    /** Any table of items: each column has its role. */
    private void readColumns(
            Row row,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Map<String, Answer> gold,
            FindingList unreadable,
            List<Finding> problems) {
        long line = row.line();
        for (Input input : codes.schema().inputs()) {
            String value = row.values().get(input.field());
            if (value != null && !fields.containsKey(input.field())) {
                JsonNode content = content(row, input, value, unreadable);
                if (content != null) {
                    requireStorable(line, input.field(), content, problems);
                    fields.put(input.field(), content);
                }
            }
        }
        for (Map.Entry<String, String> value : row.values().entrySet()) {
            String name = value.getKey();
            String text = value.getValue();
            if (roles.role(name) != ColumnRoles.Role.FIELD && isStorable(line, name, text, problems)) {
                switch (roles.role(name)) {
                    case FIELD, KEY -> {}
                    case GOLD -> readGold(line, name, text, gold, problems);
                    case METADATA -> {
                        if (roles.strayGold(name)) {
                            problems.add(Finding.inRow(
                                    Code.UNKNOWN_NAME, line, name, ColumnRoles.STRAY_GOLD, roles.strayGoldFix()));
                        } else if (isName(line, name, problems)) {
                            metadata.put(name, text);
                        }
                    }
                }
            }
        }
    }

    private @Nullable JsonNode content(Row row, Input input, String value, FindingList unreadable) {
        if (cells) {
            return InputContent.ofCell(input, value, unreadable);
        }
        if (!row.noTexts().contains(input.field())) {
            return StringNode.valueOf(value);
        }
        try {
            return ExactJson.readOnce(value);
        } catch (JacksonException broken) {
            unreadable.add(
                    Code.MALFORMED, input.field(), JsonComplaint.of(broken), "write each name of an object once");
            return null;
        }
    }

    /** One of our own files says itself what is what. */
    private void readOwn(
            long line,
            OwnRows.Brought brought,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Map<String, Answer> gold,
            List<Finding> problems) {
        brought.fields().forEach((name, value) -> {
            if (isName(line, name, problems)) {
                requireStorable(line, name, value, problems);
                fields.put(name, value);
            }
        });
        brought.metadata().forEach((name, text) -> {
            if (isStorable(line, name, text, problems) && isName(line, name, problems)) {
                metadata.put(name, text);
            }
        });
        brought.gold().forEach((question, answer) -> {
            if (isStorable(line, ColumnRoles.GOLD, answer.toString(), problems)) {
                addGold(line, ColumnRoles.GOLD, question, answer, gold, problems);
            }
        });
    }

    private static void requireStorable(long line, String name, JsonNode value, List<Finding> problems) {
        if (value.isString() || isShort(line, name, value.toString().length(), problems)) {
            requireStorableParts(line, name, value, problems);
        }
    }

    /** Texts, names and numbers anywhere inside. */
    private static void requireStorableParts(long line, String at, JsonNode value, List<Finding> problems) {
        switch (value) {
            case StringNode text -> isStorable(line, at, text.stringValue(), problems);
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    requireStorableParts(line, at + "[" + i + "]", list.get(i), problems);
                }
            }
            case ObjectNode object ->
                object.properties().forEach(entry -> {
                    String unstorable = StorableText.problem(entry.getKey());
                    if (unstorable != null) {
                        problems.add(Finding.inRow(
                                Code.MALFORMED, line, at, "in a name inside, " + unstorable, "remove the character"));
                    } else {
                        requireStorableParts(line, at + "." + entry.getKey(), entry.getValue(), problems);
                    }
                });
            case NumericNode number -> {
                if (digits(number.decimalValue()) > MOST_DIGITS) {
                    problems.add(Finding.inRow(
                            Code.BAD_NUMBER,
                            line,
                            at,
                            "the number has over " + MOST_DIGITS + " digits",
                            "round it, or write it as a text"));
                }
            }
            default -> {}
        }
    }

    private static long digits(BigDecimal number) {
        long scale = number.scale();
        return scale > 0 ? Math.max(number.precision(), scale + 1) : number.precision() - scale;
    }

    private static boolean isShort(long line, String name, int length, List<Finding> problems) {
        if (length > MOST_VALUE) {
            problems.add(Finding.inRow(
                    Code.TOO_LARGE,
                    line,
                    name,
                    "the value has " + length + " characters; at most " + MOST_VALUE + " are kept",
                    "split the text into several items"));
        }
        return length <= MOST_VALUE;
    }

    private static boolean isStorable(long line, String name, String text, List<Finding> problems) {
        if (!isShort(line, name, text.length(), problems)) {
            return false;
        }
        String unstorable = StorableText.problem(text);
        if (unstorable != null) {
            problems.add(Finding.inRow(Code.MALFORMED, line, name, unstorable, "remove the character"));
        }
        return unstorable == null;
    }

    private static boolean isName(long line, String name, List<Finding> problems) {
        String bad = StorableText.problem(name);
        if (bad != null) {
            problems.add(Finding.inRow(Code.MALFORMED, line, "", "in a column's name, " + bad, "rename the column"));
        }
        return bad == null;
    }

    private @Nullable String key(long line, String text, List<Finding> problems) {
        String column = roles.keyColumn() == null ? "" : roles.keyColumn();
        String key = text.strip();
        if (key.isEmpty()) {
            problems.add(Finding.inRow(
                    Code.MISSING,
                    line,
                    column,
                    "the key is missing",
                    "give each item a key of its own, or choose another column"));
            return null;
        }
        if (key.length() > MOST_KEY) {
            problems.add(Finding.inRow(
                    Code.TOO_LARGE,
                    line,
                    column,
                    "the key has " + key.length() + " characters; at most " + MOST_KEY + " are possible",
                    "use shorter keys"));
            return null;
        }
        return key;
    }

    /** The same content has the same key, in this file and in any other. */
    private static String contentKey(Map<String, JsonNode> fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            fields.forEach((name, value) -> {
                byte[] bytes = (name + '\0' + ExactJson.text(value) + '\0').getBytes(StandardCharsets.UTF_8);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readGold(long line, String column, String text, Map<String, Answer> gold, List<Finding> problems) {
        String value = text.strip();
        if (value.isEmpty()) {
            return;
        }
        Question question = roles.goldQuestion(column);
        if (value.startsWith("{") && column.equals(ColumnRoles.GOLD)) {
            readGoldObject(line, column, value, gold, problems);
        } else if (question == null) {
            problems.add(Finding.inRow(
                    Code.CONTRADICTION,
                    line,
                    column,
                    "there are several questions, so one value is not enough",
                    "use columns such as gold."
                            + codes.schema().questions().getFirst().id()));
        } else {
            addGold(line, column, question, StringNode.valueOf(value), gold, problems);
        }
    }

    private void readGoldObject(
            long line, String column, String value, Map<String, Answer> gold, List<Finding> problems) {
        JsonNode object;
        try {
            object = JSON.readTree(value);
        } catch (JacksonException e) {
            problems.add(Finding.inRow(
                    Code.MALFORMED, line, column, "the object is not JSON", "write {\"question\": \"answer\"}"));
            return;
        }
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getValue().isNull()
                    || codes.schema().question(entry.getKey()).isEmpty()) {
                addGold(line, column, entry.getKey(), entry.getValue(), gold, problems);
            }
        }
    }

    private void addGold(
            long line, String column, String id, JsonNode given, Map<String, Answer> gold, List<Finding> problems) {
        Question question = codes.schema().question(id).orElse(null);
        if (question == null) {
            problems.add(Finding.inRow(
                    Code.UNKNOWN_NAME,
                    line,
                    column,
                    "there is no question '" + shown(id) + "'",
                    "use "
                            + codes.schema().questions().stream()
                                    .map(Question::id)
                                    .toList()));
        } else {
            addGold(line, column, question, given, gold, problems);
        }
    }

    private static void addGold(
            long line,
            String column,
            Question question,
            JsonNode given,
            Map<String, Answer> gold,
            List<Finding> problems) {
        FindingList findings = new FindingList();
        Answer answer = AnswerCell.read(question, given.isValueNode() ? given.asString() : given.toString(), findings);
        findings.all()
                .forEach(finding -> problems.add(Finding.inRow(
                        finding.code(), line, column, finding.where() + ": " + finding.what(), finding.fix())));
        if (answer != null && findings.isEmpty()) {
            gold.put(question.id(), answer);
        }
    }

    /** Files count code points unless they say otherwise. */
    private Map<String, Answer> place(
            long line, Map<String, Answer> gold, Map<String, JsonNode> fields, SpanUnit unit, List<Finding> problems) {
        if (!Placing.needsText(gold)) {
            return gold;
        }
        FindingList findings = new FindingList();
        Map<String, Answer> placed = Placing.answers(codes, gold, fields, unit, findings);
        findings.all()
                .forEach(finding -> problems.add(Finding.inRow(
                        finding.code(),
                        line,
                        "gold",
                        finding.where().replace("answers.", "") + ": " + finding.what(),
                        finding.fix())));
        gold.putAll(placed);
        return gold;
    }

    /** Gold may leave questions out; what it answers must be an answer the schema allows. */
    private void checkGold(long line, Map<String, Answer> gold, List<Finding> problems) {
        if (gold.isEmpty()) {
            return;
        }
        for (Finding finding : codes.findingsOn(gold)) {
            problems.add(Finding.inRow(
                    finding.code(),
                    line,
                    "gold",
                    finding.where().replace("answers.", "") + ": " + finding.what(),
                    finding.fix()));
        }
    }

    private static String shown(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }
}
