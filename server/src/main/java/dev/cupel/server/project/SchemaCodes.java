package dev.cupel.server.project;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.AnswerJson;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.server.platform.web.Problem;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of a project's schema, with the stable numbers under which its questions and options are stored. Numbers
 * never change their meaning, also when a later version reorders or drops options.
 */
public final class SchemaCodes {
    private final int version;
    private final Schema schema;
    private final Set<String> shownFields;
    private final Map<String, Short> questionNumbers;
    private final Map<Short, List<String>> optionsByNumber;
    private final Map<Short, Map<String, Short>> optionNumbers;

    /**
     * One answer as the columns of votes, gold, decisions and best answers store it.
     *
     * @param question question number
     * @param option option number of a choice or of a verdict
     * @param number a point of a scale, or any number
     * @param options option numbers of a set, ascending
     * @param value the whole answer in the native form, where the columns before do not say all of it; offsets into texts
     *     count UTF-16 units
     */
    public record Stored(
            short question,
            @Nullable Short option,
            @Nullable Double number,
            @Nullable List<Short> options,
            @Nullable String value) {
        /** As PostgreSQL writes an array: {@code {0,2}}. */
        public @Nullable String optionsLiteral() {
            return options == null
                    ? null
                    : options.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        }

        /** All columns as one object, for statements that take many answers at once. */
        public String json() {
            return "{\"question\":" + question + ",\"option\":" + option + ",\"number\":" + number + ",\"options\":"
                    + options + ",\"value\":" + value + "}";
        }
    }

    SchemaCodes(
            int version, Schema schema, Map<String, Short> questionNumbers, Map<Short, List<String>> optionsByNumber) {
        this.version = version;
        this.schema = schema;
        this.shownFields = schema.inputs().stream().map(Input::field).collect(Collectors.toUnmodifiableSet());
        this.questionNumbers = Map.copyOf(questionNumbers);
        this.optionsByNumber = Map.copyOf(optionsByNumber);
        Map<Short, Map<String, Short>> numbers = new LinkedHashMap<>();
        optionsByNumber.forEach((question, options) -> {
            Map<String, Short> byId = new LinkedHashMap<>();
            for (short i = 0; i < options.size(); i++) {
                byId.put(options.get(i), i);
            }
            numbers.put(question, byId);
        });
        this.optionNumbers = numbers;
    }

    public int version() {
        return version;
    }

    /**
     * @param fields all that the item has
     * @return those that an input shows: labelers get no others
     */
    public Map<String, JsonNode> shown(Map<String, JsonNode> fields) {
        if (shownFields.containsAll(fields.keySet())) {
            return fields;
        }
        Map<String, JsonNode> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (shownFields.contains(name)) {
                shown.put(name, value);
            }
        });
        return shown;
    }

    /** @return names of the fields that labelers see */
    public Set<String> shownFields() {
        return shownFields;
    }

    public Schema schema() {
        return schema;
    }

    /** @throws Problem question_unknown */
    public Question question(String id) {
        return schema.question(id)
                .orElseThrow(() -> Problem.of(
                                HttpStatus.NOT_FOUND,
                                "question_unknown",
                                "There is no question '" + id + "'.",
                                "Use one of "
                                        + String.join(
                                                ", ",
                                                schema.questions().stream()
                                                        .map(Question::id)
                                                        .toList())
                                        + ".")
                        .with("question", id));
    }

    public short number(Question question) {
        Short number = questionNumbers.get(question.id());
        if (number == null) {
            throw new IllegalStateException("question without a number: " + question.id());
        }
        return number;
    }

    /** @return the item's field that a question marks on */
    public String fieldOf(Question.Marking question) {
        return schema.inputs().stream()
                .filter(input -> input.id().equals(question.marks().on()))
                .map(Input::field)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no input is marked on: " + question.id()));
    }

    /** @return every option id this question ever had, at the index of its number */
    public List<String> everyOption(Question question) {
        return optionsByNumber.getOrDefault(number(question), List.of());
    }

    public @Nullable Question byNumber(short number) {
        for (Question question : schema.questions()) {
            if (number(question) == number) {
                return question;
            }
        }
        return null;
    }

    /**
     * @param answers by question id; questions may be left out
     * @return what is wrong with those that are there
     */
    public List<Finding> findingsOn(Map<String, Answer> answers) {
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : schema.check(answers)) {
            if (answers.containsKey(questionOf(finding))) {
                findings.add(finding);
            }
        }
        return findings;
    }

    /** @return those of the answers that fit this version, whatever has to be left out for it */
    public Map<String, Answer> fitting(Map<String, Answer> answers) {
        Map<String, Answer> fitting = new LinkedHashMap<>(answers);
        // Without one answer, a question that depends on it is not asked either.
        for (List<Finding> findings = findingsOn(fitting); !findings.isEmpty(); findings = findingsOn(fitting)) {
            findings.forEach(finding -> fitting.remove(questionOf(finding)));
        }
        return fitting;
    }

    /**
     * @param answers by question id, without those that could not be read
     * @param findings everything for which they cannot be saved
     */
    public record Read(Map<String, Answer> answers, List<Finding> findings) {
        public static final Read NOTHING = new Read(Map.of(), List.of());
    }

    /** One annotator's answers, read and checked against this version. */
    public Read read(JsonNode answers) {
        FindingList findings = new FindingList();
        Map<String, Answer> read = parse(answers, findings);
        List<String> unread =
                findings.all().stream().map(finding -> questionOf(finding)).toList();
        for (Finding finding : schema.check(read)) {
            // What could not be read is not missing as well.
            if (!unread.contains(questionOf(finding))) {
                findings.add(finding);
            }
        }
        return new Read(read, findings.all());
    }

    /** {@code answers.tone[1].label} is about {@code tone}. */
    private static String questionOf(Finding finding) {
        String path = finding.where().replaceFirst("^answers\\.", "");
        return path.split("[.\\[]", 2)[0];
    }

    /**
     * @return the answers by question id, whether or not their values fit; a question without an answer is left out
     * @throws Problem answers_invalid, naming all that are no answers to their questions
     */
    public Map<String, Answer> parse(JsonNode answers) {
        FindingList findings = new FindingList();
        Map<String, Answer> read = parse(answers, findings);
        if (!findings.isEmpty()) {
            throw Problem.invalid(
                    "answers_invalid", "The answers do not fit the schema.", Projects.details(findings.all()));
        }
        return read;
    }

    /** The same; what is no answer to its question is left out, with a finding. */
    public Map<String, Answer> parse(JsonNode answers, Findings findings) {
        Map<String, Answer> read = new LinkedHashMap<>();
        if (!answers.isObject()) {
            findings.add(Code.MALFORMED, "answers", "answers are not an object", "send {question: answer}");
            return read;
        }
        AnswerJson form = new AnswerJson(findings);
        for (Map.Entry<String, JsonNode> entry : answers.properties()) {
            Question question = schema.question(entry.getKey()).orElse(null);
            String where = "answers." + entry.getKey();
            if (question == null) {
                findings.add(Code.UNKNOWN_VALUE, where, "the schema has no such question", "load the item again");
            } else if (!entry.getValue().isNull()) {
                Answer answer = form.read(question, entry.getValue(), where);
                if (answer != null) {
                    read.put(question.id(), answer);
                }
            }
        }
        return read;
    }

    /** The answers in the native form, by question; offsets into texts count UTF-16 units. */
    public ObjectNode write(Map<String, Answer> answers) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        answers.forEach((id, answer) -> json.set(id, AnswerJson.write(question(id), answer)));
        return json;
    }

    public Stored store(String questionId, Answer answer) {
        Question question = question(questionId);
        short number = number(question);
        return switch (answer) {
            case Answer.Chosen chosen -> new Stored(number, option(number, chosen.option()), null, null, null);
            case Answer.Numeric numeric ->
                // Adding zero makes -0 and 0 the same number.
                new Stored(number, null, numeric.value() + 0.0, null, null);
            case Answer.ChosenSet set ->
                new Stored(
                        number,
                        null,
                        null,
                        set.options().stream()
                                .map(option -> option(number, option))
                                .sorted()
                                .toList(),
                        null);
            case Answer.Preferred preferred ->
                new Stored(
                        number,
                        option(number, preferred.choice().key()),
                        null,
                        null,
                        AnswerJson.write(question, preferred).toString());
            case Answer.Structured structured ->
                new Stored(
                        number,
                        null,
                        null,
                        null,
                        AnswerJson.write(question, structured).toString());
        };
    }

    /**
     * @param row with the columns question, option, number, options and value, as votes, gold, decisions and best answers
     *     have them
     * @return what they hold, whichever version it was answered under; null if that is nothing, or the question is gone
     */
    public @Nullable Answered answer(ResultSet row) throws SQLException {
        return answer(row, "");
    }

    /** The same from columns whose names begin with {@code prefix}, beside a column {@code question}. */
    public @Nullable Answered answer(ResultSet row, String prefix) throws SQLException {
        Question question = byNumber(row.getShort("question"));
        if (question == null) {
            return null;
        }
        Answer answer = switch (question) {
            case Question.Choice choice -> {
                short option = row.getShort(prefix + "option");
                yield row.wasNull()
                        ? null
                        : new Answer.Chosen(everyOption(choice).get(option));
            }
            case Question.Choices choices -> {
                int[] numbers = optionNumbers(row, prefix + "options");
                yield numbers == null ? null : new Answer.ChosenSet(chosen(choices, numbers));
            }
            case Question.Rating rating -> numeric(row, prefix);
            case Question.Quantity quantity -> numeric(row, prefix);
            case Question.Preference preference -> {
                String value = row.getString(prefix + "value");
                short option = row.getShort(prefix + "option");
                // A consensus has a verdict, and neither a degree nor a side on the screen.
                yield value != null
                        ? read(preference, value)
                        : row.wasNull()
                                ? null
                                : read(
                                        preference,
                                        "{\"choice\":\""
                                                + everyOption(preference).get(option) + "\"}");
            }
            case Question.Structured structured -> read(structured, row.getString(prefix + "value"));
        };
        return answer == null ? null : new Answered(question, answer);
    }

    private static @Nullable Answer numeric(ResultSet row, String prefix) throws SQLException {
        double number = row.getDouble(prefix + "number");
        return row.wasNull() ? null : new Answer.Numeric(number);
    }

    /** Probability by option of a row of best answers, with columns posterior and posterior_options; empty if there is none. */
    public Map<String, Float> posterior(Question question, ResultSet row) throws SQLException {
        Array array = row.getArray("posterior");
        if (array == null) {
            return Map.of();
        }
        Object[] probabilities = (Object[]) array.getArray();
        int[] numbers = optionNumbers(row, "posterior_options");
        List<String> options = everyOption(question);
        Map<String, Float> posterior = new LinkedHashMap<>();
        for (int i = 0; i < probabilities.length; i++) {
            int number = numbers == null ? i : numbers[i];
            if (number < options.size() && probabilities[i] instanceof Float probability) {
                posterior.put(options.get(number), probability);
            }
        }
        return posterior;
    }

    /** An answer as the column {@code value} holds it. */
    public static @Nullable Answer read(Question question, @Nullable String value) {
        if (value == null) {
            return null;
        }
        FindingList findings = new FindingList();
        Answer answer = read(question, value, findings);
        if (answer == null) {
            throw new IllegalStateException("no answer is stored: " + findings.all());
        }
        return answer;
    }

    /** The same of what may have been stored for the question when it was of another kind; null if it was, with findings. */
    public static @Nullable Answer read(Question question, String value, FindingList findings) {
        return new AnswerJson(findings).read(question, JsonMapper.shared().readTree(value), question.id());
    }

    /** Option numbers of a column that holds an array; null if it holds none. Its text would depend on how it was sent. */
    public static int @Nullable [] optionNumbers(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? null
                : Arrays.stream((Object[]) array.getArray())
                        .mapToInt(number -> ((Number) number).intValue())
                        .toArray();
    }

    private Set<String> chosen(Question.Choices question, int[] numbers) {
        Set<String> chosen = new LinkedHashSet<>();
        for (int number : numbers) {
            chosen.add(everyOption(question).get(number));
        }
        return chosen;
    }

    /** An answer with the question it answers. */
    public record Answered(Question question, Answer answer) {
        /** In the native form. */
        public JsonNode json() {
            return AnswerJson.write(question, answer);
        }
    }

    private short option(short question, String id) {
        Short number = optionNumbers.getOrDefault(question, Map.of()).get(id);
        if (number == null) {
            throw new IllegalStateException("option without a number: " + id);
        }
        return number;
    }
}
