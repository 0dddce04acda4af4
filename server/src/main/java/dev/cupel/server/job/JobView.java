package dev.cupel.server.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as people see it.
 *
 * @param kind such as import, export or quality
 * @param projectKey absent for a job that belongs to no project
 * @param state queued, running, done, failed or cancelled
 * @param done how much is done, in {@code unit}
 * @param total how much there is to do; null while nobody knows
 * @param unit bytes, rows or steps
 * @param summary figures by name, such as added, updated, unchanged and rejected rows; {@code fileName} of an
 *     import is what its file was called
 * @param problemCount rows with a problem, also those beyond the list that is kept
 * @param resultUrl where the file is, also while it is being written; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
        UUID id,
        String kind,
        @Nullable String projectKey,
        String state,
        long done,
        @Nullable Long total,
        String unit,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        String createdBy,
        Map<String, Object> summary,
        long problemCount,
        @Nullable String error,
        @Nullable String resultUrl) {
    JobView withoutFile() {
        return new JobView(
                id,
                kind,
                projectKey,
                state,
                done,
                total,
                unit,
                createdAt,
                startedAt,
                finishedAt,
                createdBy,
                summary,
                problemCount,
                error,
                null);
    }
}
