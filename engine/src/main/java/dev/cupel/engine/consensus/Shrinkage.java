package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;

/**
 * What a worker's confusion matrix is pulled towards, and how strongly. A closed family. All pseudo-votes are per row,
 * that is per true class, and are added to the votes a worker is expected to have cast on tasks of that class.
 */
public sealed interface Shrinkage {
    /** Plain maximum likelihood, as in 1979. */
    Shrinkage NONE = new None();

    /** Plain maximum likelihood; a worker never seen on a class is taken to answer it uniformly. */
    record None() implements Shrinkage {
        @Override
        public String words() {
            return "none";
        }
    }

    /**
     * Towards the confusion matrix of all workers together, re-estimated every round (with half a pseudo-vote on its
     * diagonal and half a pseudo-vote spread over each of its rows).
     *
     * @param pseudoVotes weight of the pooled row, in (0, 1e6]
     */
    record Pooled(double pseudoVotes) implements Shrinkage {
        public Pooled {
            requireWeight(pseudoVotes);
        }

        @Override
        public String words() {
            return "pooled " + Figure.plain(pseudoVotes);
        }
    }

    /**
     * Towards the matrix of somebody who is right with the pooled accuracy and wrong evenly over the other classes; the
     * accuracy is re-estimated every round. Safer than {@link Pooled} with many classes.
     *
     * @param pseudoVotes weight of the row, in (0, 1e6]
     */
    record Coin(double pseudoVotes) implements Shrinkage {
        public Coin {
            requireWeight(pseudoVotes);
        }

        @Override
        public String words() {
            return "coin " + Figure.plain(pseudoVotes);
        }
    }

    /**
     * Towards the worker's own coin: right with the accuracy of this worker on the whole (itself pulled towards the
     * crowd's), wrong evenly; re-estimated every round. Two tiers: a worker's accuracy needs few votes, their leaning
     * between particular classes must be earned with more.
     *
     * @param pseudoVotes weight of the row, in (0, 1e6]
     * @param workerPseudoVotes weight of the crowd's accuracy in the worker's, in (0, 1e6]
     */
    record OwnCoin(double pseudoVotes, double workerPseudoVotes) implements Shrinkage {
        public OwnCoin {
            requireWeight(pseudoVotes);
            requireWeight(workerPseudoVotes);
        }

        @Override
        public String words() {
            return "own coin " + Figure.plain(pseudoVotes) + " and " + Figure.plain(workerPseudoVotes);
        }
    }

    /**
     * Fixed Dirichlet pseudo-votes per cell: learning from crowds (Raykar et al., JMLR 11, 2010).
     *
     * @param diagonal pseudo-votes for the right answer, in (0, 1e6]
     * @param off pseudo-votes for each wrong answer, in (0, 1e6]
     */
    record Fixed(double diagonal, double off) implements Shrinkage {
        public Fixed {
            requireWeight(diagonal);
            requireWeight(off);
        }

        @Override
        public String words() {
            return "fixed " + Figure.plain(diagonal) + " and " + Figure.plain(off);
        }
    }

    /** Its name and its weights in pseudo-votes, for people. */
    String words();

    private static void requireWeight(double pseudoVotes) {
        InputException.unless(pseudoVotes > 0 && pseudoVotes <= 1e6, "pseudoVotes", pseudoVotes, "in (0, 1e6]");
    }
}
