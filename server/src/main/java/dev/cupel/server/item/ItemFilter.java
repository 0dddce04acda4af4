package dev.cupel.server.item;

import dev.cupel.server.platform.StorableTime;
import dev.cupel.server.platform.web.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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
 * @param answered an annotation that the item has; null if that does not matter
 * @param commented whether something is said on it that nobody has settled
 * @param imported number of the import that brought it
 */
public record ItemFilter(
        @Nullable String words,
        Items.@Nullable Status status,
        @Nullable Boolean gold,
        @Nullable Label label,
        Map<String, String> metadata,
        @Nullable Answered answered,
        @Nullable Boolean commented,
        @Nullable Long imported) {

    record Label(String question, String option) {}

    /**
     * One annotation, as it stands now, of which all of this is true; what is null does not matter.
     *
     * @param by the member whose it is
     * @param from saved at this moment or later
     * @param to saved before this moment
     */
    public record Answered(
            @Nullable Long by,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Mark mark) {}

    /** What is special about an annotation. */
    public enum Mark {
        /** Its annotator gave no answer. */
        SKIPPED,
        /** Its annotator found the item ambiguous. */
        AMBIGUOUS,
        /** Its annotator wrote a note. */
        COMMENT;

        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a filter as addresses and requests write it.
     *
     * @throws Problem status_unknown, label_invalid, meta_invalid, mark_unknown, time_invalid
     */
    static ItemFilter of(ItemWhere where) {
        return new ItemFilter(
                where.q(),
                status(where.status()),
                where.gold(),
                label(where.label()),
                metadata(where.meta()),
                answered(where),
                where.commented(),
                where.imported());
    }

    private static @Nullable Answered answered(ItemWhere where) {
        Answered answered =
                new Answered(where.by(), time("from", where.from()), time("to", where.to()), mark(where.mark()));
        return answered.equals(new Answered(null, null, null, null)) ? null : answered;
    }

    private static @Nullable Mark mark(@Nullable String mark) {
        if (mark == null || mark.isEmpty()) {
            return null;
        }
        return Arrays.stream(Mark.values())
                .filter(one -> one.json().equals(mark))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        "mark_unknown",
                        "mark",
                        "'" + mark + "' is nothing that an annotation can be marked with",
                        "use one of "
                                + Arrays.stream(Mark.values()).map(Mark::json).toList()));
    }

    /** A moment with its offset, or a day, which begins at midnight in UTC. */
    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Instant moment = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            if (StorableTime.holds(moment)) {
                return moment;
            }
        } catch (DateTimeException none) {
            // said below
        }
        throw Problem.invalid(
                "time_invalid",
                name,
                "'" + text + "' is no time",
                "write a day like 2026-03-31, or a moment like 2026-03-31T08:00:00Z");
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
                String field = pair.substring(0, colon);
                String value = pair.substring(colon + 1);
                String other = wanted.putIfAbsent(field, value);
                if (other != null && !other.equals(value)) {
                    throw Problem.invalid(
                            "meta_invalid",
                            "meta",
                            "'" + field + "' cannot be '" + other + "' and '" + value + "' at once",
                            "name one value of each field");
                }
            }
        }
        return wanted;
    }
}
