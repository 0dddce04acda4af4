package dev.cupel.server.export;

import dev.cupel.engine.answer.Question;
import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import dev.cupel.server.project.SchemaCodes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A project as files: a job writes one, and its result can be read from the first line on. */
@RestController
@RequestMapping("/api/v1/projects/{project}/exports")
final class ExportController {
    /**
     * @param format jsonl, csv or votes
     * @param question whose votes; may be left out if the schema has one question
     */
    record NewExport(@Nullable String format, @Nullable String question) {}

    record Exports(List<JobView> jobs) {}

    private final Jobs jobs;
    private final JobViews views;
    private final Projects projects;

    ExportController(Jobs jobs, JobViews views, Projects projects) {
        this.jobs = jobs;
        this.views = views;
        this.projects = projects;
    }

    @Access(Level.MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView start(Membership me, @RequestBody NewExport wanted) {
        ExportFormat format = ExportFormat.of(wanted.format() == null ? "" : wanted.format());
        String question =
                format == ExportFormat.VOTES ? question(projects.schema(me.projectId()), wanted.question()) : null;
        return views.view(jobs.submit(
                ExportJob.KIND,
                ProjectJobs.owner(me.projectId()),
                me.accountId(),
                new ExportJob.Params(format.json(), question)));
    }

    private static String question(SchemaCodes codes, @Nullable String wanted) {
        if (wanted != null && !wanted.isEmpty()) {
            return codes.question(wanted).id();
        }
        List<Question> questions = codes.schema().questions();
        if (questions.size() > 1) {
            throw Problem.invalid(
                    "question_missing",
                    "question",
                    "votes are of one question, and the schema has several",
                    "name one of " + questions.stream().map(Question::id).toList());
        }
        return questions.getFirst().id();
    }

    @Access(Level.MANAGER)
    @GetMapping
    Exports recent(Membership me) {
        return new Exports(views.recent(ProjectJobs.owner(me.projectId()), ExportJob.KIND));
    }
}
