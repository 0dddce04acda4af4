package dev.cupel.server.item;

import dev.cupel.engine.answer.Answer;
import dev.cupel.server.project.SchemaCodes;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Verified answers: an item that has some measures annotators, and takes no place in the queue any more. */
@Component
class GoldAnswers {
    static final String STORE = """
            with given as (
                select i.id, g.* from jsonb_to_recordset(?::jsonb)
                    as g(key text, question smallint, option smallint, number float8, options smallint[], value jsonb)
                -- One look-up for each key, whatever the statistics say: a join might read the whole project.
                cross join lateral (select id from item where project_id = ? and key = g.key limit 1) i
            ), stored as (
                insert into gold as o (item_id, project_id, question, option, number, options, value, set_by)
                select id, ?, question, option, number, options, value, ? from given order by id, question
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
    private final ApplicationEventPublisher events;

    GoldAnswers(JdbcClient sql, JsonMapper json, Settlement settlement, ApplicationEventPublisher events) {
        this.sql = sql;
        this.json = json;
        this.settlement = settlement;
        this.events = events;
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
            settle(project, changed);
        }
        return changed;
    }

    /** Rooms above first: whether an item wants answers is part of what its status says. */
    private void settle(long project, List<Long> items) {
        events.publishEvent(new StandingChanged(project, List.copyOf(items)));
        settlement.of(items);
    }

    /** Replaces the gold of one item. */
    @Transactional
    public void replace(
            long project, SchemaCodes codes, UUID author, long item, String key, Map<String, Answer> answers) {
        settlement.hold(project);
        Short[] kept = answers.entrySet().stream()
                .map(e -> codes.store(e.getKey(), e.getValue()).question())
                .toArray(Short[]::new);
        sql.sql("delete from gold where item_id = ? and question <> all(?)")
                .params(item, kept)
                .update();
        if (put(project, codes, author, Map.of(key, answers)).isEmpty()) {
            settle(project, List.of(item)); // answers may have gone although none has changed
        }
    }

    /** Makes an item an ordinary one again: it goes back into the queue. */
    @Transactional
    public void remove(long project, long item) {
        settlement.hold(project);
        int gone = sql.sql("delete from gold where item_id = ?").param(item).update();
        if (gone == 0) {
            return;
        }
        settle(project, List.of(item));
    }
}
