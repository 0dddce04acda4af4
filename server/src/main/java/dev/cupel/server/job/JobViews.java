package dev.cupel.server.job;

import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.AccessRules;
import dev.cupel.server.platform.web.Problem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads jobs for those who may see them, as the room of their owner says ({@link JobOwners}). Who started one and has lost
 * that right sees it no more: it may hold what they may no longer see.
 */
@Component
public class JobViews {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String VIEW = """
            select j.id, j.kind, j.owner, j.state, j.done, j.total, j.unit, j.created_at, j.started_at, j.finished_at,
                coalesce(a.display_name, 'Cupel') as created_by, j.summary, j.problem_count, j.error, j.result_blob
            from job j left join account a on a.id = j.created_by
            """;

    /** A job's file, complete or growing. */
    record ResultFile(UUID blob, String name, String type) {}

    /** @param file null if there is none yet, or none any more */
    record Result(String state, @Nullable ResultFile file) {}

    /** What rights depend on. */
    private record Place(String kind, JobOwner owner) {}

    /** A job as it is stored, which lacks what only the room of its owner knows. */
    private record Stored(JobOwner owner, Named view) {}

    private interface Named {
        JobView as(@Nullable String projectKey);
    }

    private final JdbcClient sql;
    private final JsonMapper json;
    private final Jobs jobs;
    private final ObjectProvider<JobOwners> rooms;

    JobViews(JdbcClient sql, JsonMapper json, Jobs jobs, ObjectProvider<JobOwners> rooms) {
        this.sql = sql;
        this.json = json;
        this.jobs = jobs;
        this.rooms = rooms;
    }

    /** @return a job, without asking who wants to know: for the endpoint that has just submitted it */
    public JobView view(UUID id) {
        return named(sql.sql(VIEW + " where j.id = ?")
                        .param(id)
                        .query((row, number) -> stored(row))
                        .list())
                .getFirst();
    }

    /** @return an owner's jobs of these kinds, newest first, at most 100 */
    public List<JobView> recent(JobOwner owner, JobKind... kinds) {
        return named(sql.sql(VIEW + " where j.owner = ? and j.kind = any (?) order by j.created_at desc limit 100")
                .params(owner.key(), Arrays.stream(kinds).map(JobKind::name).toArray(String[]::new))
                .query((row, number) -> stored(row))
                .list());
    }

    /**
     * For owners of the installation, whoever started them: without files, which are for those who may see them in their project.
     *
     * @return all jobs that wait or run, and those that failed within seven days; newest first, at most 200
     */
    public List<JobView> ofInstallation() {
        return named(sql.sql(VIEW + """
                 where j.state in ('queued', 'running')
                    or (j.state = 'failed' and j.finished_at > now() - interval '7 days')
                order by j.state = 'failed', j.created_at desc limit 200
                """).query((row, number) -> stored(row)).list()).stream()
                .map(JobView::withoutFile)
                .toList();
    }

    /**
     * @param project null for those of all owners
     * @return the jobs an account has started and may still see, newest first, at most 100
     */
    List<JobView> of(UUID account, @Nullable String project) {
        return started(account, project, "", Map.of(), "j.created_at desc limit 100");
    }

    /**
     * The jobs an account has started that are done or have failed, the latest first.
     *
     * @param project null for those of all owners
     * @param after only what was over later; null for all
     * @param before only what was over at this time or earlier; null for all
     */
    public List<JobView> finished(
            UUID account, @Nullable String project, @Nullable Instant after, @Nullable Instant before, int limit) {
        Map<String, Object> values = new HashMap<>();
        String when = " and j.state in ('done', 'failed')";
        if (after != null) {
            when += " and j.finished_at > :after";
            values.put("after", Timestamp.from(after));
        }
        if (before != null) {
            when += " and j.finished_at <= :before";
            values.put("before", Timestamp.from(before));
        }
        return started(account, project, when, values, "j.finished_at desc, j.id desc limit " + limit);
    }

    private List<JobView> started(
            UUID account, @Nullable String project, String when, Map<String, Object> values, String order) {
        List<Place> started = sql.sql("select distinct j.kind, j.owner from job j where j.created_by = :account" + when)
                .param("account", account)
                .params(values)
                .query((row, number) -> place(row))
                .list();
        if (started.isEmpty()) {
            return List.of();
        }
        Set<JobOwner> owners = started.stream().map(Place::owner).collect(Collectors.toUnmodifiableSet());
        Map<JobOwner, JobRights> rights = rights(account, owners);
        Map<JobOwner, String> keys = projectKeys(owners);
        List<Place> shown = started.stream()
                .filter(place -> {
                    JobRights its = rights.get(place.owner());
                    return its != null && its.listed() && its.watch(watchers(place.kind()));
                })
                .filter(place -> project == null || project.equals(keys.get(place.owner())))
                .toList();
        return named(sql.sql(VIEW + """
                 where j.created_by = :account and (j.kind, j.owner) in (select * from unnest(:kinds::text[], :owners::text[]))
                """ + when + " order by " + order)
                .param("account", account)
                .param("kinds", shown.stream().map(Place::kind).toArray(String[]::new))
                .param(
                        "owners",
                        shown.stream().map(place -> place.owner().key()).toArray(String[]::new))
                .params(values)
                .query((row, number) -> stored(row))
                .list());
    }

    /** @throws Problem job_unknown if there is no such job, or it is none of the caller's business */
    JobView visible(UUID id, UUID account) {
        if (!mayWatch(id, account)) {
            throw Problem.notFound("job_unknown", "There is no such job, or it is not yours to see.");
        }
        return view(id);
    }

    boolean mayWatch(UUID id, UUID account) {
        return may(id, account, JobRights::watch);
    }

    /** @throws Problem role_too_low if the caller may see the job but not cancel it */
    void requireCancel(UUID id, UUID account) {
        if (!may(id, account, JobRights::cancel)) {
            throw AccessRules.roleTooLow("You may look at this job, but not cancel it.");
        }
    }

    private boolean may(UUID id, UUID account, BiFunction<JobRights, Access.Level, Boolean> what) {
        return sql.sql("select kind, owner from job where id = ?")
                .param(id)
                .query((row, number) -> place(row))
                .optional()
                .map(place -> {
                    JobRights rights = rights(account, Set.of(place.owner())).get(place.owner());
                    return rights != null && what.apply(rights, watchers(place.kind()));
                })
                .orElse(false);
    }

    /** A kind that nobody here does says nothing about itself; it may be one that few may see. */
    private Access.Level watchers(String kind) {
        return jobs.handler(kind).map(handler -> handler.kind().watchers()).orElse(Access.Level.OWNER);
    }

    private Map<JobOwner, JobRights> rights(UUID account, Set<JobOwner> owners) {
        Map<JobOwner, JobRights> rights = new HashMap<>();
        byKind(owners).forEach((room, its) -> rights.putAll(room.rights(account, its)));
        return rights;
    }

    private Map<JobOwner, String> projectKeys(Set<JobOwner> owners) {
        Map<JobOwner, String> keys = new HashMap<>();
        byKind(owners).forEach((room, its) -> keys.putAll(room.projectKeys(its)));
        return keys;
    }

    /** Owners of a kind that no room knows are nobody's business. */
    private Map<JobOwners, Set<JobOwner>> byKind(Set<JobOwner> owners) {
        Map<JobOwners, Set<JobOwner>> byKind = new HashMap<>();
        rooms.forEach(room -> {
            Set<JobOwner> its = owners.stream()
                    .filter(owner -> owner.kind().equals(room.kind()))
                    .collect(Collectors.toUnmodifiableSet());
            if (!its.isEmpty()) {
                byKind.put(room, its);
            }
        });
        return byKind;
    }

    /** @return whether there is, or will be, a file to download */
    boolean hasResult(JobView job) {
        return jobs.handler(job.kind()).map(JobHandler::hasResult).orElse(job.resultUrl() != null);
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

    private List<JobView> named(List<Stored> stored) {
        Map<JobOwner, String> keys =
                projectKeys(stored.stream().map(Stored::owner).collect(Collectors.toUnmodifiableSet()));
        return stored.stream().map(job -> job.view().as(keys.get(job.owner()))).toList();
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getString("kind"), new JobOwner(row.getString("owner")));
    }

    private Stored stored(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String kind = row.getString("kind");
        String state = row.getString("state");
        long done = row.getLong("done");
        long totalOrZero = row.getLong("total");
        Long total = row.wasNull() ? null : Long.valueOf(totalOrZero);
        String unit = row.getString("unit");
        Instant createdAt = row.getTimestamp("created_at").toInstant();
        Instant startedAt = instant(row.getTimestamp("started_at"));
        Instant finishedAt = instant(row.getTimestamp("finished_at"));
        String createdBy = row.getString("created_by");
        Map<String, Object> summary = json.readValue(row.getString("summary"), OBJECT);
        long problems = row.getLong("problem_count");
        String error = row.getString("error");
        boolean stored = row.getObject("result_blob") != null;
        boolean makesFile = jobs.handler(kind).map(JobHandler::hasResult).orElse(stored);
        boolean file = makesFile
                && switch (state) {
                    case "queued", "running" -> true;
                    case "done" -> stored;
                    default -> false;
                };
        String result = file ? "/api/v1/jobs/" + id + "/result" : null;
        return new Stored(
                new JobOwner(row.getString("owner")),
                key -> new JobView(
                        id,
                        kind,
                        key,
                        state,
                        done,
                        total,
                        unit,
                        createdAt,
                        startedAt,
                        finishedAt,
                        createdBy,
                        summary,
                        problems,
                        error,
                        result));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
