package dev.cupel.server.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.judgement.QualityReport;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How fast a project goes.
 *
 * @param answersPerDay mean of the last seven days, days without answers included; absent without answers in that time
 * @param doneOn day on which the last answer comes at this pace; absent if none is wanted or nobody works
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Pace(@Nullable Double answersPerDay, @Nullable LocalDate doneOn) {
    private static final int WINDOW_DAYS = 7;
    private static final long FAR_AWAY_DAYS = 3650;

    /**
     * @param days answers by day, ascending
     * @param today in UTC; it counts as a whole day, so the pace is rather too low than too high
     * @param open answers still wanted
     */
    static Pace of(List<QualityReport.DayAnswers> days, LocalDate today, long open) {
        LocalDate from = today.minusDays(WINDOW_DAYS - 1L);
        long answers = 0;
        LocalDate earliest = null;
        for (QualityReport.DayAnswers day : days) {
            LocalDate date = LocalDate.parse(day.day());
            earliest = earliest == null ? date : earliest;
            if (!date.isBefore(from) && !date.isAfter(today)) {
                answers += day.answers();
            }
        }
        if (earliest == null || answers == 0) {
            return new Pace(null, null);
        }
        LocalDate start = earliest.isAfter(from) ? earliest : from;
        double pace = (double) answers / Math.max(1, today.toEpochDay() - start.toEpochDay() + 1);
        long left = (long) Math.ceil(open / pace);
        return new Pace(Math.rint(pace * 10) / 10, open <= 0 || left > FAR_AWAY_DAYS ? null : today.plusDays(left));
    }
}
