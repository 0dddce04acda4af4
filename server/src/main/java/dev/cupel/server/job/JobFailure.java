package dev.cupel.server.job;

/** A job that cannot be done, told to the person who started it: what is wrong, and how to mend it. */
public final class JobFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JobFailure(String what, String fix) {
        super(what + " " + fix);
    }
}
