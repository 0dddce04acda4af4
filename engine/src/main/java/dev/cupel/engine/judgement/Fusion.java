package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers;
import dev.cupel.engine.structured.Boxes;
import dev.cupel.engine.structured.Clusters;
import dev.cupel.engine.structured.Line;
import dev.cupel.engine.structured.Masks;
import dev.cupel.engine.structured.Outline;
import dev.cupel.engine.structured.PlacedSpans;
import dev.cupel.engine.structured.Polygons;
import dev.cupel.engine.structured.Polylines;
import dev.cupel.engine.structured.Poses;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.engine.structured.Segments;
import dev.cupel.engine.structured.Spans;
import dev.cupel.engine.structured.TaskExplanation;
import dev.cupel.engine.structured.Texts;
import dev.cupel.engine.structured.Track;
import dev.cupel.engine.structured.Tracks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;

/** One answer fused from everybody's structured answers to each task, alike to look at whatever the kind. */
public final class Fusion {
    private final List<Task> tasks;
    private final Evidence evidence;
    private final IntFunction<TaskExplanation> explain;
    private final IntFunction<Optional<Settled>> settled;
    private final IntFunction<OptionalDouble> quality;
    private final int blanks;

    /**
     * What was answered on one task.
     *
     * @param text what spans lie in, at offsets in UTF-16 units; empty if they count positions of the caller's own, or for
     *     other kinds
     * @param length how many such positions there are; not looked at where there is a text
     */
    public record Task(Optional<String> text, int length, List<Answers.Answer<Answer.Structured>> given) {
        public Task {
            given = List.copyOf(given);
        }
    }

    /**
     * @param method one of the question's kind
     * @param characters whether texts are compared by characters instead of words
     * @param rounds upper bound on rounds of estimation, at least 1; empty: as the method says
     * @param threads upper bound on threads, at least 1
     */
    public record Options(FusionMethod method, boolean characters, OptionalInt rounds, int threads) {
        /** The default of the kind, on one thread. */
        public static Options of(Question.Structured question) {
            return new Options(FusionMethod.of(question).getFirst(), false, OptionalInt.empty(), 1);
        }
    }

    /**
     * @param figures one map per region of the answer, how sure it is first; empty for a text or a mask
     * @param confidence of a text or a mask as a whole, in [0, 1]
     */
    public record Settled(Answer.Structured answer, List<Map<String, Double>> figures, OptionalDouble confidence) {
        /** How sure the whole is: as sure as its least sure region; NaN if nothing says so. */
        public double leastSure() {
            return confidence.orElseGet(() -> figures.stream()
                    .mapToDouble(of -> of.values().iterator().next())
                    .min()
                    .orElse(Double.NaN));
        }
    }

    private Fusion(
            List<Task> tasks,
            Evidence evidence,
            IntFunction<TaskExplanation> explain,
            IntFunction<Optional<Settled>> settled,
            IntFunction<OptionalDouble> quality,
            int blanks) {
        this.tasks = tasks;
        this.evidence = evidence;
        this.explain = explain;
        this.settled = settled;
        this.quality = quality;
        this.blanks = blanks;
    }

    /**
     * @param workers how many there are
     * @param index of the labels that regions name
     * @throws dev.cupel.engine.InputException if nobody answered anything
     */
    public static Fusion of(
            Question.Structured question, List<Task> tasks, int workers, RegionIndex index, Options options) {
        return switch (question) {
            case Question.Text asked -> texts(tasks, workers, options);
            case Question.Spans asked -> spans(tasks, workers, index, options);
            case Question.Boxes asked -> boxes(tasks, workers, index, options);
            case Question.Masks asked -> masks(tasks, workers, options);
            case Question.Segments asked -> segments(tasks, workers, index);
            case Question.Polygons asked -> {
                Clusters<Outline> clusters =
                        Polygons.estimate(answers(tasks, workers, answer -> index.outlines((Answer.Polygons) answer)));
                yield clustered(tasks, clusters, (task, outlines) -> index.answerOfOutlines(outlines));
            }
            case Question.Polylines asked -> {
                Clusters<Line> clusters =
                        Polylines.estimate(answers(tasks, workers, answer -> index.lines((Answer.Polylines) answer)));
                yield clustered(tasks, clusters, (task, lines) -> index.answerOfLines(lines));
            }
            case Question.Keypoints asked -> {
                Clusters<Keypoints> clusters = Poses.estimate(
                        answers(tasks, workers, answer -> index.keypoints((Answer.Keypoints) answer)),
                        index.deviations(asked.skeleton()));
                yield clustered(tasks, clusters, (task, found) -> index.answerOfKeypoints(found, asked.skeleton()));
            }
            case Question.Tracks asked -> {
                Clusters<Track> clusters =
                        Tracks.estimate(answers(tasks, workers, answer -> index.tracks((Answer.Tracks) answer)));
                yield clustered(
                        tasks,
                        clusters,
                        (task, found) -> index.answerOfTracks(timeBase(tasks.get(task), found), found));
            }
        };
    }

    public Evidence evidence() {
        return evidence;
    }

    /** Empty where nobody answered. */
    public Optional<Settled> settled(int task) {
        return tasks.get(task).given().isEmpty() ? Optional.empty() : settled.apply(task);
    }

    public TaskExplanation explain(int task) {
        return explain.apply(task);
    }

    /** What the method itself holds of a worker, in [0, 1]; empty if it has no opinion. */
    public OptionalDouble quality(int worker) {
        return quality.apply(worker);
    }

    /** Spans that cover blanks only, which say nothing. */
    public int blanks() {
        return blanks;
    }

    private static <T> Answers<T> answers(List<Task> tasks, int workers, Function<Answer.Structured, T> content) {
        return Answers.of(
                workers,
                tasks.stream()
                        .map(task -> task.given().stream()
                                .map(given -> new Answers.Answer<>(given.worker(), content.apply(given.value())))
                                .toList())
                        .toList());
    }

    private static Map<String, Double> figures(String first, double value, String second, double other) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(first, value);
        figures.put(second, other);
        return figures;
    }

    private static Fusion texts(List<Task> tasks, int workers, Options options) {
        Texts texts = Texts.estimate(
                answers(tasks, workers, answer -> ((Answer.Written) answer).text()),
                Texts.Options.DEFAULTS
                        .withMethod(options.method() == FusionMethod.MEDOID ? Texts.Method.MEDOID : Texts.Method.ROVER)
                        .withUnit(options.characters() ? Texts.Unit.CHARACTERS : Texts.Unit.WORDS));
        return new Fusion(
                tasks,
                texts.evidence(),
                texts::explain,
                task -> {
                    Texts.Text text = texts.text(task).orElse(new Texts.Text("", 0));
                    return Optional.of(new Settled(
                            new Answer.Written(text.text()), List.of(), OptionalDouble.of(text.confidence())));
                },
                worker -> OptionalDouble.of(texts.workerAgreement(worker)),
                0);
    }

    private static Fusion spans(List<Task> tasks, int workers, RegionIndex index, Options options) {
        PlacedSpans placed = new PlacedSpans(index);
        for (Task task : tasks) {
            placed.add(
                    task.text(),
                    task.length(),
                    task.given().stream()
                            .map(given -> new Answers.Answer<>(given.worker(), (Answer.Spans) given.value()))
                            .toList());
        }
        Spans.Options how = Spans.Options.DEFAULTS
                .withMethod(
                        switch (options.method()) {
                            case PLURALITY -> Spans.Method.PLURALITY;
                            case EXACT_MAJORITY -> Spans.Method.EXACT_MAJORITY;
                            default -> Spans.Method.RATER_MODEL;
                        })
                .withThreads(options.threads());
        if (options.rounds().isPresent()) {
            how = how.withMaxRounds(options.rounds().getAsInt());
        }
        Spans spans = placed.estimate(workers, how);
        return new Fusion(
                tasks,
                spans.evidence(),
                spans::explain,
                task -> {
                    List<Spans.Found> found = spans.spans(task);
                    return Optional.of(new Settled(
                            placed.answer(task, found),
                            found.stream()
                                    .map(f -> figures("probability", f.probability(), "exactly", f.exactly()))
                                    .toList(),
                            OptionalDouble.empty()));
                },
                spans::workerQuality,
                placed.blanks());
    }

    private static Fusion boxes(List<Task> tasks, int workers, RegionIndex index, Options options) {
        Clusters<Box> boxes = Boxes.estimate(
                answers(tasks, workers, answer -> index.boxes((Answer.Boxes) answer)),
                Boxes.Options.DEFAULTS.withFusion(
                        switch (options.method()) {
                            case MEDIAN -> Boxes.Fusion.MEDIAN;
                            case MEAN -> Boxes.Fusion.MEAN;
                            case WEIGHTED_MEAN -> Boxes.Fusion.WEIGHTED_MEAN;
                            default -> Boxes.Fusion.WEIGHTED_MEDIAN;
                        }));
        return clustered(tasks, boxes, (task, found) -> index.answerOfBoxes(found));
    }

    /** Gives the answer to a task from the regions of its consensus. */
    @FunctionalInterface
    private interface AnswerOf<R> {
        Answer.Structured of(int task, List<R> regions);
    }

    private static <R> Fusion clustered(List<Task> tasks, Clusters<R> clusters, AnswerOf<R> answer) {
        return new Fusion(
                tasks,
                clusters.evidence(),
                clusters::explain,
                task -> Optional.of(new Settled(
                        answer.of(task, clusters.regions(task)),
                        clusters.clusters(task).stream()
                                .filter(Clusters.Cluster::kept)
                                .map(c -> figures("confidence", c.confidence(), "spread", c.spread()))
                                .toList(),
                        OptionalDouble.empty())),
                worker -> OptionalDouble.of(clusters.workerAgreement(worker)),
                0);
    }

    /** That of the tracks, which are of one: more than half drew each. Without tracks that of the first answer. */
    private static Answer.TimeBase timeBase(Task task, List<Track> tracks) {
        return tracks.isEmpty()
                ? ((Answer.Tracks) task.given().getFirst().value()).timeBase()
                : tracks.getFirst().timeBase();
    }

    private static Fusion masks(List<Task> tasks, int workers, Options options) {
        Masks masks = Masks.estimate(
                answers(tasks, workers, answer -> RegionIndex.mask((Answer.Masks) answer)),
                Masks.Options.DEFAULTS.withMethod(
                        switch (options.method()) {
                            case STAPLE -> Masks.Method.STAPLE;
                            case STAPLE_GLOBAL -> Masks.Method.STAPLE_GLOBAL;
                            default -> Masks.Method.MAJORITY;
                        }));
        return new Fusion(
                tasks,
                masks.evidence(),
                masks::explain,
                task -> masks.mask(task)
                        .map(fused -> new Settled(
                                RegionIndex.answerOfMask(fused.mask()),
                                List.of(),
                                OptionalDouble.of(fused.confidence()))),
                worker -> OptionalDouble.empty(),
                0);
    }

    private static Fusion segments(List<Task> tasks, int workers, RegionIndex index) {
        Segments segments =
                Segments.estimate(answers(tasks, workers, answer -> index.segments((Answer.Segments) answer)));
        return new Fusion(
                tasks,
                segments.evidence(),
                segments::explain,
                task -> {
                    List<Segments.Voted> voted = segments.segments(task);
                    return Optional.of(new Settled(
                            index.answerOfSegments(
                                    voted.stream().map(Segments.Voted::segment).toList()),
                            voted.stream()
                                    .map(v -> Map.of("confidence", v.support()))
                                    .toList(),
                            OptionalDouble.empty()));
                },
                worker -> OptionalDouble.empty(),
                0);
    }
}
