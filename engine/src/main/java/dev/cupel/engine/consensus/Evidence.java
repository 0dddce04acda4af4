package dev.cupel.engine.consensus;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a consensus rests on, kept with the result so that a screen, a file or a datasheet can state it.
 *
 * @param method name as {@link Methods#byName(String)} knows it
 * @param version changes whenever the same votes and options may give different figures
 * @param options the options used, in words: {@code "maxRounds=100, tolerance=0.00001"}
 * @param rounds rounds of estimation; 0 for closed forms
 * @param stop why estimation ended
 * @param logLikelihoodNats log likelihood of the votes (or the method's bound on it, or its log posterior), in nats;
 *     empty where the method has none
 * @param lastChangeNatsPerVote by how much that figure moved in the last round, divided by the number of votes
 * @param lastMove the furthest any class probability moved in the last round, where the method tracks it
 * @param warnings sentences for people, each of them a reason to look twice
 */
public record Evidence(
        String method,
        String version,
        String options,
        int rounds,
        Stop stop,
        OptionalDouble logLikelihoodNats,
        OptionalDouble lastChangeNatsPerVote,
        OptionalDouble lastMove,
        List<String> warnings) {
    public Evidence {
        warnings = List.copyOf(warnings);
    }

    /** Why estimation ended. */
    public enum Stop {
        /** Nothing to iterate. */
        CLOSED_FORM,
        /** The tolerance was met. */
        CONVERGED,
        /** The round limit came first. For early-stopped methods that is by design, and the rounds are part of the result. */
        ROUND_LIMIT,
        /** The estimate could not be improved any further within the method's numbers. */
        DIVERGED
    }

    public boolean converged() {
        return stop == Stop.CONVERGED || stop == Stop.CLOSED_FORM;
    }
}
