package dev.cupel.engine.numbers;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How many people's numbers become one. Keys are stable: files, commands and HTTP use them. */
public enum NumberMethod {
    MEAN("mean", "arithmetic mean; every answer counts, wild ones too"),
    MEDIAN("median", "middle answer; unmoved by wild answers, but coarse when many answers are equal (Galton 1907)"),
    TRIMMED("trimmed", "mean without the lowest and highest share of the answers (Tukey and McLaughlin 1963)"),
    HUBER("huber", "mean in which answers far from the middle count less (Huber 1964)"),
    PRECISION("precision", "mean weighted by each rater's precision, learned from all items"),
    RATER("rater", "as precision, after each rater's leaning to high or low numbers is taken out");

    private final String key;
    private final String meaning;

    NumberMethod(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** Stable name in files and on the command line. */
    public String key() {
        return key;
    }

    /** What it does, in half a sentence. */
    public String meaning() {
        return meaning;
    }

    /** @throws InputException if no method has this key; the message lists all */
    public static NumberMethod ofKey(String key) {
        return Arrays.stream(values())
                .filter(method -> method.key.equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "method",
                        "there is no way \"" + key + "\" to combine numbers",
                        "choose one of "
                                + Arrays.stream(values()).map(NumberMethod::key).collect(Collectors.joining(", "))));
    }
}
