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
     * @param wanted only items that want this number change
     * @param before what they are to want
     * @return how many changed
     */
    @Transactional
    public int restore(long project, @Nullable Integer wanted, Map<Long, @Nullable Integer> before) {
        settlement.hold(project);
        List<Map.Entry<Long, @Nullable Integer>> all = List.copyOf(before.entrySet());
        List<Long> changed = sql.sql("""
                update item i set answers_wanted = o.was
                from (select i.id, w.was from item i join unnest(:items::bigint[], :was::smallint[]) as w (id, was) on w.id = i.id
                      where i.project_id = :project and i.answers_wanted is not distinct from cast(:wanted as smallint)
                      order by i.id for no key update of i) o
                where i.id = o.id returning i.id
                """)
                .param("items", all.stream().map(Map.Entry::getKey).toArray(Long[]::new))
                .param("was", all.stream().map(Map.Entry::getValue).toArray(Integer[]::new))
                .param("project", project)
                .param("wanted", wanted)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, changed);
        return changed.size();
    }
}
