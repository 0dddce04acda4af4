package dev.cupel.server.assignment;

import dev.cupel.server.assignment.TestAnswers.Score;
import dev.cupel.server.platform.web.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The tests that labelers pass before they label, and what managers decide about them. */
@Component
public class Qualifications {
    /**
     * Somebody's newest test.
     *
     * @param state running, passed, failed or admitted
     * @param wanted items of the test
     * @param needed how many of them must be right
     * @param decidedBy who admitted them
     */
    record Qualification(
            long memberId,
            String name,
            int attempt,
            String state,
            int wanted,
            int needed,
            int answered,
            int correct,
            Instant startedAt,
            @Nullable Instant decidedAt,
            @Nullable String decidedBy,
            @Nullable String reason) {}

    private record Running(int attempt, int wanted, int needed, Instant startedAt, int answered, int correct) {}

    private final JdbcClient sql;
    private final TestAnswers answers;
    private final Stages stages;

    Qualifications(JdbcClient sql, TestAnswers answers, Stages stages) {
        this.sql = sql;
        this.answers = answers;
        this.stages = stages;
    }

    /**
     * Counts what was answered so far, and ends the test where it is decided.
     *
     * @return whether it ended just now
     */
    @Transactional
    public boolean judge(long project, long member) {
        Optional<Running> running = sql.sql("""
                select attempt, wanted, needed, started_at, answered, correct
                from qualification where member_id = ? and state = 'running' order by attempt desc limit 1 for update
                """)
                .param(member)
                .query((row, number) -> new Running(
                        row.getInt(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getTimestamp(4).toInstant(),
                        row.getInt(5),
                        row.getInt(6)))
                .optional();
        if (running.isEmpty()) {
            return false;
        }
        Running test = running.get();
        Score score = answers.of(project, member, test.startedAt());
        TestRule.Verdict verdict = TestRule.of(test.wanted(), test.needed(), score);
        if (verdict == TestRule.Verdict.OPEN
                && score.answered() == test.answered()
                && score.correct() == test.correct()) {
            return false;
        }
        String state = switch (verdict) {
            case OPEN -> "running";
            case PASSED -> "passed";
            case FAILED -> "failed";
        };
        sql.sql("""
                update qualification set answered = :answered, correct = :correct, state = :state,
                    decided_at = case when :state = 'running' then null else clock_timestamp() end
                where member_id = :member and attempt = :attempt
                """)
                .param("answered", score.answered())
                .param("correct", score.correct())
                .param("state", state)
                .param("member", member)
                .param("attempt", test.attempt())
                .update();
        return verdict != TestRule.Verdict.OPEN;
    }

    /** As they are now: who answered the last item of a test and left has passed or failed it. */
    @Transactional
    List<Qualification> of(long project) {
        sql.sql("""
                select q.member_id from qualification q join member m on m.id = q.member_id
                where m.project_id = ? and m.removed_at is null and q.state = 'running' order by 1
                """).param(project).query(Long.class).list().forEach(member -> judge(project, member));
        return sql.sql("""
                select distinct on (q.member_id) q.member_id, c.display_name, q.attempt, q.state, q.wanted, q.needed, q.answered,
                       q.correct, q.started_at, q.decided_at, d.display_name as decider, q.reason
                from qualification q join member m on m.id = q.member_id join account c on c.id = m.account_id
                    left join account d on d.id = q.decided_by
                where m.project_id = ? and m.removed_at is null
                order by q.member_id, q.attempt desc
                """)
                .param(project)
                .query((row, number) -> new Qualification(
                        row.getLong("member_id"),
                        row.getString("display_name"),
                        row.getInt("attempt"),
                        row.getString("state"),
                        row.getInt("wanted"),
                        row.getInt("needed"),
                        row.getInt("answered"),
                        row.getInt("correct"),
                        row.getTimestamp("started_at").toInstant(),
                        row.getTimestamp("decided_at") == null
                                ? null
                                : row.getTimestamp("decided_at").toInstant(),
                        row.getString("decider"),
                        row.getString("reason")))
                .list();
    }

    /**
     * Lets somebody label whatever their test said.
     *
     * @throws Problem member_unknown
     */
    @Transactional
    void admit(long project, long member, String reason, UUID by) {
        int attempts = lastAttempt(project, member);
        int admitted = sql.sql("""
                update qualification set state = 'admitted', decided_at = clock_timestamp(), decided_by = ?, reason = ?
                where member_id = ? and state = 'running'
                """).params(by, reason, member).update();
        if (admitted == 0) {
            sql.sql("""
                    insert into qualification (member_id, attempt, state, wanted, needed, decided_at, decided_by, reason)
                    values (?, ?, 'admitted', 0, 0, clock_timestamp(), ?, ?)
                    """).params(member, attempts + 1, by, reason).update();
        }
    }

    /**
     * Begins a new attempt, on gold that the member has not seen.
     *
     * @throws Problem member_unknown, no_test, test_runs, too_little_gold
     */
    @Transactional
    void retake(long project, long member) {
        int attempts = lastAttempt(project, member);
        judge(project, member);
        Stages.Settings settings = stages.settings(project);
        if (settings.qualificationItems() == 0) {
            throw Problem.conflict(
                    "no_test", "The project has no test that could be taken.", "Set one in the project's settings.");
        }
        boolean runs = sql.sql("select exists (select 1 from qualification where member_id = ? and state = 'running')")
                .param(member)
                .query(Boolean.class)
                .single();
        if (runs) {
            throw Problem.conflict("test_runs", "Their test is not over yet.", "Wait until it is.");
        }
        long unseen = sql.sql("""
                select count(*) from place p where p.project_id = ? and p.stage = 'gold'
                  and not exists (select 1 from assignment a where a.item_id = p.item_id and a.member_id = ? and a.state <> 'released')
                """).params(project, member).query(Long.class).single();
        if (unseen < settings.qualificationItems()) {
            throw Stages.tooLittleGold(unseen, settings.qualificationItems());
        }
        sql.sql("""
                insert into qualification (member_id, attempt, state, wanted, needed)
                values (?, ?, 'running', ?, ?)
                """)
                .params(member, attempts + 1, settings.qualificationItems(), settings.needed())
                .update();
    }

    private int lastAttempt(long project, long member) {
        boolean there = sql.sql(
                        "select 1 from member where id = ? and project_id = ? and removed_at is null for update")
                .params(member, project)
                .query(Integer.class)
                .optional()
                .isPresent();
        if (!there) {
            throw Problem.notFound("member_unknown", "The project has no such member.");
        }
        return sql.sql("select coalesce(max(attempt), 0) from qualification where member_id = ?")
                .param(member)
                .query(Integer.class)
                .single();
    }
}
