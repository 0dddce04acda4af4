package dev.cupel.engine.preference;

import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;

/**
 * How to score preferences.
 *
 * @param method which model
 * @param priorPrecision strengths are drawn to zero as if normal with this precision, above 0; without it an item that
 *     never loses would be infinitely strong
 * @param ties what a tie says
 * @param adjustSide take the advantage of the side shown first out of the scores; it is reported either way
 * @param adjustLength take the advantage of the longer item out of the scores; reported either way where lengths are known
 * @param bootstrap resamples of units behind rank intervals
 * @param maxRounds bound on optimisation steps, at least 1
 * @param tolerance stop when no derivative of the log posterior is larger, per comparison
 */
public record PreferenceOptions(
        PreferenceMethod method,
        double priorPrecision,
        Ties ties,
        boolean adjustSide,
        boolean adjustLength,
        Bootstrap.Options bootstrap,
        int maxRounds,
        double tolerance) {
    public static final PreferenceOptions DEFAULTS = new PreferenceOptions(
            PreferenceMethod.BRADLEY_TERRY,
            1,
            Ties.HALF_WINS,
            false,
            false,
            Bootstrap.Options.DEFAULTS.withReplicates(200),
            500,
            1e-10);

    /** What a tie says. */
    public enum Ties {
        /** Half a win for each. */
        HALF_WINS,
        /** A third outcome, more likely between equals (Davidson 1970); Bradley-Terry only. */
        DAVIDSON
    }

    public PreferenceOptions {
        InputException.unless(
                priorPrecision > 0 && priorPrecision < 1e9, "priorPrecision", priorPrecision, "above 0 and below 1e9");
        InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
        InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
    }

    public PreferenceOptions withMethod(PreferenceMethod other) {
        return new PreferenceOptions(
                other, priorPrecision, ties, adjustSide, adjustLength, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withPriorPrecision(double precision) {
        return new PreferenceOptions(
                method, precision, ties, adjustSide, adjustLength, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withTies(Ties meaning) {
        return new PreferenceOptions(
                method, priorPrecision, meaning, adjustSide, adjustLength, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withAdjustment(boolean side, boolean length) {
        return new PreferenceOptions(method, priorPrecision, ties, side, length, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withBootstrap(Bootstrap.Options resampling) {
        return new PreferenceOptions(
                method, priorPrecision, ties, adjustSide, adjustLength, resampling, maxRounds, tolerance);
    }

    public PreferenceOptions withMaxRounds(int rounds) {
        return new PreferenceOptions(
                method, priorPrecision, ties, adjustSide, adjustLength, bootstrap, rounds, tolerance);
    }
}
