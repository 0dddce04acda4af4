package dev.cupel.server.quality;

/**
 * When a report is computed again by itself: soon after people pause, and while they work on, as often as it costs at
 * most a twentieth of the time.
 */
final class RefreshRule {
    /** Nobody has saved for this long: people pause. */
    private static final double QUIET_SECONDS = 2;

    private RefreshRule() {}

    /**
     * @param reported whether there is a report at all
     * @param changed whether there are annotations or gold it has not seen
     * @param settled whether all it found could be written: items that somebody held meanwhile were left out
     * @param idleSeconds since the newest annotation
     * @param ageSeconds since the report was computed
     * @param tookSeconds what computing it took
     */
    static boolean due(
            boolean reported,
            boolean changed,
            boolean settled,
            double idleSeconds,
            double ageSeconds,
            double tookSeconds) {
        if (!reported) {
            return true;
        }
        boolean quiet = idleSeconds >= QUIET_SECONDS;
        if (changed) {
            return quiet ? ageSeconds >= Math.max(1, 5 * tookSeconds) : ageSeconds >= Math.max(10, 20 * tookSeconds);
        }
        return !settled && quiet;
    }
}
