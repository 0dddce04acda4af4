package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.engine.votes.Votes;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class AgreementReportTest {
    private static final AgreementOptions FEW =
            AgreementOptions.DEFAULTS.withBootstrap(new Bootstrap.Options(200, 0.95, 7));

    private static Votes rows(int[]... itemWorkerLabel) {
        int items = 0;
        int workers = 0;
        int classes = 0;
        int[][] columns = new int[3][itemWorkerLabel.length];
        for (int r = 0; r < itemWorkerLabel.length; r++) {
            for (int c = 0; c < 3; c++) {
                columns[c][r] = itemWorkerLabel[r][c];
            }
            items = Math.max(items, columns[0][r] + 1);
            workers = Math.max(workers, columns[1][r] + 1);
            classes = Math.max(classes, columns[2][r] + 1);
        }
        return Votes.of(items, workers, classes, columns[0], columns[1], columns[2]);
    }

    /** Two careful annotators, 80 % of the items of class 0, and one who always says 0. */
    private static Votes crowd(int items, long seed) {
        Random random = new Random(seed);
        int[][] rows = new int[3 * items][];
        for (int i = 0; i < items; i++) {
            int truth = random.nextDouble() < 0.8 ? 0 : 1;
            for (int j = 0; j < 3; j++) {
                int label = j == 2 ? 0 : random.nextDouble() < 0.9 ? truth : 1 - truth;
                rows[3 * i + j] = new int[] {i, j, label};
            }
        }
        return rows(rows);
    }

    @Test
    void noVoteAtAllIsRefusedWithAHint() {
        assertThatThrownBy(() -> AgreementReport.of(rows(), FEW))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("give at least one item");
    }

    @Test
    void oneAnnotatorLeavesEverythingUndefinedWithTheReason() {
        AgreementReport report = AgreementReport.of(rows(new int[] {0, 0, 0}, new int[] {1, 0, 1}), FEW);
        assertThat(report.coefficients().values())
                .allSatisfy(coefficient -> assertThat(coefficient)
                        .isInstanceOfSatisfying(
                                Coefficient.Undefined.class,
                                undefined -> assertThat(undefined.reason()).contains("second vote")));
        assertThat(report.ceiling()).isEmpty();
        assertThat(report.interpretation().getFirst()).contains("no value");
        assertThat(report.notes()).anyMatch(note -> note.contains("2 items have a single vote"));
    }

    @Test
    void oneClassHasAPercentageButNoCoefficientBeyondChance() {
        AgreementReport report = AgreementReport.of(rows(new int[] {0, 0, 0}, new int[] {0, 1, 0}), FEW);
        assertThat(report.headlineCoefficient())
                .isInstanceOfSatisfying(
                        Coefficient.Undefined.class,
                        undefined -> assertThat(undefined.reason()).contains("same class"));
        assertThat(report.coefficients().get(Measure.PERCENT)).isInstanceOf(Coefficient.Estimate.class);
    }

    @Test
    void anAnnotatorWhoAlwaysGivesTheCommonClassAgreesNoBetterThanChance() {
        AgreementReport report = AgreementReport.of(crowd(500, 1), FEW);
        WorkerAgreement lazy = report.perWorker().get(2);
        assertThat(lazy.percent().asOptional().orElseThrow()).isGreaterThan(0.7);
        assertThat(lazy.kappa().asOptional().orElseThrow()).isCloseTo(0, within(1e-12));
    }

    @Test
    void skewedClassesAreExplainedWhenCoefficientsTellDifferentStories() {
        AgreementReport report = AgreementReport.of(
                crowd(500, 2), FEW.withNames(List.of("harmless", "harmful"), List.of("ann", "bob", "cy")));
        assertThat(report.interpretation())
                .anyMatch(text -> text.contains("they differ because") && text.contains("of the votes say harmless"));
    }

    @Test
    void theSameSeedGivesTheSameIntervalOnOneThreadAndOnMany() throws Exception {
        Votes votes = crowd(300, 3);
        AgreementReport many = AgreementReport.of(votes, FEW);
        try (ForkJoinPool single = new ForkJoinPool(1)) {
            AgreementReport one =
                    single.submit(() -> AgreementReport.of(votes, FEW)).get();
            assertThat(one).isEqualTo(many);
        }
        assertThat(AgreementReport.of(votes, FEW.withBootstrap(FEW.bootstrap().withSeed(8))))
                .isNotEqualTo(many);
    }

    @Test
    void theBootstrapIntervalCoversTheTruthAboutAsOftenAsItSays() {
        double truth = Agreement.measure(
                        crowd(200_000, 99), Measure.KRIPPENDORFF_NOMINAL, FEW.withBootstrap(Bootstrap.Options.NONE))
                .asOptional()
                .orElseThrow();
        int covered = 0;
        for (int seed = 0; seed < 200; seed++) {
            Coefficient alpha = Agreement.measure(crowd(150, 1000 + seed), Measure.KRIPPENDORFF_NOMINAL, FEW);
            Interval interval = ((Coefficient.Estimate) alpha).interval().orElseThrow();
            covered += interval.contains(truth) ? 1 : 0;
        }
        assertThat(covered).isBetween(178, 199);
    }

    @Test
    void pairsAreListedByCommonItemsAndCappedOnRequest() {
        Votes votes = rows(
                new int[] {0, 0, 0},
                new int[] {0, 1, 0},
                new int[] {1, 0, 1},
                new int[] {1, 1, 1},
                new int[] {1, 2, 0},
                new int[] {2, 3, 0},
                new int[] {2, 0, 0});
        AgreementReport all = AgreementReport.of(votes, FEW);
        assertThat(all.pairCount()).isEqualTo(4);
        assertThat(all.pairs()).extracting(PairAgreement::sharedItems).containsExactly(2, 1, 1, 1);
        assertThat(all.pairs().getFirst().kappa().asOptional().orElseThrow()).isEqualTo(1);
        assertThat(AgreementReport.of(votes, FEW.withMaxPairs(1)).pairs()).hasSize(1);
    }

    /** Two perfect annotators and a coin, whose votes no model of equals explains: the truth matches 5 of 6. */
    @Test
    void noPredictionExceedsTheCeilingWhateverTheAnnotatorsSkills() {
        Random random = new Random(5);
        int[][] rows = new int[9000][];
        double matched = 0;
        for (int i = 0; i < 3000; i++) {
            int truth = random.nextInt(2);
            for (int j = 0; j < 3; j++) {
                int label = j < 2 ? truth : random.nextInt(2);
                rows[3 * i + j] = new int[] {i, j, label};
                matched += label == truth ? 1.0 / 9000 : 0;
            }
        }
        AgreementReport report = AgreementReport.of(rows(rows), FEW);
        assertThat(report.ceiling().orElseThrow().singleVote()).isCloseTo(matched, within(1e-9));
        assertThat(report.ceiling().orElseThrow().interval().orElseThrow().contains(5 / 6.0))
                .isTrue();
        assertThat(report.interpretation())
                .anyMatch(sentence -> sentence.startsWith("A prediction of one class per item can match at most 84 %"))
                .noneMatch(sentence -> sentence.contains("leak"));
    }

    /** However the classes are used and confused. */
    @Test
    void sentencesOnNeighbouringClassesDoNotContradictThemselves() {
        Random random = new Random(2);
        for (int draw = 0; draw < 300; draw++) {
            int[][] rows = new int[24][];
            for (int r = 0; r < 24; r++) {
                rows[r] = new int[] {r / 3, r % 3, random.nextInt(1 + random.nextInt(5))};
            }
            for (String sentence : AgreementReport.of(
                            rows(rows),
                            FEW.withScale(AgreementOptions.Scale.ORDINAL).withBootstrap(Bootstrap.Options.NONE))
                    .interpretation()) {
                Matcher counted = Pattern.compile(
                                "(\\d+) % of the disagreements are .* chance would make it (\\d+) %(.*)")
                        .matcher(sentence);
                if (counted.find()) {
                    int seen = Integer.parseInt(counted.group(1));
                    int chance = Integer.parseInt(counted.group(2));
                    assertThat(seen > chance && counted.group(3).contains("far apart"))
                            .isFalse();
                    assertThat(seen < chance && counted.group(3).contains("close together"))
                            .isFalse();
                }
            }
        }
    }

    /** 2 and 5 are neighbours in a list of the classes, and three apart. */
    @Test
    void whereDistanceIsByValueValuesAreTold() {
        int[][] rows = new int[40][];
        for (int r = 0; r < 40; r++) {
            rows[r] = new int[] {r / 2, r % 2, r / 2 % 10 == 0 ? r % 2 : r / 2 % 4 == 1 ? 2 : r / 2 % 2};
        }
        AgreementReport report = AgreementReport.of(
                rows(rows), FEW.withScale(AgreementOptions.Scale.INTERVAL).withClassValues(List.of(2.0, 5.0, 100.0)));
        assertThat(report.interpretation())
                .anyMatch(sentence -> sentence.contains("Votes that disagree lie 3.00 apart on average"))
                .noneMatch(sentence -> sentence.contains("neighbouring"));
    }

    @Test
    void repeatedVotesAreNotedByWhatCounts() {
        Votes votes = Votes.of(
                2, 2, 2, new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1}, new int[] {0, 1, 1, 0}, RepeatPolicy.LAST);
        assertThat(AgreementReport.of(votes, FEW).notes())
                .anyMatch(note -> note.endsWith("an annotator on an item: the last one counts."));
    }
}
