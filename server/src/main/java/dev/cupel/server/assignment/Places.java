package dev.cupel.server.assignment;

import dev.cupel.server.item.Settlement;
import dev.cupel.server.item.StandingChanged;
import dev.cupel.server.project.GoldOrderChanged;
import dev.cupel.server.project.OverlapChanged;
import java.util.Collection;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Room for answers: how many each item wants at each stage, and how many are there or on their way. Whoever knows a reason why an
 * item wants more or fewer writes it down; {@code settle_places} says what follows from all of them. What is on somebody's screen
 * may still be answered, whatever becomes of its place.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Places {
    private final JdbcClient sql;
    private final Settlement settlement;
    private final Cursors cursors;

    Places(JdbcClient sql, Settlement settlement, Cursors cursors) {
        this.cursors = cursors;
        this.sql = sql;
        this.settlement = settlement;
    }

    /**
     * Keeps everybody else from an item's places until the transaction ends. The project first, as whoever changes how many
     * answers it wants does; then the item, as whoever changes a cause does.
     */
    public void lock(long project, long item) {
        settlement.hold(project);
        sql.sql("select 1 from item where id = ? for no key update")
                .param(item)
                .query(Integer.class)
                .optional();
        sql.sql("select 1 from place where item_id = ? and stage = 'production' for update")
                .param(item)
                .query(Integer.class)
                .optional();
    }

    /**
     * @param decided whether decisions answer everything that is asked about the item: it wants no answers as long as they do
     * @return whether that is new
     */
    public boolean decided(long project, long item, boolean decided) {
        int changed = sql.sql(
                        "update place set decided = ? where item_id = ? and stage = 'production' and decided <> ?")
                .params(decided, item, decided)
                .update();
        if (changed > 0) {
            settle(project, List.of(item));
        }
        return changed > 0;
    }

    @EventListener
    public void on(StandingChanged change) {
        settle(change.projectId(), change.items());
    }

    private void settle(long project, Collection<Long> items) {
        sql.sql("select settle_places(?, ?)")
                .params(project, items.toArray(Long[]::new))
                .query((row, number) -> number)
                .list();
    }

    /**
     * All items follow at once, but for those that want a number of their own. Those that were complete may want more, and those in
     * progress may have enough.
     */
    @EventListener
    public void on(OverlapChanged change) {
        sql.sql("""
                update place p set wanted = :now
                from (select p.item_id from place p join item i on i.id = p.item_id
                      where p.project_id = :project and p.stage = 'production' and p.wanted > 0 and p.wanted <> :now
                        and i.answers_wanted is null
                      order by p.item_id for update of p) o
                where p.item_id = o.item_id and p.stage = 'production'
                """)
                .param("now", change.now())
                .param("project", change.projectId())
                .update();
        List<Long> touched = sql.sql("""
                select item_id from item_state where project_id = ? and answers >= ? and answers < ? order by item_id
                """)
                .params(
                        change.projectId(),
                        Math.min(change.before(), change.now()),
                        Math.max(change.before(), change.now()))
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.of(touched);
    }

    /** Items stay in their bands. */
    @EventListener
    public void on(GoldOrderChanged change) {
        long project = change.projectId();
        cursors.toTheStart(project);
        sql.sql("""
                update place q set priority = in_band(place_of(q.item_id, p.gold_every), band_of(q.priority))
                from (select item_id from place where project_id = :p and stage = 'production' order by item_id for update) o, project p
                where q.item_id = o.item_id and q.stage = 'production' and p.id = :p
                """).param("p", project).update();
    }
}
