package dev.cupel.server.job;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What long work there is. */
public enum JobKind {
    IMPORT,
    EXPORT,
    QUALITY;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    static JobKind of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
