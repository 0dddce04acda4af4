package dev.cupel.server.job;

import dev.cupel.server.platform.web.Access;

/** What one account may do with the jobs of one owner. */
@FunctionalInterface
public interface JobRights {
    /** @param watchers what the job's kind asks for ({@link JobKind#watchers}) */
    boolean watch(Access.Level watchers);

    default boolean cancel(Access.Level watchers) {
        return watch(watchers);
    }

    /** @return whether lists of jobs show them; false for an owner in the bin */
    default boolean listed() {
        return true;
    }
}
