package dev.cupel.server.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.platform.web.Problem;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Changes that were made, and what the items were before on which they hold. */
@Component
class ChangeStore {
    /**
     * @param author who made it
     * @param undoneBy who takes it back; the author while nobody does
     */
    record Stored(long id, long project, ItemChange change, UUID author, UUID undoneBy) {}

    /**
     * A change as people see it.
     *
     * @param changed items that were otherwise before
     * @param state of its latest job: queued, running, done, failed or cancelled
     * @param job the latest one: that makes it, or that takes it back
     * @param undoneBy absent unless it was taken back
     * @param restored items that were as it had left them, and are as they were again
     * @param imported number of the import that it takes back as a whole; absent if it does not
     * @param fileName of that import
     * @param open of items that were sent back, those that are not answered again yet; absent for other kinds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeView(
            long id,
            ItemChange.Said change,
            String by,
            Instant at,
            int changed,
            String state,
            @Nullable UUID job,
            @Nullable String undoneBy,
            @Nullable Instant undoneAt,
            int restored,
            @Nullable Long imported,
            @Nullable String fileName,
            @Nullable Integer open) {}

    private static final String VIEW = """
            select c.id, c.parameters, a.display_name, c.made_at, c.changed, coalesce(c.undo_job, c.job) as job,
                   coalesce(j.state, 'done') as state, u.display_name as undone_by, c.undone_at, c.restored,
                   c.imported, (select f.params ->> 'fileName' from item_import m join job f on f.id = m.job where m.id = c.imported) as file_name,
                   case when c.kind = 'send_back'
                        then (select count(*) from sent_back b where b.change_id = c.id and b.ended_at is null) end as open
            from item_change c join account a on a.id = c.made_by left join account u on u.id = c.undone_by
                left join job j on j.id = coalesce(c.undo_job, c.job)
            where c.project_id = ?
            """;

    private final JdbcClient sql;
    private final JsonMapper json;

    ChangeStore(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    /** @param imported the import that it takes back as a whole; null if it does not */
    long add(long project, UUID author, ItemChange.Said said, @Nullable Long imported) {
        return sql.sql(
                        "insert into item_change (project_id, kind, parameters, made_by, imported) values (?, ?, ?::jsonb, ?, ?) returning id")
                .params(Arrays.asList(project, said.kind(), json.writeValueAsString(said), author, imported))
                .query(Long.class)
                .single();
    }

    void madeBy(long change, UUID job) {
        sql.sql("update item_change set job = ? where id = ?")
                .params(job, change)
                .update();
    }

    /** @return whether it was not taken back yet; one whose way back stopped may be taken back once more */
    boolean undo(long project, long change, UUID author, UUID job) {
        return sql.sql("""
                update item_change set undone_by = ?, undone_at = clock_timestamp(), undo_job = ?
                where id = ? and project_id = ? and (undone_at is null or exists (
                    select 1 from job j where j.id = undo_job and j.state in ('failed', 'cancelled')))
                """).params(author, job, change, project).update() > 0;
    }

    Stored one(long change) {
        return sql.sql(
                        "select project_id, parameters, made_by, coalesce(undone_by, made_by) as undone_by from item_change where id = ?")
                .param(change)
                .query((row, number) -> new Stored(
                        change,
                        row.getLong("project_id"),
                        ItemChange.of(json.readValue(row.getString("parameters"), ItemChange.Said.class)),
                        row.getObject("made_by", UUID.class),
                        row.getObject("undone_by", UUID.class)))
                .single();
    }

    /** @throws Problem change_missing */
    ChangeView view(long project, long change) {
        return views(VIEW + " and c.id = ?", project, change).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("change_missing", "This project has no change " + change + ".")
                        .with("change", change));
    }

    /** The latest change that takes back an import as a whole; null if there is none. */
    @Nullable
    ChangeView ofImport(long project, long imported) {
        return views(VIEW + " and c.imported = ? order by c.id desc limit 1", project, imported).stream()
                .findFirst()
                .orElse(null);
    }

    /**
     * @param answers only those that take answers of somebody out or send them back
     * @return the latest first
     */
    List<ChangeView> latest(long project, boolean answers, int limit) {
        return views(
                VIEW + (answers ? " and c.kind in ('take_out', 'send_back')" : "") + " order by c.id desc limit ?",
                project,
                limit);
    }

    private List<ChangeView> views(String query, Object... values) {
        return sql.sql(query)
                .params(values)
                .query((row, number) -> new ChangeView(
                        row.getLong("id"),
                        json.readValue(row.getString("parameters"), ItemChange.Said.class),
                        row.getString("display_name"),
                        row.getTimestamp("made_at").toInstant(),
                        row.getInt("changed"),
                        row.getString("state"),
                        row.getObject("job", UUID.class),
                        row.getString("undone_by"),
                        row.getTimestamp("undone_at") == null
                                ? null
                                : row.getTimestamp("undone_at").toInstant(),
                        row.getInt("restored"),
                        row.getObject("imported", Long.class),
                        row.getString("file_name"),
                        row.getObject("open") == null ? null : row.getInt("open")))
                .list();
    }

    void changed(long change, Map<Long, JsonNode> before) {
        if (before.isEmpty()) {
            return;
        }
        List<Map.Entry<Long, JsonNode>> all = List.copyOf(before.entrySet());
        sql.sql("""
                insert into item_before_change (change_id, item_id, was)
                select ?, item, was::jsonb from unnest(?::bigint[], ?::text[]) as b (item, was) order by item
                """)
                .params(
                        change,
                        all.stream().map(Map.Entry::getKey).toArray(Long[]::new),
                        all.stream().map(e -> e.getValue().toString()).toArray(String[]::new))
                .update();
        sql.sql("update item_change set changed = changed + ? where id = ?")
                .params(before.size(), change)
                .update();
    }

    /** @return what some of the items were before of which it has not been told yet, by number */
    Map<Long, JsonNode> before(long change, int limit) {
        Map<Long, JsonNode> before = new LinkedHashMap<>();
        sql.sql("select item_id, was from item_before_change where change_id = ? order by item_id limit ?")
                .params(change, limit)
                .query(row -> {
                    before.put(row.getLong("item_id"), json.readTree(row.getString("was")));
                });
        return before;
    }

    /**
     * A change that is taken back although a later one of its kind holds on an item: what was before it is from now on what was before the
     * later one, as if it had never been.
     *
     * @return the items of which that is so
     */
    List<Long> handOn(Stored change, Collection<Long> items) {
        return sql.sql("""
                -- What a change left by itself is its own, and stays with it.
                update item_before_change b
                set was = case when jsonb_exists(b.was, 'now') then (mine.was - 'now') || jsonb_build_object('now', b.was -> 'now')
                               when jsonb_typeof(mine.was) = 'object' then mine.was - 'now' else mine.was end
                from item_before_change mine cross join lateral (
                    select o.change_id from item_change c join item_before_change o on o.change_id = c.id and o.item_id = mine.item_id
                    where c.project_id = :project and c.id > mine.change_id
                      and c.kind = any (:kinds)
                    order by c.id limit 1) later
                where mine.change_id = :change and mine.item_id = any (:items)
                  and b.change_id = later.change_id and b.item_id = mine.item_id
                returning b.item_id
                """)
                .param("project", change.project())
                .param("change", change.id())
                .param("kinds", change.change().leavesSameValueAs().toArray(String[]::new))
                .param("items", items.toArray(Long[]::new))
                .query((row, number) -> row.getLong(1))
                .list();
    }

    /** The change holds on these items no more, whatever has become of them. */
    void over(long change, Collection<Long> items, int restored) {
        sql.sql("delete from item_before_change where change_id = ? and item_id = any (?)")
                .params(change, items.toArray(Long[]::new))
                .update();
        sql.sql("update item_change set restored = restored + ? where id = ?")
                .params(restored, change)
                .update();
    }

    /** @return on how many items it holds */
    int holds(long change) {
        return sql.sql("select count(*) from item_before_change where change_id = ?")
                .param(change)
                .query(Integer.class)
                .single();
    }
}
