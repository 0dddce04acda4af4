package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How comparisons or rankings become scores. Keys are stable: files, commands and HTTP use them. */
public enum PreferenceMethod {
    BORDA("borda", "share of opponents beaten, a tie counting one half (for comparisons: the win rate)"),
    BRADLEY_TERRY(
            "bradley-terry", "log odds of winning, each item one strength (Zermelo 1929; Bradley and Terry 1952)"),
    NOISY_BRADLEY_TERRY(
            "noisy-bradley-terry",
            "as Bradley-Terry, while each worker sometimes answers by habit of side (Chen et al. 2013)"),
    PLACKETT_LUCE("plackett-luce", "whole rankings, chosen one place after the other (Luce 1959; Plackett 1975)");

    /** Those that take comparisons. */
    public static final List<PreferenceMethod> FOR_COMPARISONS = List.of(BORDA, BRADLEY_TERRY, NOISY_BRADLEY_TERRY);

    private final String key;
    private final String meaning;

    PreferenceMethod(String key, String meaning) {
        this.key = key;
        this.meaning = meaning;
    }

    /** Stable name in files and on the command line. */
    public String key() {
        return key;
    }

    /** What it does, in half a sentence, with its source. */
    public String meaning() {
        return meaning;
    }

    /** @throws InputException if no method has this key; the message lists all */
    public static PreferenceMethod ofKey(String key) {
        return ofKey(key, List.of(values()));
    }

    /**
     * @param offered those that a message names
     * @throws InputException if no method has this key
     */
    public static PreferenceMethod ofKey(String key, List<PreferenceMethod> offered) {
        return Arrays.stream(values())
                .filter(method -> method.key.equals(key.toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst()
                .orElseThrow(() -> new InputException(
                        Code.UNKNOWN_NAME,
                        "method",
                        "there is no way \"" + key + "\" to score preferences",
                        "choose one of "
                                + offered.stream().map(PreferenceMethod::key).collect(Collectors.joining(", "))));
    }
}
