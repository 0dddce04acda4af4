package dev.cupel.server.annotation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.assignment.TestAnswers.Score;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.project.Membership;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the people of a project are getting on, as of now. */
@RestController
@RequestMapping("/api/v1/projects/{project}/members/figures")
final class MemberFiguresController {
    /**
     * @param today items answered since midnight UTC
     * @param lastAt of their latest answer or skip; absent if there is none
     * @param medianMs of the time on screen of their latest 50 answers; absent if there are none
     * @param openSkips items that they skipped and that still want answers
     * @param gold absent if they have answered none
     * @param limits how far they are with their limits; absent if they have none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MemberFigures(
            long memberId,
            long today,
            @Nullable Instant lastAt,
            @Nullable Integer medianMs,
            long openSkips,
            @Nullable GoldRecord gold,
            @Nullable Work limits) {}

    /**
     * What counts towards a member's limits.
     *
     * @param items answered in all
     * @param todayMs of active time since midnight UTC
     * @param reached whether they are handed nothing more for now
     */
    record Work(long items, long todayMs, boolean reached) {}

    record FiguresList(List<MemberFigures> figures) {}

    private final JdbcClient sql;
    private final GoldScores scores;

    MemberFiguresController(JdbcClient sql, GoldScores scores) {
        this.sql = sql;
        this.scores = scores;
    }

    @Access(Level.REVIEWER)
    @GetMapping
    FiguresList figures(Membership me) {
        Map<Long, Score> gold = scores.ofAll(me.projectId());
        return new FiguresList(sql.sql("""
                select m.id, today.n as today, latest.at as last_at, pace.median, skips.n as skips,
                       work.items as work_items, work.today_ms as work_ms, left_of_limits(m.id) as work_left
                from member m
                    -- From the newest end of each one's index, as far as today goes.
                    cross join lateral (
                        select count(*) filter (where n.outcome = 'submitted' and n.revision = 1) as n from annotation n
                            join assignment a on a.id = n.assignment_id and a.state <> 'taken_out'
                        where n.member_id = m.id and n.id > coalesce(
                            (select o.id from annotation o
                             where o.member_id = m.id and o.saved_at < date_trunc('day', now(), 'UTC') order by o.id desc limit 1), 0)
                    ) today
                    left join lateral (
                        select n.saved_at as at from annotation n where n.member_id = m.id order by n.id desc limit 1
                    ) latest on true
                    left join lateral (
                        select percentile_disc(0.5) within group (order by n.active_ms) as median
                        from (select active_ms from annotation
                              where member_id = m.id and outcome = 'submitted' and revision = 1 order by id desc limit 50) n
                    ) pace on true
                    cross join lateral (
                        select count(*) as n
                        from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision and a.state = 'skipped'
                            join item_state s on s.item_id = n.item_id and s.status < 2
                        where n.member_id = m.id and n.outcome = 'skipped'
                    ) skips
                    left join lateral work_of(m.id) work on m.most_items is not null or m.most_minutes is not null
                where m.project_id = ? and m.removed_at is null order by m.id
                """)
                .param(me.projectId())
                .query((row, number) -> {
                    long member = row.getLong("id");
                    Score score = gold.get(member);
                    int median = row.getInt("median");
                    boolean unknown = row.wasNull();
                    return new MemberFigures(
                            member,
                            row.getLong("today"),
                            row.getTimestamp("last_at") == null
                                    ? null
                                    : row.getTimestamp("last_at").toInstant(),
                            unknown ? null : median,
                            row.getLong("skips"),
                            score == null ? null : GoldRecord.of(score.answered(), score.correct()),
                            work(row));
                })
                .list());
    }

    private static @Nullable Work work(ResultSet row) throws SQLException {
        long items = row.getLong("work_items");
        if (row.wasNull()) {
            return null;
        }
        long left = row.getLong("work_left");
        boolean limited = !row.wasNull();
        return new Work(items, row.getLong("work_ms"), limited && left == 0);
    }
}
