package dev.cupel.server.project;

import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.SchemaJson;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/v1")
final class ProjectController {
    /**
     * @param items apart from gold; for labelers gold is an item like any other
     * @param complete absent for labelers: an item of gold is complete after one answer, so they would know it by that
     * @param disputed absent for labelers
     * @param countedAt when items and answers were counted; what is large is not counted each time
     */
    record ProjectSummary(
            String key,
            String name,
            String description,
            Role role,
            long items,
            @Nullable Long complete,
            long answersByMe,
            boolean openForMe,
            boolean paused,
            @Nullable Long disputed,
            @Nullable Instant archivedAt,
            @Nullable Instant deletedAt,
            Instant countedAt) {}

    private record Mine(
            long project,
            long member,
            String key,
            String name,
            String description,
            Role role,
            boolean openForMe,
            boolean paused,
            @Nullable Instant archivedAt,
            @Nullable Instant deletedAt) {}

    record ProjectList(List<ProjectSummary> projects) {}

    record CurrentGuideline(int version, String markdown) {}

    /**
     * @param goldEvery every how many items gold comes, on average; absent for labelers
     * @param goldFeedback whether labelers are told how often they were right on gold; absent for labelers
     * @param decisionFeedback whether labelers are told what was decided on items they answered; absent for labelers
     * @param repeatEvery every how many items one comes that the person has answered before, on average; absent for labelers
     * @param repeatAfterHours how long ago the first answer must be; absent for labelers
     * @param draftsWithheldEvery one in how many items comes without its draft; absent for labelers
     * @param labelersSee absent for labelers
     * @param archivedAt since when nothing changes in it any more; absent while work goes on
     * @param warnings what is odd about a schema that has just been saved; absent otherwise
     */
    record Project(
            String key,
            String name,
            String description,
            Role role,
            long memberId,
            int overlap,
            @Nullable Integer goldEvery,
            @Nullable Boolean goldFeedback,
            @Nullable Boolean decisionFeedback,
            @Nullable Integer repeatEvery,
            @Nullable Integer repeatAfterHours,
            @Nullable Integer draftsWithheldEvery,
            Projects.@Nullable LabelersSee labelersSee,
            int leaseMinutes,
            JsonNode schema,
            int schemaVersion,
            CurrentGuideline guideline,
            Instant createdAt,
            @Nullable Instant pausedAt,
            @Nullable Instant archivedAt,
            @Nullable Instant deletedAt,
            @Nullable List<Problem.Detail> warnings) {}

    /** @param settingsOf key of a project, which the caller manages, whose settings it begins with; what is sent here goes before them */
    record NewProject(
            String name,
            @Nullable @Length(max = 40) String key,
            @Nullable @Length(max = 200_000) String guideline,
            JsonNode schema,
            @Nullable @Range(min = 1, max = 100) Integer overlap,
            @Nullable @Range(min = 0, max = 1000) Integer goldEvery,
            @Nullable @Length(max = 40) String settingsOf) {}

    record SchemaBody(JsonNode schema) {}

    /** @param basedOn the version that was changed; if another one is in force, nothing is. Absent: whichever is in force */
    record SchemaChange(JsonNode schema, @Nullable Integer basedOn) {}

    record SchemaCheck(@Nullable JsonNode schema, List<Problem.Detail> problems) {}

    record GuidelineList(List<Projects.Guideline> versions) {}

    record NewGuideline(
            @Length(max = 200_000) String markdown,
            @Nullable @Length(max = 1000) String note,
            int basedOn) {}

    private final Projects projects;
    private final SettingsHistory history;
    private final ProjectGate gate;
    private final JdbcClient sql;
    private final Tallies tallies;

    ProjectController(Projects projects, SettingsHistory history, ProjectGate gate, JdbcClient sql, Tallies tallies) {
        this.history = history;
        this.tallies = tallies;
        this.projects = projects;
        this.gate = gate;
        this.sql = sql;
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/projects")
    ProjectList list(@RequestParam(defaultValue = "false") boolean bin) {
        return new ProjectList(sql
                .sql("""
                select p.id, m.id as member, p.key, p.name, p.description, m.role, p.archived_at, p.deleted_at, p.paused_at is not null as paused,
                       p.paused_at is null and p.archived_at is null and work_for(p.id, m.id) as open_for_me
                from project p join member m on m.project_id = p.id
                where m.account_id = :me and m.removed_at is null
                  and (case when :bin then p.deleted_at is not null and m.role = 'owner' else p.deleted_at is null end)
                order by p.created_at desc, p.id desc
                """)
                .param("me", Caller.current().accountId())
                .param("bin", bin)
                .query((row, number) -> new Mine(
                        row.getLong("id"),
                        row.getLong("member"),
                        row.getString("key"),
                        row.getString("name"),
                        row.getString("description"),
                        Role.of(row.getString("role")),
                        row.getBoolean("open_for_me"),
                        row.getBoolean("paused"),
                        Projects.instant(row, "archived_at"),
                        Projects.instant(row, "deleted_at")))
                .list()
                .stream()
                .map(this::summary)
                .toList());
    }

    private ProjectSummary summary(Mine mine) {
        Tally tally = tallies.of(mine.project());
        return new ProjectSummary(
                mine.key(),
                mine.name(),
                mine.description(),
                mine.role(),
                mine.role().atLeast(Level.REVIEWER) ? tally.items() : tally.items() + tally.goldItems(),
                mine.role().atLeast(Level.REVIEWER) ? tally.complete() : null,
                tally.answersBy(mine.member()),
                mine.openForMe(),
                mine.paused(),
                mine.role().atLeast(Level.REVIEWER) ? tally.disputed() : null,
                mine.archivedAt(),
                mine.deletedAt(),
                tally.countedAt());
    }

    @Access(Level.INSTANCE_OWNER)
    @PostMapping("/projects")
    @ResponseStatus(HttpStatus.CREATED)
    Project create(@RequestBody NewProject body) {
        Caller caller = Caller.current();
        long id = projects.create(
                body.name(),
                body.key(),
                body.guideline() == null ? "" : body.guideline(),
                body.schema(),
                body.overlap(),
                body.goldEvery(),
                body.settingsOf(),
                caller.accountId());
        gate.forget();
        long member = sql.sql("select id from member where project_id = ? and account_id = ?")
                .params(id, caller.accountId())
                .query(Long.class)
                .single();
        return project(id, member, Role.OWNER);
    }

    @Access(Level.LABELER)
    @GetMapping("/projects/{project}")
    Project get(Membership me) {
        return project(me.projectId(), me.memberId(), me.role());
    }

    @Access(Level.MANAGER)
    @PatchMapping("/projects/{project}")
    Project change(Membership me, @RequestBody ProjectChange change) {
        projects.change(me.projectId(), change, me.accountId());
        return get(me);
    }

    /**
     * What was changed about the project, the newest first.
     *
     * @param before the {@code next} of the page before; left out for the newest
     */
    @Access(Level.MANAGER)
    @GetMapping("/projects/{project}/settings/history")
    SettingsHistory.SettingChanges settingsHistory(
            Membership me, @RequestParam @Nullable Long before, @RequestParam(defaultValue = "20") int limit) {
        Problem.requireRange("limit", limit, 1, 200);
        return history.of(me.projectId(), before, limit);
    }

    /** Puts the project to rest: it can be read and exported, and nothing in it changes until it is taken out again. */
    @Access(value = Level.MANAGER, inArchived = true)
    @PostMapping("/projects/{project}/archive")
    Project archive(Membership me) {
        projects.archive(me.projectId(), me.accountId());
        gate.forget();
        return get(me);
    }

    @Access(value = Level.MANAGER, inArchived = true)
    @PostMapping("/projects/{project}/unarchive")
    Project unarchive(Membership me) {
        projects.unarchive(me.projectId(), me.accountId());
        gate.forget();
        return get(me);
    }

    @Access(value = Level.OWNER, inArchived = true)
    @DeleteMapping("/projects/{project}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Membership me) {
        projects.delete(me.projectId(), me.accountId());
        gate.forget();
    }

    @Access(value = Level.OWNER, inArchived = true)
    @PostMapping("/projects/{project}/restore")
    Project restore(Membership me) {
        projects.restore(me.projectId(), me.accountId());
        gate.forget();
        return get(me);
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/schemas/check")
    SchemaCheck check(@RequestBody SchemaBody body) {
        FindingList findings = new FindingList();
        Schema schema = Projects.read(body.schema(), findings);
        return new SchemaCheck(findings.isEmpty() ? SchemaJson.write(schema) : null, Projects.details(findings.all()));
    }

    @Access(Level.MANAGER)
    @PutMapping("/projects/{project}/schema")
    Project changeSchema(Membership me, @RequestBody SchemaChange body) {
        List<Problem.Detail> odd = projects.changeSchema(me.projectId(), body.schema(), body.basedOn(), me.accountId());
        return project(me.projectId(), me.memberId(), me.role(), odd.isEmpty() ? null : odd);
    }

    @Access(Level.LABELER)
    @GetMapping("/projects/{project}/guidelines")
    GuidelineList guidelines(Membership me) {
        return new GuidelineList(projects.guidelines(me.projectId()));
    }

    @Access(Level.MANAGER)
    @PostMapping("/projects/{project}/guidelines")
    @ResponseStatus(HttpStatus.CREATED)
    Projects.Guideline addGuideline(Membership me, @RequestBody NewGuideline body) {
        projects.addGuideline(me.projectId(), body.markdown(), body.note(), body.basedOn(), me.accountId());
        return projects.guidelines(me.projectId()).getFirst();
    }

    private Project project(long id, long member, Role role) {
        return project(id, member, role, null);
    }

    private Project project(long id, long member, Role role, @Nullable List<Problem.Detail> warnings) {
        Projects.Settings s = projects.settings(id);
        boolean tellsGold = role.atLeast(Level.REVIEWER);
        return new Project(
                s.key(),
                s.name(),
                s.description(),
                role,
                member,
                s.overlap(),
                tellsGold ? (int) s.goldEvery() : null,
                tellsGold ? s.goldFeedback() : null,
                tellsGold ? s.decisionFeedback() : null,
                tellsGold ? (int) s.repeatEvery() : null,
                tellsGold ? (int) s.repeatAfterHours() : null,
                tellsGold ? (int) s.draftsWithheldEvery() : null,
                tellsGold ? s.labelersSee() : null,
                s.leaseMinutes(),
                SchemaJson.write(projects.schema(id, s.schemaVersion()).schema()),
                s.schemaVersion(),
                new CurrentGuideline(s.guidelineVersion(), projects.guidelineText(id, s.guidelineVersion())),
                s.createdAt(),
                s.pausedAt(),
                s.archivedAt(),
                s.deletedAt(),
                warnings);
    }
}
