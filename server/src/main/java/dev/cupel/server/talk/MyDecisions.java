package dev.cupel.server.talk;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.engine.answer.Question;
import dev.cupel.formats.nativeform.ExactJson;
import dev.cupel.server.assignment.AssignmentQueue.AssignedItem;
import dev.cupel.server.platform.StorableTime;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What reviewers decided on items that somebody had answered before. */
@Component
class MyDecisions {
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    /**
     * @param question its id; empty if it is asked no more
     * @param value what was decided
     * @param answers the caller's own in force
     * @param takenBack whether it holds no more
     */
    record MyDecision(
            long id,
            UUID assignment,
            AssignedItem item,
            String question,
            Object value,
            String reason,
            JsonNode answers,
            Instant at,
            boolean takenBack) {}

    /** @param next where the page after this one begins; absent after the last */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DecisionPage(
            List<MyDecision> decisions, @Nullable Long next) {}

    /**
     * Up to so many decisions they are looked for from the person's own answers; beyond, among all decisions from the latest on, where enough of
     * theirs stand near.
     */
    private static final int FEW = 1_000;

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Projects projects;

    MyDecisions(JdbcClient sql, JsonMapper json, Projects projects) {
        this.sql = sql;
        this.json = json;
        this.projects = projects;
    }

    /** @throws Problem decisions_not_told where the project does not tell labelers, day_invalid */
    DecisionPage page(Membership me, @Nullable String day, @Nullable Long before, int limit) {
        if (!Threads.leads(me) && !projects.settings(me.projectId()).decisionFeedback()) {
            throw Problem.of(
                    HttpStatus.FORBIDDEN,
                    "decisions_not_told",
                    "This project does not tell what was decided on items one has answered.",
                    "Ask a manager or owner of the project.");
        }
        SchemaCodes codes = projects.schema(me.projectId());
        boolean few = sql.sql("select coalesce(sum(decisions), 0) from decisions_told where member_id = ?")
                        .param(me.memberId())
                        .query(Long.class)
                        .single()
                <= FEW;
        List<MyDecision> found = sql.sql("""
                with MINE decided as materialized (
                    select j.id, j.item_id, j.question, j.value, j.reason, j.decided_at, j.retracted_at, a.id as assignment_id
                    from DECIDED join assignment a on a.item_id = j.item_id and a.member_id = :me and a.round = 0
                    where j.project_id = :project and j.id < :before and j.decided_by <> :account and a.state = 'answered'
                      DAY
                      and exists (select 1 from annotation f where f.assignment_id = a.id and f.outcome = 'submitted'
                                  and f.saved_at < j.decided_at)
                    order by j.id desc limit :limit
                )
                select j.*, item_code(p.secret, :me, i.id) as code, case when p.shows_key then i.key end as key, i.fields,
                       shown_metadata(i.metadata, p.shows_metadata) as metadata, n.answers
                from decided j join item i on i.id = j.item_id join project p on p.id = i.project_id
                    join assignment a on a.id = j.assignment_id
                    join annotation n on n.assignment_id = a.id and n.revision = a.revision
                order by j.id desc
                """.replace(
                                "MINE",
                                few
                                        ? "mine as materialized (select distinct n.item_id from annotation n"
                                                + " where n.member_id = :me and n.outcome = 'submitted'),"
                                        : "")
                        .replace(
                                "DECIDED",
                                // Item by item; the planner would rather walk through all decisions.
                                few
                                        ? "mine cross join lateral (select x.* from adjudication x where x.item_id = mine.item_id offset 0) j"
                                        : "adjudication j")
                        .replace(
                                "DAY",
                                day == null
                                        ? ""
                                        : "and j.decided_at >= (cast(:day as date) at time zone 'UTC')"
                                                + " and j.decided_at < ((cast(:day as date) + 1) at time zone 'UTC')"))
                .param("me", me.memberId())
                .param("project", me.projectId())
                .param("account", me.accountId())
                .param("before", before == null ? Long.MAX_VALUE : before)
                .param("limit", limit + 1)
                .params(day == null ? Map.of() : Map.of("day", date(day)))
                .query((row, number) -> {
                    Question question = codes.byNumber(row.getShort("question"));
                    return new MyDecision(
                            row.getLong("id"),
                            row.getObject("assignment_id", UUID.class),
                            new AssignedItem(
                                    row.getString("code"),
                                    row.getString("key"),
                                    codes.shown(ExactJson.values(ExactJson.read(row.getString("fields")))),
                                    json.readValue(row.getString("metadata"), STRINGS)),
                            question == null ? "" : question.id(),
                            json.readValue(row.getString("value"), Object.class),
                            row.getString("reason"),
                            json.readTree(row.getString("answers")),
                            row.getTimestamp("decided_at").toInstant(),
                            row.getTimestamp("retracted_at") != null);
                })
                .list();
        List<MyDecision> shown = found.subList(0, Math.min(limit, found.size()));
        return new DecisionPage(shown, found.size() > limit ? shown.getLast().id() : null);
    }

    private static LocalDate date(String day) {
        try {
            LocalDate date = LocalDate.parse(day);
            if (StorableTime.holds(date)) {
                return date;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw Problem.invalid("day_invalid", "day", "'" + day + "' is no day", "write it as 2026-11-30");
    }
}
