package dev.cupel.server.tally;

/**
 * Whether a count of a project may be shown again. Small projects are always exact. Large ones are counted at most a
 * twentieth of the time, and nobody waits for a count while there is one that is a minute old at most.
 */
final class TallyRule {
    private static final double SHOWN_SECONDS = 60;
    /** Longer than any transaction that could slip something under the newest numbers. */
    private static final double TRUSTED_SECONDS = 300;

    private static final double SHARE_OF_TIME = 20;

    private TallyRule() {}

    enum Decision {
        SHOW,
        SHOW_AND_COUNT_BEHIND,
        COUNT
    }

    /**
     * @param small whether counting costs next to nothing
     * @param same whether nothing has happened in the project since the count
     * @param ageSeconds of the count
     * @param tookSeconds what it took
     */
    static Decision of(boolean small, boolean same, double ageSeconds, double tookSeconds) {
        if (same) {
            return ageSeconds < TRUSTED_SECONDS ? Decision.SHOW : Decision.COUNT;
        }
        if (small || ageSeconds >= SHOWN_SECONDS) {
            return Decision.COUNT;
        }
        return ageSeconds < SHARE_OF_TIME * tookSeconds ? Decision.SHOW : Decision.SHOW_AND_COUNT_BEHIND;
    }
}
