package dev.cupel.server.platform;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Times that the database can hold, and that nobody means who sends others. */
public final class StorableTime {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private StorableTime() {}

    /** Whether it lies in the years 1 to 9999. */
    public static boolean holds(Instant time) {
        return !time.isBefore(EARLIEST) && time.isBefore(LATEST);
    }

    /** Whether it lies in the years 1 to 9999. */
    public static boolean holds(LocalDate day) {
        return day.getYear() > 0
                && day.getYear() < 10_000
                && holds(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
