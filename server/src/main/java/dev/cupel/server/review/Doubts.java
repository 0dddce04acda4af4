package dev.cupel.server.review;

import dev.cupel.server.item.AnswersWanted;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Items that somebody has skipped or marked ambiguous, until somebody decides on them, sets them aside, or has looked at them. A
 * later skip or mark brings an item back.
 */
@Component
class Doubts {
    /** Counted exactly up to this. */
    static final int MOST_COUNTED = 1_000;

    private static final int MOST_ANSWERS = 100;

    /**
     * Answers {@code n} in force that are skips or ambiguous, newer than what was looked at and than every decision in force. What came with a file is left
     * out: nobody is there to be asked. So are gold, which is decided already, and second rounds, which measure the person.
     */
    private static final String OPEN = """
            from annotation n
                join assignment a on a.id = n.assignment_id and a.revision = n.revision
                join item_state s on s.item_id = n.item_id
            where n.project_id = :project and (n.outcome = 'skipped' or n.ambiguous)
              and a.state in ('answered', 'skipped') and a.round = 0 and not (a.imported and n.revision = 1)
              and not s.gold and s.status not in (4, 5, 6)
              and not exists (select 1 from doubt_settled d where d.item_id = n.item_id and d.through >= n.id)
              and not exists (select 1 from adjudication j
                              where j.item_id = n.item_id and j.retracted_at is null and j.decided_at > n.saved_at)
            """;

    /** @param more whether there are more than {@code total} */
    record Found(List<Long> items, @Nullable Long next, int total, boolean more) {}

    private final JdbcClient sql;
    private final AnswersWanted answersWanted;

    Doubts(JdbcClient sql, AnswersWanted answersWanted) {
        this.sql = sql;
        this.answersWanted = answersWanted;
    }

    /** @param after the last item of the page before; 0 for the first */
    Found open(long project, long after, int limit) {
        List<Long> items = sql.sql("select distinct n.item_id " + OPEN
                        + " and n.item_id > :after order by n.item_id limit " + (limit + 1))
                .param("project", project)
                .param("after", after)
                .query((row, number) -> row.getLong(1))
                .list();
        int total = sql.sql("select count(*) from (select distinct n.item_id " + OPEN + " limit " + (MOST_COUNTED + 1)
                        + ") c")
                .param("project", project)
                .query(Integer.class)
                .single();
        List<Long> shown = items.subList(0, Math.min(limit, items.size()));
        return new Found(
                shown,
                items.size() > limit ? shown.getLast() : null,
                Math.min(total, MOST_COUNTED),
                total > MOST_COUNTED);
    }

    /**
     * Somebody has looked at the skips and marks of an item, up to one of them: what comes later is open again.
     *
     * @param seen the number of the latest annotation that was seen
     * @param another whether the item is to get one more answer: a place is opened if none is free
     * @throws Problem doubt_missing if nothing is open up to it
     */
    @Transactional
    void settle(Membership me, long item, long seen, boolean another) {
        // Two who look at once: the second finds nothing open any more.
        if (sql.sql("select id from item where id = ? and project_id = ? for no key update")
                .params(item, me.projectId())
                .query(Long.class)
                .list()
                .isEmpty()) {
            throw missing(item);
        }
        // Nobody has seen what is not there yet: what is skipped later is open again.
        long through = Math.min(
                seen,
                sql.sql("select coalesce(max(id), 0) from annotation where item_id = ?")
                        .param(item)
                        .query((row, number) -> row.getLong(1))
                        .single());
        boolean open = sql.sql("select exists (select 1 " + OPEN + " and n.item_id = :item and n.id <= :through)")
                .param("project", me.projectId())
                .param("item", item)
                .param("through", through)
                .query(Boolean.class)
                .single();
        if (!open) {
            throw missing(item);
        }
        Integer wanted = another ? oneMore(me.projectId(), item) : null;
        Map<Long, @Nullable Integer> before =
                wanted == null ? Map.of() : answersWanted.set(me.projectId(), List.of(item), wanted);
        sql.sql("""
                insert into doubt_settled as d (item_id, project_id, through, before, wanted, wanted_before, settled_by)
                values (:item, :project, :through, 0, :wanted, :was, :by)
                on conflict (item_id) do update set before = d.through, through = excluded.through, wanted = excluded.wanted,
                    wanted_before = excluded.wanted_before, settled_by = excluded.settled_by, settled_at = clock_timestamp()
                """)
                .param("item", item)
                .param("project", me.projectId())
                .param("through", through)
                .param("wanted", before.containsKey(item) ? wanted : null, java.sql.Types.SMALLINT)
                .param("was", before.get(item), java.sql.Types.SMALLINT)
                .param("by", me.accountId())
                .update();
    }

    /** @return how many answers the item must want for one more person to be asked; null if somebody is asked as it is */
    private @Nullable Integer oneMore(long project, long item) {
        record Place(int taken, boolean free) {}
        Place place = sql.sql("""
                select p.taken, p.taken < p.wanted as free from place p where p.item_id = ? and p.project_id = ? and p.stage = 'production'
                """).params(item, project).query(Place.class).single();
        if (place.free()) {
            return null;
        }
        if (place.taken() >= MOST_ANSWERS) {
            throw Problem.conflict(
                    "answers_full", "The item has as many answers as an item can have.", "Decide on it yourself.");
        }
        return place.taken() + 1;
    }

    /** Takes back that somebody has looked; the number of answers as well, unless somebody has set another one since. */
    @Transactional
    void open(Membership me, long item) {
        record Settled(@Nullable Integer wanted, @Nullable Integer wantedBefore) {}
        Settled settled = sql.sql(
                        "select wanted::int, wanted_before::int from doubt_settled where item_id = ? and project_id = ? for update")
                .params(item, me.projectId())
                .query(Settled.class)
                .optional()
                .orElseThrow(() -> missing(item));
        Integer wanted = settled.wanted();
        if (wanted != null) {
            answersWanted.restore(
                    me.projectId(), Map.of(item, new AnswersWanted.Changed(settled.wantedBefore(), wanted)));
        }
        sql.sql("delete from doubt_settled where item_id = ? and before = 0")
                .param(item)
                .update();
        sql.sql("""
                update doubt_settled set through = before, before = 0, wanted = null, wanted_before = null where item_id = ?
                """).param(item).update();
    }

    private static Problem missing(long item) {
        return Problem.notFound("doubt_missing", "Nothing is open on item " + item + ".")
                .with("item", item);
    }
}
