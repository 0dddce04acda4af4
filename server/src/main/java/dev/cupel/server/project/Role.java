package dev.cupel.server.project;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.cupel.server.platform.web.Access;
import java.util.Locale;

/** What a member may do; each role includes the rights of those before it. */
public enum Role {
    LABELER,
    REVIEWER,
    MANAGER,
    OWNER;

    @JsonValue
    public String json() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    boolean atLeast(Access.Level level) {
        return switch (level) {
            case PUBLIC, ACCOUNT, INSTANCE_OWNER, LABELER -> true;
            case REVIEWER -> compareTo(REVIEWER) >= 0;
            case MANAGER -> compareTo(MANAGER) >= 0;
            case OWNER -> this == OWNER;
        };
    }
}
