package dev.cupel.server.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.identity.AccountLetters;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.mail.Mail;
import dev.cupel.server.platform.Space;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.SiteAddress;
import java.lang.management.ManagementFactory;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What an owner of the installation sees of it beside the accounts. */
@RestController
@RequestMapping("/api/v1/instance")
final class InstanceController {
    /**
     * @param schema the last migration of the database
     * @param postgresql version of the database
     * @param dataFolder of the embedded database; left out if the database is an external one
     * @param databaseBytes all of it on its disk
     * @param fileBytes of uploads, images and results, which lie in the database
     * @param freeBytes on the disk of the embedded database; left out where nothing is known
     * @param memoryBytes that this server's objects take, of {@code memoryLimitBytes}
     * @param databaseMillis how long the database took to answer these questions
     * @param site what links for people start with
     * @param mail how sending mail goes
     * @param lastBackupAt when {@code ./cupel backup} last wrote one of this database; left out if never
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Instance(
            String version,
            Instant startedAt,
            String java,
            String postgresql,
            String schema,
            @Nullable String dataFolder,
            long databaseBytes,
            long fileBytes,
            long files,
            @Nullable Long freeBytes,
            long memoryBytes,
            long memoryLimitBytes,
            long databaseMillis,
            long projects,
            String site,
            Mail.State mail,
            @Nullable Instant lastBackupAt) {}

    record InstanceJobs(List<JobView> jobs) {}

    private record Stored(
            String postgresql,
            String schema,
            long databaseBytes,
            long fileBytes,
            long files,
            long projects,
            @Nullable Timestamp lastBackupAt) {}

    private final JdbcClient sql;
    private final JobViews jobs;
    private final Space space;
    private final Mail mail;
    private final AccountLetters letters;
    private final SiteAddress site;
    private final String version;
    private final String data;

    InstanceController(
            JdbcClient sql,
            JobViews jobs,
            Space space,
            Mail mail,
            AccountLetters letters,
            SiteAddress site,
            @Value("${cupel.version:dev}") String version,
            @Value("${cupel.data:}") String data) {
        this.sql = sql;
        this.jobs = jobs;
        this.space = space;
        this.mail = mail;
        this.letters = letters;
        this.site = site;
        this.version = version;
        this.data = data;
    }

    @Access(Level.INSTANCE_OWNER)
    @GetMapping
    Instance instance() {
        long from = System.nanoTime();
        Stored stored = sql.sql("""
                select current_setting('server_version') as postgresql,
                       (select version from flyway_schema_history where success and version is not null
                        order by installed_rank desc limit 1) as schema,
                       pg_database_size(current_database()) as database_bytes,
                       pg_total_relation_size('blob_chunk') as file_bytes,
                       (select count(*) from blob) as files,
                       (select count(*) from project where deleted_at is null) as projects,
                       (select value::timestamptz from instance_setting where name = 'last_backup') as last_backup_at
                """).query(Stored.class).single();
        long millis = (System.nanoTime() - from) / 1_000_000;
        Runtime runtime = Runtime.getRuntime();
        return new Instance(
                version,
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                Runtime.version().toString(),
                stored.postgresql(),
                stored.schema(),
                data.isEmpty() ? null : data,
                stored.databaseBytes(),
                stored.fileBytes(),
                stored.files(),
                space.free().isPresent() ? Long.valueOf(space.free().getAsLong()) : null,
                runtime.totalMemory() - runtime.freeMemory(),
                runtime.maxMemory(),
                millis,
                stored.projects(),
                site.base(),
                mail.state(),
                stored.lastBackupAt() == null ? null : stored.lastBackupAt().toInstant());
    }

    /** Sends a mail to the caller's own address, and says what came of it. */
    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/mail-test")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void testMail() {
        mail.sendNow(letters.test(Caller.current().accountId()));
    }

    /** Jobs of all projects that wait, run, or failed within seven days. */
    @Access(Level.INSTANCE_OWNER)
    @GetMapping("/jobs")
    InstanceJobs jobs() {
        return new InstanceJobs(jobs.ofInstallation());
    }
}
