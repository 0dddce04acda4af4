package dev.cupel.engine.judgement;

import dev.cupel.engine.consensus.ConsensusMethod;
import dev.cupel.engine.consensus.ConsensusOptions;
import dev.cupel.engine.consensus.Gold;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.List;

/** How the engine is asked: the same for all kinds of questions. */
final class Settings {
    static final long SEED = 1;
    static final ConsensusMethod METHOD = ConsensusMethod.AUTO;
    private static final long DRAWS = 20_000_000;
    private static final int LEAST_RESAMPLES = 200;

    private Settings() {}

    /** One thread: people label on the others while this runs. */
    static ConsensusOptions consensus(Gold gold, List<String> classes) {
        return ConsensusOptions.DEFAULTS.withGold(gold).withClassNames(classes).withThreads(1);
    }

    /**
     * Fewer resamples of many items: their interval is narrow, and people label on the same processors.
     *
     * @param ordinary the votes without gold
     */
    static Bootstrap.Options bootstrap(Votes ordinary) {
        int most = Bootstrap.Options.DEFAULTS.replicates();
        int affordable = (int) (DRAWS / Math.max(1, ordinary.taskCount()));
        return Bootstrap.Options.DEFAULTS.withSeed(SEED).withReplicates(Math.clamp(affordable, LEAST_RESAMPLES, most));
    }
}
