package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.agreement.UnitisingAlpha.Continuum;
import dev.cupel.engine.agreement.UnitisingAlpha.Unit;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class RegionAgreementTest {
    private static final Bootstrap.Options POINT = Bootstrap.Options.NONE;

    private static double value(Coefficient coefficient) {
        return coefficient.asOptional().orElseThrow();
    }

    private static Continuum book() {
        List<List<Unit>> byAnnotator = List.of(new ArrayList<>(), new ArrayList<>());
        for (String[] row : DataFolder.reference("agreement-tables", "unitizing.tsv")) {
            byAnnotator
                    .get(Integer.parseInt(row[0]))
                    .add(new Unit(row[1], Double.parseDouble(row[2]), Double.parseDouble(row[3])));
        }
        return new Continuum(150, 300, byAnnotator);
    }

    @Test
    void unitisingAlphaOfTheBookToSixDigits() {
        UnitisingAlpha.Result result = UnitisingAlpha.of(List.of(book()), POINT);
        assertThat(value(result.overall())).isCloseTo(.858665, within(1e-6));
        assertThat(result.byCategory().keySet()).containsExactly("c", "k");
        assertThat(result.byCategory().values().stream().map(RegionAgreementTest::value))
                .satisfiesExactly(
                        c -> assertThat(c).isCloseTo(.728599, within(1e-6)),
                        k -> assertThat(k).isCloseTo(1, within(1e-12)));
    }

    @Test
    void theSameTextTwiceGivesTheSameUnitisingAlphaAndAnInterval() {
        UnitisingAlpha.Result result =
                UnitisingAlpha.of(List.of(book(), book(), book()), new Bootstrap.Options(50, 0.9, 1));
        assertThat(value(result.overall())).isCloseTo(.858665, within(1e-6));
        // three texts that happen to be equal do not show that all texts are
        var interval = ((Coefficient.Estimate) result.overall()).interval().orElseThrow();
        assertThat(interval.contains(value(result.overall()))).isTrue();
        assertThat(interval.width()).isPositive();
    }

    @Test
    void overlappingUnitsOfOneAnnotatorAndUnitsOutsideTheLineAreRefused() {
        Continuum overlapping =
                new Continuum(0, 10, List.of(List.of(new Unit("a", 0, 4), new Unit("a", 3, 2)), List.of()));
        assertThatThrownBy(() -> UnitisingAlpha.of(List.of(overlapping), POINT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("overlap at 3");
        Continuum outside = new Continuum(0, 10, List.of(List.of(new Unit("a", 8, 4)), List.of()));
        assertThatThrownBy(() -> UnitisingAlpha.of(List.of(outside), POINT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("item 0, annotator 0");
    }

    @Test
    void oneAnnotatorOrNoUnitsLeaveUnitisingAlphaUndefined() {
        assertThat(UnitisingAlpha.of(List.of(new Continuum(0, 10, List.of(List.of(new Unit("a", 1, 2))))), POINT)
                        .overall())
                .isInstanceOf(Coefficient.Undefined.class);
        assertThat(UnitisingAlpha.of(List.of(new Continuum(0, 10, List.of(List.of(), List.of()))), POINT)
                        .overall())
                .isInstanceOf(Coefficient.Undefined.class);
    }

    /** Sections (units and gaps) of both annotators against each other, as the book writes it. */
    @Property(tries = 300)
    void observedUnitisingDisagreementAgreesWithTheBooksDoubleSum(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<Unit>> marks = List.of(units(random), units(random), units(random));
        Continuum line = new Continuum(0, 60, marks);
        if (marks.stream().allMatch(List::isEmpty)) {
            return;
        }
        double observed = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                if (i != j) {
                    for (double[] g : sections(marks.get(i))) {
                        for (double[] h : sections(marks.get(j))) {
                            observed += difference(g, h);
                        }
                    }
                }
            }
        }
        observed /= 3 * 2 * 60 * 60;
        double expected = 0;
        double inside = 0;
        int count = marks.stream().mapToInt(List::size).sum();
        for (List<Unit> one : marks) {
            for (Unit unit : one) {
                double l = unit.length();
                double room = 0;
                for (List<Unit> other : marks) {
                    for (double[] h : sections(other)) {
                        room += h[2] == 0 && h[1] >= l ? h[1] - l + 1 : 0;
                    }
                }
                expected += (count - 1) / 3.0 * (2 * l * l * l - 3 * l * l + l) + l * l * room;
                inside += l * (l - 1);
            }
        }
        expected *= 2.0 / 60 / (180.0 * 179 - inside);
        Coefficient alpha = UnitisingAlpha.of(List.of(line), POINT).overall();
        if (expected > 0) {
            assertThat(value(alpha)).isCloseTo(1 - observed / expected, within(1e-9));
        } else {
            assertThat(alpha).isInstanceOf(Coefficient.Undefined.class);
        }
    }

    private static List<Unit> units(Random random) {
        List<Unit> units = new ArrayList<>();
        for (int at = random.nextInt(12); at < 55; ) {
            int length = 1 + random.nextInt(Math.min(12, 60 - at));
            units.add(new Unit("a", at, length));
            at += length + random.nextInt(25);
        }
        return units;
    }

    /** begin, length, 1 for a unit and 0 for a gap. */
    private static List<double[]> sections(List<Unit> units) {
        List<double[]> sections = new ArrayList<>();
        double at = 0;
        for (Unit unit : units) {
            if (unit.begin() > at) {
                sections.add(new double[] {at, unit.begin() - at, 0});
            }
            sections.add(new double[] {unit.begin(), unit.length(), 1});
            at = unit.begin() + unit.length();
        }
        if (at < 60) {
            sections.add(new double[] {at, 60 - at, 0});
        }
        return sections;
    }

    private static double difference(double[] g, double[] h) {
        double begins = g[0] - h[0];
        if (g[2] == 1 && h[2] == 1 && -g[1] < begins && begins < h[1]) {
            double ends = begins + g[1] - h[1];
            return begins * begins + ends * ends;
        }
        if (g[2] == 1 && h[2] == 0 && h[1] - g[1] >= begins && begins >= 0) {
            return g[1] * g[1];
        }
        if (g[2] == 0 && h[2] == 1 && h[1] - g[1] <= begins && begins <= 0) {
            return h[1] * h[1];
        }
        return 0;
    }

    @Test
    void spanF1CountsExactTouchingAndCoveredPositions() {
        List<Span> ann = List.of(new Span(0, 0, 4), new Span(1, 10, 12));
        List<Span> bob = List.of(new Span(0, 0, 4), new Span(1, 11, 15), new Span(0, 20, 21));
        SpanAgreement result = SpanAgreement.of(List.of(List.of(ann, bob)), POINT);
        assertThat(value(result.exact())).isCloseTo(2.0 / 5, within(1e-12));
        assertThat(value(result.partial())).isCloseTo(4.0 / 5, within(1e-12));
        assertThat(value(result.token())).isCloseTo(2.0 * 5 / (6 + 9), within(1e-12));
        assertThat(value(
                        SpanAgreement.of(List.of(List.of(ann, ann, ann)), POINT).exact()))
                .isEqualTo(1);
        assertThat(SpanAgreement.of(List.of(List.of(List.of(), List.of())), POINT)
                        .exact())
                .isInstanceOf(Coefficient.Undefined.class);
    }

    @Test
    void bestMatchingBeatsGreedyMatching() {
        // greedy takes .9 and then has nothing for the second pair above the threshold
        double[][] similarity = {{.9, .8}, {.8, 0}};
        MatchedAgreement result = MatchedAgreement.of(
                List.of(List.of(List.of(0, 1), List.of(0, 1))), (a, b) -> similarity[a][b], .5, POINT);
        assertThat(value(result.similarity())).isCloseTo(.8, within(1e-12));
        assertThat(value(result.f1())).isEqualTo(1);
    }

    @Property(tries = 300)
    void assignmentIsAsGoodAsTryingAllOrders(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 1 + random.nextInt(6);
        double[][] gain = new double[n][n];
        for (double[] row : gain) {
            for (int c = 0; c < n; c++) {
                row[c] = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            }
        }
        int[] partner = MatchedAgreement.assign(gain);
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += gain[i][partner[i]];
        }
        assertThat(partner).doesNotHaveDuplicates();
        assertThat(total).isCloseTo(best(gain, 0, new boolean[n]), within(1e-9));
    }

    private static double best(double[][] gain, int row, boolean[] used) {
        if (row == gain.length) {
            return 0;
        }
        double best = 0;
        for (int c = 0; c < used.length; c++) {
            if (!used[c]) {
                used[c] = true;
                best = Math.max(best, gain[row][c] + best(gain, row + 1, used));
                used[c] = false;
            }
        }
        return best;
    }

    @Test
    void boxesAndSegmentsOverlapByIntersectionOverUnionWithinALabel() {
        Box box = new Box(0, 0, 0, 10, 10);
        assertThat(Box.iou(box, box)).isEqualTo(1);
        assertThat(Box.iou(box, new Box(0, 5, 0, 10, 10))).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(Box.iou(box, new Box(1, 0, 0, 10, 10))).isZero();
        assertThat(Box.iou(box, new Box(0, 10, 0, 5, 5))).isZero();
        assertThat(Segment.iou(new Segment(0, 1, 3), new Segment(0, 2, 5))).isCloseTo(.25, within(1e-12));
        MatchedAgreement missed = MatchedAgreement.of(
                List.of(List.of(List.of(box), List.of(box, new Box(0, 90, 90, 5, 5)))), Box::iou, .5, POINT);
        assertThat(value(missed.similarity())).isCloseTo(.5, within(1e-12));
        assertThat(value(missed.f1())).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void crowdOutlinesOfCellsAgreeAsBoxes() {
        Map<String, List<List<Box>>> items = new LinkedHashMap<>();
        for (String[] row : DataFolder.csv("cells", "boxes.csv")) {
            if (row[2].equals("crowd")) {
                double left = Double.parseDouble(row[3]);
                double top = Double.parseDouble(row[4]);
                Box box = new Box(0, left, top, Double.parseDouble(row[5]) - left, Double.parseDouble(row[6]) - top);
                items.computeIfAbsent(row[0], item -> new ArrayList<>()).add(List.of(box));
            }
        }
        MatchedAgreement result =
                MatchedAgreement.of(List.copyOf(items.values()), Box::iou, .5, Bootstrap.Options.DEFAULTS);
        System.out.println("cells boxes " + result);
        assertThat(value(result.similarity())).isBetween(.7, .95);
    }

    @Test
    void crowdSpansOfNamesAgreeLessOnEndsThanOnPlaces() {
        Map<String, Map<String, List<Span>>> items = new LinkedHashMap<>();
        Map<String, Integer> labels = new HashMap<>();
        for (String[] row : DataFolder.csv("ner_mturk_dev", "assignments.csv").stream()
                .skip(1)
                .toList()) {
            items.computeIfAbsent(row[0], item -> new LinkedHashMap<>()).put(row[1], new ArrayList<>());
        }
        for (String[] row :
                DataFolder.csv("ner_mturk_dev", "spans.csv").stream().skip(1).toList()) {
            items.computeIfAbsent(row[0], item -> new LinkedHashMap<>())
                    .computeIfAbsent(row[1], worker -> new ArrayList<>())
                    .add(new Span(
                            DataFolder.index(labels, row[4]), Integer.parseInt(row[2]), Integer.parseInt(row[3])));
        }
        List<List<List<Span>>> marked = items.values().stream()
                .map(byWorker -> List.copyOf(byWorker.values()))
                .toList();
        SpanAgreement result = SpanAgreement.of(marked, Bootstrap.Options.DEFAULTS);
        System.out.println("ner_mturk_dev " + result);
        assertThat(value(result.exact())).isLessThan(value(result.partial()));
        Map<String, Double> tokens = new HashMap<>();
        DataFolder.csv("ner_mturk_dev", "documents.csv").stream()
                .skip(1)
                .forEach(row -> tokens.put(row[0], Double.valueOf(row[1])));
        List<String> names = List.copyOf(labels.keySet());
        Map<Integer, String> byNumber = new HashMap<>();
        names.forEach(name -> byNumber.put(labels.getOrDefault(name, 0), name));
        List<Continuum> lines = items.entrySet().stream()
                .map(item -> new Continuum(
                        0,
                        tokens.getOrDefault(item.getKey(), 0.0),
                        item.getValue().values().stream()
                                .map(spans -> spans.stream()
                                        .map(s -> new Unit(
                                                byNumber.getOrDefault(s.label(), ""), s.begin(), s.end() - s.begin()))
                                        .toList())
                                .toList()))
                .toList();
        UnitisingAlpha.Result alpha = UnitisingAlpha.of(lines, new Bootstrap.Options(200, 0.95, 1));
        System.out.println("ner_mturk_dev " + alpha);
        assertThat(value(alpha.overall())).isBetween(0.2, 0.9);
    }

    /** Of sides that are no whole numbers: left + width - left is not always width. */
    @Property(tries = 300)
    void aBoxOverlapsItselfWhollyAndNoOtherMoreWhateverIsRounded(@ForAll long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            Box box = new Box(0, random.nextDouble() * 5, random.nextDouble() * 5, random.nextDouble(), 3);
            Box other = new Box(0, box.left(), box.top(), box.width() * (1 + random.nextInt(2) * 1e-16), 3);
            assertThat(Box.iou(box, box)).isEqualTo(1);
            assertThat(Box.iou(box, other)).isBetween(0.0, 1.0).isEqualTo(Box.iou(other, box));
        }
    }
}
