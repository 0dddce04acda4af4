package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/**
 * Independent Bayesian classifier combination: Dawid-Skene with Dirichlet priors on every row and on the classes, by
 * mean-field variational Bayes. Priors: 4 pseudo-votes on the diagonal, 1 elsewhere, 1 per class. Shapes, costs and
 * guarantees as {@link DawidSkene}.
 *
 * <p>Source: H.-C. Kim and Z. Ghahramani, "Bayesian Classifier Combination", AISTATS 2012; the variational form of E.
 * Simpson et al., "Dynamic Bayesian Combination of Multiple Imperfect Classifiers", 2013.
 */
public final class Ibcc {
    private Ibcc() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, ConsensusOptions options) {
        return DawidSkene.estimate(
                votes,
                new DawidSkene.Options(
                        options.maxRounds().orElse(100),
                        options.tolerance().orElse(1e-6),
                        new Shrinkage.Fixed(4, 1),
                        options.gold(),
                        options.threads()),
                "ibcc",
                true);
    }
}
