package dev.cupel.server.export;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.cupel.server.platform.web.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The files a project can be taken away in. */
enum ExportFormat {
    /** Everything about each item, one JSON object per line. */
    JSONL("jsonl", "application/x-ndjson"),
    /** One row per item with its best known answers. */
    CSV("csv", "text/csv;charset=UTF-8"),
    /** One row per answer to one question: task, worker, label. */
    VOTES("csv", "text/csv;charset=UTF-8");

    private final String ending;
    private final String mediaType;

    ExportFormat(String ending, String mediaType) {
        this.ending = ending;
        this.mediaType = mediaType;
    }

    @JsonCreator
    static ExportFormat of(String name) {
        for (ExportFormat format : values()) {
            if (format.json().equals(name)) {
                return format;
            }
        }
        throw Problem.invalid("format_unknown", "format", "'" + name + "' is no export", "use jsonl, csv or votes");
    }

    @JsonValue
    String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mediaType() {
        return mediaType;
    }

    /** @param question whose votes; null for the other formats */
    String fileName(String project, @Nullable String question, String time) {
        return project + (question == null ? "-" : "-votes-" + question + "-") + time + "." + ending;
    }
}
