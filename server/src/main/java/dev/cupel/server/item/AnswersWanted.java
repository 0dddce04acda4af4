package dev.cupel.server.item;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How many answers single items want, where that is another number than their project's. */
@Component
public class AnswersWanted {
    private final JdbcClient sql;
    private final Settlement settlement;

    AnswersWanted(JdbcClient sql, Settlement settlement) {
        this.sql = sql;
        this.settlement = settlement;
    }

    /**
     * The queue follows at once, both ways.
     *
     * @param wanted 1 to 100; null for the project's number
     * @return what those that want another number now wanted before; null values for the project's number
     */
    @Transactional
    public Map<Long, @Nullable Integer> set(long project, List<Long> items, @Nullable Integer wanted) {
        settlement.hold(project);
        Map<Long, @Nullable Integer> before = new HashMap<>();
        sql.sql("""
                update item i set answers_wanted = cast(:wanted as smallint)
                from (select id, answers_wanted from item
                      where id = any (:items) and project_id = :project
                        and answers_wanted is distinct from cast(:wanted as smallint)
                      order by id for no key update) o
                where i.id = o.id returning i.id, o.answers_wanted
                """)
                .param("items", items.toArray(Long[]::new))
                .param("project", project)
                .param("wanted", wanted)
                .query(row -> {
                    long item = row.getLong(1);
                    int was = row.getInt(2);
                    before.put(item, row.wasNull() ? null : was);
                });
        settlement.afterChange(project, before.keySet());
        return before;
    }

    /**
     * What an item wanted and wants since.
     *
     * @param answers before; null for the project's number
     * @param now since; null for the project's number
     */
    public record Changed(
            @Nullable Integer answers, @Nullable Integer now) {}

    /**
     * Each of the items is to get one answer more than it has, and the queue follows at once. Those on which somebody is asked anyway stay,
     * and so do gold, decided and excluded ones, and those with as many answers as an item can have.
     *
     * @return those that want another number now
     */
    @Transactional
    public Map<Long, Changed> another(long project, List<Long> items) {
        settlement.hold(project);
        Map<Long, Changed> changed = new HashMap<>();
        sql.sql("""
                update item i set answers_wanted = o.wanted
                from (select i.id, i.answers_wanted, s.answers + 1 as wanted
                      from item i join item_state s on s.item_id = i.id join project p on p.id = i.project_id
                      where i.id = any (:items) and i.project_id = :project and i.excluded_at is null and not s.gold and s.status < 4
                        and s.answers >= coalesce(i.answers_wanted, p.overlap) and s.answers < 100
                      order by i.id for no key update of i) o
                where i.id = o.id returning i.id, o.answers_wanted, o.wanted
                """)
                .param("items", items.toArray(Long[]::new))
                .param("project", project)
                .query(row -> {
                    long item = row.getLong(1);
                    int was = row.getInt(2);
                    changed.put(item, new Changed(row.wasNull() ? null : was, row.getInt(3)));
                });
        settlement.afterChange(project, changed.keySet());
        return changed;
    }

    /**
     * @param before what they are to want again; only items that still want what they want since change
     * @return how many changed
     */
    @Transactional
    public int restore(long project, Map<Long, Changed> before) {
        settlement.hold(project);
        List<Map.Entry<Long, Changed>> all = List.copyOf(before.entrySet());
        List<Long> changed = sql.sql("""
                update item i set answers_wanted = o.was
                from (select i.id, w.was from item i join unnest(:items::bigint[], :was::smallint[], :now::smallint[]) as w (id, was, now)
                          on w.id = i.id
                      where i.project_id = :project and i.answers_wanted is not distinct from w.now
                      order by i.id for no key update of i) o
                where i.id = o.id returning i.id
                """)
                .param("items", all.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param("was", all.stream().map(e -> e.getValue().answers()).toArray(Integer[]::new))
                .param("now", all.stream().map(e -> e.getValue().now()).toArray(Integer[]::new))
                .param("project", project)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, changed);
        return changed.size();
    }
}
