package dev.cupel.engine.structured;

import java.util.List;

/**
 * Why one task got its answer.
 *
 * @param task the task
 * @param agreement how close its answers are to the consensus on average, in [0, 1]; 0 without answers
 * @param contributions one per answer, by value and then by worker
 * @param summary the above in a sentence, with indices for names
 */
public record TaskExplanation(int task, double agreement, List<Contribution> contributions, String summary) {
    public TaskExplanation {
        contributions = List.copyOf(contributions);
    }

    /**
     * @param worker who answered
     * @param similarity to the consensus in [0, 1], 1 if the same; the front door states the measure
     * @param weight of the answer, as a share of all weights of this task
     */
    public record Contribution(int worker, double similarity, double weight) {}

    /** With agreement as the plain mean of the similarities. */
    static TaskExplanation of(int task, List<Contribution> contributions, String summary) {
        return new TaskExplanation(
                task,
                contributions.stream()
                        .mapToDouble(Contribution::similarity)
                        .average()
                        .orElse(0),
                contributions,
                summary);
    }
}
