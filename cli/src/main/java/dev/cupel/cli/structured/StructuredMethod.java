package dev.cupel.cli.structured;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.formats.answers.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** How structured answers become one, by kind; the first of a kind is its default. Keys are stable. */
enum StructuredMethod {
    ROVER(Kind.TEXT, "rover", "slot by slot a weighted vote on words"),
    MEDOID(Kind.TEXT, "medoid", "the answer that is closest to all others"),
    RATER_MODEL(Kind.SPANS, "rater-model", "word by word, with every worker's mistakes estimated"),
    PLURALITY(Kind.SPANS, "plurality", "word by word the most frequent mark, a baseline"),
    EXACT_MAJORITY(Kind.SPANS, "exact-majority", "spans that more than half marked exactly so, a baseline"),
    WEIGHTED_MEDIAN(Kind.BOXES, "weighted-median", "boxes that mean the same thing, the weighted median of each side"),
    MEDIAN(Kind.BOXES, "median", "the same, the median of each side"),
    WEIGHTED_MEAN(Kind.BOXES, "weighted-mean", "the same, the weighted mean of each side"),
    MEAN(Kind.BOXES, "mean", "the same, the mean of each side"),
    MAJORITY(Kind.MASK, "majority", "pixels that more than half set"),
    STAPLE(Kind.MASK, "staple", "every worker's sensitivity and specificity estimated"),
    STAPLE_GLOBAL(Kind.MASK, "staple-global", "the same with one prior for the whole picture, as published"),
    INTERVAL_VOTE(Kind.SEGMENTS, "interval-vote", "moments that more than half give a label to");

    private final Kind kind;
    private final String key;
    private final String meaning;

    StructuredMethod(Kind kind, String key, String meaning) {
        this.kind = kind;
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

    static List<StructuredMethod> of(Kind kind) {
        return Arrays.stream(values()).filter(method -> method.kind == kind).toList();
    }

    /** @param name a key, or {@code auto} for the default of the kind */
    static StructuredMethod of(Kind kind, String name) {
        List<StructuredMethod> known = of(kind);
        return known.stream()
                .filter(method -> name.equals("auto") || method.key.equals(name))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "--method",
                        "\"" + name + "\" is no method for " + kind.things(),
                        "write " + known.stream().map(StructuredMethod::key).collect(Collectors.joining(", "))));
    }
}
