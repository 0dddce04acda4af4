package dev.cupel.server.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cupel.server.blob.Arrivals;
import dev.cupel.server.blob.BlobStore;
import dev.cupel.server.platform.web.Access;
import dev.cupel.server.platform.web.Access.Level;
import dev.cupel.server.platform.web.Caller;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.Range;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Long work as people watch it: progress, what was wrong, cancel, the file that comes out. */
@RestController
@RequestMapping("/api/v1/jobs")
final class JobController {
    record JobList(List<JobView> jobs) {}

    record RowProblem(long line, @Nullable String column, String what, String fix) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProblemPage(List<RowProblem> problems, @Nullable Long next) {}

    private final JobViews views;
    private final JobStore store;
    private final JobWorker worker;
    private final BlobStore blobs;
    private final Arrivals arrivals;

    JobController(JobViews views, JobStore store, JobWorker worker, BlobStore blobs, Arrivals arrivals) {
        this.views = views;
        this.store = store;
        this.worker = worker;
        this.blobs = blobs;
        this.arrivals = arrivals;
    }

    @Access(Level.ACCOUNT)
    @GetMapping
    JobList own(@RequestParam @Nullable String project) {
        return new JobList(views.of(Caller.current().accountId(), project));
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/{id}")
    JobView one(@PathVariable UUID id) {
        return views.visible(id, Caller.current().accountId());
    }

    @Access(Level.ACCOUNT)
    @GetMapping("/{id}/problems")
    ProblemPage problems(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") @Range(min = 0) long after,
            @RequestParam(defaultValue = "100") @Range(min = 1, max = 1000) int limit) {
        one(id);
        Problem.requireRange("limit", limit, 1, 1000);
        return views.problems(id, after, limit);
    }

    @Access(Level.ACCOUNT)
    @PostMapping("/{id}/cancel")
    JobView cancel(@PathVariable UUID id) {
        Caller.current().require("manage");
        one(id);
        views.requireCancel(id, Caller.current().accountId());
        if (!store.cancel(id)) {
            worker.cancel(id);
        }
        arrivals.announce();
        return one(id);
    }

    /** Sends the file as far as it is written, and goes on until it is complete. */
    @Access(Level.ACCOUNT)
    @GetMapping("/{id}/result")
    void result(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        Caller.current().require("read", "manage");
        UUID account = Caller.current().accountId();
        JobView first = one(id);
        if (!views.hasResult(first)) {
            throw Problem.notFound("no_result", "Jobs of this kind make no file.");
        }
        JobViews.ResultFile result = awaitResult(id);
        response.setContentType(result.type());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(result.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        // Labels and texts are data: a browser must not take a download for a page.
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        long size = blobs.size(result.blob());
        if (size >= 0) {
            response.setContentLengthLong(size);
        }
        boolean whole = blobs.follow(result.blob(), response.getOutputStream(), () -> stillComing(id, result, account));
        if (!whole) {
            // Ending the answer normally would pass a part for the whole.
            throw new IOException("the job " + id + " stopped before its result was complete");
        }
    }

    private JobViews.ResultFile awaitResult(UUID id) {
        while (true) {
            long before = arrivals.mark();
            JobViews.Result result = views.result(id);
            boolean over = result.state().equals("failed") || result.state().equals("cancelled");
            if (result.file() != null && !over) {
                return result.file();
            }
            switch (result.state()) {
                case "queued", "running" -> {
                    if (worker.stopping()) {
                        throw Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "server_stopping",
                                "The server is stopping; the job goes on afterwards.",
                                "Ask again in a moment.");
                    }
                    arrivals.await(before);
                }
                case "done" ->
                    throw Problem.of(
                            HttpStatus.GONE,
                            "result_gone",
                            "Results are kept for seven days; this one has been removed.",
                            "Start the export again.");
                case "cancelled" ->
                    throw Problem.conflict(
                            "job_cancelled", "The job was cancelled, so there is no file.", "Start it again.");
                default ->
                    throw Problem.conflict("job_failed", "The job failed, so there is no file.", "Start it again.");
            }
        }
    }

    private boolean stillComing(UUID id, JobViews.ResultFile following, UUID account) {
        if (worker.stopping()) {
            return false;
        }
        JobViews.Result now = views.result(id);
        boolean alive = now.state().equals("queued")
                || now.state().equals("running")
                || now.state().equals("done");
        return alive && following.equals(now.file()) && views.mayWatch(id, account);
    }
}
