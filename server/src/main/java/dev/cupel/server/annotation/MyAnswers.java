package dev.cupel.server.annotation;

import dev.cupel.engine.answer.Question;
import dev.cupel.server.item.ItemFilter;
import dev.cupel.server.item.ItemWhere;
import dev.cupel.server.item.SearchWords;
import dev.cupel.server.platform.Portion;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.SchemaCodes;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds a person's own answers, latest first. Words are looked for in the texts that labelers see of an item (and in its key, if they see that) and nowhere else, so that nobody learns
 * by searching what a key or a hidden column holds.
 *
 * <p>A request looks at so many answers at most; where they are through without a full page, the page ends early and says where to go on.
 */
@Component
class MyAnswers {
    /** Answers looked at by themselves. */
    private static final int LOOKED_AT = 25_000;
    /** Answers of which the items are read as well. */
    private static final int READ = 2_500;
    /** Items with the words; where there are more, they are met soon. */
    private static final int RARE = 2_000;
    /** As much of a text is searched. */
    private static final int SEARCHED = 200_000;

    /**
     * What is looked for; null does not matter.
     *
     * @param q words of the texts that the item shows
     * @param mark skipped, ambiguous, comment, sent_back or taken_out
     * @param label {@code question:option}, or a number
     */
    record Wanted(
            @Nullable String q,
            @Nullable String from,
            @Nullable String to,
            @Nullable String mark,
            @Nullable String label) {}

    /** @param next where older ones begin; null if there are none */
    record Found(List<Long> annotations, @Nullable Long next) {}

    private record Hit(long id, int bytes) {}

    private final JdbcClient sql;

    MyAnswers(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * @param before only annotations with a smaller number
     * @throws Problem mark_unknown, time_invalid, label_invalid, question_unknown
     */
    @Transactional
    Found find(Membership me, SchemaCodes codes, Wanted wanted, long before, int limit) {
        StringBuilder is = new StringBuilder();
        Map<String, Object> values = new HashMap<>();
        marked(wanted.mark(), is);
        time(wanted, is, values);
        if (wanted.label() != null) {
            label(codes, wanted.label(), is, values);
        }
        String query = SearchWords.query(sql, wanted.q());
        int most = is.isEmpty() ? Integer.MAX_VALUE : LOOKED_AT;
        if (query != null) {
            if (query.isEmpty()) {
                return new Found(List.of(), null);
            }
            List<Long> items = rare(me.projectId(), query);
            boolean few = items.size() <= RARE;
            most = few ? Integer.MAX_VALUE : READ;
            words(codes, query, few ? items : null, is, values);
        }
        long floor = most == Integer.MAX_VALUE ? 0 : floor(me, before, most);
        List<Hit> hits = sql.sql("""
                select n.id, i.bytes
                from annotation n
                    join assignment a on a.id = n.assignment_id and a.revision = n.revision
                    join item i on i.id = n.item_id
                    join project p on p.id = n.project_id
                where n.member_id = :me and n.id < :before and n.id > :floor
                """ + is + " order by n.id desc limit " + (limit + 1))
                .param("me", me.memberId())
                .param("before", before)
                .param("floor", floor)
                .params(values)
                .query((row, number) -> new Hit(row.getLong(1), row.getInt(2)))
                .list();
        int fitting =
                Math.min(limit, Portion.fitting(hits.stream().map(Hit::bytes).toList()));
        List<Long> page = hits.subList(0, Math.min(fitting, hits.size())).stream()
                .map(Hit::id)
                .toList();
        if (page.size() < hits.size()) {
            return new Found(page, page.isEmpty() ? null : page.getLast());
        }
        return new Found(page, floor == 0 ? null : floor + 1);
    }

    /** @return the number behind as many answers as are looked at; 0 if there are no more */
    private long floor(Membership me, long before, int most) {
        return sql.sql("select id from annotation where member_id = ? and id < ? order by id desc offset ? limit 1")
                .params(me.memberId(), before, most)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    /** @return items of the project that have the words somewhere, one more than {@link #RARE} where there are more */
    private List<Long> rare(long project, String query) {
        sql.sql("set local enable_seqscan = off").update();
        List<Long> items = sql.sql(
                        "select id from item where project_id + 0 = :project and words @@ cast(:query as tsquery) limit "
                                + (RARE + 1))
                .param("project", project)
                .param("query", query)
                .query((row, number) -> row.getLong(1))
                .list();
        sql.sql("set local enable_seqscan = on").update();
        return items;
    }

    private static void words(
            SchemaCodes codes, String query, @Nullable List<Long> items, StringBuilder is, Map<String, Object> values) {
        if (items != null) {
            is.append(" and n.item_id = any (:items)");
            values.put("items", items.toArray(Long[]::new));
        }
        is.append("""
                 and i.words @@ cast(:query as tsquery)
                 and to_tsvector('simple', left(concat_ws(' ', case when p.shows_key then i.key end,
                         (select string_agg(f.value #>> '{}', ' ') from jsonb_each(i.fields) f where f.key = any (:shown))),
                     %d)) @@ cast(:query as tsquery)
                """.formatted(SEARCHED));
        values.put("query", query);
        values.put("shown", codes.shownFields().toArray(String[]::new));
    }

    private static void marked(@Nullable String mark, StringBuilder is) {
        if (mark == null) {
            return;
        }
        is.append(
                switch (mark) {
                    case "skipped" -> " and n.outcome = 'skipped'";
                    case "ambiguous" -> " and n.ambiguous";
                    case "comment" -> " and n.comment is not null";
                    case "sent_back" ->
                        " and exists (select 1 from sent_back b where b.assignment_id = a.id and b.ended_at is null)";
                    case "taken_out" -> " and a.state = 'taken_out'";
                    default ->
                        throw Problem.invalid(
                                "mark_unknown",
                                "mark",
                                "'" + mark + "' is nothing an answer can be marked with",
                                "use skipped, ambiguous, comment, sent_back or taken_out");
                });
    }

    private static void time(Wanted wanted, StringBuilder is, Map<String, Object> values) {
        ItemFilter.Answered time = new ItemWhere(
                        null, null, null, null, null, null, wanted.from(), wanted.to(), null, null, null)
                .filter()
                .answered();
        if (time == null) {
            return;
        }
        put(is, values, " and n.saved_at >= :from", "from", time.from());
        put(is, values, " and n.saved_at < :to", "to", time.to());
    }

    private static void put(
            StringBuilder is, Map<String, Object> values, String condition, String name, @Nullable Instant time) {
        if (time != null) {
            is.append(condition);
            values.put(name, Timestamp.from(time));
        }
    }

    private static void label(SchemaCodes codes, String label, StringBuilder is, Map<String, Object> values) {
        int colon = label.indexOf(':');
        if (colon < 1) {
            throw Problem.invalid(
                    "label_invalid",
                    "label",
                    "'" + label + "' is no question with a label",
                    "write QUESTION:LABEL, for example sentiment:positive");
        }
        Question question = codes.question(label.substring(0, colon));
        String value = label.substring(colon + 1);
        is.append(" and n.outcome = 'submitted' and ");
        values.put("question", question.id());
        values.put("value", value);
        is.append(
                switch (question) {
                    case Question.Choices choices ->
                        "n.answers -> cast(:question as text) @> to_jsonb(array[cast(:value as text)])";
                    case Question.Preference preference ->
                        "n.answers -> cast(:question as text) ->> 'choice' = cast(:value as text)";
                    case Question.Choice choice -> "n.answers ->> cast(:question as text) = cast(:value as text)";
                    case Question.Rating rating -> "n.answers ->> cast(:question as text) = cast(:value as text)";
                    case Question.Quantity quantity -> "n.answers ->> cast(:question as text) = cast(:value as text)";
                    // Where answers have parts, what they say is looked for as it is written.
                    case Question.Structured structured ->
                        "strpos(lower(n.answers ->> cast(:question as text)), lower(cast(:value as text))) > 0";
                });
    }
}
