package dev.cupel.server.annotation;

import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.annotation.Annotations.SaveRequest;
import dev.cupel.server.annotation.Annotations.SaveResult;
import dev.cupel.server.assignment.AssignmentQueue;
import dev.cupel.server.assignment.AssignmentQueue.AssignedItem;
import dev.cupel.server.assignment.LeasedProjects;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final String MINE = """
            select n.id, n.assignment_id, item_code(p.secret, n.member_id, i.id) as item,
                   case when p.shows_key then i.key end as key,
                   i.fields, shown_metadata(i.metadata, p.shows_metadata) as metadata, n.outcome, n.answers, n.ambiguous,
                   n.comment, n.skip_reason, n.revision, n.saved_at,
                   o.reason as taken_out, o.taken_at, b.reason as sent_back, b.sent_at
            from annotation n
                join assignment a on a.id = n.assignment_id and a.revision = n.revision
                join item i on i.id = n.item_id
                join project p on p.id = n.project_id
                left join taken_out_answer t on a.state = 'taken_out' and t.assignment_id = a.id and t.back_at is null
                left join taken_out o on o.id = t.taken_out_id
                left join sent_back b on b.assignment_id = a.id and b.ended_at is null
            """;

    /** What whoever runs the project has done with an answer, and why. */
    record Handled(String reason, Instant at) {}

    /**
     * @param takenOut absent if the answer counts
     * @param sentBack absent if it is not asked for once more
     */
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
            Instant savedAt,
            @Nullable Handled takenOut,
            @Nullable Handled sentBack) {}

    record MyAnnotations(
            List<MyAnnotation> annotations, @Nullable Long next) {}

    private final MyAnswers mine;
    private final MyFigures figures;
    private final Annotations annotations;
    private final LeasedProjects leasedProjects;
    private final Projects projects;
    private final JdbcClient sql;
    private final JsonMapper json;

    AnnotationController(
            MyAnswers mine,
            MyFigures figures,
            Annotations annotations,
            LeasedProjects leasedProjects,
            Projects projects,
            JdbcClient sql,
            JsonMapper json) {
        this.mine = mine;
        this.leasedProjects = leasedProjects;
        this.projects = projects;
        this.figures = figures;
        this.annotations = annotations;
        this.sql = sql;
        this.json = json;
    }

    @Access(Level.ACCOUNT)
    @PutMapping("/assignments/{assignment}/annotation")
    SaveResult save(@PathVariable UUID assignment, @RequestBody SaveRequest request) {
        return annotations.save(assignment, Caller.current().accountId(), request);
    }

    /**
     * The caller's answers with their whole items, latest first. A page ends early where the items are long, and where the search has looked
     * at many answers without finding enough: then {@code next} says where to go on.
     *
     * @param q words of the texts that an item shows
     * @param from answered at this moment or later: a day, or a moment with its offset
     * @param to answered before this moment
     * @param mark skipped, ambiguous, comment, sent_back or taken_out
     * @param label {@code question:option} of the answer
     */
    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/mine")
    MyAnnotations mine(
            Membership me,
            @RequestParam(required = false) @Nullable Long before,
            @RequestParam(defaultValue = "20") @Range(min = 1, max = 100) int limit,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String mark,
            @RequestParam(required = false) @Nullable String label) {
        Problem.requireRange("limit", limit, 1, 100);
        SchemaCodes schema = projects.schema(me.projectId());
        MyAnswers.Found found = mine.find(
                me,
                schema,
                new MyAnswers.Wanted(q, from, to, mark, label),
                before == null ? Long.MAX_VALUE : before,
                limit);
        List<MyAnnotation> page = sql.sql(MINE + " where n.id = any (?) order by n.id desc")
                .param(found.annotations().toArray(Long[]::new))
                .query((row, number) -> read(row, schema))
                .list();
        return new MyAnnotations(page, found.next());
    }

    /** The answer in force to one assignment of the caller. */
    @Access(Level.ACCOUNT)
    @GetMapping("/assignments/{assignment}/annotation")
    MyAnnotation inForce(@PathVariable UUID assignment) {
        long project = leasedProjects.projectOf(assignment).orElseThrow(AssignmentQueue::unknown);
        SchemaCodes schema = projects.schema(project);
        return sql.sql(MINE + """
                    join member m on m.id = n.member_id
                where n.assignment_id = :assignment and m.account_id = :account
                  and m.removed_at is null and p.deleted_at is null
                """)
                .param("assignment", assignment)
                .param("account", Caller.current().accountId())
                .query((row, number) -> read(row, schema))
                .optional()
                .orElseThrow(AssignmentQueue::unknown);
    }

    private MyAnnotation read(ResultSet row, SchemaCodes schema) throws SQLException {
        return new MyAnnotation(
                row.getLong("id"),
                row.getObject("assignment_id", UUID.class),
                new AssignedItem(
                        row.getString("item"),
                        row.getString("key"),
                        schema.shown(ExactJson.values(ExactJson.read(row.getString("fields")))),
                        json.readValue(row.getString("metadata"), STRINGS)),
                row.getString("outcome"),
                json.readTree(row.getString("answers")),
                row.getBoolean("ambiguous"),
                row.getString("comment"),
                row.getString("skip_reason"),
                row.getInt("revision"),
                row.getTimestamp("saved_at").toInstant(),
                handled(row, "taken_out", "taken_at"),
                handled(row, "sent_back", "sent_at"));
    }

    private static @Nullable Handled handled(ResultSet row, String reason, String at) throws SQLException {
        return row.getString(reason) == null
                ? null
                : new Handled(row.getString(reason), row.getTimestamp(at).toInstant());
    }

    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/mine/stats")
    MyFigures.MyStats stats(Membership me) {
        return figures.of(me);
    }
}
