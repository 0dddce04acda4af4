package dev.cupel.server.annotation;

import dev.cupel.server.assignment.Qualifications;
import dev.cupel.server.assignment.TestAnswers.Score;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Tallies;
import dev.cupel.server.project.Tally;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much a labeler has done, what is left for them and, where the project tells it, how often they were right on gold.
 * Answers are counted at once. What is left of a test or a pilot is counted; otherwise it is counted only where no gold is handed out, and
 * elsewhere it is {@link Remaining},
 * which every answer of anybody lowers alike. The record on gold moves between batches of answers.
 */
@Component
class MyFigures {
    /** Items answered or skipped before what is left is counted anew. */
    static final int BATCH = 10;
    /** Gold items answered before the record on gold moves. */
    static final int GOLD_BATCH = 5;
    /** More open items than this are not counted. */
    private static final int MOST_OPEN = 1000;

    /**
     * @param answeredToday items, those asked again included
     * @param openForMe 1000 means "or more". Where gold is handed out it is an estimate that does not depend on which items
     *     are gold; elsewhere it is as of the last batch, less what was answered or skipped since
     * @param gold absent unless the project tells labelers, and until {@value #GOLD_BATCH} gold items are answered
     */
    record MyStats(
            long answeredToday,
            long answeredTotal,
            long openForMe,
            @Nullable GoldRecord gold) {}

    private record Done(long today, long total, long handled) {}

    /**
     * @param handled items answered or skipped when these were taken
     * @param open negative if it was not counted
     * @param fresh whether they are less than half a minute old
     * @param outdated whether an import has brought answers of this person since
     */
    private record Figures(
            long handled, long open, int goldAnswered, int goldCorrect, boolean fresh, boolean outdated) {}

    /**
     * @param work whether there is something to do for the person right now
     * @param ofStage what is left of a test or a pilot
     * @param sentBack items that are asked for once more
     * @param ofLimits what the limits of this person leave
     * @param practice items of gold that nobody is handed out, as newcomers practise on them
     */
    private record Settings(
            boolean feedback,
            int goldEvery,
            boolean work,
            @Nullable Long ofStage,
            long sentBack,
            @Nullable Long ofLimits,
            long practice) {
        /** @param left items that are left where there is no stage */
        long left(long left) {
            long all = sentBack + (ofStage == null ? left : ofStage);
            return Math.min(MOST_OPEN, ofLimits == null ? all : Math.min(all, ofLimits));
        }
    }

    private final JdbcClient sql;
    private final Tallies tallies;
    private final GoldScores scores;
    private final Qualifications qualifications;

    MyFigures(JdbcClient sql, Tallies tallies, GoldScores scores, Qualifications qualifications) {
        this.sql = sql;
        this.tallies = tallies;
        this.scores = scores;
        this.qualifications = qualifications;
    }

    @Transactional
    MyStats of(Membership me) {
        Done done = sql.sql("""
                select count(*) filter (where n.outcome = 'submitted' and a.state <> 'taken_out'
                                          and n.saved_at >= date_trunc('day', now())) as today,
                       count(*) filter (where n.outcome = 'submitted' and a.state <> 'taken_out') as total,
                       count(*) filter (where a.round = 0) as handled
                from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision
                where n.member_id = ?
                """).param(me.memberId()).query(Done.class).single();
        Figures figures = sql.sql("""
                select handled, open, gold_answered, gold_correct, taken_at > now() - interval '30 seconds' as fresh,
                       taken_at = '-infinity' as outdated
                from member_figures where member_id = ?
                """)
                .param(me.memberId())
                .query(Figures.class)
                .optional()
                .orElse(null);
        Settings settings = settings(me);
        // The answer that was the last of a test ends it: what is left is then of what follows.
        if (settings.ofStage() != null && qualifications.judge(me.projectId(), me.memberId())) {
            settings = settings(me);
        }
        Tally tally = settings.goldEvery() == 0 ? null : tallies.of(me.projectId());
        boolean hides = tally != null && tally.goldItems() > 0;
        if (figures == null
                || figures.outdated()
                || dueAgain(done.handled() - figures.handled(), figures.fresh())
                || (!hides && figures.open() < 0)) {
            long open = hides ? -1 : open(me);
            figures = take(me, done.handled(), figures, open);
        }
        long left = tally != null && hides
                ? Remaining.of(
                        tally.withoutGold(settings.practice()), settings.goldEvery(), done.handled(), settings.work())
                : figures.open() >= MOST_OPEN
                        ? MOST_OPEN
                        : Math.max(0, figures.open() - (done.handled() - figures.handled()));
        return new MyStats(
                done.today(),
                done.total(),
                settings.left(left),
                settings.feedback() && figures.goldAnswered() > 0
                        ? GoldRecord.of(figures.goldAnswered(), figures.goldCorrect())
                        : null);
    }

    private Settings settings(Membership me) {
        return sql.sql("""
                select gold_feedback as feedback, gold_every, work_for(id, :me) as work, left_of_stage(id, :me) as of_stage,
                       (select count(*) from sent_back b join assignment a on a.id = b.assignment_id and a.state in ('answered', 'skipped')
                        join item i on i.id = b.item_id and i.excluded_at is null and not in_bin(i.id)
                        where b.member_id = :me and b.ended_at is null) as sent_back,
                       left_of_limits(:me) as of_limits,
                       (select count(*) from practice_item r where r.project_id = :p) as practice
                from project where id = :p
                """)
                .param("me", me.memberId())
                .param("p", me.projectId())
                .query(Settings.class)
                .single();
    }

    /** Once nothing was answered, nothing can be learned about an answer. */
    private static boolean dueAgain(long handledSince, boolean fresh) {
        return handledSince >= BATCH || (handledSince <= 0 && !fresh);
    }

    private Figures take(Membership me, long handled, @Nullable Figures before, long open) {
        Score gold = scores.of(me.projectId(), me.memberId());
        if (before != null && Math.abs(gold.answered() - before.goldAnswered()) < GOLD_BATCH) {
            gold = new Score(before.goldAnswered(), before.goldCorrect());
        } else if (before == null && gold.answered() < GOLD_BATCH) {
            gold = new Score(0, 0);
        }
        Figures now = new Figures(handled, open, gold.answered(), gold.correct(), true, false);
        sql.sql("""
                insert into member_figures as f (member_id, handled, open, gold_answered, gold_correct, taken_at)
                values (?, ?, ?, ?, ?, now())
                on conflict (member_id) do update
                    set handled = excluded.handled, open = excluded.open, gold_answered = excluded.gold_answered,
                        gold_correct = excluded.gold_correct, taken_at = excluded.taken_at
                """)
                .params(me.memberId(), now.handled(), now.open(), now.goldAnswered(), now.goldCorrect())
                .update();
        return now;
    }

    /** Counts what this person holds, and what is open, from where they have come in the order in which they get items. */
    private long open(Membership me) {
        return sql.sql("""
                select count(*) from (
                    (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                     where c.member_id = :me and a.kind = 'production' and a.state = 'leased' and not in_bin(a.item_id))
                    union all
                    (select 1 from place q
                     where q.project_id = :p and q.stage = 'production' and q.open
                       and q.need = any ((select needs_met(:p, m.skills) from member m where m.id = :me)::smallint[])
                       and q.priority > coalesce((select c.reached from queue_cursor c where c.member_id = :me), -1)
                       and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = :me and a.round = 0 and a.state <> 'released')
                     order by q.priority limit 1000)
                    union all
                    (select 1 from place q
                     where q.project_id = :p and q.stage = 'production' and q.open
                       and q.need = any ((select needs_met(:p, m.skills) from member m where m.id = :me)::smallint[])
                       and q.priority <= coalesce((select c.reached from queue_cursor c where c.member_id = :me), -1)
                       and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = :me and a.round = 0 and a.state <> 'released')
                     order by q.priority limit 1000)
                    limit 1000) open
                """)
                .param("p", me.projectId())
                .param("me", me.memberId())
                .query(Long.class)
                .single();
    }
}
