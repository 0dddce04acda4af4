package dev.cupel.cli.console;

/** The exit statuses that scripts rely on. */
public final class ExitCodes {
    public static final int DONE = 0;
    public static final int BUG = 1;
    public static final int WRONG_USAGE = 2;
    public static final int BAD_INPUT = 3;

    private ExitCodes() {}
}
