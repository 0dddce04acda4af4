package dev.cupel.server.annotation;

import dev.cupel.engine.judgement.Likeness;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import dev.cupel.server.project.Tallies;
import dev.cupel.server.project.Tally;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How much a labeler has done, what is left for them and, where the project tells it, how often they were right on gold.
 * Answers are counted at once. What is left is counted only where no gold is handed out; elsewhere it is {@link Remaining},
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

    private static final double LEVEL = 0.95;

    /** 95 % interval of the share that was right. */
    record GoldRecord(
            long answered,
            long correct,
            @Nullable Double low,
            @Nullable Double high) {}

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
            long handled, long open, long goldAnswered, long goldCorrect, boolean fresh, boolean outdated) {}

    private record Gold(long answered, long correct) {}

    /** @param work whether there is something to do for the person right now */
    private record Settings(boolean feedback, int goldEvery, boolean work) {}

    private final JdbcClient sql;
    private final Tallies tallies;
    private final Projects projects;

    MyFigures(JdbcClient sql, Tallies tallies, Projects projects) {
        this.sql = sql;
        this.tallies = tallies;
        this.projects = projects;
    }

    @Transactional
    MyStats of(Membership me) {
        Done done = sql.sql("""
                select count(*) filter (where n.outcome = 'submitted' and n.saved_at >= date_trunc('day', now())) as today,
                       count(*) filter (where n.outcome = 'submitted') as total, count(*) filter (where a.round = 0) as handled
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
        Settings settings = sql.sql("""
                select gold_feedback as feedback, gold_every, work_for(id, :me) as work from project where id = :p
                """)
                .param("me", me.memberId())
                .param("p", me.projectId())
                .query(Settings.class)
                .single();
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
                ? Remaining.of(tally, settings.goldEvery(), done.handled(), settings.work())
                : figures.open() >= MOST_OPEN
                        ? MOST_OPEN
                        : Math.max(0, figures.open() - (done.handled() - figures.handled()));
        return new MyStats(
                done.today(),
                done.total(),
                Math.min(MOST_OPEN, left),
                settings.feedback() && figures.goldAnswered() > 0 ? record(figures) : null);
    }

    /** Once nothing was answered, nothing can be learned about an answer. */
    private static boolean dueAgain(long handledSince, boolean fresh) {
        return handledSince >= BATCH || (handledSince <= 0 && !fresh);
    }

    private Figures take(Membership me, long handled, @Nullable Figures before, long open) {
        Gold gold = gold(me);
        if (before != null && Math.abs(gold.answered() - before.goldAnswered()) < GOLD_BATCH) {
            gold = new Gold(before.goldAnswered(), before.goldCorrect());
        } else if (before == null && gold.answered() < GOLD_BATCH) {
            gold = new Gold(0, 0);
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

    /** An item counts as right when every question that has a verified answer was right at the first attempt. */
    private Gold gold(Membership me) {
        SchemaCodes codes = projects.schema(me.projectId());
        Map<Long, Boolean> right = new HashMap<>();
        sql.sql("""
                select g.item_id, g.question, g.option as gold_option, g.number as gold_number, g.options as gold_options,
                       g.value as gold_value, f.option, f.number, f.options, f.value
                from assignment a
                join item i on i.id = a.item_id and i.excluded_at is null
                join gold g on g.item_id = a.item_id
                left join gold_attempt f on f.member_id = a.member_id and f.item_id = a.item_id and f.question = g.question
                where a.member_id = ? and a.kind = 'gold' and a.state = 'answered'
                """).param(me.memberId()).query(row -> {
            SchemaCodes.Answered verified = codes.answer(row, "gold_");
            SchemaCodes.Answered given = codes.answer(row);
            boolean fits = verified == null
                    || (given != null && Likeness.right(verified.question(), given.answer(), verified.answer()));
            right.merge(row.getLong("item_id"), fits, Boolean::logicalAnd);
        });
        return new Gold(
                right.size(), right.values().stream().filter(fits -> fits).count());
    }

    /** Counts what this person holds, and what is open, from where they have come in the order in which they get items. */
    private long open(Membership me) {
        return sql.sql("""
                select count(*) from (
                    (select 1 from queue_cursor c cross join unnest(c.held) as h(id) join assignment a on a.id = h.id
                     where c.member_id = :me and a.kind = 'production' and a.state = 'leased')
                    union all
                    (select 1 from place q
                     where q.project_id = :p and q.stage = 'production' and q.open
                       and q.priority > coalesce((select c.reached from queue_cursor c where c.member_id = :me), -1)
                       and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = :me and a.round = 0 and a.state <> 'released')
                     order by q.priority limit 1000)
                    union all
                    (select 1 from place q
                     where q.project_id = :p and q.stage = 'production' and q.open
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

    private static GoldRecord record(Figures figures) {
        Interval interval = Interval.ofShare(
                (double) figures.goldCorrect() / figures.goldAnswered(), (double) figures.goldAnswered(), LEVEL);
        return new GoldRecord(figures.goldAnswered(), figures.goldCorrect(), interval.low(), interval.high());
    }
}
