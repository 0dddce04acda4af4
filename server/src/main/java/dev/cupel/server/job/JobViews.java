package dev.cupel.server.job;

import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads jobs for those who may see them: members whose role reaches that of the job's kind. Who started one and has a lower
 * role now sees it no more: it may hold what they may no longer see.
 */
@Component
public class JobViews {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String COLUMNS = """
            j.id, j.kind, p.key, j.state, j.done, j.total, j.unit, j.created_at, j.started_at, j.finished_at,
            coalesce(a.display_name, 'Cupel') as created_by, j.summary, j.problem_count, j.error, j.result_blob
            """;

    private static final String TABLES =
            " from job j join project p on p.id = j.project_id left join account a on a.id = j.created_by ";

    private static final String VIEW = "select " + COLUMNS + TABLES;

    /** A job's file, complete or growing. */
    record ResultFile(UUID blob, String name, String type) {}

    /** @param file null if there is none yet, or none any more */
    record Result(String state, @Nullable ResultFile file) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Jobs jobs;

    JobViews(JdbcClient sql, JsonMapper json, Jobs jobs) {
        this.sql = sql;
        this.json = json;
        this.jobs = jobs;
    }

    /** @return a job, without asking who wants to know: for the endpoint that has just submitted it */
    public JobView view(UUID id) {
        return sql.sql(VIEW + " where j.id = ?")
                .param(id)
                .query((row, number) -> view(row))
                .single();
    }

    /** @return a project's jobs of a kind, newest first, at most 100 */
    public List<JobView> recent(long project, JobKind kind) {
        return sql.sql(VIEW + " where j.project_id = ? and j.kind = ? order by j.created_at desc limit 100")
                .params(project, kind.json())
                .query((row, number) -> view(row))
                .list();
    }

    /** @return the jobs an account has started and may still see, newest first, at most 100 */
    List<JobView> of(UUID account, @Nullable String project) {
        record Mine(JobView job, boolean seen) {}
        return sql
                .sql("select m.role, " + COLUMNS + TABLES + """
                 join member m on m.project_id = j.project_id and m.account_id = j.created_by and m.removed_at is null
                where j.created_by = ? and p.deleted_at is null and (?::text is null or p.key = ?::text)
                order by j.created_at desc limit 100
                """)
                .params(java.util.Arrays.asList(account, project, project))
                .query((row, number) -> {
                    JobView job = view(row);
                    return new Mine(job, mayWatch(job.kind(), Role.of(row.getString("role"))));
                })
                .list()
                .stream()
                .filter(Mine::seen)
                .map(Mine::job)
                .toList();
    }

    /** @throws Problem job_unknown if there is no such job, or it is none of the caller's business */
    JobView visible(UUID id, UUID account) {
        if (!mayWatch(id, account)) {
            throw Problem.notFound("job_unknown", "There is no such job, or it is not yours to see.");
        }
        return view(id);
    }

    boolean mayWatch(UUID id, UUID account) {
        record Place(JobKind kind, Role role, boolean deleted) {}
        return sql.sql("""
                select j.kind, m.role, p.deleted_at is not null as deleted
                from job j join project p on p.id = j.project_id
                    join member m on m.project_id = j.project_id and m.account_id = ? and m.removed_at is null
                where j.id = ?
                """)
                .params(account, id)
                .query((row, number) -> new Place(
                        JobKind.of(row.getString("kind")), Role.of(row.getString("role")), row.getBoolean("deleted")))
                .optional()
                .filter(place -> !place.deleted() || place.role() == Role.OWNER)
                .filter(place -> mayWatch(place.kind(), place.role()))
                .isPresent();
    }

    private boolean mayWatch(JobKind kind, Role role) {
        return role.compareTo(jobs.handler(kind).watchers()) >= 0;
    }

    boolean hasResult(JobKind kind) {
        return jobs.handler(kind).hasResult();
    }

    JobController.ProblemPage problems(UUID id, long after, int limit) {
        record Numbered(long n, JobController.RowProblem problem) {}
        List<Numbered> page = sql.sql(
                        "select n, line, field, what, fix from job_problem where job_id = ? and n > ? order by n limit ?")
                .params(id, after, limit)
                .query((row, number) -> new Numbered(
                        row.getLong("n"),
                        new JobController.RowProblem(
                                row.getLong("line"),
                                row.getString("field"),
                                row.getString("what"),
                                row.getString("fix"))))
                .list();
        Long next = page.size() < limit ? null : page.getLast().n();
        return new JobController.ProblemPage(
                page.stream().map(Numbered::problem).toList(), next);
    }

    Result result(UUID id) {
        return sql.sql("select state, result_blob, result_name, result_type from job where id = ?")
                .param(id)
                .query((row, number) -> {
                    UUID blob = row.getObject("result_blob", UUID.class);
                    return new Result(
                            row.getString("state"),
                            blob == null
                                    ? null
                                    : new ResultFile(blob, row.getString("result_name"), row.getString("result_type")));
                })
                .single();
    }

    private JobView view(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        JobKind kind = JobKind.of(row.getString("kind"));
        String state = row.getString("state");
        long total = row.getLong("total");
        boolean unknownTotal = row.wasNull();
        boolean file = hasResult(kind)
                && switch (state) {
                    case "queued", "running" -> true;
                    case "done" -> row.getObject("result_blob") != null;
                    default -> false;
                };
        return new JobView(
                id,
                kind,
                row.getString("key"),
                state,
                row.getLong("done"),
                unknownTotal ? null : total,
                row.getString("unit"),
                row.getTimestamp("created_at").toInstant(),
                instant(row.getTimestamp("started_at")),
                instant(row.getTimestamp("finished_at")),
                row.getString("created_by"),
                json.readValue(row.getString("summary"), OBJECT),
                row.getLong("problem_count"),
                row.getString("error"),
                file ? "/api/v1/jobs/" + id + "/result" : null);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
