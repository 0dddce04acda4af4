package dev.cupel.server.platform;

/** The surroundings do not let the server start; the message says what is wrong and how to mend it. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String what, String fix) {
        super(what + "\n  " + fix);
    }
}
