package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Why an item's answer to a question is what it is: who said the same, who said otherwise, and how reliable they are.
 *
 * @param same how many answers count as the same: within the tolerance of {@link Likeness}, numbers near it
 * @param answers how many there are
 * @param reliabilityOfSame mean over those who said the same and of whom it is known; null if that is nobody
 * @param reliabilityOfOthers mean over the others
 * @param votes one for each answer, those that are most like the settled one first
 */
public record Reasons(
        int same,
        int answers,
        @Nullable Double reliabilityOfSame,
        @Nullable Double reliabilityOfOthers,
        List<Vote> votes) {
    /**
     * @param memberId who answered
     * @param likeness to the settled answer, 1 if it is the same
     * @param same whether it counts as the same
     * @param reliability what the last report holds of the annotator, in [0, 1]; null if it says nothing
     */
    public record Vote(
            long memberId,
            double likeness,
            boolean same,
            @Nullable Double reliability) {}

    /** An answer as it was given. */
    public record Given(
            long memberId, Answer answer, @Nullable Double reliability) {}

    /** @param settled the best known answer */
    public static Reasons of(Question question, Answer settled, List<Given> given) {
        List<Vote> votes = new ArrayList<>();
        for (Given one : given) {
            double distance = Likeness.distance(question, one.answer(), settled);
            votes.add(new Vote(
                    one.memberId(),
                    Estimate.rounded(1 - distance),
                    distance <= near(question) + 1e-12,
                    one.reliability()));
        }
        votes.sort((a, b) -> a.likeness() != b.likeness()
                ? Double.compare(b.likeness(), a.likeness())
                : Long.compare(a.memberId(), b.memberId()));
        return new Reasons(
                (int) votes.stream().filter(Vote::same).count(),
                votes.size(),
                reliability(votes, true),
                reliability(votes, false),
                votes);
    }

    /** The mean of numbers is nobody's answer: what lies near it says the same. */
    private static double near(Question question) {
        return switch (question) {
            case Question.Rating rating -> rating.step() / (rating.max() - rating.min());
            case Question.Quantity quantity -> Scale.NEAR;
            case Question.Choice choice -> Likeness.tolerance(choice);
            case Question.Choices choices -> Likeness.tolerance(choices);
            case Question.Preference preference -> Likeness.tolerance(preference);
            case Question.Structured structured -> Likeness.tolerance(structured);
        };
    }

    private static @Nullable Double reliability(List<Vote> votes, boolean same) {
        OptionalDouble mean = votes.stream()
                .filter(vote -> vote.same() == same)
                .map(Vote::reliability)
                .filter(java.util.Objects::nonNull)
                .mapToDouble(known -> known)
                .average();
        return mean.isPresent() ? Estimate.rounded(mean.getAsDouble()) : null;
    }
}
