package dev.cupel.server.tally;

import dev.cupel.server.annotation.AnnotationFeed;
import dev.cupel.server.project.Tallies;
import dev.cupel.server.project.Tally;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Counts of projects, kept until something happens in them (decision 0065). Saving pays nothing for it: what has happened
 * is seen from the newest numbers in indexes that are there anyway.
 */
@Component
class KeptTallies implements Tallies {
    private static final Logger LOG = LoggerFactory.getLogger(KeptTallies.class);
    private static final int MOST_PROJECTS = 2_000;

    private final JdbcClient sql;
    private final AnnotationFeed feed;
    private final Map<Long, Place> places = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Place> eldest) {
            return size() > MOST_PROJECTS;
        }
    });

    KeptTallies(JdbcClient sql, AnnotationFeed feed) {
        this.sql = sql;
        this.feed = feed;
    }

    /** The last count of one project; the lock keeps this server from counting it twice at a time. */
    private static final class Place {
        private final ReentrantLock counting = new ReentrantLock();
        private volatile @Nullable Count count;
    }

    /** @param mark everything that can change the count, as it was before counting began */
    private record Count(Tally tally, String mark, long doneNanos, long tookNanos) {
        TallyRule.Decision decide(String now) {
            return TallyRule.of(
                    tally.small(), mark.equals(now), (System.nanoTime() - doneNanos) / 1e9, tookNanos / 1e9);
        }
    }

    @Override
    public Tally of(long project) {
        Place place = places.computeIfAbsent(project, p -> new Place());
        String mark = mark(project);
        Count count = place.count;
        TallyRule.Decision decision = count == null ? TallyRule.Decision.COUNT : count.decide(mark);
        if (count != null && decision == TallyRule.Decision.SHOW_AND_COUNT_BEHIND && !place.counting.isLocked()) {
            Thread.ofVirtual().name("tally").start(() -> countBehind(project, place));
        }
        return count != null && decision != TallyRule.Decision.COUNT ? count.tally() : counted(project, place, mark);
    }

    private void countBehind(long project, Place place) {
        try {
            counted(project, place, mark(project));
        } catch (DataAccessException e) {
            LOG.warn("project {} could not be counted: {}", project, e.getMessage());
        }
    }

    private Tally counted(long project, Place place, String mark) {
        place.counting.lock();
        try {
            Count meanwhile = place.count;
            if (meanwhile != null && meanwhile.decide(mark) == TallyRule.Decision.SHOW) {
                return meanwhile.tally();
            }
            long from = System.nanoTime();
            Tally tally = count(project);
            long to = System.nanoTime();
            place.count = new Count(tally, mark, to, to - from);
            return tally;
        } finally {
            place.counting.unlock();
        }
    }

    /**
     * The newest of everything by which items change: annotations, items, gold, decisions, reports (which set what is
     * disputed), exclusions, the bin, changes to many, the overlap.
     */
    private String mark(long project) {
        return feed.behindTheGate(
                () -> sql.sql("""
                select concat_ws(' ',
                    (select max(x.id) from member m cross join lateral
                        (select a.id from annotation a where a.member_id = m.id order by a.id desc limit 1) x
                     where m.project_id = :p),
                    (select max(i.id) from item i where i.project_id = :p),
                    (select concat_ws(',', count(*), max(g.set_at)) from gold g where g.project_id = :p),
                    (select concat_ws(',', max(j.id), max(j.retracted_at)) from adjudication j where j.project_id = :p),
                    (select max(r.computed_at) from quality_report r where r.project_id = :p),
                    (select concat_ws(',', count(*), max(i.excluded_at)) from item i
                     where i.project_id = :p and i.excluded_at is not null),
                    (select concat_ws(',', count(*), max(b.binned_at)) from item_bin b where b.project_id = :p),
                    (select concat_ws(',', max(c.id), sum(c.changed), sum(c.restored)) from item_change c where c.project_id = :p),
                    (select p.overlap from project p where p.id = :p))
                """).param("p", project).query(String.class).single());
    }

    private Tally count(long project) {
        Map<Long, Long> byMember = new HashMap<>();
        sql.sql("""
                        select a.member_id, count(*) as n from assignment a join item_state s on s.item_id = a.item_id
                        where a.project_id = ? and a.state = 'answered' and a.round = 0 and s.status < 5 group by 1
                        """).param(project).query(row -> {
            byMember.put(row.getLong("member_id"), row.getLong("n"));
        });
        return sql.sql("""
                select count(*) filter (where status = 0 and not gold) as unlabeled,
                       count(*) filter (where status = 1 and not gold) as in_progress,
                       count(*) filter (where status between 2 and 4 and not gold) as complete,
                       count(*) filter (where status = 3 and not gold) as disputed,
                       count(*) filter (where gold and status < 5) as gold_items,
                       coalesce(sum(answers) filter (where not gold and status < 5), 0) as answers,
                       coalesce(sum(greatest(0, p.overlap - answers)) filter (where status < 2 and not gold), 0)
                           -- those that want a number of their own are few
                           + (select coalesce(sum(greatest(0, i.answers_wanted - o.answers) - greatest(0, p.overlap - o.answers)), 0)
                              from item i join item_state o on o.item_id = i.id
                              where i.project_id = p.id and i.answers_wanted is not null and o.status < 2 and not o.gold) as open,
                       clock_timestamp() as counted_at
                from project p left join item_state s on s.project_id = p.id where p.id = ? group by p.id
                """)
                .param(project)
                .query((row, number) -> new Tally(
                        row.getLong("unlabeled"),
                        row.getLong("in_progress"),
                        row.getLong("complete"),
                        row.getLong("disputed"),
                        row.getLong("gold_items"),
                        row.getLong("answers"),
                        row.getLong("open"),
                        Map.copyOf(byMember),
                        row.getTimestamp("counted_at").toInstant()))
                .single();
    }
}
