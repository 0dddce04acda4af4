package dev.cupel.engine.consensus;

import java.util.List;

/**
 * Why one task got its label.
 *
 * @param task the task
 * @param label the consensus
 * @param probability of that label, in [0, 1]
 * @param runnerUp the next best class, or -1 if there is only one class
 * @param runnerUpProbability of the runner-up, in [0, 1]
 * @param tied whether several classes are equally probable; the smallest class index was taken
 * @param gold whether the class was given as gold, so that votes did not matter
 * @param unit what the contributions are counted in: {@code "votes"}, {@code "weighted votes"} or {@code "nats"}
 * @param priorContribution what the classes' shares alone say for the label over the runner-up, in the same unit
 * @param contributions one per vote, in the canonical order of the votes
 * @param summary the above in one sentence; classes by name where {@link ConsensusOptions#classNames()} has them
 */
public record Explanation(
        int task,
        int label,
        double probability,
        int runnerUp,
        double runnerUpProbability,
        boolean tied,
        boolean gold,
        String unit,
        double priorContribution,
        List<Contribution> contributions,
        String summary) {
    public Explanation {
        contributions = List.copyOf(contributions);
    }

    /**
     * @param worker who voted
     * @param label what they said
     * @param support how much the vote speaks for the consensus over the runner-up; negative speaks against
     * @param workerQuality in [0, 1], see {@link Consensus#workerQuality(int)}
     */
    public record Contribution(int worker, int label, double support, double workerQuality) {}
}
