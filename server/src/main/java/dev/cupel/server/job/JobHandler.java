package dev.cupel.server.job;

/**
 * Does one kind of job, and registers it by being there; a Spring bean of the room that knows how. The same job may be run
 * again, from its last checkpoint, by any server on the database: whatever a handler writes belongs into the transaction of
 * its next {@link JobRun#checkpoint}, or must be harmless to write twice.
 */
public interface JobHandler {
    /** @return the same at every call */
    JobKind kind();

    /** @return what {@code done} and {@code total} count: bytes, rows or steps */
    String unit();

    /** @return whether jobs of this kind write a file for download */
    default boolean hasResult() {
        return false;
    }

    /**
     * Runs on a thread of its own until the work is done.
     *
     * @throws JobFailure if it cannot be done, with the reason for the person who started it
     * @throws JobStopped if the run was asked to stop
     */
    void run(JobRun run) throws Exception;
}
