package dev.cupel.server.item;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Items that are set aside: nobody is asked about them, and they take no part in figures and exports. Nothing of them is lost; what
 * is on somebody's screen may still be answered.
 */
@Component
public class Exclusions {
    private final JdbcClient sql;
    private final Settlement settlement;

    Exclusions(JdbcClient sql, Settlement settlement) {
        this.sql = sql;
        this.settlement = settlement;
    }

    /** @param reason why; replaces the one that was given before */
    @Transactional
    public void exclude(long project, long item, UUID author, String reason) {
        settlement.hold(project);
        sql.sql("update item set excluded_at = clock_timestamp(), excluded_by = ?, excluded_reason = ? where id = ?")
                .params(author, reason, item)
                .update();
        settlement.afterChange(project, List.of(item));
    }

    @Transactional
    public void include(long project, long item) {
        settlement.hold(project);
        sql.sql("update item set excluded_at = null, excluded_by = null, excluded_reason = null where id = ?")
                .param(item)
                .update();
        settlement.afterChange(project, List.of(item));
    }

    /**
     * Sets aside those of the items that are not yet.
     *
     * @return when each of them was
     */
    @Transactional
    public Map<Long, Instant> excludeAll(long project, List<Long> items, UUID author, String reason) {
        settlement.hold(project);
        Map<Long, Instant> changed = new HashMap<>();
        sql.sql("""
                update item i set excluded_at = clock_timestamp(), excluded_by = ?, excluded_reason = ?
                from (select id from item where id = any (?) and project_id = ? and excluded_at is null
                      order by id for no key update) o
                where i.id = o.id returning i.id, i.excluded_at
                """).params(author, reason, items.toArray(Long[]::new), project).query(row -> {
            changed.put(row.getLong(1), row.getTimestamp(2).toInstant());
        });
        settlement.afterChange(project, changed.keySet());
        return changed;
    }

    /** How an item was set aside. */
    public record Exclusion(Instant at, UUID by, String reason) {}

    /**
     * Takes in again those of the items that were set aside at these moments, and not in another way since.
     *
     * @return how many
     */
    @Transactional
    public int includeAgain(long project, Map<Long, Instant> excluded) {
        settlement.hold(project);
        List<Map.Entry<Long, Instant>> all = List.copyOf(excluded.entrySet());
        List<Long> changed = sql.sql("""
                update item i set excluded_at = null, excluded_by = null, excluded_reason = null
                from (select i.id from item i join unnest(?::bigint[], ?::timestamptz[]) as w (id, at) on w.id = i.id
                      where i.project_id = ? and i.excluded_at = w.at order by i.id for no key update of i) o
                where i.id = o.id returning i.id
                """)
                .params(
                        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        all.stream().map(e -> Timestamp.from(e.getValue())).toArray(Timestamp[]::new),
                        project)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, changed);
        return changed.size();
    }

    /**
     * Takes in again those of the items that are set aside.
     *
     * @return how each of them was set aside
     */
    @Transactional
    public Map<Long, Exclusion> includeAll(long project, List<Long> items) {
        settlement.hold(project);
        Map<Long, Exclusion> changed = new HashMap<>();
        sql.sql("""
                update item i set excluded_at = null, excluded_by = null, excluded_reason = null
                from (select id, excluded_at, excluded_by, excluded_reason from item
                      where id = any (:items) and project_id = :project and excluded_at is not null
                      order by id for no key update) o
                where i.id = o.id returning i.id, o.excluded_at, o.excluded_by, o.excluded_reason
                """)
                .param("items", items.toArray(Long[]::new))
                .param("project", project)
                .query(row -> {
                    changed.put(
                            row.getLong(1),
                            new Exclusion(
                                    row.getTimestamp(2).toInstant(), row.getObject(3, UUID.class), row.getString(4)));
                });
        settlement.afterChange(project, changed.keySet());
        return changed;
    }

    /**
     * Sets aside again, as they were, those of the items that are not.
     *
     * @return how many
     */
    @Transactional
    public int excludeAgain(long project, Map<Long, Exclusion> exclusions) {
        settlement.hold(project);
        List<Map.Entry<Long, Exclusion>> all = List.copyOf(exclusions.entrySet());
        List<Long> changed = sql.sql("""
                update item i set excluded_at = o.at, excluded_by = o.by, excluded_reason = o.reason
                from (select i.id, w.at, w.by, w.reason
                      from item i join unnest(?::bigint[], ?::timestamptz[], ?::uuid[], ?::text[]) as w (id, at, by, reason)
                          on w.id = i.id
                      where i.project_id = ? and i.excluded_at is null order by i.id for no key update of i) o
                where i.id = o.id returning i.id
                """)
                .params(
                        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        all.stream().map(e -> Timestamp.from(e.getValue().at())).toArray(Timestamp[]::new),
                        all.stream().map(e -> e.getValue().by()).toArray(UUID[]::new),
                        all.stream().map(e -> e.getValue().reason()).toArray(String[]::new),
                        project)
                .query((row, number) -> row.getLong(1))
                .list();
        settlement.afterChange(project, changed);
        return changed.size();
    }
}
