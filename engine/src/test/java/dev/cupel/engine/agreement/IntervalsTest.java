package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.votes.Votes;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalsTest {
    private static final int DRAWS = 400;
    private static final List<Measure> MEASURES = List.of(
            Measure.KRIPPENDORFF_NOMINAL, Measure.GWET_AC1, Measure.PERCENT, Measure.COHEN_KAPPA, Measure.SCOTT_PI);

    /** Raters share a hidden class: alpha of the population is the given one, see bench/Coverage.java. */
    @ParameterizedTest
    @CsvSource({"30, .2, .5", "30, .2, .9", "30, .6, .5", "30, .9, .5", "30, .9, .9", "200, .6, .9", "200, .9, .9"})
    void intervalsHoldTheTrueValueAsOftenAsTheySay(int items, double alpha, double common) {
        double equal = common * common + (1 - common) * (1 - common);
        double agree = alpha + (1 - alpha) * equal;
        Map<Measure, Double> truth = Map.of(
                Measure.KRIPPENDORFF_NOMINAL, alpha,
                Measure.COHEN_KAPPA, alpha,
                Measure.SCOTT_PI, alpha,
                Measure.PERCENT, agree,
                Measure.GWET_AC1, (agree - (1 - equal)) / equal);
        int[] covered = new int[MEASURES.size()];
        int[] given = new int[MEASURES.size()];
        for (int d = 0; d < DRAWS; d++) {
            Map<Measure, Coefficient> all = Agreement.measures(
                    pairs(items, alpha, common, d),
                    MEASURES,
                    AgreementOptions.DEFAULTS
                            .withDeclaredClasses(List.of(0, 1))
                            .withBootstrap(new Bootstrap.Options(300, 0.95, d)));
            for (int m = 0; m < covered.length; m++) {
                if (all.get(MEASURES.get(m)) instanceof Coefficient.Estimate e) {
                    given[m]++;
                    covered[m] += e.interval().orElseThrow().contains(truth.getOrDefault(MEASURES.get(m), 0.0)) ? 1 : 0;
                }
            }
        }
        for (int m = 0; m < covered.length; m++) {
            assertThat((double) covered[m] / given[m])
                    .as(MEASURES.get(m).key())
                    .isBetween(0.95 - 0.02 - 3 * Math.sqrt(.05 * .95 / given[m]), 1.0);
        }
    }

    @Test
    void fullAgreementOnThirtyItemsLeavesRoomBelowOne() {
        Coefficient.Estimate alpha = alpha(identical(30));
        assertThat(alpha.value()).isEqualTo(1);
        Interval interval = alpha.interval().orElseThrow();
        assertThat(interval.high()).isEqualTo(1);
        assertThat(interval.low()).isBetween(0.6, 0.95);
    }

    @Test
    void oneItemHasNoIntervalButAReason() {
        Coefficient.Estimate percent = (Coefficient.Estimate) Agreement.measure(
                rows(new int[] {0, 0, 0}, new int[] {0, 1, 1}), Measure.PERCENT, AgreementOptions.DEFAULTS);
        assertThat(percent.interval()).isEmpty();
        assertThat(percent.noInterval().orElseThrow()).contains("One item alone");
    }

    @Test
    void threeItemsAreNeverCalledReliable() {
        AgreementReport report = AgreementReport.of(identical(3), AgreementOptions.DEFAULTS);
        assertThat(report.interpretation().getFirst())
                .doesNotContain("reliable, single labels")
                .contains("until more items are labeled twice");
    }

    @Test
    void allAgreeingSaysNothingOfACeilingOfHundredPercent() {
        assertThat(AgreementReport.of(identical(40), AgreementOptions.DEFAULTS).interpretation())
                .noneMatch(sentence -> sentence.contains("rediction"));
    }

    @Test
    void noSentenceSpeaksOfTheAccuracyOfAMajority() {
        assertThat(AgreementReport.of(pairs(100, .6, .5, 1), AgreementOptions.DEFAULTS)
                        .interpretation())
                .noneMatch(sentence -> sentence.contains("majority"));
    }

    @Test
    void repeatedVotesOfAPairDoNotNarrowItsInterval() {
        Votes once = pairs(40, .6, .5, 3);
        int n = once.size();
        int[][] twice = new int[2 * n][];
        for (int t = 0; t < once.taskCount(); t++) {
            for (int v = once.begin(t); v < once.end(t); v++) {
                twice[v] = new int[] {t, once.worker(v), once.label(v)};
                twice[n + v] = twice[v];
            }
        }
        Interval one = kappa(once);
        Interval two = kappa(rows(twice));
        assertThat(two.high() - two.low()).isCloseTo(one.high() - one.low(), within(0.02));
    }

    @Test
    void declaredClassesCountForSAndAc1() {
        Votes oneUsed =
                Votes.of(4, 2, 3, new int[] {0, 0, 1, 1, 2, 2, 3, 3}, new int[] {0, 1, 0, 1, 0, 1, 0, 1}, new int[8]);
        AgreementOptions declared = AgreementOptions.DEFAULTS.withDeclaredClasses(List.of(0, 1, 2));
        assertThat(Agreement.measure(oneUsed, Measure.GWET_AC1, declared).asOptional())
                .hasValue(1);
        assertThat(Agreement.measure(oneUsed, Measure.GWET_AC1, AgreementOptions.DEFAULTS)
                        .asOptional())
                .isEmpty();
    }

    @Test
    void neighbouringDisagreementsAreCounted() {
        Votes twoSteps = rows(
                new int[] {0, 0, 0},
                new int[] {0, 1, 2},
                new int[] {1, 0, 1},
                new int[] {1, 1, 1},
                new int[] {2, 0, 3},
                new int[] {2, 1, 2});
        assertThat(Interpretation.neighbouring(Agreement.patterns(twoSteps))).isEqualTo(0.5);
    }

    private static Coefficient.Estimate alpha(Votes votes) {
        return (Coefficient.Estimate) Agreement.measure(votes, Measure.KRIPPENDORFF_NOMINAL, AgreementOptions.DEFAULTS);
    }

    private static Interval kappa(Votes votes) {
        return ((Coefficient.Estimate) Agreement.measure(votes, Measure.COHEN_KAPPA, AgreementOptions.DEFAULTS))
                .interval()
                .orElseThrow();
    }

    private static Votes identical(int items) {
        int[][] rows = new int[2 * items][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = new int[] {r / 2, r % 2, r / 2 % 2};
        }
        return rows(rows);
    }

    private static Votes pairs(int items, double alpha, double common, int seed) {
        SplittableRandom random = new SplittableRandom(Bootstrap.seedOf(5, seed));
        int[][] rows = new int[2 * items][];
        for (int t = 0; t < items; t++) {
            int hidden = random.nextDouble() < common ? 0 : 1;
            for (int j = 0; j < 2; j++) {
                boolean knows = random.nextDouble() < Math.sqrt(alpha);
                rows[2 * t + j] = new int[] {t, j, knows ? hidden : random.nextDouble() < common ? 0 : 1};
            }
        }
        return rows(rows);
    }

    private static Votes rows(int[]... rows) {
        int[] task = new int[rows.length];
        int[] worker = new int[rows.length];
        int[] label = new int[rows.length];
        int tasks = 0;
        int classes = 2;
        for (int r = 0; r < rows.length; r++) {
            task[r] = rows[r][0];
            worker[r] = rows[r][1];
            label[r] = rows[r][2];
            tasks = Math.max(tasks, task[r] + 1);
            classes = Math.max(classes, label[r] + 1);
        }
        return Votes.of(tasks, 2, classes, task, worker, label);
    }
}
