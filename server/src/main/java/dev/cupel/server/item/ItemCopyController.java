package dev.cupel.server.item;

import dev.cupel.server.job.JobView;
import dev.cupel.server.job.JobViews;
import dev.cupel.server.job.Jobs;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Length;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.project.Membership;
import dev.cupel.server.project.ProjectJobs;
import dev.cupel.server.project.Projects;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Items come in from another project; a job copies them. */
@RestController
@RequestMapping("/api/v1/projects/{project}/copies")
final class ItemCopyController {
    /**
     * @param of key of the project whose items are copied; the caller must manage it, too
     * @param gold whether verified answers come along
     */
    record NewCopy(@Length(max = 40) String of, boolean gold) {}

    private final Jobs jobs;
    private final JobViews views;
    private final Projects projects;

    ItemCopyController(Jobs jobs, JobViews views, Projects projects) {
        this.jobs = jobs;
        this.views = views;
        this.projects = projects;
    }

    /** Copies texts, metadata and files of all items that are not in the bin. A key that is here already stays as it is. */
    @Access(Level.MANAGER)
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    JobView start(Membership me, @RequestBody NewCopy body) {
        long of = projects.managed(body.of(), me.accountId());
        if (of == me.projectId()) {
            throw Problem.invalid(
                    "copy_of_itself",
                    "of",
                    "this is the project itself",
                    "name the project whose items are to be copied");
        }
        UUID job = jobs.submit(
                ItemCopyJob.KIND,
                ProjectJobs.owner(me.projectId()),
                me.accountId(),
                new ItemCopyJob.Params(of, projects.settings(of).name(), body.gold()));
        return views.view(job);
    }
}
