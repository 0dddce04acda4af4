package dev.cupel.engine.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.preference.PreferenceOptions.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PreferencesTest {
    private static final PreferenceOptions POINT = PreferenceOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);

    /** Rows: left, right, worker, winner (or -1). */
    private static Comparisons comparisons(int items, int workers, List<int[]> rows) {
        return Comparisons.of(items, workers, column(rows, 0), column(rows, 1), column(rows, 2), column(rows, 3));
    }

    private static int[] column(List<int[]> rows, int c) {
        return rows.stream().mapToInt(row -> row[c]).toArray();
    }

    /** Strengths 0, 0.5, 1, ...; workers above {@code honest} always say left with probability 0.8. */
    private static List<int[]> crowd(int items, int workers, int honest, int perWorker, double leftBonus, long seed) {
        Random random = new Random(seed);
        List<int[]> rows = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            for (int c = 0; c < perWorker; c++) {
                int l = random.nextInt(items);
                int r = (l + 1 + random.nextInt(items - 1)) % items;
                double p = j < honest ? PairModel.sigmoid(0.5 * (l - r) + leftBonus) : 0.8;
                rows.add(new int[] {l, r, j, random.nextDouble() < p ? l : r});
            }
        }
        return rows;
    }

    private static double[] scores(Preferences preferences) {
        return preferences.items().stream()
                .mapToDouble(Preferences.ItemScore::score)
                .toArray();
    }

    @Test
    void twoItemsHaveTheLogOddsOfTheirWins() {
        List<int[]> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(new int[] {0, 1, i, i < 225 ? 0 : 1});
        }
        Preferences result = Preferences.of(comparisons(2, 300, rows), POINT.withPriorPrecision(1e-9));
        assertThat(scores(result)[0] - scores(result)[1]).isCloseTo(Math.log(3), within(1e-6));
        // variance of a logit difference: 1 / (n p q); each of the two is half of it away from the mean
        assertThat(result.items().getFirst().standardError())
                .isCloseTo(0.5 / Math.sqrt(300 * 0.75 * 0.25), within(1e-6));
        assertThat(result.probability(0, 1)).isCloseTo(0.75, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(
            value = PreferenceMethod.class,
            names = {"BORDA", "BRADLEY_TERRY", "NOISY_BRADLEY_TERRY"})
    void scoresFollowTheStrengths(PreferenceMethod method) {
        Preferences result = Preferences.of(comparisons(6, 30, crowd(6, 30, 30, 60, 0, 3)), POINT.withMethod(method));
        assertThat(result.converged()).isTrue();
        assertThat(result.ranking()).extracting(Preferences.ItemScore::item).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(result.explain(5)).startsWith("Rank 1 of 6");
    }

    /** The peer's loop ends after its second round whatever is asked, because two names mean one array. */
    @Test
    void moreRoundsGoOnUntilTheDerivativesVanish() {
        Comparisons data = comparisons(8, 10, crowd(8, 10, 10, 40, 0, 4));
        Preferences one = Preferences.of(data, POINT.withMaxRounds(1));
        Preferences two = Preferences.of(data, POINT.withMaxRounds(2));
        Preferences many = Preferences.of(data, POINT);
        assertThat(one.converged()).isFalse();
        assertThat(one.warnings()).anyMatch(text -> text.contains("did not settle"));
        assertThat(scores(two)).isNotEqualTo(scores(many));
        assertThat(many.converged()).isTrue();
        PairModel model = new PairModel(data, 1, false, false, false).count(data, ones(data.unitCount()));
        double[] gradient = new double[8];
        model.value(scores(many), gradient);
        assertThat(Maximum.largest(gradient)).isLessThan(1e-7);
    }

    private static int[] ones(int n) {
        return IntStream.generate(() -> 1).limit(n).toArray();
    }

    /** The peer writes bias derivatives one place too early and assigns worker derivatives instead of adding them. */
    @Property(tries = 50)
    void derivativesAgreeWithFiniteDifferences(@ForAll long seed) {
        Random random = new Random(seed);
        Comparisons data = comparisons(5, 4, ties(crowd(5, 4, 3, 12, 0.3, seed), random));
        derivatives(new NoisyPairModel(data, 0.7), random);
        derivatives(pair(data, false, false), random);
        derivatives(pair(data, true, false), random);
        derivatives(pair(data, true, true), random);
        derivatives(new RankingModel(rankings(5, 6, random), 0.7), random);
    }

    private static PairModel pair(Comparisons data, boolean side, boolean davidson) {
        return new PairModel(data, 0.7, side, false, davidson).count(data, ones(data.unitCount()));
    }

    private static void derivatives(Objective objective, Random random) {
        double[] at = random.doubles(objective.dimension(), -1, 1).toArray();
        double[] gradient = new double[at.length];
        double[] scratch = new double[at.length];
        objective.value(at, gradient);
        double step = 1e-5;
        for (int p = 0; p < at.length; p++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[p] += step;
            down[p] -= step;
            double slope = (objective.value(up, scratch) - objective.value(down, scratch)) / (2 * step);
            assertThat(gradient[p]).as(objective + " " + p).isCloseTo(slope, within(1e-5));
        }
        if (!(objective instanceof NoisyPairModel)) {
            double[][] information = objective.information(at);
            for (int p = 0; p < at.length; p++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[p] += step;
                down[p] -= step;
                double[] above = new double[at.length];
                double[] below = new double[at.length];
                objective.value(up, above);
                objective.value(down, below);
                for (int q = 0; q < at.length; q++) {
                    assertThat(information[p][q]).isCloseTo((below[q] - above[q]) / (2 * step), within(1e-5));
                }
            }
        }
    }

    /** Strength block minus what the workers' blocks explain, all by finite differences of the gradient. */
    @Property(tries = 20)
    void noisyStandardErrorsComeFromTheWholeInformation(@ForAll long seed) {
        Random random = new Random(seed);
        int n = 4;
        Comparisons data = comparisons(n, 3, ties(crowd(n, 3, 3, 15, 0.3, seed), random));
        NoisyPairModel model = new NoisyPairModel(data, 0.7);
        double[] at = Maximum.newton(model, Information.of(model), model.start(new double[n]), 1_000, 1e-9).at;
        int d = model.dimension();
        double[][] h = new double[d][d];
        for (int p = 0; p < d; p++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[p] += 1e-5;
            down[p] -= 1e-5;
            double[] above = new double[d];
            double[] below = new double[d];
            model.value(up, above);
            model.value(down, below);
            for (int q = 0; q < d; q++) {
                h[p][q] = (below[q] - above[q]) / 2e-5;
            }
        }
        for (int eliminate = d - 1; eliminate >= n; eliminate--) {
            for (int p = 0; p < eliminate; p++) {
                for (int q = 0; q < eliminate; q++) {
                    h[p][q] -= h[p][eliminate] * h[eliminate][q] / h[eliminate][eliminate];
                }
            }
        }
        double[][] found = model.strengthInformation(at);
        for (int p = 0; p < n; p++) {
            for (int q = 0; q < n; q++) {
                assertThat(found[p][q]).isCloseTo(h[p][q], within(1e-3));
            }
        }
    }

    private static List<int[]> ties(List<int[]> rows, Random random) {
        return rows.stream()
                .map(r -> random.nextDouble() < 0.2 ? new int[] {r[0], r[1], r[2], Comparisons.TIE} : r)
                .toList();
    }

    private static Rankings rankings(int items, int count, Random random) {
        List<Rankings.Ranking> all = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, items).boxed().toList());
            Collections.shuffle(order, random);
            all.add(new Rankings.Ranking(r, List.of(order.subList(0, 1), order.subList(1, 4), order.subList(4, 5))));
        }
        return new Rankings(items, count, all);
    }

    @Property(tries = 60)
    void rowOrderDoesNotChangeASingleBitAndNamesDoNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        List<int[]> rows = new ArrayList<>(ties(crowd(5, 6, 5, 10, 0, seed), random));
        List<int[]> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        List<Integer> names = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        Collections.shuffle(names, random);
        List<int[]> renamed = rows.stream()
                .map(r -> new int[] {
                    names.get(r[0]), names.get(r[1]), 5 - r[2], r[3] == Comparisons.TIE ? r[3] : names.get(r[3])
                })
                .toList();
        for (PreferenceMethod method :
                List.of(PreferenceMethod.BORDA, PreferenceMethod.BRADLEY_TERRY, PreferenceMethod.NOISY_BRADLEY_TERRY)) {
            double[] score = scores(Preferences.of(comparisons(5, 6, rows), POINT.withMethod(method)));
            assertThat(scores(Preferences.of(comparisons(5, 6, shuffled), POINT.withMethod(method))))
                    .isEqualTo(score);
            double[] other = scores(Preferences.of(comparisons(5, 6, renamed), POINT.withMethod(method)));
            for (int i = 0; i < 5; i++) {
                assertThat(other[names.get(i)]).as(method.key()).isCloseTo(score[i], within(1e-4));
            }
        }
    }

    @Test
    void workersWhoAnswerByHabitAreFoundAndDiscounted() {
        Comparisons data = comparisons(6, 20, crowd(6, 20, 12, 100, 0, 8));
        Preferences noisy = Preferences.of(data, POINT.withMethod(PreferenceMethod.NOISY_BRADLEY_TERRY));
        assertThat(noisy.converged()).isTrue();
        for (Preferences.WorkerScore worker : noisy.workers()) {
            boolean honest = worker.worker() < 12;
            assertThat(worker.reliability().orElseThrow() > 0.5).isEqualTo(honest);
            if (!honest) {
                assertThat(worker.leftHabit().orElseThrow()).isCloseTo(0.8, within(0.15));
            }
        }
        Preferences plain = Preferences.of(data, POINT);
        double truth = 2.5;
        assertThat(Math.abs(scores(noisy)[5] - scores(noisy)[0] - truth))
                .isLessThan(Math.abs(scores(plain)[5] - scores(plain)[0] - truth));
    }

    @Test
    void theAdvantageOfTheLeftSideIsEstimatedAndCanBeTakenOut() {
        Comparisons data = comparisons(6, 40, crowd(6, 40, 40, 100, 0.4, 9));
        Preferences result = Preferences.of(data, POINT.withAdjustment(true, false));
        Preferences.Effect side = result.side().orElseThrow();
        assertThat(side.interval().contains(0.4)).isTrue();
        assertThat(side.clear()).isTrue();
        assertThat(side.adjusted()).isTrue();
        assertThat(side.summary()).contains("the one shown left wins in");
        assertThat(result.length()).isEmpty();
    }

    @Test
    void theAdvantageOfLengthIsEstimatedWhereLengthsAreKnown() {
        Random random = new Random(12);
        int n = 4000;
        int[] left = new int[n];
        int[] right = new int[n];
        int[] winner = new int[n];
        double[] longer = new double[n];
        for (int r = 0; r < n; r++) {
            left[r] = random.nextInt(5);
            right[r] = (left[r] + 1 + random.nextInt(4)) % 5;
            longer[r] = random.nextGaussian();
            double p = PairModel.sigmoid(0.5 * (left[r] - right[r]) + 0.6 * longer[r]);
            winner[r] = random.nextDouble() < p ? left[r] : right[r];
        }
        int[] worker = IntStream.range(0, n).map(r -> r % 50).toArray();
        Comparisons data = Comparisons.of(5, 50, left, right, worker, winner, new int[0], longer);
        Preferences result = Preferences.of(data, POINT.withAdjustment(false, true));
        Preferences.Effect length = result.length().orElseThrow();
        Preferences.Effect side = result.side().orElseThrow();
        assertThat(length.logOdds()).isCloseTo(0.6, within(3 * length.standardError()));
        assertThat(side.logOdds()).isCloseTo(0, within(3 * side.standardError()));
        assertThat(length.standardError()).isLessThan(0.05);
        assertThat(scores(result)[4] - scores(result)[0]).isCloseTo(2, within(0.25));
    }

    @Test
    void davidsonsTiesAreMoreLikelyBetweenEqualsAndKeepTheOrder() {
        Random random = new Random(13);
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 3000; c++) {
            int l = random.nextInt(4);
            int r = (l + 1 + random.nextInt(3)) % 4;
            double gap = 0.8 * (l - r);
            double norm = Math.exp(gap / 2) + Math.exp(-gap / 2) + 0.7;
            double u = random.nextDouble() * norm;
            int winner = u < 0.7 ? Comparisons.TIE : u < 0.7 + Math.exp(gap / 2) ? l : r;
            rows.add(new int[] {l, r, c % 40, winner});
        }
        Comparisons data = comparisons(4, 40, rows);
        Preferences davidson = Preferences.of(data, POINT.withTies(Ties.DAVIDSON));
        assertThat(scores(davidson)[3] - scores(davidson)[0]).isCloseTo(2.4, within(0.25));
        Preferences half = Preferences.of(data, POINT);
        assertThat(half.ranking()).extracting(Preferences.ItemScore::item).containsExactly(3, 2, 1, 0);
        assertThat(scores(half)[3] - scores(half)[0]).isLessThan(scores(davidson)[3] - scores(davidson)[0]);
    }

    @Test
    void plackettLuceRecoversStrengthsFromPartialRankings() {
        Random random = new Random(14);
        List<Rankings.Ranking> all = new ArrayList<>();
        for (int r = 0; r < 2000; r++) {
            List<Integer> pool = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
            Collections.shuffle(pool, random);
            pool = new ArrayList<>(pool.subList(0, 4));
            List<List<Integer>> places = new ArrayList<>();
            while (!pool.isEmpty()) {
                double[] odds =
                        pool.stream().mapToDouble(i -> Math.exp(0.5 * i)).toArray();
                double u = random.nextDouble() * Arrays.stream(odds).sum();
                int pick = 0;
                while (pick < odds.length - 1 && u > odds[pick]) {
                    u -= odds[pick++];
                }
                places.add(List.of(pool.get(pick)));
                pool.subList(pick, pick + 1).clear();
            }
            all.add(new Rankings.Ranking(r % 50, places));
        }
        Rankings rankings = new Rankings(6, 50, all);
        Preferences luce = Preferences.of(
                rankings,
                POINT.withMethod(PreferenceMethod.PLACKETT_LUCE).withBootstrap(new Bootstrap.Options(50, 0.95, 2)));
        assertThat(scores(luce)[5] - scores(luce)[0]).isCloseTo(2.5, within(0.25));
        assertThat(luce.ranking()).extracting(Preferences.ItemScore::item).containsExactly(5, 4, 3, 2, 1, 0);
        assertThat(luce.items()).allSatisfy(item -> {
            assertThat(item.ranks().orElseThrow().best()).isLessThanOrEqualTo(item.rank());
            assertThat(item.ranks().orElseThrow().worst()).isGreaterThanOrEqualTo(item.rank());
        });
        Preferences borda = Preferences.of(rankings, POINT.withMethod(PreferenceMethod.BORDA));
        assertThat(borda.ranking()).extracting(Preferences.ItemScore::item).containsExactly(5, 4, 3, 2, 1, 0);
    }

    @Property(tries = 40)
    void rankingTwoItemsIsComparingThem(@ForAll long seed) {
        Random random = new Random(seed);
        List<int[]> rows = ties(crowd(4, 5, 5, 10, 0, seed), random);
        List<Rankings.Ranking> all = rows.stream()
                .map(r -> new Rankings.Ranking(
                        r[2],
                        r[3] == Comparisons.TIE
                                ? List.of(List.of(r[0], r[1]))
                                : List.of(List.of(r[3]), List.of(r[3] == r[0] ? r[1] : r[0]))))
                .toList();
        double[] luce =
                scores(Preferences.of(new Rankings(4, 5, all), POINT.withMethod(PreferenceMethod.PLACKETT_LUCE)));
        double[] pairs = scores(Preferences.of(comparisons(4, 5, rows), POINT));
        for (int i = 0; i < 4; i++) {
            assertThat(luce[i]).isCloseTo(pairs[i], within(1e-6));
        }
    }

    @Test
    void rankIntervalsDoNotDependOnThreadsAndWidenWhenAnswersComeInBlocks() {
        List<int[]> rows = crowd(6, 40, 40, 12, 0, 20);
        PreferenceOptions options = PreferenceOptions.DEFAULTS.withBootstrap(new Bootstrap.Options(100, 0.9, 5));
        Preferences first = Preferences.of(comparisons(6, 40, rows), options);
        assertThat(Preferences.of(comparisons(6, 40, rows), options).items()).isEqualTo(first.items());
        assertThat(first.items())
                .anyMatch(item -> item.ranks().orElseThrow().worst()
                        > item.ranks().orElseThrow().best());
    }

    @Test
    void separateGroupsCleanRecordsAndLonelyItemsAreWarnedAbout() {
        Preferences result = Preferences.of(
                comparisons(5, 1, List.of(new int[] {0, 1, 0, 0}, new int[] {2, 3, 0, 3})), PreferenceOptions.DEFAULTS);
        assertThat(result.warnings())
                .anyMatch(text -> text.contains("2 groups"))
                .anyMatch(text -> text.contains("1 of 5 items was never compared"))
                .anyMatch(text -> text.contains("always won or always lost"))
                .anyMatch(text -> text.contains("nothing to resample"));
        assertThat(Arrays.stream(scores(result)).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void thousandsOfItemsHaveEverythingThatTenHave() {
        int n = 1500;
        List<int[]> rows = crowd(n, 40, 40, 500, 0.4, 21).stream()
                .map(row -> new int[] {row[0], row[1], row[2], row[3]})
                .toList();
        Comparisons data = comparisons(n, 40, rows);
        Preferences result = Preferences.of(data, POINT.withBootstrap(new Bootstrap.Options(10, 0.9, 5)));
        assertThat(result.converged()).isTrue();
        assertThat(result.warnings()).noneMatch(text -> text.contains("as known"));
        assertThat(result.side()).isPresent();
        assertThat(result.items()).allMatch(item -> item.ranks().isPresent());
        PairModel model = new PairModel(data, 1, false, false, false).count(data, ones(data.unitCount()));
        double[] gradient = new double[n];
        model.value(scores(result), gradient);
        assertThat(Maximum.largest(gradient)).isLessThan(1e-4);
        Preferences noisy = Preferences.of(data, POINT.withMethod(PreferenceMethod.NOISY_BRADLEY_TERRY));
        assertThat(noisy.converged()).isTrue();
        assertThat(noisy.items()).allMatch(item -> item.standardError() > 0.1 && item.standardError() < 2);
    }

    /** Against the factor of the whole table: the sparse way must give the same steps and the same errors. */
    @Property(tries = 40)
    void sparseSystemsHaveTheSolutionsOfTheWholeTable(@ForAll long seed) {
        Random random = new Random(seed);
        Comparisons data = comparisons(6, 4, ties(crowd(6, 4, 3, 12, 0.3, seed), random));
        for (Objective objective : List.of(
                pair(data, true, true), new NoisyPairModel(data, 0.7), new RankingModel(rankings(6, 6, random), 0.7))) {
            double[] at = random.doubles(objective.dimension(), -1, 1).toArray();
            double[] right = random.doubles(at.length, -1, 1).toArray();
            double[] sparse = Information.of(objective).at(objective, at).solve(right, 1e-9);
            double[][] table = objective.information(at);
            for (int p = 0; p < at.length; p++) {
                double image = 0;
                for (int q = 0; q < at.length; q++) {
                    assertThat(table[p][q]).isCloseTo(table[q][p], within(1e-9));
                    image += table[p][q] * sparse[q];
                }
                assertThat(image).isCloseTo(right[p], within(1e-6));
            }
        }
    }

    /** Left wins 40 of 40: the normal interval at this edge is 0 to 100 %. */
    @Test
    void aSideThatAlwaysWinsHasAnExactBoundAndAClearAdvantage() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            rows.add(new int[] {c % 2, 1 - c % 2, c % 8 / 2, c % 2});
        }
        Preferences result = Preferences.of(comparisons(2, 4, rows), PreferenceOptions.DEFAULTS);
        // All workers answered alike: leaving one out changes nothing, and that is no certainty.
        assertThat(result.items()).allMatch(item -> item.interval().width() > 0.5);
        Preferences.Effect side = result.side().orElseThrow();
        assertThat(PairModel.sigmoid(side.interval().low())).isCloseTo(Math.pow(.05, 1 / 40.0), within(1e-6));
        assertThat(side.interval().high()).isInfinite();
        assertThat(side.clear()).isTrue();
        assertThat(side.summary()).contains("every time (at least 92.8 %").doesNotContain("no clear");
        List<int[]> right =
                rows.stream().map(r -> new int[] {r[0], r[1], r[2], r[1]}).toList();
        assertThat(Preferences.of(comparisons(2, 4, right), POINT)
                        .side()
                        .orElseThrow()
                        .summary())
                .contains("never (at most 7.2 %");
    }

    /** Always left and always better: strengths explain that as well as a side does, however often it happens. */
    @Test
    void nothingIsSaidOfASideThatOnlyTheBetterItemHad() {
        List<int[]> one = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            one.add(new int[] {0, 1, c % 8, 0});
        }
        List<int[]> noisy = new ArrayList<>();
        for (int c = 0; c < 200; c++) {
            noisy.add(new int[] {0, 1, c % 8, c % 10 == 0 ? 1 : 0});
        }
        List<int[]> three = new ArrayList<>();
        for (int c = 0; c < 24; c++) {
            int left = c % 3 == 2 ? 1 : 0;
            int right = c % 3 == 0 ? 1 : 2;
            three.add(new int[] {left, right, c % 8, left});
        }
        List<int[]> single = List.of(new int[] {0, 1, 0, 0});
        for (List<int[]> rows : List.of(one, noisy, three, single)) {
            Preferences.Effect side =
                    Preferences.of(comparisons(3, 8, rows), POINT).side().orElseThrow();
            assertThat(side.known()).isFalse();
            assertThat(side.clear()).isFalse();
            assertThat(side.summary()).contains("cannot be told").doesNotContain("%");
        }
    }

    /** Bounded by one answer with sides swapped, and only the prior would call so distant strengths unlikely. */
    @Test
    void aPriorAloneMakesNoAdvantageOfASideClear() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 200; c++) {
            rows.add(new int[] {0, 1, c, c < 32 ? 1 : 0});
        }
        // Without any advantage this happens in 16 of 100 cases.
        rows.add(new int[] {1, 0, 200, 1});
        Preferences.Effect side =
                Preferences.of(comparisons(2, 201, rows), POINT).side().orElseThrow();
        assertThat(side.clear()).isFalse();
        assertThat(side.summary()).contains("cannot be told");
    }

    @Test
    void aCleanRecordOfASideIsJudgedByTheStrengthsThatExplainItBest() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 39; c++) {
            rows.add(new int[] {0, 1, c, 0});
        }
        rows.add(new int[] {1, 0, 39, 1});
        Preferences.Effect side =
                Preferences.of(comparisons(2, 40, rows), POINT).side().orElseThrow();
        double low = side.interval().low();
        double best = 0;
        for (double gap = -10; gap < 10; gap += 1e-3) {
            best = Math.max(best, Math.pow(PairModel.sigmoid(low + gap), 39) * PairModel.sigmoid(low - gap));
        }
        assertThat(best).isCloseTo(.05, within(1e-4));
        List<int[]> two = List.of(new int[] {0, 1, 0, 0}, new int[] {1, 0, 1, 1});
        assertThat(Preferences.of(comparisons(2, 2, two), POINT)
                        .side()
                        .orElseThrow()
                        .summary())
                .startsWith("No clear advantage of the one shown left")
                .contains("as rarely as in 22.4 %");
    }

    /** Two items beat each other from the left; the third loses from the left, which its strength explains as well. */
    @Test
    void aSideHasTheEndsThatCirclesOfWinnersGiveIt() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            rows.add(new int[] {c % 2, 1 - c % 2, c, c % 2});
        }
        rows.add(new int[] {2, 0, 0, 0});
        Comparisons data = comparisons(3, 40, rows);
        assertThat(new Bounded(data, row -> 1).below()).isTrue();
        assertThat(new Bounded(data, row -> 1).above()).isFalse();
        Preferences.Effect side = Preferences.of(data, POINT).side().orElseThrow();
        assertThat(side.interval().high()).isInfinite();
        assertThat(side.summary()).contains("wins in at least");
        rows.add(new int[] {0, 2, 0, 2});
        assertThat(new Bounded(comparisons(3, 40, rows), row -> 1).above()).isTrue();
    }

    /** 39 of 40: Clopper and Pearson say .868 to .999. */
    @Test
    void aSideThatNearlyAlwaysWinsHasAProfileInterval() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 40; c++) {
            rows.add(new int[] {c % 2, 1 - c % 2, c, c == 0 ? 1 : c % 2});
        }
        Preferences.Effect side =
                Preferences.of(comparisons(2, 40, rows), POINT).side().orElseThrow();
        assertThat(PairModel.sigmoid(side.interval().low())).isBetween(.86, .91);
        assertThat(PairModel.sigmoid(side.interval().high())).isBetween(.995, 1.0);
    }

    @Test
    void itemsThatAlwaysWinHaveAnIntervalWithOneEnd() {
        List<int[]> rows = new ArrayList<>();
        for (int c = 0; c < 20; c++) {
            rows.add(new int[] {0, 1, c, 0});
        }
        for (PreferenceMethod method : List.of(PreferenceMethod.BRADLEY_TERRY, PreferenceMethod.NOISY_BRADLEY_TERRY)) {
            Preferences result = Preferences.of(comparisons(2, 20, rows), POINT.withMethod(method));
            assertThat(result.items().get(0).interval().high()).isInfinite();
            assertThat(result.items().get(0).interval().low()).isPositive().isLessThan(scores(result)[0] + 1e-9);
            assertThat(result.items().get(1).interval().low()).isInfinite();
        }
        Preferences borda = Preferences.of(comparisons(2, 20, rows), POINT.withMethod(PreferenceMethod.BORDA));
        assertThat(borda.items().getFirst().interval().low()).isCloseTo(Math.pow(.05, .05), within(1e-9));
        assertThat(borda.items().getFirst().interval().high()).isEqualTo(1);
    }

    @Test
    void itemsThatAlwaysTieShareAllRanks() {
        List<int[]> rows = new ArrayList<>();
        for (int j = 0; j < 12; j++) {
            for (int l = 0; l < 3; l++) {
                rows.add(new int[] {l, (l + 1) % 3, j, Comparisons.TIE});
            }
        }
        Preferences result = Preferences.of(comparisons(3, 12, rows), PreferenceOptions.DEFAULTS);
        assertThat(result.items()).allSatisfy(item -> {
            assertThat(item.rank()).isEqualTo(1);
            assertThat(item.ranks().orElseThrow().best()).isEqualTo(1);
            assertThat(item.ranks().orElseThrow().worst()).isEqualTo(3);
        });
    }

    @Test
    void intervalsOfWorkersWhoseTastesDifferCoverOnlyWhenClustered() {
        PreferencesCoverage.Result clustered = PreferencesCoverage.simulate(
                PreferenceMethod.BRADLEY_TERRY, PreferenceOptions.Errors.AUTOMATIC, 10, 30, 0.8, 150);
        PreferencesCoverage.Result independent = PreferencesCoverage.simulate(
                PreferenceMethod.BRADLEY_TERRY, PreferenceOptions.Errors.INDEPENDENT, 10, 30, 0.8, 150);
        assertThat(clustered.scores()).isBetween(.92, .98);
        assertThat(clustered.side()).isGreaterThan(.9);
        assertThat(independent.scores()).isLessThan(.9);
    }

    @Test
    void rankIntervalsFromFewWorkersAndIntervalsFromOneAreWarnedAbout() {
        assertThat(Preferences.of(comparisons(6, 2, crowd(6, 2, 2, 40, 0, 3)), PreferenceOptions.DEFAULTS)
                        .warnings())
                .anyMatch(text -> text.startsWith("Rank intervals from 2 workers are too narrow"));
        assertThat(Preferences.of(comparisons(6, 1, crowd(6, 1, 1, 40, 0, 3)), PreferenceOptions.DEFAULTS)
                        .warnings())
                .anyMatch(text -> text.contains("one worker"));
    }

    /** The arena file of the cases, as its reader should understand it. */
    @Test
    void theArenaFileHasTheScoresOfAnIndependentProgram() {
        int tie = Comparisons.TIE;
        Preferences result = Preferences.of(
                comparisons(
                        3,
                        3,
                        List.of(
                                new int[] {0, 1, 0, 0},
                                new int[] {1, 2, 1, 2},
                                new int[] {0, 2, 0, tie},
                                new int[] {0, 2, 1, tie},
                                new int[] {1, 0, 2, 0})),
                PreferenceOptions.DEFAULTS);
        assertThat(scores(result)).containsExactly(new double[] {.42, -.74, .31}, within(.005));
    }

    @Test
    void badComparisonsAreRefusedByRow() {
        assertThatThrownBy(() -> comparisons(2, 1, List.of(new int[] {0, 0, 0, 0})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("compared with itself");
        assertThatThrownBy(() -> comparisons(3, 1, List.of(new int[] {0, 1, 0, 2})))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("winner[0]");
        assertThatThrownBy(() -> Preferences.of(comparisons(3, 1, List.of()), POINT))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Preferences.of(
                        comparisons(2, 1, List.of(new int[] {0, 1, 0, 1})),
                        POINT.withMethod(PreferenceMethod.PLACKETT_LUCE)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("needs rankings");
    }
}
