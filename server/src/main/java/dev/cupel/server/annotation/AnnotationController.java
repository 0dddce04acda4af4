package dev.cupel.server.annotation;

import dev.cupel.server.annotation.Annotations.SaveRequest;
import dev.cupel.server.annotation.Annotations.SaveResult;
import dev.cupel.server.assignment.AssignmentQueue.AssignedItem;
import dev.cupel.server.platform.Portion;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.project.Membership;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a labeler saves, and sees of their own work. */
@RestController
@RequestMapping("/api/v1")
final class AnnotationController {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    record MyAnnotation(
            long annotationId,
            UUID assignmentId,
            AssignedItem item,
            String outcome,
            JsonNode answers,
            boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            int revision,
            Instant savedAt) {}

    record MyAnnotations(
            List<MyAnnotation> annotations, @Nullable Long next) {}

    record GoldRecord(
            long answered,
            long correct,
            @Nullable Double low,
            @Nullable Double high) {}

    record MyStats(long answeredToday, long answeredTotal, long openForMe, GoldRecord gold) {}

    private final Annotations annotations;
    private final JdbcClient sql;
    private final JsonMapper json;

    AnnotationController(Annotations annotations, JdbcClient sql, JsonMapper json) {
        this.annotations = annotations;
        this.sql = sql;
        this.json = json;
    }

    @Access(Level.ACCOUNT)
    @PutMapping("/assignments/{assignment}/annotation")
    SaveResult save(@PathVariable UUID assignment, @RequestBody SaveRequest request) {
        return annotations.save(assignment, Caller.current().accountId(), request);
    }

    /** The caller's latest answers with their whole items; a page ends early where the items are long. */
    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/mine")
    MyAnnotations mine(
            Membership me,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "20") int limit) {
        int size = Math.clamp(limit, 1, 100);
        long from = before == null ? Long.MAX_VALUE : before;
        List<Integer> sizes = sql.sql("""
                select i.bytes
                from annotation n
                join assignment a on a.id = n.assignment_id and a.revision = n.revision
                join item i on i.id = n.item_id
                where n.member_id = ? and n.id < ?
                order by n.id desc limit ?
                """)
                .params(me.memberId(), from, size + 1)
                .query((row, number) -> row.getInt(1))
                .list();
        int fitting = Math.min(size, Portion.fitting(sizes));
        List<MyAnnotation> page = sql.sql("""
                select n.id, n.assignment_id, n.item_id, i.key, i.fields, i.metadata, n.outcome, n.answers, n.ambiguous,
                       n.comment, n.skip_reason, n.revision, n.saved_at
                from annotation n
                join assignment a on a.id = n.assignment_id and a.revision = n.revision
                join item i on i.id = n.item_id
                where n.member_id = :me and n.id < :before
                order by n.id desc limit :limit
                """)
                .param("me", me.memberId())
                .param("before", from)
                .param("limit", fitting)
                .query((row, number) -> new MyAnnotation(
                        row.getLong("id"),
                        row.getObject("assignment_id", UUID.class),
                        new AssignedItem(
                                row.getLong("item_id"),
                                row.getString("key"),
                                json.readValue(row.getString("fields"), STRINGS),
                                json.readValue(row.getString("metadata"), STRINGS)),
                        row.getString("outcome"),
                        json.readTree(row.getString("answers")),
                        row.getBoolean("ambiguous"),
                        row.getString("comment"),
                        row.getString("skip_reason"),
                        row.getInt("revision"),
                        row.getTimestamp("saved_at").toInstant()))
                .list();
        return new MyAnnotations(
                page,
                page.isEmpty() || fitting == sizes.size()
                        ? null
                        : page.getLast().annotationId());
    }

    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/mine/stats")
    MyStats stats(Membership me) {
        record Counts(long today, long total) {}
        Counts counts = sql.sql("""
                select count(*) filter (where n.saved_at >= date_trunc('day', now())) as today, count(*) as total
                from annotation n join assignment a on a.id = n.assignment_id and a.revision = n.revision
                where n.member_id = ? and n.outcome = 'submitted'
                """).param(me.memberId()).query(Counts.class).single();
        record Gold(long answered, long correct) {}
        // An item counts as right when every question that has a verified answer is right.
        Gold gold = sql.sql("""
                select count(*) as answered, count(*) filter (where ok) as correct
                from (select a.item_id, bool_and(v.option is not distinct from g.option and v.mask is not distinct from g.mask
                             and v.number is not distinct from g.number) as ok
                      from assignment a
                      join gold g on g.item_id = a.item_id
                      left join vote v on v.project_id = a.project_id and v.question = g.question
                           and v.item_id = a.item_id and v.member_id = a.member_id
                      where a.member_id = ? and a.kind = 'gold' and a.state = 'answered'
                      group by a.item_id) x
                """).param(me.memberId()).query(Gold.class).single();
        long open = sql.sql("""
                select count(*) from (
                    (select 1 from queue q
                     where q.project_id = :p and q.taken < q.wanted
                       and q.item_id > coalesce((select c.item_id from queue_cursor c where c.member_id = :me), 0)
                       and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = :me and a.state <> 'released')
                     order by q.item_id limit 1000)
                    union all
                    (select 1 from queue q
                     where q.project_id = :p and q.taken < q.wanted
                       and q.item_id <= coalesce((select c.item_id from queue_cursor c where c.member_id = :me), 0)
                       and not exists (select 1 from assignment a where a.item_id = q.item_id and a.member_id = :me and a.state <> 'released')
                     order by q.item_id limit 1000)
                    limit 1000) open
                """)
                .param("p", me.projectId())
                .param("me", me.memberId())
                .query(Long.class)
                .single();
        Double low = null;
        Double high = null;
        if (gold.answered() > 0) {
            double[] interval = wilson(gold.correct(), gold.answered());
            low = interval[0];
            high = interval[1];
        }
        return new MyStats(
                counts.today(), counts.total(), open, new GoldRecord(gold.answered(), gold.correct(), low, high));
    }

    /** 95 % score interval of a proportion (Wilson 1927): honest also for a handful of answers. */
    private static double[] wilson(long hits, long n) {
        double z = 1.959963984540054;
        double p = (double) hits / n;
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }
}
