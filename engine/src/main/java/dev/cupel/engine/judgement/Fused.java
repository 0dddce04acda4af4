package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers;
import dev.cupel.engine.structured.Boxes;
import dev.cupel.engine.structured.Masks;
import dev.cupel.engine.structured.PlacedSpans;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Segments;
import dev.cupel.engine.structured.Spans;
import dev.cupel.engine.structured.Texts;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One answer fused from everybody's structured answers to each item; gold items take no part. */
final class Fused {
    private final Evidence evidence;
    private final IntFunction<Optional<Settled>> settled;
    /** What the method itself holds of a worker. */
    private final IntFunction<OptionalDouble> reliability;

    /** @param probability of the answer as the method sees it; for regions that of the least sure one; NaN if it gives none */
    record Settled(Answer.Structured answer, double probability) {}

    private Fused(Evidence evidence, IntFunction<Optional<Settled>> settled) {
        this(evidence, settled, worker -> OptionalDouble.empty());
    }

    private Fused(Evidence evidence, IntFunction<Optional<Settled>> settled, IntFunction<OptionalDouble> reliability) {
        this.evidence = evidence;
        this.settled = settled;
        this.reliability = reliability;
    }

    static Fused of(QuestionVotes votes, Votes all, RegionIndex index, Question.Structured question) {
        boolean any = false;
        for (int t = 0; t < all.taskCount(); t++) {
            any |= !votes.isGold(t) && all.count(t) > 0;
        }
        if (!any) {
            return new Fused(nothing(), task -> Optional.empty());
        }
        return switch (question) {
            case Question.Text text -> texts(votes, all);
            case Question.Spans spans -> spans(votes, all, index);
            case Question.Boxes boxes -> {
                Boxes estimate = Boxes.estimate(answers(votes, all, answer -> index.boxes((Answer.Boxes) answer)));
                yield new Fused(estimate.evidence(), task -> {
                    List<Boxes.Cluster> kept = estimate.clusters(task).stream()
                            .filter(Boxes.Cluster::kept)
                            .toList();
                    return Optional.of(new Settled(
                            index.answerOfBoxes(
                                    kept.stream().map(Boxes.Cluster::box).toList()),
                            least(kept, Boxes.Cluster::confidence)));
                });
            }
            case Question.Segments segments -> {
                Segments estimate =
                        Segments.estimate(answers(votes, all, answer -> index.segments((Answer.Segments) answer)));
                yield new Fused(estimate.evidence(), task -> {
                    List<Segments.Voted> voted = estimate.segments(task);
                    return Optional.of(new Settled(
                            index.answerOfSegments(
                                    voted.stream().map(Segments.Voted::segment).toList()),
                            least(voted, Segments.Voted::support)));
                });
            }
            case Question.Masks masks -> {
                Masks estimate = Masks.estimate(answers(votes, all, answer -> RegionIndex.mask((Answer.Masks) answer)));
                yield new Fused(
                        estimate.evidence(),
                        task -> estimate.mask(task)
                                .map(one -> new Settled(RegionIndex.answerOfMask(one.mask()), one.confidence())));
            }
        };
    }

    private static Evidence nothing() {
        return new Evidence(
                "none",
                "",
                "",
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of());
    }

    private static <R> double least(List<R> regions, Function<R, Double> sure) {
        return regions.stream().mapToDouble(sure::apply).min().orElse(Double.NaN);
    }

    private static <T> Answers<T> answers(QuestionVotes votes, Votes all, Function<Answer.Structured, T> content) {
        List<List<Answers.Answer<T>>> tasks = new ArrayList<>();
        for (int t = 0; t < all.taskCount(); t++) {
            List<Answers.Answer<T>> given = new ArrayList<>();
            for (int v = all.begin(t); v < all.end(t) && !votes.isGold(t); v++) {
                given.add(new Answers.Answer<>(all.worker(v), content.apply(votes.answer(all.label(v)))));
            }
            tasks.add(given);
        }
        return Answers.of(all.workerCount(), tasks);
    }

    private static Fused texts(QuestionVotes votes, Votes all) {
        Texts texts = Texts.estimate(answers(votes, all, answer -> ((Answer.Written) answer).text()));
        return new Fused(
                texts.evidence(),
                task -> texts.text(task).map(text -> new Settled(new Answer.Written(text.text()), text.confidence())),
                worker -> OptionalDouble.of(texts.workerAgreement(worker)));
    }

    private static Fused spans(QuestionVotes votes, Votes all, RegionIndex index) {
        PlacedSpans placed = new PlacedSpans(index);
        for (int t = 0; t < all.taskCount(); t++) {
            List<Answers.Answer<Answer.Spans>> given = new ArrayList<>();
            for (int v = all.begin(t); v < all.end(t) && !votes.isGold(t); v++) {
                given.add(new Answers.Answer<>(all.worker(v), (Answer.Spans) votes.answer(all.label(v))));
            }
            placed.add(Optional.of(votes.text(t)), 0, given);
        }
        Spans spans = placed.estimate(all.workerCount(), Spans.Options.DEFAULTS);
        return new Fused(
                spans.evidence(),
                task -> {
                    List<Spans.Found> found = spans.spans(task);
                    return Optional.of(new Settled(
                            placed.answer(task, found).namedIn(votes.text(task)),
                            least(found, Spans.Found::probability)));
                },
                spans::workerQuality);
    }

    String method() {
        return evidence.method();
    }

    String version() {
        return evidence.version();
    }

    int rounds() {
        return evidence.rounds();
    }

    boolean converged() {
        return evidence.converged();
    }

    /** By worker; NaN where the method has no opinion. */
    double[] reliability(int workers) {
        double[] known = new double[workers];
        for (int j = 0; j < workers; j++) {
            known[j] = reliability.apply(j).orElse(Double.NaN);
        }
        return known;
    }

    /** Null where nobody answered. */
    @Nullable
    Settled settled(int task) {
        return settled.apply(task).orElse(null);
    }
}
