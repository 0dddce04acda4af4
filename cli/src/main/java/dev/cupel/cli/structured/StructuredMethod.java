package dev.cupel.cli.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.PlainQuestion;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How structured answers become one, by kind; the first of a kind is its default. Keys are stable. */
enum StructuredMethod {
    ROVER(Question.Text.class, "rover", "slot by slot a weighted vote on words"),
    MEDOID(Question.Text.class, "medoid", "the answer that is closest to all others"),
    RATER_MODEL(Question.Spans.class, "rater-model", "word by word, with every worker's mistakes estimated"),
    PLURALITY(Question.Spans.class, "plurality", "word by word the most frequent mark, a baseline"),
    EXACT_MAJORITY(Question.Spans.class, "exact-majority", "spans that more than half marked exactly so, a baseline"),
    WEIGHTED_MEDIAN(
            Question.Boxes.class,
            "weighted-median",
            "boxes that mean the same thing, the weighted median of each side"),
    MEDIAN(Question.Boxes.class, "median", "the same, the median of each side"),
    WEIGHTED_MEAN(Question.Boxes.class, "weighted-mean", "the same, the weighted mean of each side"),
    MEAN(Question.Boxes.class, "mean", "the same, the mean of each side"),
    MAJORITY(Question.Masks.class, "majority", "pixels that more than half set"),
    STAPLE(Question.Masks.class, "staple", "every worker's sensitivity and specificity estimated"),
    STAPLE_GLOBAL(Question.Masks.class, "staple-global", "the same with one prior for the whole picture, as published"),
    INTERVAL_VOTE(Question.Segments.class, "interval-vote", "moments that more than half give a label to");

    private final Class<? extends Question.Structured> question;
    private final String key;
    private final String meaning;

    StructuredMethod(Class<? extends Question.Structured> question, String key, String meaning) {
        this.question = question;
        this.key = key;
        this.meaning = meaning;
    }

    String key() {
        return key;
    }

    /** What it does, in half a sentence. */
    String meaning() {
        return meaning;
    }

    static List<StructuredMethod> of(Question.Structured question) {
        return Arrays.stream(values())
                .filter(method -> method.question.isInstance(question))
                .toList();
    }

    /** @param name a key, or {@code auto} for the default of its kind */
    static StructuredMethod of(Question.Structured question, String name) {
        List<StructuredMethod> known = of(question);
        return known.stream()
                .filter(method -> name.equals("auto") || method.key.equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "--method",
                        "\"" + name + "\" is no method for " + PlainQuestion.things(question),
                        "write " + known.stream().map(StructuredMethod::key).collect(Collectors.joining(", "))));
    }
}
