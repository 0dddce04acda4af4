package dev.cupel.server.job;

/** Thrown inside a handler to end a run at once; only {@link JobRun} makes it, only the worker catches it. */
public final class JobStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    enum Why {
        /** Somebody cancelled the job. */
        CANCELLED,
        /** This server stops; another one, or this one later, goes on. */
        SHUTDOWN,
        /** The lease went to another server, which is going on already. */
        LEASE_LOST
    }

    private final Why why;

    JobStopped(Why why) {
        super(why.name(), null, false, false);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
