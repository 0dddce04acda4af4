package dev.cupel.server.item;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Items in the bin: a stronger exclusion. They are in no list, count, figure or export, nobody is asked about them, and nobody's lease on
 * them holds; what is on somebody's screen may still be answered, and is kept with the item. Taken out, an item is as it was: its answers,
 * gold, decisions and whether it is excluded.
 */
@Component
public class Bin {
    private final JdbcClient sql;
    private final Settlement settlement;

    Bin(JdbcClient sql, Settlement settlement) {
        this.sql = sql;
        this.settlement = settlement;
    }

    /** Since when an item is in the bin, and by whom. */
    public record Binned(Instant at, UUID by) {}

    /**
     * Puts in those of the items that are not in it yet.
     *
     * @return when each of them was
     */
    @Transactional
    public Map<Long, Instant> putIn(long project, Collection<Long> items, UUID author) {
        settlement.hold(project, items);
        Map<Long, Instant> put = new HashMap<>();
        sql.sql("""
                insert into item_bin (item_id, project_id, binned_by)
                select id, project_id, :author from item where id = any (:items) and project_id = :project order by id
                on conflict (item_id) do nothing
                returning item_id, binned_at
                """)
                .param("author", author)
                .param("items", items.toArray(Long[]::new))
                .param("project", project)
                .query(row -> {
                    put.put(row.getLong(1), row.getTimestamp(2).toInstant());
                });
        settlement.afterChange(project, put.keySet());
        return put;
    }

    /**
     * Takes out those of the items that are in it.
     *
     * @return how each of them was put in
     */
    @Transactional
    public Map<Long, Binned> takeOut(long project, Collection<Long> items) {
        settlement.hold(project, items);
        Map<Long, Binned> taken = new HashMap<>();
        sql.sql(
                        "delete from item_bin where item_id = any (?) and project_id = ? returning item_id, binned_at, binned_by")
                .params(items.toArray(Long[]::new), project)
                .query(row -> {
                    taken.put(
                            row.getLong(1), new Binned(row.getTimestamp(2).toInstant(), row.getObject(3, UUID.class)));
                });
        settlement.afterChange(project, taken.keySet());
        return taken;
    }

    /**
     * Takes out again those of the items that were put in at these moments, and not once more since.
     *
     * @return how many
     */
    @Transactional
    public int takeOutAgain(long project, Map<Long, Instant> put) {
        settlement.hold(project, put.keySet());
        List<Map.Entry<Long, Instant>> all = List.copyOf(put.entrySet());
        List<Long> taken = sql.sql("""
                delete from item_bin b using unnest(?::bigint[], ?::timestamptz[]) as w (id, at)
                where b.item_id = w.id and b.binned_at = w.at and b.project_id = ? returning b.item_id
                """)
                .params(
                        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        all.stream().map(e -> Timestamp.from(e.getValue())).toArray(Timestamp[]::new),
                        project)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, taken);
        return taken.size();
    }

    /**
     * Puts in again, as they were, those of the items that are not in it.
     *
     * @return how many
     */
    @Transactional
    public int putInAgain(long project, Map<Long, Binned> taken) {
        settlement.hold(project, taken.keySet());
        List<Map.Entry<Long, Binned>> all = List.copyOf(taken.entrySet());
        List<Long> put = sql.sql("""
                insert into item_bin (item_id, project_id, binned_at, binned_by)
                select i.id, i.project_id, w.at, w.by
                from unnest(?::bigint[], ?::timestamptz[], ?::uuid[]) as w (id, at, by) join item i on i.id = w.id
                where i.project_id = ? order by i.id
                on conflict (item_id) do nothing returning item_id
                """)
                .params(
                        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        all.stream().map(e -> Timestamp.from(e.getValue().at())).toArray(Timestamp[]::new),
                        all.stream().map(e -> e.getValue().by()).toArray(UUID[]::new),
                        project)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, put);
        return put.size();
    }
}
