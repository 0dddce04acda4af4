package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class SetAndRatingAgreementTest {
    private static final AgreementOptions POINT = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);

    private static double value(Coefficient coefficient) {
        return coefficient.asOptional().orElseThrow();
    }

    private static SetVotes twoAnnotators(List<List<Integer>> first, List<List<Integer>> second) {
        int n = first.size();
        int[] task = new int[2 * n];
        int[] worker = new int[2 * n];
        List<List<Integer>> chosen = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            task[2 * i] = i;
            task[2 * i + 1] = i;
            worker[2 * i + 1] = 1;
            chosen.add(first.get(i));
            chosen.add(second.get(i));
        }
        return SetVotes.of(n, 2, 4, task, worker, chosen);
    }

    @Test
    void setDistancesOfPassonneausKinds() {
        SetVotes sets = twoAnnotators(
                List.of(List.of(0, 1), List.of(0, 1), List.of()), List.of(List.of(0), List.of(1, 2), List.of(3)));
        int both = index(sets, 0, 1);
        assertThat(sets.masiDistance(both, both)).isZero();
        assertThat(sets.masiDistance(both, index(sets, 0))).isCloseTo(1 - 2.0 / 3 / 2, within(1e-12));
        assertThat(sets.masiDistance(both, index(sets, 1, 2))).isCloseTo(1 - 1.0 / 3 / 3, within(1e-12));
        assertThat(sets.masiDistance(both, index(sets, 3))).isEqualTo(1);
        assertThat(sets.masiDistance(index(sets), index(sets, 3))).isEqualTo(1);
        assertThat(sets.jaccardDistance(both, index(sets, 0))).isEqualTo(0.5);
        assertThat(sets.jaccardDistance(index(sets), index(sets))).isZero();
    }

    private static int index(SetVotes sets, int... options) {
        for (int k = 0; k < sets.votes().classCount(); k++) {
            if (Arrays.equals(sets.options(k), options)) {
                return k;
            }
        }
        throw new IllegalStateException();
    }

    @Test
    void partlyEqualSetsAgreeMoreThanUnequalOnesButLessThanEqualOnes() {
        List<List<Integer>> first = List.of(List.of(0, 1), List.of(2), List.of(3), List.of(1));
        SetAgreement equal = SetAgreement.of(twoAnnotators(first, first), POINT);
        assertThat(value(equal.masi())).isEqualTo(1);
        assertThat(value(equal.exact())).isEqualTo(1);
        List<List<Integer>> nearly = List.of(List.of(0), List.of(2), List.of(3), List.of(1));
        SetAgreement partly = SetAgreement.of(twoAnnotators(first, nearly), POINT);
        List<List<Integer>> other = List.of(List.of(3), List.of(2), List.of(3), List.of(1));
        SetAgreement not = SetAgreement.of(twoAnnotators(first, other), POINT);
        assertThat(value(partly.masi())).isLessThan(1).isGreaterThan(value(not.masi()));
        assertThat(value(partly.jaccard())).isGreaterThan(value(partly.masi()));
        assertThat(value(partly.exact())).isEqualTo(.75);
        assertThat(value(partly.options().get(2).alpha())).isEqualTo(1);
        assertThat(value(partly.options().get(1).confirmation())).isCloseTo(2.0 / 3, within(1e-12));
    }

    @Test
    void singleChoicesGiveTheNominalAlpha() {
        Random random = new Random(1);
        List<List<Integer>> first = new ArrayList<>();
        List<List<Integer>> second = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            first.add(List.of(random.nextInt(4)));
            second.add(List.of(random.nextInt(4)));
        }
        SetVotes sets = twoAnnotators(first, second);
        assertThat(value(SetAgreement.of(sets, POINT).masi()))
                .isCloseTo(value(Agreement.measure(sets.votes(), Measure.KRIPPENDORFF_NOMINAL, POINT)), within(1e-9));
    }

    @Test
    void intraclassCorrelationsOfShroutAndFleissToSixDigits() {
        PublishedTablesTest.Table table = PublishedTablesTest.tables().stream()
                .filter(t -> t.name().equals("shrout_fleiss"))
                .findFirst()
                .orElseThrow();
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < table.items().size(); i++) {
            for (int j = 0; j < table.items().get(i).length; j++) {
                rows.add(new double[] {i, j, Double.parseDouble(table.items().get(i)[j])});
            }
        }
        Map<Icc.Form, Coefficient> found = Icc.of(ratings(6, 4, rows), Bootstrap.Options.DEFAULTS);
        assertThat(found.keySet()).hasSize(6);
        found.forEach((form, coefficient) -> {
            assertThat(value(coefficient))
                    .as(form.key())
                    .isCloseTo(table.expected().getOrDefault(form.key(), Double.NaN), within(1e-6));
            assertThat(((Coefficient.Estimate) coefficient).interval()).isPresent();
        });
    }

    @Test
    void intervalsOfIntraclassCorrelationsReachAtLeastAsFarAsThoseOfMcGrawAndWong() {
        // Shrout and Fleiss's table; the ends are those that psych 2.4 for R prints
        double[][] table = {{9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}};
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < table[i].length; j++) {
                rows.add(new double[] {i, j, table[i][j]});
            }
        }
        Map<Icc.Form, Coefficient> found = Icc.of(ratings(6, 4, rows), Bootstrap.Options.DEFAULTS);
        Map<Icc.Form, double[]> ends = Map.of(
                Icc.Form.ONE_WAY_SINGLE, new double[] {-.133, .723},
                Icc.Form.TWO_WAY_RANDOM_SINGLE, new double[] {.019, .761},
                Icc.Form.TWO_WAY_MIXED_SINGLE, new double[] {.342, .946},
                Icc.Form.ONE_WAY_MEAN, new double[] {-.884, .912},
                Icc.Form.TWO_WAY_RANDOM_MEAN, new double[] {.071, .927},
                Icc.Form.TWO_WAY_MIXED_MEAN, new double[] {.676, .986});
        ends.forEach((form, expected) -> {
            Interval interval = ((Coefficient.Estimate) found.getOrDefault(form, new Coefficient.Undefined("")))
                    .interval()
                    .orElseThrow();
            assertThat(interval.low()).as(form.key()).isLessThan(expected[0] + 6e-4);
            assertThat(interval.high()).as(form.key()).isGreaterThan(expected[1] - 6e-4);
            Interval f = Icc.ofNormal(ratings(6, 4, rows), form, .95).orElseThrow();
            assertThat(f.low()).as(form.key()).isCloseTo(expected[0], within(6e-4));
            assertThat(f.high()).as(form.key()).isCloseTo(expected[1], within(6e-4));
        });
    }

    @Test
    void ratersWhoDifferByConstantsAloneHaveNoIntervalOfTheMixedForm() {
        Map<Icc.Form, Coefficient> found = Icc.of(
                ratings(
                        3,
                        2,
                        List.of(
                                new double[] {0, 0, 1}, new double[] {0, 1, 2},
                                new double[] {1, 0, 2}, new double[] {1, 1, 3},
                                new double[] {2, 0, 4}, new double[] {2, 1, 5})),
                Bootstrap.Options.DEFAULTS);
        assertThat(found.get(Icc.Form.TWO_WAY_MIXED_SINGLE)).isInstanceOfSatisfying(Coefficient.Estimate.class, icc -> {
            assertThat(icc.interval()).isEmpty();
            assertThat(icc.noInterval()).get().asString().contains("by nothing but constants");
        });
    }

    private static Ratings ratings(int items, int workers, List<double[]> rows) {
        return Ratings.of(
                items,
                workers,
                rows.stream().mapToInt(r -> (int) r[0]).toArray(),
                rows.stream().mapToInt(r -> (int) r[1]).toArray(),
                rows.stream().mapToDouble(r -> r[2]).toArray());
    }

    @Test
    void twoWayCorrelationsOfAnIncompleteTableSayWhatIsMissing() {
        Ratings gaps = ratings(2, 2, List.of(new double[] {0, 0, 1}, new double[] {0, 1, 2}, new double[] {1, 0, 5}));
        Map<Icc.Form, Coefficient> found = Icc.of(gaps, Bootstrap.Options.NONE);
        assertThat(found.get(Icc.Form.TWO_WAY_RANDOM_SINGLE))
                .isInstanceOfSatisfying(
                        Coefficient.Undefined.class,
                        undefined -> assertThat(undefined.reason())
                                .contains("1 of 2 items does not have one rating by each of the 2 raters"));
        assertThat(found.get(Icc.Form.ONE_WAY_SINGLE)).isInstanceOf(Coefficient.Estimate.class);
    }

    @Property(tries = 200)
    void raterOffsetsAreForgivenByTheMixedFormAlone(@ForAll long seed) {
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            double truth = random.nextGaussian();
            for (int j = 0; j < 3; j++) {
                rows.add(new double[] {i, j, truth + 4 * j});
            }
        }
        Map<Icc.Form, Coefficient> found = Icc.of(ratings(6, 3, rows), Bootstrap.Options.NONE);
        assertThat(value(found.getOrDefault(Icc.Form.TWO_WAY_MIXED_SINGLE, new Coefficient.Undefined(""))))
                .isCloseTo(1, within(1e-9));
        assertThat(value(found.getOrDefault(Icc.Form.TWO_WAY_RANDOM_SINGLE, new Coefficient.Undefined(""))))
                .isLessThan(0.9);
    }

    @Test
    void negativeRatingsHaveNoRatioAlphaAndEqualRatingsNoCorrelation() {
        RatingAgreement negative = RatingAgreement.of(
                ratings(
                        2,
                        2,
                        List.of(new double[] {0, 0, -1}, new double[] {0, 1, -1}, new double[] {1, 0, 2}, new double[] {
                            1, 1, 3
                        })),
                POINT);
        assertThat(negative.alphas().get(Scale.RATIO))
                .isInstanceOfSatisfying(
                        Coefficient.Undefined.class,
                        undefined -> assertThat(undefined.reason()).contains("-1.0"));
        assertThat(negative.interpretation()).isNotEmpty();
        RatingAgreement equal = RatingAgreement.of(
                ratings(
                        2,
                        2,
                        List.of(
                                new double[] {0, 0, .1},
                                new double[] {0, 1, .1},
                                new double[] {1, 0, .1},
                                new double[] {1, 1, .1})),
                POINT);
        assertThat(equal.icc().values()).allSatisfy(c -> assertThat(c).isInstanceOf(Coefficient.Undefined.class));
        assertThat(equal.alphas().values()).allSatisfy(c -> assertThat(c).isInstanceOf(Coefficient.Undefined.class));
    }

    @Test
    void badSetsAreRefusedByRow() {
        assertThatThrownBy(() -> SetVotes.of(1, 1, 2, new int[] {0}, new int[] {0}, List.of(List.of(2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("chosen[0]");
    }
}
