package dev.cupel.server.project;

import dev.cupel.engine.schema.Answer;
import dev.cupel.engine.schema.Finding;
import dev.cupel.engine.schema.Question;
import dev.cupel.engine.schema.Schema;
import dev.cupel.server.platform.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

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
     * One answer as typed columns store it.
     *
     * @param question question number
     * @param option option number of a choice
     * @param number value of a rating
     * @param mask bit per option number of a set of choices
     */
    public record Stored(
            short question,
            @Nullable Short option,
            @Nullable Double number,
            @Nullable Long mask) {}

    SchemaCodes(
            int version, Schema schema, Map<String, Short> questionNumbers, Map<Short, List<String>> optionsByNumber) {
        this.version = version;
        this.schema = schema;
        this.shownFields = schema.inputs().stream().map(Schema.Input::field).collect(Collectors.toUnmodifiableSet());
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
    public Map<String, String> shown(Map<String, String> fields) {
        if (shownFields.containsAll(fields.keySet())) {
            return fields;
        }
        Map<String, String> shown = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (shownFields.contains(name)) {
                shown.put(name, value);
            }
        });
        return shown;
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
            if (answers.containsKey(finding.where().substring("answers.".length()))) {
                findings.add(finding);
            }
        }
        return findings;
    }

    /** @return the answers by question id, whether or not they fit the schema; values of a wrong JSON kind are problems */
    public Map<String, Answer> parse(JsonNode answers) {
        if (!answers.isObject()) {
            throw Problem.invalid("answers_invalid", "answers", "answers are not an object", "send {question: answer}");
        }
        Map<String, Answer> read = new LinkedHashMap<>();
        List<Problem.Detail> problems = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : answers.properties()) {
            JsonNode value = entry.getValue();
            if (value.isString()) {
                read.put(entry.getKey(), new Answer.Chosen(value.asString()));
            } else if (value.isNumber()) {
                read.put(entry.getKey(), new Answer.Rated(value.asDouble()));
            } else if (value.isArray()) {
                Set<String> set = new LinkedHashSet<>();
                for (JsonNode option : value) {
                    set.add(option.asString(""));
                }
                read.put(entry.getKey(), new Answer.ChosenSet(set));
            } else if (!value.isNull()) {
                problems.add(new Problem.Detail(
                        "answers." + entry.getKey(),
                        "this is no kind of answer",
                        "send a string, an array or a number"));
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("answers_invalid", "The answers do not fit the schema.", problems);
        }
        return read;
    }

    public Stored store(String questionId, Answer answer) {
        Question question = question(questionId);
        short number = number(question);
        return switch (answer) {
            case Answer.Chosen chosen -> new Stored(number, option(number, chosen.option()), null, null);
            case Answer.Rated rated -> new Stored(number, null, rated.value(), null);
            case Answer.ChosenSet set -> {
                long mask = 0;
                for (String option : set.options()) {
                    mask |= 1L << option(number, option);
                }
                yield new Stored(number, null, null, mask);
            }
        };
    }

    /** @return the answer as JSON carries it: a string, a number or a list of strings; null if nothing is stored */
    public @Nullable Object json(short question, @Nullable Short option, @Nullable Double number, @Nullable Long mask) {
        List<String> options = optionsByNumber.getOrDefault(question, List.of());
        if (option != null) {
            return options.get(option);
        }
        if (number != null) {
            return number == Math.rint(number) ? (Object) number.longValue() : number;
        }
        if (mask != null) {
            List<String> chosen = new ArrayList<>();
            for (int i = 0; i < options.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    chosen.add(options.get(i));
                }
            }
            return chosen;
        }
        return null;
    }

    private short option(short question, String id) {
        Short number = optionNumbers.getOrDefault(question, Map.of()).get(id);
        if (number == null) {
            throw new IllegalStateException("option without a number: " + id);
        }
        return number;
    }
}
