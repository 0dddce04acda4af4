package dev.cupel.server.item;

import dev.cupel.engine.answer.Answer;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Verified answers: an item that has some measures annotators, and takes no place in the queue any more. */
@Component
public class GoldAnswers {
    static final String STORE = """
            with given as (
                select i.id, g.* from jsonb_to_recordset(?::jsonb)
                    as g(key text, question smallint, option smallint, number float8, options smallint[], value jsonb)
                -- One look-up for each key, whatever the statistics say: a join might read the whole project.
                cross join lateral (select id from item where project_id = ? and key = g.key limit 1) i
            ), held as materialized (
                select i.id from item i where i.id in (select id from given) order by i.id for no key update
            ), stored as (
                insert into gold as o (item_id, project_id, question, option, number, options, value, set_by)
                select id, ?, question, option, number, options, value, ? from given join held using (id) order by id, question
                on conflict (item_id, question) do update
                    set option = excluded.option, number = excluded.number, options = excluded.options, value = excluded.value,
                        set_by = excluded.set_by, set_at = now()
                    where (o.option, o.number, o.options, o.value)
                          is distinct from (excluded.option, excluded.number, excluded.options, excluded.value)
                returning item_id
            )
            select distinct item_id from stored order by item_id
            """;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Settlement settlement;

    GoldAnswers(JdbcClient sql, JsonMapper json, Settlement settlement) {
        this.sql = sql;
        this.json = json;
        this.settlement = settlement;
    }

    /**
     * Adds to, or changes, the gold of items found by key, in the caller's transaction.
     *
     * @return the items whose gold changed
     */
    List<Long> put(long project, SchemaCodes codes, UUID author, Map<String, Map<String, Answer>> answersByKey) {
        if (answersByKey.isEmpty()) {
            return List.of();
        }
        ArrayNode rows = json.createArrayNode();
        answersByKey.forEach((key, answers) -> answers.forEach((question, answer) -> {
            ObjectNode row =
                    (ObjectNode) json.readTree(codes.store(question, answer).json());
            rows.add(row.put("key", key));
        }));
        List<Long> changed = sql.sql(STORE)
                .params(rows.toString(), project, project, author)
                .query((row, number) -> row.getLong(1))
                .list();
        if (!changed.isEmpty()) {
            settlement.afterChange(project, changed);
        }
        return changed;
    }

    /** Replaces the gold of one item. */
    @Transactional
    public void replace(
            long project, SchemaCodes codes, UUID author, long item, String key, Map<String, Answer> answers) {
        settlement.hold(project, List.of(item));
        Short[] kept = answers.entrySet().stream()
                .map(e -> codes.store(e.getKey(), e.getValue()).question())
                .toArray(Short[]::new);
        sql.sql("delete from gold where item_id = ? and question <> all(?)")
                .params(item, kept)
                .update();
        if (put(project, codes, author, Map.of(key, answers)).isEmpty()) {
            settlement.afterChange(project, List.of(item)); // answers may have gone although none has changed
        }
    }

    /** Makes an item an ordinary one again: it goes back into the queue. */
    @Transactional
    public void remove(long project, long item) {
        settlement.hold(project, List.of(item));
        int gone = sql.sql("delete from gold where item_id = ?").param(item).update();
        if (gone == 0) {
            return;
        }
        settlement.afterChange(project, List.of(item));
    }

    /**
     * Makes the best known answers of items their verified ones. Items that are gold, set aside, or have no answer stay as they are.
     *
     * @param questions their numbers
     * @return when each of those that became gold did
     */
    @Transactional
    public Map<Long, Instant> promote(long project, List<Short> questions, UUID author, List<Long> items) {
        settlement.hold(project, items);
        Map<Long, Instant> changed = new HashMap<>();
        sql.sql("""
                with made as (
                    insert into gold (item_id, project_id, question, option, number, options, value, set_by)
                    select a.item_id, a.project_id, a.question, a.option, a.number, a.options, a.value, ?
                    from item i join item_answer a on a.item_id = i.id and a.question = any (?)
                    where i.id = any (?) and i.project_id = ? and i.excluded_at is null and not in_bin(i.id)
                      and not exists (select 1 from gold g where g.item_id = i.id)
                      and num_nonnulls(a.option, a.number, a.options, a.value) > 0
                    order by a.item_id, a.question
                    returning item_id, set_at
                )
                select item_id, max(set_at) from made group by item_id
                """)
                .params(author, questions.toArray(Short[]::new), items.toArray(Long[]::new), project)
                .query(row -> {
                    changed.put(row.getLong(1), row.getTimestamp(2).toInstant());
                });
        settlement.afterChange(project, changed.keySet());
        return changed;
    }

    /**
     * Makes ordinary items of those that became gold by {@link #promote} at these moments, unless their gold was changed since.
     *
     * @return how many
     */
    @Transactional
    public int demote(long project, Map<Long, Instant> promoted) {
        List<Map.Entry<Long, Instant>> all = List.copyOf(promoted.entrySet());
        settlement.hold(project, promoted.keySet());
        List<Long> changed = sql.sql("""
                with gone as (
                    delete from gold g using unnest(?::bigint[], ?::timestamptz[]) as w (item_id, at)
                    where g.item_id = w.item_id and g.project_id = ?
                      and not exists (select 1 from gold o where o.item_id = w.item_id and o.set_at <> w.at)
                    returning g.item_id
                )
                select distinct item_id from gone order by item_id
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
}
