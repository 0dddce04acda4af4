package dev.cupel.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold for any answers: unanimity, independence of order and names, legality, bounds. */
final class StructuredLawsTest {
    private static final int WORKERS = 5;
    private static final int LENGTH = 20;

    private static <T> Answers<T> crowd(Random random, Function<Random, T> value) {
        List<List<Answer<T>>> tasks = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            List<Answer<T>> answers = new ArrayList<>();
            for (int w = 0; w < WORKERS; w++) {
                if (t == 0 || random.nextInt(4) > 0) {
                    answers.add(new Answer<>(w, value.apply(random)));
                }
            }
            tasks.add(answers);
        }
        return Answers.of(WORKERS, tasks);
    }

    /** The same answers, rows shuffled and workers renamed. */
    private static <T> Answers<T> disguised(Answers<T> answers, Random random) {
        List<Integer> names = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        Collections.shuffle(names, random);
        List<List<Answer<T>>> tasks = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            List<Answer<T>> rows = new ArrayList<>();
            answers.of(t).forEach(answer -> rows.add(new Answer<>(names.get(answer.worker()), answer.value())));
            Collections.shuffle(rows, random);
            tasks.add(rows);
        }
        return Answers.of(WORKERS, tasks);
    }

    private static <T> Answers<T> unanimous(Random random, Function<Random, T> value) {
        List<List<Answer<T>>> tasks = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            T agreed = value.apply(random);
            tasks.add(List.of(new Answer<>(0, agreed), new Answer<>(1, agreed), new Answer<>(3, agreed)));
        }
        return Answers.of(WORKERS, tasks);
    }

    private static String sentence(Random random) {
        String[] words = {"the", "cat", "sat", "Cat,", "mat", "a", "sad", "hat"};
        StringBuilder text = new StringBuilder();
        int n = random.nextInt(8);
        for (int i = 0; i < n; i++) {
            text.append(i == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
        }
        return text.toString();
    }

    /** Spans that do not overlap, in order. */
    private static List<Span> spans(Random random) {
        List<Span> spans = new ArrayList<>();
        int at = random.nextInt(5);
        while (at < LENGTH - 1) {
            int end = Math.min(LENGTH, at + 1 + random.nextInt(4));
            spans.add(new Span(random.nextInt(2), at, end));
            at = end + random.nextInt(6);
        }
        return spans;
    }

    private static List<Box> boxes(Random random) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            boxes.add(new Box(
                    random.nextInt(2),
                    random.nextInt(6),
                    random.nextInt(6),
                    4 + random.nextInt(5),
                    4 + random.nextInt(5)));
        }
        return boxes;
    }

    private static Mask mask(Random random) {
        int[] counts = new int[6];
        Arrays.setAll(counts, i -> random.nextInt(10));
        return Mask.ofRows(10, 6, counts);
    }

    /** Segments of one label that do not touch. */
    private static List<Segment> segments(Random random) {
        List<Segment> segments = new ArrayList<>();
        for (int at = random.nextInt(4); at < 16; at += 6) {
            segments.add(new Segment(random.nextInt(2), at, at + 1 + random.nextInt(4)));
        }
        return segments;
    }

    private static void assertBounded(TaskExplanation explanation) {
        assertThat(explanation.agreement()).isBetween(0.0, 1.0 + 1e-12);
        double weights = 0;
        for (TaskExplanation.Contribution contribution : explanation.contributions()) {
            assertThat(contribution.similarity()).isBetween(0.0, 1.0 + 1e-12);
            weights += contribution.weight();
        }
        assertThat(weights).isCloseTo(explanation.contributions().isEmpty() ? 0 : 1, within(1e-9));
    }

    @Property(tries = 100)
    void unanimousAnswersAreTheConsensus(@ForAll long seed) {
        Answers<String> texts = unanimous(new Random(seed), StructuredLawsTest::sentence);
        Answers<List<Span>> spans = unanimous(new Random(seed), StructuredLawsTest::spans);
        Answers<List<Segment>> segments = unanimous(new Random(seed), StructuredLawsTest::segments);
        Answers<Mask> masks = unanimous(new Random(seed), StructuredLawsTest::mask);
        Answers<List<Box>> boxes = unanimous(
                new Random(seed),
                random -> List.of(new Box(0, random.nextInt(9), 1, 5, 5), new Box(1, random.nextInt(9), 1, 5, 5)));
        int[] lengths = new int[6];
        Arrays.fill(lengths, LENGTH);
        for (int t = 0; t < 6; t++) {
            for (Texts.Method method : Texts.Method.values()) {
                assertThat(Texts.estimate(texts, Texts.Options.DEFAULTS.withMethod(method))
                                .text(t))
                        .hasValue(new Texts.Text(texts.of(t).getFirst().value(), 1));
            }
            for (Spans.Method method : Spans.Method.values()) {
                assertThat(Spans.estimate(lengths, spans, Spans.Options.DEFAULTS.withMethod(method)).spans(t).stream()
                                .map(Spans.Found::span))
                        .containsExactlyElementsOf(spans.of(t).getFirst().value());
            }
            for (Boxes.Fusion fusion : Boxes.Fusion.values()) {
                List<Box> agreed = boxes.of(t).getFirst().value();
                List<Box> found = Boxes.estimate(boxes, Boxes.Options.DEFAULTS.withFusion(fusion))
                        .regions(t);
                assertThat(found).hasSameSizeAs(agreed);
                for (int i = 0; i < agreed.size(); i++) {
                    assertThat(Box.iou(found.get(i), agreed.get(i))).isCloseTo(1, within(1e-9));
                }
            }
            for (Masks.Method method : Masks.Method.values()) {
                assertThat(Masks.estimate(masks, Masks.Options.DEFAULTS.withMethod(method))
                                .mask(t)
                                .orElseThrow()
                                .mask())
                        .isEqualTo(masks.of(t).getFirst().value());
            }
            assertThat(Segments.estimate(segments).segments(t).stream().map(Segments.Voted::segment))
                    .containsExactlyElementsOf(segments.of(t).getFirst().value());
        }
    }

    @Property(tries = 400)
    void neitherTheOrderOfRowsNorTheNamesOfWorkersMatter(@ForAll long seed) {
        Random random = new Random(seed);
        Answers<String> texts = crowd(random, StructuredLawsTest::sentence);
        Answers<List<Span>> spans = crowd(random, StructuredLawsTest::spans);
        Answers<List<Box>> boxes = crowd(random, StructuredLawsTest::boxes);
        Answers<Mask> masks = crowd(random, StructuredLawsTest::mask);
        Answers<List<Segment>> segments = crowd(random, StructuredLawsTest::segments);
        int[] lengths = new int[6];
        Arrays.fill(lengths, LENGTH);
        Texts text = Texts.estimate(texts);
        Texts otherText = Texts.estimate(disguised(texts, random));
        Spans span = Spans.estimate(lengths, spans);
        Spans otherSpan = Spans.estimate(lengths, disguised(spans, random));
        Clusters<Box> box = Boxes.estimate(boxes);
        Clusters<Box> otherBox = Boxes.estimate(disguised(boxes, random));
        Masks.Options staple = Masks.Options.DEFAULTS.withMethod(Masks.Method.STAPLE);
        Masks mask = Masks.estimate(masks, staple);
        Masks otherMask = Masks.estimate(disguised(masks, random), staple);
        Segments segment = Segments.estimate(segments);
        Segments otherSegment = Segments.estimate(disguised(segments, random));
        for (int t = 0; t < 6; t++) {
            assertThat(otherText.text(t)).isEqualTo(text.text(t));
            assertThat(otherSpan.spans(t).stream().map(Spans.Found::span).toList())
                    .isEqualTo(span.spans(t).stream().map(Spans.Found::span).toList());
            assertThat(otherBox.regions(t)).isEqualTo(box.regions(t));
            assertThat(otherMask.mask(t).map(Masks.Fused::mask))
                    .isEqualTo(mask.mask(t).map(Masks.Fused::mask));
            assertThat(otherSegment.segments(t)).isEqualTo(segment.segments(t));
            assertBounded(text.explain(t));
            assertBounded(span.explain(t));
            assertBounded(box.explain(t));
            assertBounded(mask.explain(t));
            assertBounded(segment.explain(t));
        }
    }

    @Property(tries = 100)
    void decodedSpansAreLegal(@ForAll long seed) {
        Random random = new Random(seed);
        Answers<List<Span>> answers = crowd(random, StructuredLawsTest::spans);
        int[] lengths = new int[6];
        Arrays.fill(lengths, LENGTH);
        for (Spans.Method method : List.of(Spans.Method.RATER_MODEL, Spans.Method.PLURALITY)) {
            Spans spans = Spans.estimate(lengths, answers, Spans.Options.DEFAULTS.withMethod(method));
            for (int t = 0; t < 6; t++) {
                int end = 0;
                for (Spans.Found found : spans.spans(t)) {
                    assertThat(found.span().begin()).isGreaterThanOrEqualTo(end);
                    assertThat(found.span().label()).isBetween(0, 1);
                    assertThat(found.probability()).isBetween(0.0, 1.0);
                    end = found.span().end();
                }
                assertThat(end).isLessThanOrEqualTo(LENGTH);
            }
        }
    }

    @Property(tries = 200)
    void clustersHoldEveryBoxOnceAndAtMostOneOfEachAnswer(@ForAll long seed) {
        Answers<List<Box>> answers = crowd(new Random(seed), StructuredLawsTest::boxes);
        Clusters<Box> boxes = Boxes.estimate(answers);
        for (int t = 0; t < 6; t++) {
            int drawn = answers.of(t).stream()
                    .mapToInt(answer -> answer.value().size())
                    .sum();
            int clustered = 0;
            for (Clusters.Cluster<Box> cluster : boxes.clusters(t)) {
                clustered += cluster.workers().size();
                assertThat(cluster.workers()).doesNotHaveDuplicates();
                assertThat(cluster.confidence()).isGreaterThan(0).isLessThanOrEqualTo(1);
                assertThat(cluster.spread()).isBetween(0.0, 1.0 + 1e-12);
                assertThat(cluster.region().width()).isPositive();
                assertThat(cluster.region().height()).isPositive();
            }
            assertThat(clustered).isEqualTo(drawn);
        }
    }

    @Property(tries = 200)
    void masksLieBetweenIntersectionAndUnionAndIouIsBounded(@ForAll long seed) {
        Answers<Mask> answers = crowd(new Random(seed), StructuredLawsTest::mask);
        for (Masks.Method method : Masks.Method.values()) {
            Masks masks = Masks.estimate(answers, Masks.Options.DEFAULTS.withMethod(method));
            for (int t = 0; t < 6; t++) {
                Mask fused = masks.mask(t).map(Masks.Fused::mask).orElse(Mask.empty(10, 6));
                List<Answer<Mask>> given = answers.of(t);
                for (int pixel = 0; pixel < 60 && !given.isEmpty(); pixel++) {
                    int x = pixel % 10;
                    int y = pixel / 10;
                    long votes = given.stream()
                            .filter(answer -> answer.value().contains(x, y))
                            .count();
                    if (method == Masks.Method.MAJORITY) {
                        assertThat(fused.contains(x, y)).isEqualTo(2 * votes > given.size());
                    } else if (votes == 0) {
                        assertThat(fused.contains(x, y)).isFalse();
                    }
                }
                for (Answer<Mask> answer : given) {
                    assertThat(Mask.iou(answer.value(), fused))
                            .isBetween(0.0, 1.0)
                            .isEqualTo(Mask.iou(fused, answer.value()));
                }
            }
        }
    }

    @Property(tries = 200)
    void masksSurviveBothRunLengthCodes(@ForAll long seed) {
        Mask mask = mask(new Random(seed));
        assertThat(Mask.ofRows(10, 6, mask.toRows())).isEqualTo(mask);
        assertThat(Mask.of(mask.runLengths())).isEqualTo(mask);
        Mask placed = mask.placed(2, 1, 15, 9);
        assertThat(placed.area()).isEqualTo(mask.area());
        for (int pixel = 0; pixel < 60; pixel++) {
            assertThat(placed.contains(2 + pixel % 10, 1 + pixel / 10))
                    .isEqualTo(mask.contains(pixel % 10, pixel / 10));
        }
    }

    /** Against the obvious version: every moment on its own. */
    @Property(tries = 200)
    void aMomentIsInTheConsensusIfMostAnnotatorsSaySo(@ForAll long seed) {
        Answers<List<Segment>> answers = crowd(new Random(seed), StructuredLawsTest::segments);
        Segments segments = Segments.estimate(answers);
        for (int t = 0; t < 6; t++) {
            for (int label = 0; label < 2; label++) {
                for (double moment = 0.5; moment < 22; moment++) {
                    int said = label;
                    double at = moment;
                    long votes = answers.of(t).stream()
                            .filter(answer -> answer.value().stream().anyMatch(one -> covers(one, said, at)))
                            .count();
                    assertThat(segments.segments(t).stream().anyMatch(one -> covers(one.segment(), said, at)))
                            .isEqualTo(2 * votes > answers.of(t).size());
                }
            }
        }
    }

    private static boolean covers(Segment segment, int label, double moment) {
        return segment.label() == label && segment.begin() <= moment && moment < segment.end();
    }
}
