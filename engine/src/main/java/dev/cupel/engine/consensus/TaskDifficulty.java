package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;

/**
 * How hard each task was, whatever the method: errors made on it divided by the errors these workers usually make.
 * 1 is usual, 2 means twice as many wrong answers as expected from who was asked, 0 an unusually easy task. Both sides
 * carry {@value #PSEUDO_ERRORS} pseudo-errors, so tasks with few votes stay near 1.
 *
 * <p>Unlike vote entropy it does not call a task hard because bad workers happened to meet it.
 */
public final class TaskDifficulty {
    static final double PSEUDO_ERRORS = 0.5;

    private TaskDifficulty() {}

    /** One figure per task; O(R). */
    public static double[] of(Consensus consensus) {
        Votes votes = consensus.votes();
        double[] wrongShare = new double[votes.workerCount()];
        double[] quality = VoteShares.quality(votes, consensus.posterior(), consensus.candidates());
        for (int j = 0; j < wrongShare.length; j++) {
            wrongShare[j] = 1 - quality[j];
        }
        double[] difficulty = new double[votes.taskCount()];
        for (int t = 0; t < difficulty.length; t++) {
            double made = PSEUDO_ERRORS;
            double usual = PSEUDO_ERRORS;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                made += 1 - consensus.probability(t, votes.label(i));
                usual += wrongShare[votes.worker(i)];
            }
            difficulty[t] = made / usual;
        }
        return difficulty;
    }
}
