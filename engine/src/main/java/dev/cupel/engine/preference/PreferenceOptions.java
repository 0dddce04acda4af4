package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
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
 * @param errors whether answers of one unit count as independent
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
        Errors errors,
        Bootstrap.Options bootstrap,
        int maxRounds,
        double tolerance) {
    public static final PreferenceOptions DEFAULTS = new PreferenceOptions(
            PreferenceMethod.BRADLEY_TERRY,
            1,
            Ties.HALF_WINS,
            false,
            false,
            Errors.AUTOMATIC,
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

    /** What intervals take for independent. */
    public enum Errors {
        /** Units, where one has several answers; otherwise answers, which is then the same. */
        AUTOMATIC("automatic"),
        /** Every answer: too narrow where people differ and answer more than once. */
        INDEPENDENT("independent"),
        /** Units: workers, or whatever was answered together. */
        CLUSTERED("clustered");

        private final String key;

        Errors(String key) {
            this.key = key;
        }

        public String key() {
            return key;
        }

        /** @throws InputException if there is no such kind; the message lists all */
        public static Errors ofKey(String key, String option) {
            for (Errors one : values()) {
                if (one.key.equals(key)) {
                    return one;
                }
            }
            throw new InputException(
                    Code.UNKNOWN_NAME,
                    option,
                    "there are no errors \"" + key + "\"",
                    "choose one of automatic, independent, clustered");
        }
    }

    public PreferenceOptions {
        InputException.unless(
                priorPrecision > 0 && priorPrecision < 1e9, "priorPrecision", priorPrecision, "above 0 and below 1e9");
        InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
        InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
    }

    public PreferenceOptions withMethod(PreferenceMethod other) {
        return new PreferenceOptions(
                other, priorPrecision, ties, adjustSide, adjustLength, errors, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withPriorPrecision(double precision) {
        return new PreferenceOptions(
                method, precision, ties, adjustSide, adjustLength, errors, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withTies(Ties meaning) {
        return new PreferenceOptions(
                method, priorPrecision, meaning, adjustSide, adjustLength, errors, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withAdjustment(boolean side, boolean length) {
        return new PreferenceOptions(
                method, priorPrecision, ties, side, length, errors, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withErrors(Errors kind) {
        return new PreferenceOptions(
                method, priorPrecision, ties, adjustSide, adjustLength, kind, bootstrap, maxRounds, tolerance);
    }

    public PreferenceOptions withBootstrap(Bootstrap.Options resampling) {
        return new PreferenceOptions(
                method, priorPrecision, ties, adjustSide, adjustLength, errors, resampling, maxRounds, tolerance);
    }

    public PreferenceOptions withMaxRounds(int rounds) {
        return new PreferenceOptions(
                method, priorPrecision, ties, adjustSide, adjustLength, errors, bootstrap, rounds, tolerance);
    }
}
