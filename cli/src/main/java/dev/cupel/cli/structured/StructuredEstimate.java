package dev.cupel.cli.structured;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers;
import dev.cupel.engine.structured.Boxes;
import dev.cupel.engine.structured.Explanation;
import dev.cupel.engine.structured.Masks;
import dev.cupel.engine.structured.PlacedSpans;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Segments;
import dev.cupel.engine.structured.Spans;
import dev.cupel.engine.structured.Texts;
import dev.cupel.formats.answers.AnswerTable;
import dev.cupel.formats.answers.AnswerWriter.Settled;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The consensus of structured answers, alike to look at whatever the kind.
 *
 * @param explain by task
 * @param settled by task
 * @param quality by worker, what the method itself holds of them, in [0, 1]; empty if it has no opinion
 * @param warnings reasons to look twice beyond those of the evidence
 */
record StructuredEstimate(
        Evidence evidence,
        IntFunction<Explanation> explain,
        IntFunction<Settled> settled,
        IntFunction<OptionalDouble> quality,
        List<String> warnings) {
    /**
     * @param characters whether texts are compared by characters instead of words
     * @param rounds upper bound on rounds of estimation; null: as the method says
     * @param threads upper bound on threads, at least 1
     */
    record Options(boolean characters, @Nullable Integer rounds, int threads) {}

    static StructuredEstimate of(AnswerTable table, StructuredMethod method, Options options) {
        return switch (table.question()) {
            case Question.Text asked -> texts(table, method, options);
            case Question.Spans asked -> spans(table, method, options);
            case Question.Boxes asked -> boxes(table, method);
            case Question.Masks asked -> masks(table, method);
            case Question.Segments asked -> segments(table);
        };
    }

    private static Settled settled(
            AnswerTable table,
            int task,
            IntFunction<Explanation> explain,
            Answer.Structured value,
            OptionalDouble sure) {
        return settled(table, task, explain, value, List.of(), sure);
    }

    private static Settled settled(
            AnswerTable table,
            int task,
            IntFunction<Explanation> explain,
            Answer.Structured value,
            List<Map<String, Double>> figures,
            OptionalDouble sure) {
        boolean answered = !table.tasks().get(task).given().isEmpty();
        return answered
                ? new Settled(
                        Optional.of(value),
                        figures,
                        sure,
                        OptionalDouble.of(explain.apply(task).agreement()))
                : new Settled(Optional.empty(), List.of(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    private static Map<String, Double> figures(String first, double value, String second, double other) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(first, value);
        figures.put(second, other);
        return figures;
    }

    private static StructuredEstimate texts(AnswerTable table, StructuredMethod method, Options options) {
        Texts texts = Texts.estimate(
                table.answers(answer -> ((Answer.Written) answer).text()),
                Texts.Options.DEFAULTS
                        .withMethod(method == StructuredMethod.MEDOID ? Texts.Method.MEDOID : Texts.Method.ROVER)
                        .withUnit(options.characters() ? Texts.Unit.CHARACTERS : Texts.Unit.WORDS));
        return new StructuredEstimate(
                texts.evidence(),
                texts::explain,
                task -> {
                    Texts.Text text = texts.text(task).orElse(new Texts.Text("", 0));
                    return settled(
                            table,
                            task,
                            texts::explain,
                            new Answer.Written(text.text()),
                            OptionalDouble.of(text.confidence()));
                },
                worker -> OptionalDouble.of(texts.workerAgreement(worker)),
                List.of());
    }

    private static StructuredEstimate spans(AnswerTable table, StructuredMethod method, Options options) {
        PlacedSpans placed = new PlacedSpans(table.index());
        for (AnswerTable.Task task : table.tasks()) {
            placed.add(
                    task.text(),
                    task.length(),
                    task.given().stream()
                            .map(given -> new Answers.Answer<>(given.worker(), (Answer.Spans) given.answer()))
                            .toList());
        }
        Spans.Options how = Spans.Options.DEFAULTS
                .withMethod(
                        switch (method) {
                            case PLURALITY -> Spans.Method.PLURALITY;
                            case EXACT_MAJORITY -> Spans.Method.EXACT_MAJORITY;
                            default -> Spans.Method.RATER_MODEL;
                        })
                .withThreads(options.threads());
        if (options.rounds() != null) {
            how = how.withMaxRounds(options.rounds());
        }
        Spans spans = placed.estimate(table.workers().size(), how);
        return new StructuredEstimate(
                spans.evidence(),
                spans::explain,
                task -> {
                    List<Spans.Found> found = spans.spans(task);
                    return settled(
                            table,
                            task,
                            spans::explain,
                            placed.answer(task, found),
                            found.stream()
                                    .map(f -> figures("probability", f.probability(), "exactly", f.exactly()))
                                    .toList(),
                            OptionalDouble.empty());
                },
                worker -> spans.workerQuality(worker),
                placed.blanks() == 0
                        ? List.of()
                        : List.of(String.format(
                                Locale.ROOT, "%,d spans cover blanks only and say nothing.", placed.blanks())));
    }

    private static StructuredEstimate boxes(AnswerTable table, StructuredMethod method) {
        RegionIndex index = table.index();
        Boxes boxes = Boxes.estimate(
                table.answers(answer -> index.boxes((Answer.Boxes) answer)),
                Boxes.Options.DEFAULTS.withFusion(
                        switch (method) {
                            case MEDIAN -> Boxes.Fusion.MEDIAN;
                            case MEAN -> Boxes.Fusion.MEAN;
                            case WEIGHTED_MEAN -> Boxes.Fusion.WEIGHTED_MEAN;
                            default -> Boxes.Fusion.WEIGHTED_MEDIAN;
                        }));
        return new StructuredEstimate(
                boxes.evidence(),
                boxes::explain,
                task -> {
                    List<Boxes.Cluster> kept = boxes.clusters(task).stream()
                            .filter(Boxes.Cluster::kept)
                            .toList();
                    return settled(
                            table,
                            task,
                            boxes::explain,
                            index.answerOfBoxes(
                                    kept.stream().map(Boxes.Cluster::box).toList()),
                            kept.stream()
                                    .map(c -> figures("confidence", c.confidence(), "spread", c.spread()))
                                    .toList(),
                            OptionalDouble.empty());
                },
                worker -> OptionalDouble.of(boxes.workerAgreement(worker)),
                List.of());
    }

    private static StructuredEstimate masks(AnswerTable table, StructuredMethod method) {
        Masks masks = Masks.estimate(
                table.answers(answer -> RegionIndex.mask((Answer.Masks) answer)),
                Masks.Options.DEFAULTS.withMethod(
                        switch (method) {
                            case STAPLE -> Masks.Method.STAPLE;
                            case STAPLE_GLOBAL -> Masks.Method.STAPLE_GLOBAL;
                            default -> Masks.Method.MAJORITY;
                        }));
        return new StructuredEstimate(
                masks.evidence(),
                masks::explain,
                task -> {
                    return masks.mask(task)
                            .map(fused -> settled(
                                    table,
                                    task,
                                    masks::explain,
                                    RegionIndex.answerOfMask(fused.mask()),
                                    OptionalDouble.of(fused.confidence())))
                            .orElseGet(() -> new Settled(
                                    Optional.empty(), List.of(), OptionalDouble.empty(), OptionalDouble.empty()));
                },
                worker -> OptionalDouble.empty(),
                List.of());
    }

    private static StructuredEstimate segments(AnswerTable table) {
        RegionIndex index = table.index();
        Segments segments = Segments.estimate(table.answers(answer -> index.segments((Answer.Segments) answer)));
        return new StructuredEstimate(
                segments.evidence(),
                segments::explain,
                task -> {
                    List<Segments.Voted> voted = segments.segments(task);
                    return settled(
                            table,
                            task,
                            segments::explain,
                            index.answerOfSegments(
                                    voted.stream().map(Segments.Voted::segment).toList()),
                            voted.stream()
                                    .map(v -> Map.of("confidence", v.support()))
                                    .toList(),
                            OptionalDouble.empty());
                },
                worker -> OptionalDouble.empty(),
                List.of());
    }
}
