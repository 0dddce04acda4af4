package dev.cupel.server.item;

import dev.cupel.server.platform.web.Problem;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which items are meant.
 *
 * @param words all must occur; the last may be the beginning of a word
 * @param label question id to what the best known answer is: an option, a number or a stretch of them, the label of a
 *     region, or words of a text
 * @param metadata field to value; all must hold
 * @param commented whether something is said on it that nobody has settled
 */
public record ItemFilter(
        @Nullable String words,
        Items.@Nullable Status status,
        @Nullable Boolean gold,
        @Nullable Label label,
        Map<String, String> metadata,
        @Nullable Boolean commented) {

    record Label(String question, String option) {}

    /**
     * Reads a filter as addresses and requests write it.
     *
     * @param status of the item, as its name
     * @param label {@code question:option} of the best known answer
     * @param meta {@code field:value}
     * @throws Problem status_unknown, label_invalid, meta_invalid
     */
    public static ItemFilter of(
            @Nullable String words,
            @Nullable String status,
            @Nullable Boolean gold,
            @Nullable String label,
            @Nullable List<@Nullable String> meta,
            @Nullable Boolean commented) {
        return new ItemFilter(words, status(status), gold, label(label), metadata(meta), commented);
    }

    private static Items.@Nullable Status status(@Nullable String status) {
        if (status == null || status.isEmpty()) {
            return null;
        }
        return Arrays.stream(Items.Status.values())
                .filter(s -> s.json().equals(status.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "status_unknown",
                        "status",
                        "'" + status + "' is no status of items",
                        "use one of "
                                + Arrays.stream(Items.Status.values())
                                        .map(Items.Status::json)
                                        .toList()));
    }

    private static @Nullable Label label(@Nullable String label) {
        if (label == null || label.isEmpty()) {
            return null;
        }
        int colon = label.indexOf(':');
        if (colon < 1) {
            throw Problem.invalid("label_invalid", "label", "'" + label + "' names no option", "write question:option");
        }
        return new Label(label.substring(0, colon), label.substring(colon + 1));
    }

    private static Map<String, String> metadata(@Nullable List<@Nullable String> meta) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (meta != null) {
            for (String pair : meta) {
                int colon = pair == null ? -1 : pair.indexOf(':');
                if (pair == null || colon < 1) {
                    throw Problem.invalid("meta_invalid", "meta", "'" + pair + "' names no value", "write field:value");
                }
                wanted.put(pair.substring(0, colon), pair.substring(colon + 1));
            }
        }
        return wanted;
    }
}
