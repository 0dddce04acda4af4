package dev.cupel.engine.schema;

import dev.cupel.engine.schema.Answer.Chosen;
import dev.cupel.engine.schema.Answer.ChosenSet;
import dev.cupel.engine.schema.Answer.Rated;
import dev.cupel.engine.schema.Question.Choice;
import dev.cupel.engine.schema.Question.Choices;
import dev.cupel.engine.schema.Question.Option;
import dev.cupel.engine.schema.Question.Rating;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What labelers see ({@code inputs}) and what they are asked ({@code questions}).
 *
 * @param inputs at least one
 * @param questions at least one; their order is the order on screen
 */
public record Schema(List<Input> inputs, List<Question> questions) {
    private static final String ID = "[a-z][a-z0-9_]{0,39}";

    /**
     * @param id unique among the inputs
     * @param type how the field is shown
     * @param field name of the item's field
     */
    public record Input(String id, Type type, String field) {
        public enum Type {
            TEXT,
            MARKDOWN
        }
    }

    public Schema {
        inputs = List.copyOf(inputs);
        questions = List.copyOf(questions);
    }

    public Optional<Question> question(String id) {
        return questions.stream().filter(q -> q.id().equals(id)).findFirst();
    }

    /** @return the options of a choice or choices question, in schema order; empty for ratings */
    public static List<Option> options(Question question) {
        return switch (question) {
            case Choice choice -> choice.options();
            case Choices choices -> choices.options();
            case Rating rating -> List.of();
        };
    }

    /** @return everything wrong with this schema; empty if labelers can work with it */
    public List<Finding> check() {
        List<Finding> findings = new ArrayList<>();
        if (inputs.isEmpty()) {
            findings.add(new Finding("inputs", "there is nothing to show", "add {id: text, type: text, field: text}"));
        }
        if (questions.isEmpty()) {
            findings.add(new Finding("questions", "nothing is asked", "add at least one question"));
        }
        Set<String> inputIds = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String where = "inputs[" + i + "]";
            checkId(inputs.get(i).id(), where, inputIds, findings);
            if (inputs.get(i).field().isBlank()) {
                findings.add(new Finding(where + ".field", "no field is named", "name the item's field to show"));
            }
        }
        Map<String, Question> earlier = new LinkedHashMap<>();
        Set<String> questionIds = new HashSet<>();
        for (int i = 0; i < questions.size(); i++) {
            Question question = questions.get(i);
            String where = "questions[" + i + "]";
            checkId(question.id(), where, questionIds, findings);
            checkOptions(question, where, findings);
            checkConditions(question, where, earlier, findings);
            earlier.put(question.id(), question);
        }
        return findings;
    }

    private static void checkId(String id, String where, Set<String> seen, List<Finding> findings) {
        if (!id.matches(ID)) {
            findings.add(new Finding(
                    where + ".id",
                    "'" + id + "' is not an id",
                    "start with a letter, then use small letters, digits and _, at most 40"));
        }
        if (!seen.add(id)) {
            findings.add(new Finding(where + ".id", "the id '" + id + "' is taken", "choose another"));
        }
    }

    private static void checkOptions(Question question, String where, List<Finding> findings) {
        switch (question) {
            case Choice choice -> checkOptions(choice.options(), 2, where, findings);
            case Choices choices -> checkOptions(choices.options(), 1, where, findings);
            case Rating rating -> {
                double steps = (rating.max() - rating.min()) / rating.step();
                if (!(rating.step() > 0) || !(rating.max() > rating.min())) {
                    findings.add(new Finding(where, "the scale is empty", "choose min < max and a positive step"));
                } else if (Math.abs(steps - Math.rint(steps)) > 1e-9) {
                    findings.add(new Finding(where + ".step", "whole steps from min miss max", "change step or max"));
                } else if (steps > 100) {
                    findings.add(new Finding(where, "the scale has more than 101 points", "use larger steps"));
                }
            }
        }
    }

    private static void checkOptions(List<Option> options, int least, String where, List<Finding> findings) {
        if (options.size() < least) {
            findings.add(new Finding(where + ".options", "too few options", "give at least " + least));
        }
        if (options.size() > Question.MAX_OPTIONS) {
            findings.add(new Finding(
                    where + ".options", options.size() + " options are too many", "at most " + Question.MAX_OPTIONS));
        }
        Set<String> ids = new HashSet<>();
        Set<String> hotkeys = new HashSet<>();
        for (int i = 0; i < options.size(); i++) {
            Option option = options.get(i);
            String at = where + ".options[" + i + "]";
            if (option.id().isBlank()
                    || option.id().length() > 100
                    || !option.id().equals(option.id().strip())) {
                findings.add(new Finding(
                        at + ".id",
                        "'" + option.id() + "' is not an option",
                        "use 1 to 100 characters without spaces around"));
            }
            if (!ids.add(option.id())) {
                findings.add(new Finding(at + ".id", "the option '" + option.id() + "' is there twice", "remove one"));
            }
            if (!option.hotkey().isEmpty()) {
                if (!option.hotkey().matches("[1-9a-z]")) {
                    findings.add(new Finding(
                            at + ".hotkey", "not a key", "use one of 1-9 or a small letter; 0 is for ambiguous"));
                }
                if (!hotkeys.add(option.hotkey())) {
                    findings.add(new Finding(at + ".hotkey", "the key is taken", "choose another"));
                }
            }
        }
    }

    private static void checkConditions(
            Question question, String where, Map<String, Question> earlier, List<Finding> findings) {
        question.common().when().forEach((other, wanted) -> {
            Question asked = earlier.get(other);
            if (asked == null) {
                findings.add(new Finding(
                        where + ".when." + other,
                        "there is no earlier question '" + other + "'",
                        "name one that comes before"));
                return;
            }
            List<String> known = options(asked).stream().map(Option::id).toList();
            for (String option : wanted) {
                if (!known.contains(option)) {
                    findings.add(new Finding(
                            where + ".when." + other,
                            "'" + other + "' has no option '" + option + "'",
                            "use one of " + known));
                }
            }
        });
    }

    /** @return whether a question is asked, given the answers to the questions before it */
    public static boolean applies(Question question, Map<String, Answer> answers) {
        return question.common().when().entrySet().stream()
                .allMatch(condition -> switch (answers.get(condition.getKey())) {
                    case null -> false;
                    case Chosen chosen -> condition.getValue().contains(chosen.option());
                    case ChosenSet set -> condition.getValue().stream().anyMatch(set.options()::contains);
                    case Rated rated -> false;
                });
    }

    /** @return everything wrong with one annotator's answers; empty if they can be saved */
    public List<Finding> check(Map<String, Answer> answers) {
        List<Finding> findings = new ArrayList<>();
        for (String id : answers.keySet()) {
            if (question(id).isEmpty()) {
                findings.add(new Finding("answers." + id, "the schema has no such question", "load the item again"));
            }
        }
        for (Question question : questions) {
            String where = "answers." + question.id();
            Answer answer = answers.get(question.id());
            boolean applies = applies(question, answers);
            if (answer == null) {
                if (applies && question.common().required()) {
                    findings.add(new Finding(where, "an answer is missing", "answer the question"));
                }
            } else if (!applies) {
                findings.add(new Finding(where, "this question is not asked here", "leave its answer out"));
            } else {
                checkAnswer(question, answer, where, findings);
            }
        }
        return findings;
    }

    private static void checkAnswer(Question question, Answer answer, String where, List<Finding> findings) {
        List<String> known = options(question).stream().map(Option::id).toList();
        switch (question) {
            case Choice choice -> {
                if (!(answer instanceof Chosen chosen)) {
                    findings.add(new Finding(where, "one option is wanted", "send a string"));
                } else if (!known.contains(chosen.option())) {
                    findings.add(
                            new Finding(where, "there is no option '" + chosen.option() + "'", "use one of " + known));
                }
            }
            case Choices choices -> {
                if (!(answer instanceof ChosenSet set)) {
                    findings.add(new Finding(where, "a list of options is wanted", "send an array of strings"));
                } else {
                    for (String option : set.options()) {
                        if (!known.contains(option)) {
                            findings.add(
                                    new Finding(where, "there is no option '" + option + "'", "use some of " + known));
                        }
                    }
                    if (set.options().isEmpty() && question.common().required()) {
                        findings.add(new Finding(where, "nothing is chosen", "choose at least one option"));
                    }
                }
            }
            case Rating rating -> {
                if (!(answer instanceof Rated rated)) {
                    findings.add(new Finding(where, "a number is wanted", "send a number"));
                } else {
                    double steps = (rated.value() - rating.min()) / rating.step();
                    if (!(rated.value() >= rating.min() && rated.value() <= rating.max())
                            || Math.abs(steps - Math.rint(steps)) > 1e-9) {
                        findings.add(new Finding(
                                where,
                                rated.value() + " is not on the scale",
                                "use " + rating.min() + " to " + rating.max() + " in steps of " + rating.step()));
                    }
                }
            }
        }
    }
}
