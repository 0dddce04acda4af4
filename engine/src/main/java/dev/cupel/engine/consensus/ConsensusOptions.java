package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Options that every method understands; a method's own record has the rest.
 *
 * @param gold tasks with a known class
 * @param maxRounds upper bound on rounds, at least 1; empty: the method's default
 * @param tolerance the method's convergence tolerance, in (0, 1); empty: the method's default
 * @param seed for the methods that start from chance (MACE, KOS); the others ignore it
 * @param threads upper bound on threads, at least 1; results do not depend on it, bit for bit
 */
public record ConsensusOptions(Gold gold, OptionalInt maxRounds, OptionalDouble tolerance, long seed, int threads) {
    public static final ConsensusOptions DEFAULTS = new ConsensusOptions(
            Gold.none(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            42,
            Runtime.getRuntime().availableProcessors());

    public ConsensusOptions {
        InputException.unless(maxRounds.orElse(1) >= 1, "maxRounds", maxRounds, "at least 1");
        double given = tolerance.orElse(0.5);
        InputException.unless(given > 0 && given < 1, "tolerance", tolerance, "in (0, 1)");
        InputException.unless(threads >= 1, "threads", threads, "at least 1");
    }

    public ConsensusOptions withGold(Gold known) {
        return new ConsensusOptions(known, maxRounds, tolerance, seed, threads);
    }

    public ConsensusOptions withMaxRounds(int rounds) {
        return new ConsensusOptions(gold, OptionalInt.of(rounds), tolerance, seed, threads);
    }

    public ConsensusOptions withTolerance(double change) {
        return new ConsensusOptions(gold, maxRounds, OptionalDouble.of(change), seed, threads);
    }

    public ConsensusOptions withSeed(long chance) {
        return new ConsensusOptions(gold, maxRounds, tolerance, chance, threads);
    }

    public ConsensusOptions withThreads(int count) {
        return new ConsensusOptions(gold, maxRounds, tolerance, seed, count);
    }
}
