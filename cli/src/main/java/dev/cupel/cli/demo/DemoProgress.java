package dev.cupel.cli.demo;

/** Hears how far the seeding is. Called from one thread, the one that seeds. */
@FunctionalInterface
public interface DemoProgress {
    /**
     * @param what the step in plain words, for example {@code "Customer voice: simulated annotators answer"}
     * @param done how much of the step is done, from 0 to {@code total}
     * @param total how much there is to do, at least 1
     */
    void at(String what, int done, int total);

    /** For callers who do not listen. */
    static DemoProgress silent() {
        return (what, done, total) -> {};
    }
}
