package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class AgreementLawsTest {
    private static final AgreementOptions POINT = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);
    private static final List<Measure> ALL = List.of(Measure.values());

    /** Rows (item, annotator, class) of a small crowd with gaps. */
    record Crowd(int items, int workers, int classes, List<int[]> rows) {
        Votes votes() {
            return Votes.of(items, workers, classes, column(0), column(1), column(2));
        }

        private int[] column(int c) {
            return rows.stream().mapToInt(row -> row[c]).toArray();
        }

        Crowd map(int[] item, int[] worker, int[] label, Random order) {
            List<int[]> mapped = new ArrayList<>(rows.stream()
                    .map(r -> new int[] {item[r[0]], worker[r[1]], label[r[2]]})
                    .toList());
            Collections.shuffle(mapped, order);
            return new Crowd(items, workers, classes, mapped);
        }
    }

    @Provide
    Arbitrary<Crowd> crowds() {
        return crowds(2, 6);
    }

    @Provide
    Arbitrary<Crowd> pairsOfAnnotators() {
        return crowds(2, 2);
    }

    private static Arbitrary<Crowd> crowds(int fewest, int most) {
        return Arbitraries.longs()
                .flatMap(seed -> Arbitraries.integers().between(fewest, most).map(workers -> {
                    Random random = new Random(seed);
                    int items = 1 + random.nextInt(12);
                    int classes = 1 + random.nextInt(5);
                    double noise = random.nextDouble();
                    List<int[]> rows = new ArrayList<>();
                    for (int i = 0; i < items; i++) {
                        int truth = random.nextInt(classes);
                        for (int j = 0; j < workers; j++) {
                            if (random.nextDouble() < 0.8) {
                                int label = random.nextDouble() < noise ? random.nextInt(classes) : truth;
                                rows.add(new int[] {i, j, label});
                            }
                        }
                    }
                    return new Crowd(items, workers, classes, rows);
                }));
    }

    @Property
    void renamingItemsAnnotatorsAndClassesAndReorderingRowsChangesNothing(
            @ForAll("crowds") Crowd crowd, @ForAll long seed) {
        Random random = new Random(seed);
        Crowd renamed = crowd.map(
                permutation(crowd.items(), random),
                permutation(crowd.workers(), random),
                permutation(crowd.classes(), random),
                random);
        same(
                Agreement.measures(crowd.votes(), Measure.nominal(), POINT),
                Agreement.measures(renamed.votes(), Measure.nominal(), POINT));
    }

    @Property
    void orderedCoefficientsDoNotKnowItemsAnnotatorsOrRowOrder(@ForAll("crowds") Crowd crowd, @ForAll long seed) {
        Random random = new Random(seed);
        Crowd renamed = crowd.map(
                permutation(crowd.items(), random),
                permutation(crowd.workers(), random),
                IntStream.range(0, crowd.classes()).toArray(),
                random);
        same(Agreement.measures(crowd.votes(), ALL, POINT), Agreement.measures(renamed.votes(), ALL, POINT));
    }

    private static void same(Map<Measure, Coefficient> a, Map<Measure, Coefficient> b) {
        assertThat(a.keySet()).isEqualTo(b.keySet());
        a.forEach((measure, coefficient) -> {
            Coefficient other = b.getOrDefault(measure, new Coefficient.Undefined("missing"));
            assertThat(other.asOptional().isPresent())
                    .isEqualTo(coefficient.asOptional().isPresent());
            coefficient
                    .asOptional()
                    .ifPresent(value -> assertThat(other.asOptional().orElseThrow())
                            .as(measure.key())
                            .isCloseTo(value, within(1e-9)));
        });
    }

    @Property
    void coefficientsLieInTheirBounds(@ForAll("crowds") Crowd crowd) {
        Agreement.measures(crowd.votes(), ALL, POINT)
                .forEach((measure, coefficient) -> coefficient
                        .asOptional()
                        .ifPresent(value -> assertThat(value).as(measure.key()).isLessThanOrEqualTo(1 + 1e-12)));
        Agreement.measure(crowd.votes(), Measure.PERCENT, POINT)
                .asOptional()
                .ifPresent(value -> assertThat(value).isBetween(0.0, 1.0));
    }

    @Property
    void perfectAgreementIsOneWheneverTwoClassesOccur(@ForAll("crowds") Crowd crowd) {
        List<int[]> agreed = crowd.rows().stream()
                .map(r -> new int[] {r[0], r[1], r[0] % crowd.classes()})
                .toList();
        Votes votes = new Crowd(crowd.items(), crowd.workers(), crowd.classes(), agreed).votes();
        Agreement.measures(votes, ALL, POINT)
                .forEach((measure, coefficient) -> coefficient
                        .asOptional()
                        .ifPresent(value -> assertThat(value).as(measure.key()).isCloseTo(1, within(1e-12))));
        long pairedClasses = IntStream.range(0, votes.taskCount())
                .filter(i -> votes.count(i) >= 2)
                .map(i -> i % crowd.classes())
                .distinct()
                .count();
        assertThat(Agreement.measure(votes, Measure.KRIPPENDORFF_NOMINAL, POINT)
                        .asOptional()
                        .isPresent())
                .isEqualTo(pairedClasses >= 2);
    }

    /** Alpha as the book defines it: over all pairs of values within items, and over all pairs of values. */
    @Property
    void alphaAgreesWithTheDefinitionOverAllPairs(@ForAll("crowds") Crowd crowd) {
        Votes votes = crowd.votes();
        List<Double> values =
                IntStream.range(0, crowd.classes()).mapToObj(k -> 1.0 + k * k).toList();
        AgreementOptions options = POINT.withClassValues(values);
        Map<Measure, Coefficient> found = Agreement.measures(votes, ALL, options);
        double[] n = new double[crowd.classes()];
        for (int i = 0; i < votes.taskCount(); i++) {
            for (int v = votes.begin(i); v < votes.end(i) && votes.count(i) >= 2; v++) {
                n[votes.label(v)]++;
            }
        }
        definition(votes, (a, b) -> a == b ? 0 : 1, found, Measure.KRIPPENDORFF_NOMINAL);
        definition(votes, (a, b) -> Math.pow(values.get(a) - values.get(b), 2), found, Measure.KRIPPENDORFF_INTERVAL);
        definition(
                votes,
                (a, b) -> Math.pow((values.get(a) - values.get(b)) / (values.get(a) + values.get(b)), 2),
                found,
                Measure.KRIPPENDORFF_RATIO);
        definition(
                votes,
                (a, b) -> {
                    double between = 0;
                    for (int g = Math.min(a, b); g <= Math.max(a, b); g++) {
                        between += n[g];
                    }
                    return Math.pow(between - (n[a] + n[b]) / 2, 2);
                },
                found,
                Measure.KRIPPENDORFF_ORDINAL);
    }

    private static void definition(
            Votes votes, Distance.Between distance, Map<Measure, Coefficient> found, Measure measure) {
        double observed = 0;
        double expected = 0;
        double n = 0;
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < votes.taskCount(); i++) {
            int m = votes.count(i);
            for (int v = votes.begin(i); v < votes.end(i) && m >= 2; v++) {
                all.add(votes.label(v));
                n++;
                for (int w = votes.begin(i); w < votes.end(i); w++) {
                    observed += distance.of(votes.label(v), votes.label(w)) / (m - 1);
                }
            }
        }
        for (int a : all) {
            for (int b : all) {
                expected += distance.of(a, b);
            }
        }
        Coefficient coefficient = found.getOrDefault(measure, new Coefficient.Undefined("missing"));
        if (n == 0 || expected == 0) {
            assertThat(coefficient).isInstanceOf(Coefficient.Undefined.class);
        } else {
            double alpha = 1 - (observed / n) / (expected / (n * (n - 1)));
            assertThat(coefficient.asOptional().orElseThrow()).as(measure.key()).isCloseTo(alpha, within(1e-9));
        }
    }

    @Property(tries = 200)
    void scottIsFleissForTwoAnnotatorsWithoutGaps(@ForAll("pairsOfAnnotators") Crowd crowd) {
        List<int[]> complete = crowd.rows().stream()
                .filter(r -> crowd.rows().stream().filter(q -> q[0] == r[0]).count() == 2)
                .toList();
        if (complete.isEmpty()) {
            return;
        }
        Votes votes = new Crowd(crowd.items(), 2, crowd.classes(), complete).votes();
        Coefficient scott = Agreement.measure(votes, Measure.SCOTT_PI, POINT);
        Coefficient fleiss = Agreement.measure(votes, Measure.FLEISS_KAPPA, POINT);
        assertThat(scott.asOptional().isPresent()).isEqualTo(fleiss.asOptional().isPresent());
        scott.asOptional()
                .ifPresent(
                        value -> assertThat(fleiss.asOptional().orElseThrow()).isCloseTo(value, within(1e-9)));
    }

    @Property(tries = 100)
    void reportsNeverThrowAndNeverGiveANumberThatIsNone(@ForAll("crowds") Crowd crowd) {
        if (crowd.rows().isEmpty()) {
            return;
        }
        AgreementReport report = AgreementReport.of(
                crowd.votes(), AgreementOptions.DEFAULTS.withBootstrap(new Bootstrap.Options(20, 0.9, 3)));
        assertThat(report.interpretation()).isNotEmpty().noneMatch(text -> text.contains("NaN"));
        assertThat(report.perWorker())
                .allSatisfy(worker -> worker.percent()
                        .asOptional()
                        .ifPresent(share -> assertThat(share).isBetween(0.0, 1.0)));
        assertThat(report.pairs()).hasSize((int) Math.min(report.pairCount(), 200));
        report.mostDisputed(3)
                .forEach(item ->
                        assertThat(item.agreement().asOptional().orElse(0)).isLessThan(1));
    }

    private static int[] permutation(int size, Random random) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.stream().mapToInt(i -> i).toArray();
    }
}
