package dev.cupel.server.quality;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Estimate;
import dev.cupel.engine.judgement.QualityReport;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Agreement, consensus and annotators of one question. */
@RestController
@RequestMapping("/api/v1/projects/{project}")
final class QualityController {
    record AsOf(long annotationId, Instant at) {}

    record AnnotatorQuality(
            long memberId,
            String name,
            String kind,
            long answers,
            Estimate agreementWithConsensus,
            Estimate goldAccuracy,
            @Nullable Estimate consistency,
            long medianActiveMs,
            QualityReport.@Nullable Confusion confusion,
            List<QualityReport.Flag> flags) {}

    /** @param state fresh, stale, computing or empty; figures are those of the last report, if there is one */
    record QualityView(
            String question,
            String state,
            @Nullable UUID jobId,
            @Nullable AsOf asOf,
            @Nullable String method,
            @Nullable String methodVersion,
            @Nullable Map<String, Object> options,
            @Nullable Long seed,
            QualityReport.@Nullable Agreement agreement,
            @Nullable List<QualityReport.Pair> pairs,
            QualityReport.@Nullable Consensus consensus,
            @Nullable List<AnnotatorQuality> annotators,
            @Nullable List<QualityReport.Share> shares,
            @Nullable List<QualityReport.DayAgreement> overTime,
            @Nullable List<QualityReport.DraftUse> drafts,
            @Nullable Estimate audit) {}

    record QualityRequest(@Nullable String question) {}

    private final Projects projects;
    private final Reports reports;
    private final People people;
    private final Refresher refresher;
    private final Jobs jobs;
    private final JobViews views;

    QualityController(
            Projects projects, Reports reports, People people, Refresher refresher, Jobs jobs, JobViews views) {
        this.projects = projects;
        this.reports = reports;
        this.people = people;
        this.refresher = refresher;
        this.jobs = jobs;
        this.views = views;
    }

    @Access(Level.REVIEWER)
    @GetMapping("/quality")
    QualityView quality(
            Membership me, @PathVariable String project, @RequestParam(required = false) @Nullable String question) {
        SchemaCodes codes = projects.schema(me.projectId());
        Question asked = asked(codes, question);
        short number = codes.number(asked);
        Optional<Reports.Stored> stored = reports.find(me.projectId(), number);
        UUID job = reports.openJob(me.projectId(), asked.id()).orElse(null);
        QualityReport report = stored.map(Reports.Stored::report).orElse(null);
        boolean fresh = stored.map(Reports.Stored::fresh).orElse(false);
        if (!fresh) {
            refresher.nudge(me.projectId());
        }
        String state;
        if (job != null) {
            state = "computing";
        } else if (report == null && !reports.anyVote(me.projectId(), number)) {
            state = "empty";
        } else {
            state = fresh ? "fresh" : "stale";
        }
        if (report == null) {
            return new QualityView(
                    asked.id(),
                    state,
                    job,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
        Map<Long, People.Person> known = people.of(me.projectId());
        AsOf asOf = stored.filter(s -> s.asOfAt() != null)
                .map(s -> new AsOf(s.asOf(), java.util.Objects.requireNonNull(s.asOfAt())))
                .orElse(null);
        return new QualityView(
                asked.id(),
                state,
                job,
                asOf,
                report.method(),
                report.methodVersion(),
                report.options(),
                report.seed(),
                report.agreement(),
                report.pairs(),
                report.consensus(),
                report.annotators().stream()
                        .map(a -> {
                            People.Person person = known.getOrDefault(a.memberId(), People.UNKNOWN);
                            return new AnnotatorQuality(
                                    a.memberId(),
                                    person.name(),
                                    person.kind(),
                                    a.answers(),
                                    a.agreementWithConsensus(),
                                    a.goldAccuracy(),
                                    a.consistency(),
                                    a.medianActiveMs(),
                                    a.confusion(),
                                    a.flags());
                        })
                        .toList(),
                report.shares(),
                report.overTime(),
                report.drafts(),
                report.audit());
    }

    @Access(value = Level.REVIEWER, inArchived = true)
    @PostMapping("/quality")
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView recompute(Membership me, @PathVariable String project, @RequestBody QualityRequest body) {
        Question asked = asked(projects.schema(me.projectId()), body.question());
        return views.view(jobs.submitUnlessQueued(
                QualityJob.KIND, ProjectJobs.owner(me.projectId()), me.accountId(), new QualityJob.Params(asked.id())));
    }

    /** @return the question named, or the first one */
    private static Question asked(SchemaCodes codes, @Nullable String id) {
        return id == null ? codes.schema().questions().getFirst() : codes.question(id);
    }
}
