package dev.cupel.engine.structured;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints.Joint;
import dev.cupel.engine.answer.Answer.TimeBase;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Keyframe;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Polygons, polylines, keypoints and tracks: how alike two of them are, and what several of them become. */
final class RegionShapesTest {
    private static final TimeBase TICKS = new TimeBase(1, 30_000);

    private static List<Region.Point> points(double... coordinates) {
        List<Region.Point> points = new ArrayList<>();
        for (int i = 0; i < coordinates.length; i += 2) {
            points.add(new Region.Point(coordinates[i], coordinates[i + 1]));
        }
        return points;
    }

    private static Outline outline(double... coordinates) {
        return Outline.of(0, new Region.Polygon(Tag.of(""), points(coordinates), List.of()));
    }

    private static Outline holed(List<Region.Point> outer, List<Region.Point> hole) {
        return Outline.of(0, new Region.Polygon(Tag.of(""), outer, List.of(hole)));
    }

    private static double[] rectangle(double left, double top, double right, double bottom) {
        return new double[] {left, top, right, top, right, bottom, left, bottom};
    }

    private static Line line(double... coordinates) {
        return Line.of(0, new Region.Polyline(Tag.of(""), points(coordinates)));
    }

    private static Keyframe keyframe(int frame, double left, double top, double width, double height) {
        return new Keyframe(frame, left, top, width, height, Optional.empty(), Optional.empty());
    }

    private static Keyframe outside(int frame, double left, double top, double width, double height) {
        return new Keyframe(frame, left, top, width, height, Optional.of(true), Optional.empty());
    }

    private static Track track(Keyframe... keyframes) {
        return new Track(0, TICKS, List.of(keyframes));
    }

    @SafeVarargs
    private static <R> Answers<List<R>> answers(List<R>... given) {
        List<Answer<List<R>>> task = new ArrayList<>();
        for (int w = 0; w < given.length; w++) {
            task.add(new Answer<>(w, given[w]));
        }
        return Answers.of(given.length, List.of(task));
    }

    // ---------------------------------------------------------------- polygons

    /** What shapely 2.2.0 (GEOS 3.14.1) gives for {@code a.intersection(b).area / a.union(b).area}. */
    @Test
    void polygonsOverlapAsMuchAsShapelySays() {
        assertThat(Outline.iou(outline(0, 0, 10, 0, 10, 4, 4, 4, 4, 10, 0, 10), outline(1, 1, 11, 2, 3, 9)))
                .isCloseTo(0.3879397468598105, within(1e-12));
        assertThat(Outline.iou(
                        holed(points(0, 0, 20, 0, 20, 20, 0, 20), points(5, 5, 15, 5, 15, 15, 5, 15)),
                        outline(10, -2, 22, 10, 10, 22, -2, 10)))
                .isCloseTo(0.41346153846153844, within(1e-12));
        assertThat(Outline.iou(
                        outline(
                                78.06, 50.93, 54.83, 80.74, 44.3, 81.56, 39.81, 81.24, 36.94, 87.73, 14.06, 57.34, 26.0,
                                25.98, 56.4, 10.69, 58.0, 23.75, 61.5, 26.05, 73.68, 25.88, 69.73, 35.13),
                        outline(
                                80.14, 48.59, 81.79, 49.99, 90.28, 56.04, 65.82, 76.57, 65.9, 81.97, 55.51, 80.52,
                                31.75, 72.91, 31.35, 53.1, 23.98, 48.61, 24.6, 45.3, 19.11, 44.63, 35.53, 27.47, 43.64,
                                18.2, 66.42, 27.23, 79.89, 33.73)))
                .isCloseTo(0.6383372761632529, within(1e-12));
        assertThat(Outline.iou(
                        outline(
                                69.01, 66.22, 62.34, 77.98, 37.37, 83.95, 13.81, 57.89, 14.62, 54.65, 28.62, 35.53,
                                19.31, 26.57, 24.47, 23.45, 24.88, 21.43, 32.53, 22.75, 70.74, 17.39, 74.02, 44.05),
                        outline(
                                87.54, 52.16, 86.8, 52.24, 80.24, 52.86, 85.59, 55.65, 66.78, 68.22, 68.39, 80.32,
                                55.34, 85.39, 54.38, 83.78, 46.24, 69.88, 27.86, 41.32, 29.78, 36.7, 34.33, 34.81,
                                40.85, 18.94, 68.18, 15.66, 80.53, 37.58)))
                .isCloseTo(0.570265232725224, within(1e-12));
    }

    /** shapely's {@code make_valid} and {@code java.awt.geom.Area} with the even-odd rule give the same areas. */
    @Test
    void anOutlineThatCrossesItselfHoldsWhatAnOddNumberOfEdgesPartsFromTheOutside() {
        Outline bow = outline(0, 0, 10, 10, 10, 0, 0, 10);
        assertThat(bow.area()).isCloseTo(50, within(1e-12));
        assertThat(Outline.iou(bow, outline(rectangle(0, 0, 10, 10)))).isCloseTo(0.5, within(1e-12));
        assertThat(outline(50, 0, 79.389, 90.451, 2.447, 34.549, 97.553, 34.549, 20.611, 90.451)
                        .area())
                .isCloseTo(1939.1974443354588, within(1e-9));
    }

    @Test
    void aHoleTakesNothingFromOutsideTheOutline() {
        Outline half = holed(points(rectangle(0, 0, 10, 10)), points(rectangle(5, -5, 20, 20)));
        assertThat(half.area()).isCloseTo(50, within(1e-12));
        assertThat(Outline.iou(half, outline(rectangle(0, 0, 5, 10)))).isCloseTo(1, within(1e-12));
    }

    @Test
    void whatEnclosesNothingIsNoPolygon() {
        for (double[] flat : List.of(new double[] {0, 0, 5, 5, 9, 9}, new double[] {1, 1, 1, 1, 1, 1}, new double[] {
            0, 0, 0.1, 0.3, 0.2, 0.6, 0.7, 2.1
        })) {
            assertThatThrownBy(() -> outline(flat))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("no area");
        }
        assertThatThrownBy(() -> holed(points(rectangle(0, 0, 9, 9)), points(rectangle(-1, -1, 10, 10))))
                .isInstanceOf(InputException.class);
        assertThat(outline(0, 0, 1000, 1000, 1000, 1000.001).area()).isCloseTo(0.5, within(1e-6));
    }

    private static Outline star(SplittableRandom chance, double x, double y) {
        int n = 3 + chance.nextInt(12);
        double[] ring = new double[2 * n];
        for (int i = 0; i < n; i++) {
            double angle = 2 * Math.PI * (i + 0.8 * chance.nextDouble()) / n;
            double radius = 5 + chance.nextDouble(30);
            ring[2 * i] = x + radius * Math.cos(angle);
            ring[2 * i + 1] = y + radius * Math.sin(angle);
        }
        return outline(ring);
    }

    private static Outline any(SplittableRandom chance) {
        double[] ring = IntStream.range(0, 2 * (3 + chance.nextInt(6)))
                .mapToDouble(i -> chance.nextInt(12))
                .toArray();
        try {
            return outline(ring);
        } catch (InputException flat) {
            return outline(0, 0, 7, 0, 0, 7);
        }
    }

    private static Outline moved(Outline outline, double x, double y) {
        return Outline.ofRings(
                outline.label(),
                Arrays.stream(outline.rings())
                        .map(ring -> IntStream.range(0, ring.length)
                                .mapToDouble(i -> ring[i] + (i % 2 == 0 ? x : y))
                                .toArray())
                        .toList());
    }

    @Property(tries = 500)
    void overlapIsSymmetricWithinOneAndOneForTheSameAndStaysWhenBothMove(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        for (Outline[] two :
                new Outline[][] {{any(chance), any(chance)}, {star(chance, 40, 40), star(chance, 50, 45)}}) {
            double iou = Outline.iou(two[0], two[1]);
            assertThat(iou).isBetween(0.0, 1.0).isEqualTo(Outline.iou(two[1], two[0]));
            assertThat(Outline.iou(two[0], two[0])).isEqualTo(1);
            assertThat(Outline.iou(moved(two[0], 1234.5, -77.25), moved(two[1], 1234.5, -77.25)))
                    .isCloseTo(iou, within(1e-9));
        }
    }

    @Property(tries = 300)
    void rectanglesOverlapAsBoxesDo(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Box[] boxes = new Box[2];
        Outline[] outlines = new Outline[2];
        for (int i = 0; i < 2; i++) {
            double left = chance.nextDouble(50);
            double top = chance.nextDouble(50);
            double width = 1 + chance.nextDouble(50);
            double height = 1 + chance.nextDouble(50);
            boxes[i] = new Box(0, left, top, width, height);
            outlines[i] = outline(rectangle(left, top, left + width, top + height));
        }
        assertThat(Outline.iou(outlines[0], outlines[1])).isCloseTo(Box.iou(boxes[0], boxes[1]), within(1e-12));
    }

    /** Against the obvious version: every pixel on its own. */
    @Property(tries = 300)
    void areasOfRightAngledOutlinesWithHolesAreTheirPixels(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        double[][] rings = new double[2][];
        for (int i = 0; i < 2; i++) {
            int left = chance.nextInt(8);
            int top = chance.nextInt(8);
            rings[i] = rectangle(left, top, left + 1 + chance.nextInt(8), top + 1 + chance.nextInt(8));
        }
        long pixels = IntStream.range(0, 400)
                .filter(i -> in(rings[0], i % 20, i / 20) && !in(rings[1], i % 20, i / 20))
                .count();
        if (pixels > 0) {
            assertThat(Outline.ofRings(0, List.of(rings)).area()).isCloseTo((double) pixels, within(1e-9));
        }
    }

    private static boolean in(double[] rectangle, int x, int y) {
        return x >= rectangle[0] && x < rectangle[2] && y >= rectangle[1] && y < rectangle[5];
    }

    /** All hold the pixel at 9, 9, so that what most of them hold is one piece. */
    @Property(tries = 300)
    void theVoteHoldsThePixelsThatMoreThanHalfHold(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<double[]> rectangles = new ArrayList<>();
        for (int i = 0; i < 2 + chance.nextInt(5); i++) {
            rectangles.add(rectangle(
                    chance.nextInt(10), chance.nextInt(10), 10 + chance.nextInt(10), 10 + chance.nextInt(10)));
        }
        Outline fused = OutlineVote.majority(
                        rectangles.stream().map(RegionShapesTest::outline).toList())
                .orElseThrow();
        List<double[]> ring = List.of(fused.rings());
        assertThat(ring).hasSize(1);
        long pixels = IntStream.range(0, 400)
                .filter(i -> 2
                                * rectangles.stream()
                                        .filter(r -> in(r, i % 20, i / 20))
                                        .count()
                        > rectangles.size())
                .count();
        assertThat(fused.area()).isEqualTo((double) pixels);
        assertThat(Arrays.stream(fused.rings()[0]).allMatch(c -> c == Math.rint(c)))
                .isTrue();
    }

    @Property(tries = 200)
    void theVoteOnDrawnOutlinesHoldsWhatMoreThanHalfHoldButForThePointsThatHardlyMatter(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Outline> outlines = new ArrayList<>();
        for (int i = 0; i < 2 + chance.nextInt(5); i++) {
            outlines.add(star(chance, 40, 40)); // each holds every straight way from its middle, so most of them do
        }
        double[] won = new double[1];
        AreaSweep.over(outlines.stream().map(Outline::rings).toList(), (in, slab) -> {
            int votes = 0;
            for (boolean one : in) {
                votes += one ? 1 : 0;
            }
            won[0] += 2 * votes > outlines.size() ? slab.area() : 0;
        });
        Outline fused = OutlineVote.majority(outlines).orElseThrow();
        double around = 2 * (fused.right() - fused.left() + fused.bottom() - fused.top());
        assertThat(fused.area()).isCloseTo(won[0], within(2 * 0.0025 * around * around));
    }

    @Test
    void theVoteKeepsHolesAndTheLargestPiece() {
        Outline ring = holed(points(rectangle(0, 0, 30, 30)), points(rectangle(10, 10, 20, 20)));
        Outline wide = holed(points(rectangle(0, 0, 30, 30)), points(rectangle(10, 10, 20, 22)));
        Outline full = outline(rectangle(0, 0, 30, 31));
        assertThat(OutlineVote.majority(List.of(ring, wide, full)).orElseThrow())
                .isEqualTo(Outline.ofRings(
                        0, List.of(rectangle(0, 0, 30, 30), new double[] {10, 10, 10, 20, 20, 20, 20, 10})));
        assertThat(OutlineVote.majority(List.of(outline(0, 0, 10, 10, 10, 0, 0, 8), outline(0, 0, 10, 10, 10, 0, 0, 8)))
                        .orElseThrow()
                        .rings())
                .hasNumberOfRows(1);
        assertThat(OutlineVote.majority(List.of(outline(rectangle(0, 0, 1, 1)), outline(rectangle(5, 5, 6, 6)))))
                .isEmpty();
    }

    @Test
    void polygonsOfMostAnnotatorsBecomeOneAndThoseOfOneAreDropped() {
        Clusters<Outline> polygons = Polygons.estimate(answers(
                List.of(outline(rectangle(0, 0, 10, 10))),
                List.of(outline(rectangle(0, 0, 12, 10)), outline(rectangle(70, 70, 80, 80))),
                List.of(outline(rectangle(2, 0, 12, 10)))));
        assertThat(polygons.regions(0)).containsExactly(outline(rectangle(0, 0, 12, 10)));
        assertThat(polygons.clusters(0)).hasSize(2);
        assertThat(polygons.clusters(0).get(1).kept()).isFalse();
        assertThat(polygons.explain(0).agreement()).isCloseTo((10 / 12.0 + 1 / 2.0 + 10 / 12.0) / 3, within(1e-12));
    }

    // ---------------------------------------------------------------- polylines

    /** What shapely 2.2.0 gives, the second also the example of the Python package frechetdist. */
    @Test
    void discreteFrechetDistanceOfPublishedExamples() {
        assertThat(Frechet.discrete(new double[] {0, 0, 100, 0}, new double[] {0, 0, 50, 50, 100, 0}))
                .isCloseTo(70.71067811865476, within(1e-12));
        assertThat(Frechet.discrete(new double[] {1, 1, 2, 1, 2, 2}, new double[] {2, 2, 0, 1, 2, 4}))
                .isEqualTo(2);
        assertThat(Frechet.discrete(new double[] {0, 0, 3, 1, 5, 4, 9, 4}, new double[] {0, 1, 2, 2, 6, 4, 8, 7, 9, 5}))
                .isCloseTo(3.1622776601683795, within(1e-12));
        assertThat(Frechet.discrete(new double[] {0, 0, 10, 0}, new double[] {0, 0, 5, 0, 10, 0}))
                .as("which is why lines are cut at the same places before they are compared")
                .isEqualTo(5);
    }

    @Test
    void linesSideBySideAreAsAlikeAsTheyAreNearForTheirSize() {
        assertThat(Line.similarity(line(0, 0, 100, 0), line(0, 10, 100, 10)))
                .as("10 apart, where 25 are too far for lines of 100")
                .isCloseTo(0.6, within(1e-12));
        assertThat(Line.similarity(line(0, 0, 100, 0), line(0, 25, 100, 25))).isZero();
        assertThat(Line.similarity(line(0, 0, 100, 0), line(100, 0, 60, 0, 30, 0, 0, 0)))
                .as("from the other end, with more points")
                .isCloseTo(1, within(1e-9));
        assertThat(Line.similarity(line(0, 0, 100, 0), line(0, 0, 50, 5, 100, 0)))
                .as("a bend of 5")
                .isCloseTo(1 - 5 / 25.0, within(1e-3));
    }

    private static Line drawn(SplittableRandom chance) {
        return line(IntStream.range(0, 2 * (2 + chance.nextInt(6)))
                .mapToDouble(i -> (i % 2 == 0 ? 20 * i : 0) + chance.nextDouble(20))
                .toArray());
    }

    @Property(tries = 300)
    void likenessOfLinesIsSymmetricWithinOneAndOneForTheSameAndStaysWhenBothMove(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Line a = drawn(chance);
        Line b = drawn(chance);
        double alike = Line.similarity(a, b);
        assertThat(alike).isBetween(0.0, 1.0).isEqualTo(Line.similarity(b, a));
        assertThat(Line.similarity(a, a)).isEqualTo(1);
        assertThat(Line.similarity(a, a.reversed())).isEqualTo(1);
        assertThat(Line.similarity(movedBy(a, 500), movedBy(b, 500))).isCloseTo(alike, within(1e-9));
    }

    private static Line movedBy(Line line, double far) {
        return line(Arrays.stream(line.points()).map(c -> c + far).toArray());
    }

    @Test
    void linesBecomeTheirMiddleWhicheverEndTheyWereDrawnFrom() {
        Clusters<Line> lines = Polylines.estimate(
                answers(List.of(line(0, 0, 100, 0)), List.of(line(100, 2, 50, 2, 0, 2)), List.of(line(0, 9, 100, 9))));
        assertThat(lines.regions(0)).hasSize(1);
        assertThat(lines.regions(0).getFirst()).isIn(line(0, 2, 100, 2), line(100, 2, 0, 2));
        assertThat(lines.clusters(0).getFirst().confidence()).isEqualTo(1);
    }

    @Test
    void aLineWithoutLengthIsNone() {
        assertThatThrownBy(() -> line(3, 4, 3, 4)).isInstanceOf(InputException.class);
    }

    // ---------------------------------------------------------------- keypoints

    private static final double[] PERSON = {
        100, 50, 105, 45, 95, 45, 112, 48, 88, 48, 130, 90, 70, 90, 140, 130, 60, 130, 145, 170, 55, 170, 120, 180, 80,
        180, 122, 240, 78, 240, 124, 300, 76, 300
    };

    private static List<Joint> joints(double... places) {
        return IntStream.range(0, places.length / 2)
                .mapToObj(i -> new Joint(places[2 * i], places[2 * i + 1], true))
                .toList();
    }

    private static List<Joint> beside() {
        double[] places = PERSON.clone();
        for (int i = 0; i < 17; i++) {
            places[2 * i] += i % 3 - 0.5;
            places[2 * i + 1] += i % 5 * 1.5 - 2;
        }
        return joints(places);
    }

    /** What {@code COCOeval.computeOks} of pycocotools 2 gives for these two, with the area of the annotation as stated. */
    @Test
    void keypointsAreAsAlikeAsCocoSays() {
        var oks = Keypoints.oks(
                Skeleton.COCO_PERSON.names().stream().map(Skeleton.ANY::sigma).toList());
        assertThat(oks.of(new Keypoints(0, joints(PERSON), 22950), new Keypoints(0, beside(), 22950)))
                .isCloseTo(0.986368899602496, within(1e-12));
        Keypoints a = Keypoints.boxed(0, joints(PERSON));
        Keypoints b = Keypoints.boxed(0, beside());
        assertThat(a.areaPx2()).as("the box around the joints").isEqualTo(22950);
        assertThat(b.areaPx2()).isEqualTo(22695);
        assertThat(oks.of(a, b))
                .as("with the mean of both areas, 22822.5")
                .isCloseTo(0.986294172216099, within(1e-12))
                .isEqualTo(oks.of(b, a));
        assertThat(oks.of(
                        new Keypoints(0, withoutNose(joints(PERSON)), 22950),
                        new Keypoints(0, withoutNose(beside()), 22950)))
                .as("the nose marked by neither")
                .isCloseTo(0.987620904101127, within(1e-12));
    }

    private static List<Joint> withoutNose(List<Joint> joints) {
        List<Joint> rest = new ArrayList<>(joints);
        rest.set(0, new Joint(0, 0, false));
        return rest;
    }

    @Test
    void pointsOnOneLineHaveAnAreaToo() {
        assertThat(Keypoints.boxed(0, joints(0, 0, 40, 0)).areaPx2()).isEqualTo(400);
        assertThat(Keypoints.boxed(0, joints(7, 7)).areaPx2()).isEqualTo(1);
    }

    @Test
    void aJointIsWhereTheMedianIsIfMoreThanHalfMarkIt() {
        Keypoints one = Keypoints.boxed(0, joints(0, 0, 100, 100, 50, 0));
        Keypoints two = Keypoints.boxed(
                0, List.of(new Joint(2, 1, true, false), new Joint(100, 104, true, true), new Joint(0, 0, false)));
        Keypoints three = Keypoints.boxed(
                0, List.of(new Joint(1, 5, true, false), new Joint(98, 101, true, false), new Joint(0, 0, false)));
        Clusters<Keypoints> poses =
                Poses.estimate(answers(List.of(one), List.of(two), List.of(three)), List.of(.1, .1, .1));
        assertThat(poses.regions(0).getFirst().joints())
                .containsExactly(new Joint(1, 1, true, false), new Joint(100, 101, true, true), new Joint(0, 0, false));
    }

    // ---------------------------------------------------------------- tracks

    @Test
    void aTrackIsOnAStraightWayBetweenItsKeyframesAndNowhereBeyondThem() {
        Track track = track(keyframe(10, 0, 0, 10, 10), outside(20, 100, 50, 30, 10), keyframe(30, 5, 5, 5, 5));
        assertThat(track.at(9)).isEmpty();
        assertThat(track.at(15)).contains(new Box(0, 50, 25, 20, 10));
        assertThat(track.at(20)).as("outside").isEmpty();
        assertThat(track.at(29)).isEmpty();
        assertThat(track.at(30)).contains(new Box(0, 5, 5, 5, 5));
        assertThat(track.at(31)).isEmpty();
    }

    @Test
    void tracksAreAsAlikeAsTheirBoxesAreOverTheFramesOfEither() {
        Track still = track(keyframe(0, 0, 0, 10, 10), keyframe(10, 0, 0, 10, 10));
        Track moving = track(keyframe(0, 0, 0, 10, 10), keyframe(10, 10, 0, 10, 10));
        double sum = 0;
        for (int frame = 0; frame <= 10; frame++) {
            sum += (10.0 - frame) / (10 + frame); // boxes of width 10, one shifted by the number of the frame
        }
        assertThat(Track.similarity(still, moving)).isCloseTo(sum / 11, within(1e-12));
        assertThat(Track.similarity(still, track(keyframe(0, 0, 0, 10, 10), keyframe(4, 0, 0, 10, 10))))
                .as("five of eleven frames")
                .isCloseTo(5 / 11.0, within(1e-12));
        assertThat(Track.similarity(
                        still, track(keyframe(0, 0, 0, 10, 10), outside(5, 0, 0, 10, 10), keyframe(8, 0, 0, 10, 5))))
                .as("five frames alike, then out of sight, and half the box on one of the last three")
                .isCloseTo(5.5 / 11, within(1e-12));
        assertThat(Track.similarity(still, new Track(0, new TimeBase(1, 25), still.keyframes())))
                .as("frames of another time base are other frames")
                .isZero();
        assertThat(Track.similarity(still, track(keyframe(10_000_000, 0, 0, 10, 10))))
                .isZero();
    }

    private static Track anyTrack(SplittableRandom chance) {
        List<Keyframe> keyframes = new ArrayList<>();
        int frame = chance.nextInt(4);
        for (int i = 0; i < 1 + chance.nextInt(5); i++) {
            keyframes.add(new Keyframe(
                    frame,
                    chance.nextInt(5),
                    chance.nextInt(5),
                    3 + chance.nextInt(4),
                    3 + chance.nextInt(4),
                    Optional.of(chance.nextInt(4) == 0),
                    Optional.of(chance.nextBoolean())));
            frame += 1 + chance.nextInt(6);
        }
        return new Track(0, TICKS, keyframes);
    }

    /** Against the obvious version: every frame on its own. */
    @Property(tries = 300)
    void likenessOfTracksIsThatOfEveryFrame(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        Track a = anyTrack(chance);
        Track b = anyTrack(chance);
        double sum = 0;
        int frames = 0;
        for (int frame = 0; frame < 60; frame++) {
            Optional<Box> one = a.at(frame);
            Optional<Box> other = b.at(frame);
            frames += one.isPresent() || other.isPresent() ? 1 : 0;
            sum += one.isPresent() && other.isPresent() ? Box.iou(one.get(), other.get()) : 0;
        }
        double alike = Track.similarity(a, b);
        assertThat(alike).isCloseTo(frames == 0 ? 1 : sum / frames, within(1e-12));
        assertThat(alike).isEqualTo(Track.similarity(b, a));
        assertThat(Track.similarity(a, a)).isCloseTo(1, within(1e-12));
    }

    @Test
    void tracksBecomeTheMedianAtTheirKeyframesWhileMostAreInSight() {
        Clusters<Track> tracks = Tracks.estimate(answers(
                List.of(track(keyframe(0, 0, 0, 10, 10), keyframe(10, 10, 0, 10, 10))),
                List.of(track(keyframe(0, 1, 0, 10, 10), keyframe(12, 13, 0, 10, 10))),
                List.of(track(keyframe(2, 2, 2, 10, 10), keyframe(14, 14, 2, 10, 10)))));
        assertThat(tracks.regions(0)).hasSize(1);
        Track fused = tracks.regions(0).getFirst();
        assertThat(fused.keyframes())
                .as("where one comes or goes the median turns; two of three last until 12")
                .extracting(Keyframe::frame)
                .containsExactly(0, 1, 2, 10, 11, 12);
        Box middle = fused.at(6).orElseThrow();
        assertThat(Box.iou(middle, new Box(0, 6, 0, 10, 10))).isGreaterThan(0.95);
    }

    @Test
    void whatMostHoldToBeOutOfSightIsSoInTheConsensus() {
        Track gone = track(
                keyframe(0, 0, 0, 10, 10),
                outside(10, 0, 0, 10, 10),
                keyframe(20, 0, 0, 10, 10),
                keyframe(30, 0, 0, 10, 10));
        Track there = track(keyframe(0, 0, 0, 10, 10), keyframe(30, 0, 0, 10, 10));
        Track later = track(
                keyframe(0, 0, 0, 10, 10),
                outside(12, 0, 0, 10, 10),
                keyframe(19, 0, 0, 10, 10),
                keyframe(30, 0, 0, 10, 10));
        Track fused = Tracks.estimate(answers(List.of(gone), List.of(there), List.of(later)))
                .regions(0)
                .getFirst();
        for (int frame = 0; frame < 40; frame++) {
            assertThat(fused.at(frame).isPresent())
                    .as("frame " + frame)
                    .isEqualTo(frame < 12 || (frame >= 19 && frame <= 30));
        }
    }

    // ---------------------------------------------------------------- all of them

    @Property(tries = 60)
    void unanimousAnswersAreTheConsensusOfEveryShape(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Outline> outlines = List.of(star(chance, 40, 40), star(chance, 200, 40));
        assertThat(Polygons.estimate(answers(outlines, outlines, outlines)).regions(0))
                .containsExactlyInAnyOrderElementsOf(outlines);
        List<Line> lines = List.of(drawn(chance));
        assertThat(Polylines.estimate(answers(lines, lines, lines)).regions(0)).isEqualTo(lines);
        List<Track> tracks = List.of(anyTrack(chance));
        assertThat(Tracks.estimate(answers(tracks, tracks, tracks)).regions(0)).isEqualTo(tracks);
        List<Keypoints> poses = List.of(Keypoints.boxed(0, joints(PERSON)));
        assertThat(Poses.estimate(
                                answers(poses, poses, poses),
                                Skeleton.COCO_PERSON.names().stream()
                                        .map(Skeleton.COCO_PERSON::sigma)
                                        .toList())
                        .regions(0))
                .isEqualTo(poses);
    }

    @Property(tries = 60)
    void neitherTheOrderOfRowsNorTheNamesOfWorkersMatterToAnyShape(@ForAll long seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<List<Outline>> outlines = new ArrayList<>();
        List<List<Line>> lines = new ArrayList<>();
        List<List<Track>> tracks = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            outlines.add(List.of(star(chance, 40, 40), star(chance, 60, 40)));
            lines.add(List.of(drawn(chance), drawn(chance)));
            tracks.add(List.of(anyTrack(chance), anyTrack(chance)));
        }
        assertThat(Polygons.estimate(of(outlines.reversed())).regions(0))
                .isEqualTo(Polygons.estimate(of(outlines)).regions(0));
        assertThat(Polylines.estimate(of(lines.reversed())).regions(0))
                .isEqualTo(Polylines.estimate(of(lines)).regions(0));
        assertThat(Tracks.estimate(of(tracks.reversed())).regions(0))
                .isEqualTo(Tracks.estimate(of(tracks)).regions(0));
    }

    private static <R> Answers<List<R>> of(List<List<R>> given) {
        return Answers.of(
                given.size(),
                List.of(IntStream.range(0, given.size())
                        .mapToObj(w -> new Answer<>(w, given.get(w)))
                        .toList()));
    }
}
