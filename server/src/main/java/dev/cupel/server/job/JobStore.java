package dev.cupel.server.job;

import dev.cupel.engine.Finding;
import dev.cupel.server.blob.BlobKeeper;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.StorableText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The job table. A running job is leased, in the database's time, under a name made for this one run: whoever lost the
 * lease finds no row to write to.
 */
@Component
class JobStore {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** A run that is not heard of for this long is abandoned. */
    static final int LEASE_SECONDS = 15;
    /**
     * A job whose server or database stopped this often, each time before the job had come any further, takes them down
     * with it, for instance by its need of memory; it is not tried again. A run that left something for the next one to go
     * on from starts the count anew, and the waits between fruitless runs grow ({@link #WAIT}): a job that is only a
     * bystander survives more than an hour in which the server never stays up.
     */
    static final int MAX_FRUITLESS = 12;

    /** A file nobody names is given this long to be named. */
    private static final Duration LEFT_OVER = Duration.ofDays(1);

    private static final String LEASED = "id = ? and lease_owner = ? and state = 'running'";
    private static final String EXTENDED = "clock_timestamp() + make_interval(secs => " + LEASE_SECONDS + ")";

    /** Since the last run began: 5 s, 10 s, 20 s and so on up to 15 minutes; 66 minutes for all. */
    private static final String WAIT = "make_interval(secs => least(900, 5 * power(2, least(fruitless, 10))))";

    /** Why a run ends before its job does. */
    enum GivenBack {
        /** This server stops, in good order: no fault of the job, and whoever is there goes on at once. */
        STOPPING,
        /** The database went away, perhaps because of what the job asked of it: counts like the end of a server. */
        DATABASE_AWAY,
        /** The disk is full: looks again in a minute, for as long as it takes. */
        DATABASE_FULL
    }

    /** @param fruitless runs without progress since the last one with some, this one included */
    record Claim(
            UUID id,
            String kind,
            JobOwner owner,
            @Nullable UUID creator,
            JsonNode params,
            JsonNode progress,
            Map<String, Object> summary,
            @Nullable UUID upload,
            String lease,
            long problemCount,
            long done,
            @Nullable Long total,
            int fruitless) {}

    /** What a checkpoint saves. */
    record Mark(Object progress, long done, @Nullable Long total, Map<String, Object> summary, long problems) {}

    /** What a heartbeat learns about a lease that is still held. */
    record Beat(String lease, boolean cancelRequested) {}

    private final JdbcClient sql;
    private final JsonMapper json;
    private final BlobStore blobs;
    private final List<BlobKeeper> keepers;

    JobStore(JdbcClient sql, JsonMapper json, BlobStore blobs, List<BlobKeeper> keepers) {
        this.keepers = keepers;
        this.sql = sql;
        this.blobs = blobs;
        this.json = json;
    }

    void insert(
            UUID id,
            JobKind kind,
            String unit,
            JobOwner owner,
            @Nullable UUID creator,
            Object params,
            @Nullable UUID upload) {
        sql.sql("""
                insert into job (id, kind, in_turn, unit, owner, created_by, params, upload_blob)
                values (?, ?, ?, ?, ?, ?::uuid, ?::jsonb, ?::uuid)
                """)
                .params(Arrays.asList(
                        id,
                        kind.name(),
                        kind.inTurn(),
                        unit,
                        owner.key(),
                        creator == null ? null : creator.toString(),
                        json.writeValueAsString(params),
                        upload == null ? null : upload.toString()))
                .update();
    }

    /** Serialises, until the transaction ends, those who submit the same kind of job for one owner. */
    void lockSubmission(JobKind kind, JobOwner owner) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
                .param("job:" + kind.name() + ":" + owner.key())
                .query(row -> {});
    }

    Optional<UUID> queued(JobKind kind, JobOwner owner, Object params) {
        return sql.sql("""
                select id from job where state = 'queued' and kind = ? and owner = ? and params = ?::jsonb limit 1
                """)
                .params(kind.name(), owner.key(), json.writeValueAsString(params))
                .query(UUID.class)
                .optional();
    }

    /**
     * Takes the oldest job of some kinds that waits or was abandoned; one that takes turns waits while another one of its kind and owner
     * runs or was there before it.
     */
    Optional<Claim> claim(Collection<String> kinds) {
        try {
            return oldest(kinds);
        } catch (DuplicateKeyException another) {
            // Another server took the one that takes turns with this one, at this very moment.
            return Optional.empty();
        }
    }

    private Optional<Claim> oldest(Collection<String> kinds) {
        String lease = UUID.randomUUID().toString();
        return sql.sql("""
                update job set state = 'running', lease_owner = :lease, lease_until = %s, attempts = attempts + 1,
                    fruitless = fruitless + 1, not_before = clock_timestamp() + %s,
                    started_at = coalesce(started_at, clock_timestamp()), result_blob = null
                where id = (select j.id from job j
                            where j.state in ('queued', 'running') and j.kind = any(:kinds)
                              and (j.state = 'queued' or j.lease_until < clock_timestamp())
                              and (j.not_before is null or j.not_before <= clock_timestamp())
                              and not (j.state = 'queued' and j.in_turn and exists (
                                    select 1 from job other
                                    where other.owner = j.owner and other.kind = j.kind and other.in_turn
                                      -- also behind one that was interrupted and waits a while before it goes on
                                      and (other.state = 'running' or (other.state = 'queued' and other.created_at < j.created_at))))
                            order by j.created_at limit 1 for update skip locked)
                returning id, kind, owner, created_by, params, progress, summary, upload_blob, problem_count, done,
                    total, fruitless
                """.formatted(EXTENDED, WAIT))
                .param("lease", lease)
                .param("kinds", kinds.toArray(String[]::new))
                .query((row, number) -> claim(row, lease))
                .optional();
    }

    private Claim claim(ResultSet row, String lease) throws SQLException {
        long total = row.getLong("total");
        boolean unknownTotal = row.wasNull();
        return new Claim(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                new JobOwner(row.getString("owner")),
                row.getObject("created_by", UUID.class),
                json.readTree(row.getString("params")),
                json.readTree(row.getString("progress")),
                json.readValue(row.getString("summary"), OBJECT),
                row.getObject("upload_blob", UUID.class),
                lease,
                row.getLong("problem_count"),
                row.getLong("done"),
                unknownTotal ? null : total,
                row.getInt("fruitless"));
    }

    List<Beat> heartbeat(Collection<String> leases) {
        // A row that a checkpoint holds is being extended by it; waiting for one job must not let others expire.
        return sql.sql("""
                with mine as (select id, state from job where lease_owner = any(?) for update skip locked)
                update job j set lease_until = %s from mine where j.id = mine.id and mine.state = 'running'
                returning j.lease_owner, j.cancel_requested
                """.formatted(EXTENDED))
                .param(leases.toArray(String[]::new))
                .query((row, number) -> new Beat(row.getString(1), row.getBoolean(2)))
                .list();
    }

    /** @return those of the leases that are still held, also while a checkpoint is being written */
    Set<String> held(Collection<String> leases) {
        return new HashSet<>(sql.sql("select lease_owner from job where lease_owner = any(?) and state = 'running'")
                .param(leases.toArray(String[]::new))
                .query(String.class)
                .list());
    }

    /** @return whether somebody asked to cancel */
    @Transactional
    boolean checkpoint(UUID id, String lease, Mark mark, List<Finding> problems, long saved) {
        String progress = json.writeValueAsString(mark.progress());
        // A run after this one goes on from another place than this one did: the job came further.
        boolean cancel = sql.sql("""
                update job set progress = ?::jsonb, done = ?, total = ?::bigint, summary = ?::jsonb, problem_count = ?,
                    fruitless = case when progress is distinct from ?::jsonb then 0 else fruitless end,
                    not_before = case when progress is distinct from ?::jsonb then null else not_before end,
                    lease_until = %s where %s returning cancel_requested
                """.formatted(EXTENDED, LEASED))
                .params(Arrays.asList(
                        progress,
                        mark.done(),
                        mark.total() == null ? null : mark.total().toString(),
                        json.writeValueAsString(mark.summary()),
                        mark.problems(),
                        progress,
                        progress,
                        id,
                        lease))
                .query(Boolean.class)
                .optional()
                .orElseThrow(() -> new JobStopped(JobStopped.Why.LEASE_LOST));
        saveProblems(id, problems, saved);
        return cancel;
    }

    private void saveProblems(UUID id, List<Finding> problems, long saved) {
        if (problems.isEmpty()) {
            return;
        }
        Long[] lines = problems.stream().map(Finding::line).toArray(Long[]::new);
        // An empty name stands for the whole row: arrays of text travel without nulls.
        String[] fields = problems.stream().map(p -> p.place().path()).toArray(String[]::new);
        String[] whats = problems.stream().map(Finding::what).toArray(String[]::new);
        String[] fixes = problems.stream().map(Finding::fix).toArray(String[]::new);
        sql.sql("""
                insert into job_problem (job_id, n, line, field, what, fix)
                select ?, ? + u.n, u.line, nullif(u.field, ''), u.what, u.fix
                from unnest(?::bigint[], ?::text[], ?::text[], ?::text[]) with ordinality as u(line, field, what, fix, n)
                """).params(id, saved, lines, fields, whats, fixes).update();
    }

    void setResult(UUID id, String lease, UUID blob, String name, String type) {
        int updated = sql.sql("update job set result_blob = ?, result_name = ?, result_type = ? where " + LEASED)
                .params(blob, name, type, id, lease)
                .update();
        if (updated == 0) {
            throw new JobStopped(JobStopped.Why.LEASE_LOST);
        }
    }

    /** Ends a run; its upload is not needed any more. */
    @Transactional
    void end(JobRun run, String state, @Nullable String error) {
        JobStore.Mark mark = run.finalMark();
        int updated = sql.sql("""
                update job set state = ?, error = ?, done = ?, summary = ?::jsonb, problem_count = ?,
                    finished_at = clock_timestamp(), lease_owner = null, lease_until = null where %s
                """.formatted(LEASED))
                .params(Arrays.asList(
                        state,
                        error == null ? null : StorableText.storable(error),
                        mark.done(),
                        json.writeValueAsString(mark.summary()),
                        mark.problems(),
                        run.id(),
                        run.lease()))
                .update();
        if (updated == 0) {
            throw new JobStopped(JobStopped.Why.LEASE_LOST);
        }
        saveProblems(run.id(), run.unsavedProblems(), run.savedProblems());
        dropUpload(run.id());
    }

    /** Ends a run of which nothing else can be stored: whatever is wrong with that, the job must not be tried for ever. */
    @Transactional
    void endBare(JobRun run, String error) {
        int updated = sql.sql("""
                update job set state = 'failed', error = ?, finished_at = clock_timestamp(), lease_owner = null,
                    lease_until = null where %s
                """.formatted(LEASED))
                .params(error, run.id(), run.lease())
                .update();
        if (updated == 0) {
            throw new JobStopped(JobStopped.Why.LEASE_LOST);
        }
        dropUpload(run.id());
    }

    private void dropUpload(UUID id) {
        sql.sql("select upload_blob from job where id = ? and upload_blob is not null")
                .param(id)
                .query(UUID.class)
                .optional()
                .ifPresent(blobs::delete);
    }

    /** Lets another run go on. */
    void giveBack(UUID id, String lease, GivenBack why) {
        String counts = why == GivenBack.DATABASE_AWAY
                ? ""
                : ", attempts = greatest(0, attempts - 1), fruitless = greatest(0, fruitless - 1), not_before = "
                        + (why == GivenBack.STOPPING ? "null" : "clock_timestamp() + interval '1 minute'");
        sql.sql("""
                update job set state = 'queued', lease_owner = null, lease_until = null, result_blob = null%s where %s
                """.formatted(counts, LEASED)).params(id, lease).update();
    }

    /** @return whether the job was still waiting and is cancelled now; otherwise its run is asked to stop */
    @Transactional
    boolean cancel(UUID id) {
        int waiting = sql.sql("""
                update job set state = 'cancelled', finished_at = clock_timestamp(), cancel_requested = true
                where id = ? and state = 'queued'
                """).param(id).update();
        if (waiting == 1) {
            dropUpload(id);
            return true;
        }
        sql.sql("update job set cancel_requested = true where id = ? and state = 'running'")
                .param(id)
                .update();
        return false;
    }

    /**
     * Removes files nobody needs: results a week after the job, and whatever neither a job nor another room names after a day.
     *
     * @return how many went
     */
    @Transactional
    int sweep() {
        sql.sql("""
                update job set result_blob = null
                where result_blob is not null and finished_at < now() - interval '7 days'
                """).update();
        Set<UUID> unneeded = blobs.olderThan(LEFT_OVER);
        unneeded.removeAll(sql.sql("""
                select result_blob from job where result_blob is not null
                union select upload_blob from job where upload_blob is not null and state in ('queued', 'running')
                """).query(UUID.class).list());
        keepers.forEach(keeper -> unneeded.removeAll(keeper.kept(unneeded)));
        unneeded.forEach(blobs::delete);
        return unneeded.size();
    }
}
