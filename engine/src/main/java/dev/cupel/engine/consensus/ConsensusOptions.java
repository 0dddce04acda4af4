package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Options that every method understands; a method's own record has the rest.
 *
 * @param gold tasks with a known class
 * @param maxRounds upper bound on rounds, at least 1; empty: the method's default
 * @param tolerance the method's convergence tolerance, in (0, 1); empty: the method's default
 * @param classNames names for sentences, by class index; empty means the indices
 * @param threads upper bound on threads, at least 1; results do not depend on it, bit for bit
 */
public record ConsensusOptions(
        Gold gold, OptionalInt maxRounds, OptionalDouble tolerance, List<String> classNames, int threads) {
    public static final ConsensusOptions DEFAULTS = new ConsensusOptions(
            Gold.none(),
            OptionalInt.empty(),
            OptionalDouble.empty(),
            List.of(),
            Runtime.getRuntime().availableProcessors());

    public ConsensusOptions {
        classNames = List.copyOf(classNames);
        InputException.unless(maxRounds.orElse(1) >= 1, "maxRounds", maxRounds.orElse(1), "at least 1");
        double given = tolerance.orElse(0.5);
        InputException.unless(given > 0 && given < 1, "tolerance", given, "in (0, 1)");
        InputException.unless(threads >= 1, "threads", threads, "at least 1");
    }

    public ConsensusOptions withGold(Gold known) {
        return new ConsensusOptions(known, maxRounds, tolerance, classNames, threads);
    }

    public ConsensusOptions withMaxRounds(int rounds) {
        return new ConsensusOptions(gold, OptionalInt.of(rounds), tolerance, classNames, threads);
    }

    public ConsensusOptions withTolerance(double change) {
        return new ConsensusOptions(gold, maxRounds, OptionalDouble.of(change), classNames, threads);
    }

    /** @param classes names of the classes, by index */
    public ConsensusOptions withClassNames(List<String> classes) {
        return new ConsensusOptions(gold, maxRounds, tolerance, classes, threads);
    }

    public ConsensusOptions withThreads(int count) {
        return new ConsensusOptions(gold, maxRounds, tolerance, classNames, count);
    }

    /** A class in a sentence: its name if there is one. */
    String className(int category) {
        return category < classNames.size() ? "\"" + classNames.get(category) + "\"" : "class " + category;
    }
}
