package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.text.NumberForm;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/**
 * Answers as cells of tables: an option, a number or a text as it is, a set with {@code |} between its options (as a JSON array
 * where that would not do, so that the empty set is {@code []} and no answer is an empty cell), of a preference the verdict, what has parts as JSON.
 */
public final class AnswerCell {
    private AnswerCell() {}

    /** Offsets of spans are written as they are. */
    public static String write(Question question, Answer answer) {
        return switch (answer) {
            case Answer.Chosen chosen -> chosen.option();
            case Answer.ChosenSet set ->
                set.options().isEmpty() || set.options().stream().anyMatch(AnswerCell::needsQuotes)
                        ? AnswerJson.write(question, set).toString()
                        : String.join("|", set.options());
            case Answer.Numeric numeric -> JsonValues.number(numeric.value()).toString();
            case Answer.Preferred preferred -> preferred.choice().key();
            case Answer.Written written -> written.text();
            case Answer.Structured marked -> AnswerJson.write(question, marked).toString();
        };
    }

    private static boolean needsQuotes(String option) {
        return option.isEmpty() || option.startsWith("[") || option.contains("|") || !option.equals(option.strip());
    }

    /**
     * Reads a cell as people write them: a number without quotes around, an option in any spelling of its number.
     *
     * @param text not empty
     * @return null, with findings, if it is no answer to the question
     */
    public static @Nullable Answer read(Question question, String text, Findings findings) {
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
                                object
                                        ? json(text)
                                        : JsonNodeFactory.instance.objectNode().put("choice", text),
                                preference.id());
            }
            case Question.Marking marking -> new AnswerJson(findings).read(marking, json(text), marking.id());
        };
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.shared().readTree(text);
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
                    "'" + (text.length() <= 40 ? text : text.substring(0, 40) + "...") + "' is not a number",
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
                for (JsonNode option : JsonMapper.shared().readTree(value)) {
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
}
