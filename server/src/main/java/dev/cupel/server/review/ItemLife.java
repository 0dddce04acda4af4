package dev.cupel.server.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Reasons;
import dev.cupel.server.item.Items;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that ever happened to an item. */
@Component
class ItemLife {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    record Annotator(long memberId, String name, String kind) {}

    /**
     * What somebody did with another one's answer.
     *
     * @param kind taken_out or sent_back
     * @param endedAt when it counted again, was answered again, or was not asked for any more; absent as long as that is not so
     * @param endedBy absent where an answer ended it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Handling(
            String kind,
            String reason,
            String by,
            Instant at,
            @Nullable Instant endedAt,
            @Nullable String endedBy) {}

    /**
     * @param current whether it is the latest revision
     * @param imported whether it came with a file
     * @param handled with the latest revision: whether it was taken out or sent back, oldest first; absent if it never was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Annotation(
            long annotationId,
            UUID assignmentId,
            Annotator annotator,
            String kind,
            String outcome,
            Map<String, Object> answers,
            boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            int activeMs,
            int revision,
            boolean current,
            int schemaVersion,
            int guidelineVersion,
            Instant savedAt,
            boolean imported,
            @Nullable List<Handling> handled) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Adjudication(
            long id,
            String question,
            Object value,
            String reason,
            String by,
            Instant at,
            int guidelineVersion,
            @Nullable Instant retractedAt) {}

    /**
     * An item as in lists, with its whole life.
     *
     * @param annotations all revisions, newest first
     * @param adjudications newest first; retracted ones stay
     * @param posterior probability of each option, by question
     * @param reasons who said what the best known answer is, who did not, and how reliable they are, by question
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemDetail(
            long id,
            String key,
            Map<String, JsonNode> fields,
            Map<String, String> metadata,
            Items.Status status,
            boolean gold,
            int answers,
            int overlap,
            @Nullable Double disagreement,
            Map<String, Items.Best> consensus,
            @Nullable String excludedReason,
            Items.@Nullable InBin bin,
            Items.@Nullable OnPractice practice,
            Instant createdAt,
            List<Annotation> annotations,
            List<Adjudication> adjudications,
            @Nullable Map<String, Object> goldAnswers,
            Map<String, Map<String, Double>> posterior,
            Map<String, Reasons> reasons) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;
    private final Items items;

    ItemLife(JdbcClient sql, JsonMapper json, Projects projects, Items items) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
        this.items = items;
    }

    /** @throws dev.cupel.server.platform.web.Problem item_unknown */
    ItemDetail of(long project, long item) {
        Items.ItemRow row = items.row(project, item);
        SchemaCodes codes = projects.schema(project);
        return new ItemDetail(
                row.id(),
                row.key(),
                row.fields(),
                row.metadata(),
                row.status(),
                row.gold(),
                row.answers(),
                row.overlap(),
                row.disagreement(),
                row.consensus(),
                row.excludedReason(),
                row.bin(),
                row.practice(),
                row.createdAt(),
                annotations(item),
                adjudications(item, codes),
                row.gold() ? goldAnswers(item, codes) : null,
                posterior(item, codes),
                reasons(project, item, codes));
    }

    private List<Annotation> annotations(long item) {
        Map<UUID, List<Handling>> handled = handled(item);
        return sql.sql("""
                select n.id, n.assignment_id, n.member_id, c.display_name, c.kind as annotator_kind, a.kind, n.outcome,
                       n.answers, n.ambiguous, n.comment, n.skip_reason, n.active_ms, n.revision,
                       n.revision = a.revision as current, n.schema_version, n.guideline_version, n.saved_at,
                       a.imported and n.revision = 1 as imported
                from annotation n join assignment a on a.id = n.assignment_id
                    join member m on m.id = n.member_id join account c on c.id = m.account_id
                where n.item_id = ? order by n.id desc
                """)
                .param(item)
                .query((row, number) -> annotation(row, handled))
                .list();
    }

    /** @return by assignment */
    private Map<UUID, List<Handling>> handled(long item) {
        Map<UUID, List<Handling>> handled = new HashMap<>();
        sql.sql("""
                select h.*, one.display_name as by_name, other.display_name as ended_name
                from (select t.assignment_id, 'taken_out' as kind, o.reason, o.taken_by as by, o.taken_at as at,
                             t.back_at as ended_at, t.back_by as ended_by
                      from taken_out_answer t join taken_out o on o.id = t.taken_out_id where t.item_id = :item
                      union all
                      select b.assignment_id, 'sent_back', b.reason, b.sent_by, b.sent_at, b.ended_at, b.ended_by
                      from sent_back b where b.item_id = :item) h
                    join account one on one.id = h.by left join account other on other.id = h.ended_by
                order by h.at
                """).param("item", item).query(row -> {
            handled.computeIfAbsent(row.getObject("assignment_id", UUID.class), id -> new ArrayList<>())
                    .add(new Handling(
                            row.getString("kind"),
                            row.getString("reason"),
                            row.getString("by_name"),
                            row.getTimestamp("at").toInstant(),
                            row.getTimestamp("ended_at") == null
                                    ? null
                                    : row.getTimestamp("ended_at").toInstant(),
                            row.getString("ended_name")));
        });
        return handled;
    }

    private Annotation annotation(ResultSet row, Map<UUID, List<Handling>> handled) throws SQLException {
        return new Annotation(
                row.getLong("id"),
                row.getObject("assignment_id", UUID.class),
                new Annotator(row.getLong("member_id"), row.getString("display_name"), row.getString("annotator_kind")),
                row.getString("kind"),
                row.getString("outcome"),
                json.readValue(row.getString("answers"), OBJECT),
                row.getBoolean("ambiguous"),
                row.getString("comment"),
                row.getString("skip_reason"),
                row.getInt("active_ms"),
                row.getInt("revision"),
                row.getBoolean("current"),
                row.getInt("schema_version"),
                row.getInt("guideline_version"),
                row.getTimestamp("saved_at").toInstant(),
                row.getBoolean("imported"),
                row.getBoolean("current") ? handled.get(row.getObject("assignment_id", UUID.class)) : null);
    }

    private List<Adjudication> adjudications(long item, SchemaCodes codes) {
        return sql.sql("""
                select j.id, j.question, j.value, j.reason, a.display_name, j.decided_at, j.guideline_version, j.retracted_at
                from adjudication j join account a on a.id = j.decided_by where j.item_id = ? order by j.id desc
                """)
                .param(item)
                .query((row, number) -> {
                    Question question = codes.byNumber(row.getShort("question"));
                    return new Adjudication(
                            row.getLong("id"),
                            question == null ? "" : question.id(),
                            json.readValue(row.getString("value"), Object.class),
                            row.getString("reason"),
                            row.getString("display_name"),
                            row.getTimestamp("decided_at").toInstant(),
                            row.getInt("guideline_version"),
                            row.getTimestamp("retracted_at") == null
                                    ? null
                                    : row.getTimestamp("retracted_at").toInstant());
                })
                .list();
    }

    private Map<String, Object> goldAnswers(long item, SchemaCodes codes) {
        Map<String, Object> answers = new LinkedHashMap<>();
        sql.sql("select question, option, number, options, value from gold where item_id = ? order by question")
                .param(item)
                .query(row -> {
                    SchemaCodes.Answered gold = codes.answer(row);
                    if (gold != null) {
                        answers.put(gold.question().id(), gold.json());
                    }
                });
        return answers;
    }

    private Map<String, Reasons> reasons(long project, long item, SchemaCodes codes) {
        Map<String, Answer> best = new LinkedHashMap<>();
        sql.sql("select question, option, number, options, value from item_answer where item_id = ? order by question")
                .param(item)
                .query(row -> {
                    SchemaCodes.Answered known = codes.answer(row);
                    if (known != null) {
                        best.put(known.question().id(), known.answer());
                    }
                });
        Map<String, List<Reasons.Given>> given = new LinkedHashMap<>();
        sql.sql("""
                with votes as (
                    select v.* from vote v where v.project_id = ? and v.item_id = ? and v.question = any(?)
                ), known as (
                    -- a report is opened once, however many answered
                    select r.question, (a ->> 'memberId')::bigint as member_id, (a ->> 'reliability')::float8 as reliability
                    from quality_report r cross join lateral jsonb_array_elements(r.report -> 'annotators') a
                    where r.project_id = ? and r.question in (select question from votes)
                )
                select v.question, v.member_id, v.option, v.number, v.options, v.value, k.reliability
                from votes v left join known k on k.question = v.question and k.member_id = v.member_id
                order by v.question, v.member_id
                """)
                .params(
                        project,
                        item,
                        codes.schema().questions().stream().map(codes::number).toArray(Short[]::new),
                        project)
                .query(row -> {
                    SchemaCodes.Answered vote = codes.answer(row);
                    double reliability = row.getDouble("reliability");
                    boolean unknown = row.wasNull();
                    if (vote != null) {
                        given.computeIfAbsent(vote.question().id(), question -> new ArrayList<>())
                                .add(new Reasons.Given(
                                        row.getLong("member_id"), vote.answer(), unknown ? null : reliability));
                    }
                });
        Map<String, Reasons> reasons = new LinkedHashMap<>();
        best.forEach((id, answer) ->
                reasons.put(id, Reasons.of(codes.question(id), answer, given.getOrDefault(id, List.of()))));
        return reasons;
    }

    private Map<String, Map<String, Double>> posterior(long item, SchemaCodes codes) {
        Map<String, Map<String, Double>> posterior = new LinkedHashMap<>();
        sql.sql(
                        "select question, posterior, posterior_options from item_answer where item_id = ? and source <> 2 order by question")
                .param(item)
                .query(row -> {
                    Question question = codes.byNumber(row.getShort("question"));
                    if (question == null) {
                        return;
                    }
                    Map<String, Double> byOption = new LinkedHashMap<>();
                    codes.posterior(question, row)
                            .forEach((option, p) -> byOption.put(option, Math.rint(p * 1e6) / 1e6));
                    if (!byOption.isEmpty()) {
                        posterior.put(question.id(), byOption);
                    }
                });
        return posterior;
    }
}
