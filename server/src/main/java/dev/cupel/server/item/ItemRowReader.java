package dev.cupel.server.item;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.formats.rows.Row;
import dev.cupel.formats.text.NumberForm;
import dev.cupel.server.platform.StorableText;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Makes an item out of a row of a file, or says why not. Pure: knows the schema, not the database. */
final class ItemRowReader {
    /** Longest key in characters. */
    static final int MOST_KEY = 500;
    /** Longest value of a field or of metadata in characters. */
    static final int MOST_VALUE = 1_000_000;

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param gold verified answers by question id
     */
    record ItemRow(
            long line,
            String key,
            Map<String, String> fields,
            Map<String, String> metadata,
            Map<String, Answer> gold) {}

    private final SchemaCodes codes;
    private final ColumnRoles roles;

    ItemRowReader(SchemaCodes codes, ColumnRoles roles) {
        this.codes = codes;
        this.roles = roles;
    }

    /**
     * @param problems everything wrong with the row is added here
     * @return null if anything was added
     */
    @Nullable
    ItemRow read(Row row, List<Finding> problems) {
        int before = problems.size();
        long line = row.line();
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Answer> gold = new LinkedHashMap<>();
        for (String field : roles.fields()) {
            String value = row.values().get(field);
            if (value == null) {
                problems.add(Finding.inRow(
                        Code.MISSING,
                        line,
                        field,
                        "the field '" + field + "' is missing",
                        "add it; the project shows it to labelers"));
            } else {
                fields.put(field, value);
            }
        }
        if (!fields.isEmpty() && fields.values().stream().allMatch(String::isBlank)) {
            problems.add(Finding.inRow(
                    Code.EMPTY,
                    line,
                    fields.keySet().iterator().next(),
                    "there is nothing to label",
                    "fill it, or drop the row"));
        }
        for (Map.Entry<String, String> value : row.values().entrySet()) {
            String text = value.getValue();
            if (text.length() > MOST_VALUE) {
                problems.add(Finding.inRow(
                        Code.TOO_LARGE,
                        line,
                        value.getKey(),
                        "the value has " + text.length() + " characters; at most " + MOST_VALUE + " are kept",
                        "split the text into several items"));
                continue;
            }
            String unstorable = StorableText.problem(text);
            if (unstorable != null) {
                problems.add(Finding.inRow(Code.MALFORMED, line, value.getKey(), unstorable, "remove the character"));
                continue;
            }
            switch (roles.role(value.getKey())) {
                case FIELD, KEY -> {}
                case GOLD -> readGold(line, value.getKey(), text, gold, problems);
                case METADATA -> {
                    String bad = StorableText.problem(value.getKey());
                    if (bad != null) {
                        problems.add(Finding.inRow(
                                Code.MALFORMED, line, "", "in a column's name, " + bad, "rename the column"));
                    } else if (roles.strayGold(value.getKey())) {
                        problems.add(Finding.inRow(
                                Code.UNKNOWN_NAME, line, value.getKey(), ColumnRoles.STRAY_GOLD, roles.strayGoldFix()));
                    } else {
                        metadata.put(value.getKey(), text);
                    }
                }
            }
        }
        checkGold(line, place(line, gold, fields, problems), problems);
        String key = key(row, fields, problems);
        return problems.size() > before || key == null ? null : new ItemRow(line, key, fields, metadata, gold);
    }

    private @Nullable String key(Row row, Map<String, String> fields, List<Finding> problems) {
        String column = roles.keyColumn();
        if (column == null) {
            return contentKey(fields);
        }
        String key = row.values().getOrDefault(column, "").strip();
        if (key.isEmpty()) {
            problems.add(Finding.inRow(
                    Code.MISSING,
                    row.line(),
                    column,
                    "the key is missing",
                    "give each item a key of its own, or choose another column"));
            return null;
        }
        if (key.length() > MOST_KEY) {
            problems.add(Finding.inRow(
                    Code.TOO_LARGE,
                    row.line(),
                    column,
                    "the key has " + key.length() + " characters; at most " + MOST_KEY + " are possible",
                    "use shorter keys"));
            return null;
        }
        return key;
    }

    /** The same content has the same key, in this file and in any other. */
    private static String contentKey(Map<String, String> fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            fields.forEach((name, value) -> {
                byte[] bytes = (name + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8);
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
            Question question = codes.schema().question(entry.getKey()).orElse(null);
            JsonNode given = entry.getValue();
            if (question == null) {
                problems.add(Finding.inRow(
                        Code.UNKNOWN_NAME,
                        line,
                        column,
                        "there is no question '" + shown(entry.getKey()) + "'",
                        "use "
                                + codes.schema().questions().stream()
                                        .map(Question::id)
                                        .toList()));
            } else if (!given.isNull()) {
                addGold(line, column, question, given, gold, problems);
            }
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
        Answer answer = answer(question, given, findings);
        findings.all()
                .forEach(finding -> problems.add(Finding.inRow(
                        finding.code(), line, column, finding.where() + ": " + finding.what(), finding.fix())));
        if (answer != null && findings.isEmpty()) {
            gold.put(question.id(), answer);
        }
    }

    /**
     * Cells are taken as people write them: a number without quotes around, a set as a JSON array or with {@code |} between
     * the options, what has parts as JSON. Offsets of spans count what the file counts.
     */
    private static @Nullable Answer answer(Question question, JsonNode given, Findings findings) {
        String text = given.isValueNode() ? given.asString() : given.toString();
        return switch (question) {
            case Question.Choice choice -> new Answer.Chosen(option(choice.options(), text));
            case Question.Choices choices ->
                new Answer.ChosenSet(set(text).stream()
                        .map(one -> option(choices.options(), one))
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
            case Question.Rating rating -> number(rating, text, findings);
            case Question.Quantity quantity -> number(quantity, text, findings);
            case Question.Text written -> new Answer.Written(text);
            case Question.Preference preference -> {
                boolean object = text.startsWith("{");
                yield new AnswerJson(findings)
                        .read(
                                preference,
                                object ? json(text) : JSON.createObjectNode().put("choice", text),
                                preference.id());
            }
            case Question.Marking marking -> new AnswerJson(findings).read(marking, json(text), marking.id());
        };
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            return StringNode.valueOf(text); // which is then said to be no answer of the kind
        }
    }

    private static @Nullable Answer number(Question question, String text, Findings findings) {
        try {
            return new Answer.Numeric(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            findings.add(
                    Code.BAD_NUMBER,
                    question.id(),
                    "'" + shown(text) + "' is not a number",
                    "use a number, or nothing");
            return null;
        }
    }

    /** Spellings of one number are one option, as in votes: 1.0 is option 1. */
    private static String option(List<Question.Option> options, String value) {
        if (options.stream().anyMatch(option -> option.id().equals(value))) {
            return value;
        }
        String form = NumberForm.canonical(value);
        return options.stream()
                .map(Question.Option::id)
                .filter(id -> NumberForm.canonical(id).equals(form))
                .findFirst()
                .orElse(value);
    }

    private static Set<String> set(String value) {
        Set<String> options = new LinkedHashSet<>();
        if (value.startsWith("[")) {
            try {
                for (JsonNode option : JSON.readTree(value)) {
                    options.add(option.asString(""));
                }
                return options;
            } catch (JacksonException e) {
                options.clear(); // then it is an option that begins like this; the schema decides
            }
        }
        for (String option : value.split("\\|")) {
            options.add(option.strip());
        }
        return options;
    }

    /** Files count code points. */
    private Map<String, Answer> place(
            long line, Map<String, Answer> gold, Map<String, String> fields, List<Finding> problems) {
        if (!Placing.needsText(gold)) {
            return gold;
        }
        FindingList findings = new FindingList();
        Map<String, Answer> placed = Placing.answers(codes, gold, fields, SpanUnit.CODE_POINTS, findings);
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
