package dev.cupel.server.quality;

import dev.cupel.engine.judgement.Judgement;
import dev.cupel.engine.judgement.QualityReport;
import dev.cupel.server.project.ProjectJobs;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The stored reports, one per question, and how they stand to what has been saved since. */
@Component
class Reports {
    private final JdbcClient sql;
    private final JsonMapper json;

    /**
     * @param report null if there were no votes
     * @param asOf newest annotation it has seen
     * @param fresh whether there is no annotation and no gold it has not seen, and it would be computed the same way today
     * @param settled whether nobody was saving while it was computed
     */
    record Stored(
            @Nullable QualityReport report,
            long asOf,
            @Nullable Instant asOfAt,
            boolean fresh,
            boolean settled) {}

    Reports(JdbcClient sql, JsonMapper json) {
        this.sql = sql;
        this.json = json;
    }

    Optional<Stored> find(long project, short question) {
        return sql.sql("""
                select r.report, r.as_of, r.as_of_at, r.settled,
                       r.as_of = coalesce((%s), 0)
                       and r.options ->> 'analysis' is not distinct from ?
                       and r.standing = standing_of(r.project_id, r.question) as fresh
                from quality_report r where r.project_id = ? and r.question = ?
                """.formatted(VoteReader.NEWEST.replace("?", "r.project_id")))
                .params(Judgement.VERSION, project, question)
                .query((row, number) -> {
                    Timestamp at = row.getTimestamp("as_of_at");
                    return new Stored(
                            json.readValue(row.getString("report"), QualityReport.class),
                            row.getLong("as_of"),
                            at == null ? null : at.toInstant(),
                            row.getBoolean("fresh"),
                            row.getBoolean("settled"));
                })
                .optional();
    }

    void store(
            long project,
            short question,
            VoteReader.Snapshot from,
            boolean settled,
            @Nullable QualityReport report,
            int tookMs) {
        sql.sql("""
                insert into quality_report (project_id, question, as_of, as_of_at, computed_at, method, version, options,
                    seed, report, standing, settled, took_ms)
                values (:project, :question, :asOf, :asOfAt, clock_timestamp(), :method, :version, :options::jsonb, :seed,
                    :report::jsonb, :standing, :settled, :took)
                on conflict (project_id, question) do update set as_of = excluded.as_of, as_of_at = excluded.as_of_at,
                    computed_at = excluded.computed_at, method = excluded.method, version = excluded.version,
                    options = excluded.options, seed = excluded.seed, report = excluded.report,
                    standing = excluded.standing, settled = excluded.settled, took_ms = excluded.took_ms
                """)
                .param("project", project)
                .param("question", question)
                .param("asOf", from.asOf())
                .param("asOfAt", from.asOfAt())
                .param("method", report == null ? "none" : report.method())
                .param("version", report == null ? "0" : report.methodVersion())
                .param(
                        "options",
                        json.writeValueAsString(
                                report == null ? Map.of("analysis", Judgement.VERSION) : report.options()))
                .param("seed", report == null ? 0 : report.seed())
                .param("report", json.writeValueAsString(report))
                .param("standing", from.standing())
                .param("settled", settled)
                .param("took", tookMs)
                .update();
    }

    /** @return the job that is computing, or waits to compute, the question's report */
    Optional<UUID> openJob(long project, String questionId) {
        return sql.sql("""
                select id from job where state in ('queued', 'running') and kind = ? and owner = ?
                  and params ->> 'question' = ? order by created_at limit 1
                """)
                .params(QualityJob.KIND.name(), ProjectJobs.owner(project).key(), questionId)
                .query(UUID.class)
                .optional();
    }

    /** What failed fails again most likely: it is tried a few times an hour, not every second. */
    boolean failedLately(long project, String questionId) {
        return sql.sql("""
                select exists (select 1 from job where state = 'failed' and kind = ? and owner = ?
                                 and params ->> 'question' = ? and finished_at > clock_timestamp() - interval '10 minutes')
                """)
                .params(QualityJob.KIND.name(), ProjectJobs.owner(project).key(), questionId)
                .query(Boolean.class)
                .single();
    }

    boolean anyVote(long project, short question) {
        return sql.sql("select exists (select 1 from vote where project_id = ? and question = ?)")
                .params(project, question)
                .query(Boolean.class)
                .single();
    }
}
