package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.structured.Answers;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The {@link Fusion} of the votes on a structured question; gold items take no part. */
final class Fused {
    private final QuestionVotes votes;
    /** Empty where only gold items are answered. */
    private final Optional<Fusion> fusion;

    /** @param probability of the answer as the method sees it; for regions that of the least sure one; NaN if it gives none */
    record Settled(Answer.Structured answer, double probability) {}

    private Fused(QuestionVotes votes, Optional<Fusion> fusion) {
        this.votes = votes;
        this.fusion = fusion;
    }

    static Fused of(QuestionVotes votes, Votes all, RegionIndex index, Question.Structured question) {
        List<Fusion.Task> tasks = new ArrayList<>();
        boolean any = false;
        for (int t = 0; t < all.taskCount(); t++) {
            List<Answers.Answer<Answer.Structured>> given = new ArrayList<>();
            for (int v = all.begin(t); v < all.end(t) && !votes.isGold(t); v++) {
                given.add(new Answers.Answer<>(all.worker(v), votes.answer(all.label(v))));
            }
            any |= !given.isEmpty();
            tasks.add(new Fusion.Task(
                    question instanceof Question.Spans ? Optional.of(votes.text(t)) : Optional.empty(), 0, given));
        }
        return new Fused(
                votes,
                any
                        ? Optional.of(Fusion.of(question, tasks, all.workerCount(), index, Fusion.Options.of(question)))
                        : Optional.empty());
    }

    String method() {
        return fusion.map(f -> f.evidence().method()).orElse("none");
    }

    String version() {
        return fusion.map(f -> f.evidence().version()).orElse("");
    }

    int rounds() {
        return fusion.map(f -> f.evidence().rounds()).orElse(0);
    }

    boolean converged() {
        return fusion.map(f -> f.evidence().converged()).orElse(true);
    }

    /** By worker; NaN where the method has no opinion. */
    double[] reliability(int workers) {
        double[] known = new double[workers];
        for (int j = 0; j < workers; j++) {
            int worker = j;
            known[j] = fusion.map(f -> f.quality(worker).orElse(Double.NaN)).orElse(Double.NaN);
        }
        return known;
    }

    /** Null where nobody answered. */
    @Nullable
    Settled settled(int task) {
        return fusion.flatMap(f -> f.settled(task))
                .map(one -> new Settled(
                        one.answer() instanceof Answer.Spans spans ? spans.namedIn(votes.text(task)) : one.answer(),
                        one.leastSure()))
                .orElse(null);
    }
}
