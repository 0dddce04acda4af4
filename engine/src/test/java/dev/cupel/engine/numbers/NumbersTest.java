package dev.cupel.engine.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.DataFolder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class NumbersTest {
    private static Ratings oneItem(double... values) {
        return Ratings.of(
                1,
                values.length,
                new int[values.length],
                IntStream.range(0, values.length).toArray(),
                values);
    }

    private static double value(NumberMethod method, double... values) {
        return Numbers.estimate(oneItem(values), NumberOptions.DEFAULTS.withMethod(method))
                .items()
                .getFirst()
                .value()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(NumberMethod.class)
    void equalAnswersAreTheAnswer(NumberMethod method) {
        assertThat(value(method, 7, 7, 7)).isEqualTo(7);
        assertThat(value(method, 7)).isEqualTo(7);
    }

    @Property(tries = 30)
    void valuesAloneAreThoseOfTheWholeEstimate(@ForAll long seed) {
        Random random = new Random(seed);
        int tasks = 1 + random.nextInt(40);
        int[] task = random.ints(150, 0, tasks).toArray();
        int[] worker = random.ints(150, 0, 9).toArray();
        double[] value = random.doubles(150, 1, 50).toArray();
        Ratings ratings = Ratings.of(tasks, 9, task, worker, value);
        for (NumberMethod method : List.of(NumberMethod.PRECISION, NumberMethod.RATER)) {
            for (boolean logScale : new boolean[] {false, true}) {
                NumberOptions options =
                        NumberOptions.DEFAULTS.withMethod(method).withLogScale(logScale);
                Numbers whole = Numbers.estimate(ratings, options);
                Numbers.Values values = Numbers.valuesByRaters(ratings, options);
                whole.items().forEach(item -> assertThat(values.of(item.task())).isEqualTo(item.value()));
                assertThat(values.rounds()).isEqualTo(whole.rounds());
                assertThat(values.converged()).isEqualTo(whole.converged());
            }
        }
    }

    @Test
    void centresOfATextbookRow() {
        double[] row = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1000};
        assertThat(value(NumberMethod.MEAN, row)).isEqualTo(104.5);
        assertThat(value(NumberMethod.MEDIAN, row)).isEqualTo(5.5);
        assertThat(value(NumberMethod.TRIMMED, row)).isEqualTo(5.5);
        assertThat(value(NumberMethod.HUBER, row)).isBetween(5.5, 6.5);
    }

    @Property
    void movingOrStretchingTheScaleMovesOrStretchesTheResult(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -100, max = 100) Double> answers,
            @ForAll @DoubleRange(min = -50, max = 50) double shift,
            @ForAll @DoubleRange(min = 0.1, max = 9) double stretch) {
        double[] x = answers.stream().mapToDouble(Double::doubleValue).toArray();
        double[] y = Arrays.stream(x).map(v -> shift + stretch * v).toArray();
        for (NumberMethod method : NumberMethod.values()) {
            assertThat(value(method, y)).as(method.key()).isCloseTo(shift + stretch * value(method, x), within(1e-3));
        }
    }

    @Property
    void theResultLiesBetweenTheExtremesAndInItsInterval(
            @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = -100, max = 100) Double> answers) {
        double[] x = answers.stream().mapToDouble(Double::doubleValue).toArray();
        for (NumberMethod method : NumberMethod.values()) {
            Numbers.Item item = Numbers.estimate(oneItem(x), NumberOptions.DEFAULTS.withMethod(method))
                    .items()
                    .getFirst();
            double value = item.value().orElseThrow();
            assertThat(value).isBetween(Collections.min(answers) - 1e-9, Collections.max(answers) + 1e-9);
            item.interval()
                    .ifPresent(in -> assertThat(in.low() - 1e-9 <= value && value <= in.high() + 1e-9)
                            .as(method + " " + in + " " + value)
                            .isTrue());
        }
    }

    @Property(tries = 100)
    void rowOrderDoesNotChangeASingleBit(@ForAll long seed) {
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 5; j++) {
                rows.add(new double[] {i, j, random.nextGaussian()});
            }
        }
        Ratings given = ratings(8, 5, rows);
        Collections.shuffle(rows, random);
        Ratings shuffled = ratings(8, 5, rows);
        for (NumberMethod method : NumberMethod.values()) {
            NumberOptions options = NumberOptions.DEFAULTS.withMethod(method);
            assertThat(Numbers.estimate(shuffled, options).items())
                    .isEqualTo(Numbers.estimate(given, options).items());
        }
    }

    private static Ratings ratings(int items, int workers, List<double[]> rows) {
        return Ratings.of(
                items,
                workers,
                rows.stream().mapToInt(r -> (int) r[0]).toArray(),
                rows.stream().mapToInt(r -> (int) r[1]).toArray(),
                rows.stream().mapToDouble(r -> r[2]).toArray());
    }

    /** 400 items, 12 raters; rater 0 adds 5, rater 1 is five times as noisy; each item gets 6 raters. */
    private static List<double[]> crowd(Random random, double[] truth) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < truth.length; i++) {
            truth[i] = 10 * random.nextGaussian();
            List<Integer> raters =
                    new ArrayList<>(IntStream.range(0, 12).boxed().toList());
            Collections.shuffle(raters, random);
            for (int j : raters.subList(0, 6)) {
                double noise = random.nextGaussian() * (j == 1 ? 10 : 2);
                rows.add(new double[] {i, j, truth[i] + (j == 0 ? 5 : 0) + noise});
            }
        }
        return rows;
    }

    @Test
    void theRaterModelFindsWhoLeansAndWhoIsNoisy() {
        double[] truth = new double[400];
        Ratings ratings = ratings(400, 12, crowd(new Random(5), truth));
        Numbers numbers = Numbers.estimate(ratings, NumberOptions.DEFAULTS.withMethod(NumberMethod.RATER));
        assertThat(numbers.converged()).isTrue();
        assertThat(numbers.raters().get(0).bias().orElseThrow()
                        - numbers.raters().get(5).bias().orElseThrow())
                .isCloseTo(5, within(0.7));
        assertThat(numbers.raters().get(1).deviation().orElseThrow()).isCloseTo(10, within(1.2));
        assertThat(numbers.raters().get(6).deviation().orElseThrow()).isCloseTo(2, within(0.5));
        double model = NumberErrors.of(numbers, truth).rootMeanSquare();
        double mean = NumberErrors.of(
                        Numbers.estimate(ratings, NumberOptions.DEFAULTS.withMethod(NumberMethod.MEAN)), truth)
                .rootMeanSquare();
        assertThat(model).isLessThan(0.6 * mean);
    }

    /** 2,400 intervals a cell: a standard error of .0044. The whole table is printed by bench/coverage-numbers. */
    @ParameterizedTest
    @CsvSource({"NORMAL", "HEAVY", "UNLIKE_ITEMS", "UNLIKE_RATERS"})
    void intervalsCoverAsOftenAsTheySay(NumbersCoverage.Errors errors) {
        for (NumberMethod method : NumberMethod.values()) {
            for (int[] size : new int[][] {{1, 3}, {3, 5}, {30, 3}, {200, 5}}) {
                NumbersCoverage.Result result =
                        NumbersCoverage.simulate(method, errors, size[0], size[1], 2_400 / size[0], 5);
                assertThat(result.covered())
                        .as("%s %s, %d items with %d answers", errors, method, size[0], size[1])
                        .isBetween(.92, .98);
                assertThat(result.without()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = NumberMethod.class,
            names = {"MEAN", "TRIMMED", "PRECISION", "RATER"})
    void oneItemAloneHasStudentsIntervalBecauseThereIsNobodyToBorrowFrom(NumberMethod method) {
        Interval interval = Numbers.estimate(oneItem(1, 2, 3), NumberOptions.DEFAULTS.withMethod(method))
                .items()
                .getFirst()
                .interval()
                .orElseThrow();
        assertThat(interval.low()).isCloseTo(-0.484, within(5e-4));
        assertThat(interval.high()).isCloseTo(4.484, within(5e-4));
    }

    @Test
    void whatIsBorrowedDoesNotDependOnTheItemThatBorrows() {
        double[] spread = {1, 2, 3, 4, 5, 6, 7};
        double[] degrees = {2, 2, 2, 2, 2, 2, 2};
        double[] wild = spread.clone();
        wild[0] = 1000;
        Spreads.Estimate calm = new Spreads(spread, degrees).of(0).orElseThrow();
        Spreads.Estimate own = new Spreads(wild, degrees).of(0).orElseThrow();
        assertThat(own.degrees()).isEqualTo(calm.degrees());
        assertThat((own.spread() - calm.spread()) * own.degrees()).isCloseTo(2 * 999, within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(NumberMethod.class)
    void equalAnswersAloneHaveNoIntervalAndAmongOthersBorrowOne(NumberMethod method) {
        NumberOptions options = NumberOptions.DEFAULTS.withMethod(method);
        Numbers.Item alone = Numbers.estimate(oneItem(7, 7, 7), options).items().getFirst();
        assertThat(alone.interval()).isEmpty();
        assertThat(alone.noInterval()).contains(Numbers.NoInterval.EQUAL_ANSWERS);
        Numbers constant = Numbers.estimate(
                ratings(20, 3, rows(20, (i, j) -> 0.1)), options); // a tenth is rounded, and so are its sums
        assertThat(constant.items()).allMatch(item -> item.interval().isEmpty());
        assertThat(constant.warnings())
                .anyMatch(text -> text.startsWith("20 of 20 items have no interval: all answers"));
        Numbers among = Numbers.estimate(ratings(20, 3, rows(20, (i, j) -> i == 0 ? 5.0 : i + j % 3)), options);
        assertThat(among.items().getFirst().interval().orElseThrow().width()).isPositive();
    }

    private static List<double[]> rows(int items, java.util.function.BiFunction<Integer, Integer, Double> answer) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < items; i++) {
            for (int j = 0; j < 3; j++) {
                rows.add(new double[] {i, j, answer.apply(i, j)});
            }
        }
        return rows;
    }

    /** Rater 3 answered once; rater 4 twice, where nobody else did. */
    @ParameterizedTest
    @EnumSource(NumberMethod.class)
    void biasOfARaterWhomNothingIsKnownOfIsUnknown(NumberMethod method) {
        List<double[]> rows = rows(10, (i, j) -> i + 0.5 * j + 0.1 * (i % 3));
        rows.add(new double[] {0, 3, 4});
        rows.add(new double[] {10, 4, 1});
        rows.add(new double[] {11, 4, 2});
        Numbers numbers = Numbers.estimate(ratings(12, 5, rows), NumberOptions.DEFAULTS.withMethod(method));
        assertThat(numbers.raters().get(2).bias()).isPresent();
        assertThat(numbers.raters().get(3).bias()).isEmpty();
        assertThat(numbers.raters().get(3).deviation()).isEmpty();
        assertThat(numbers.raters().get(4).bias()).isEmpty();
    }

    @Property(tries = 150)
    void noFiniteNumberCrashesOrPrintsWhatIsNoNumber(
            @ForAll @Size(min = 1, max = 24) List<Double> answers, @ForAll NumberMethod method, @ForAll boolean log) {
        double[] x = answers.stream().mapToDouble(v -> log ? Math.abs(v) : v).toArray();
        Numbers numbers;
        try {
            Ratings ratings = Ratings.of(
                    (x.length + 2) / 3,
                    4,
                    IntStream.range(0, x.length).map(r -> r / 3).toArray(),
                    IntStream.range(0, x.length).map(r -> r % 4).toArray(),
                    x);
            numbers = Numbers.estimate(
                    ratings, NumberOptions.DEFAULTS.withMethod(method).withLogScale(log));
        } catch (InputException refused) {
            assertThat(Arrays.stream(x).anyMatch(v -> !(Math.abs(v) <= Ratings.MOST) || (log && !(v > 0))))
                    .isTrue();
            return;
        }
        for (Numbers.Item item : numbers.items()) {
            assertThat(item.value().orElseThrow()).isFinite();
            item.interval().ifPresent(in -> assertThat(in.width()).isPositive());
            assertThat(item.interval().isPresent())
                    .isNotEqualTo(item.noInterval().isPresent());
            assertThat(numbers.explain(item.task())).doesNotContain("NaN").doesNotContain("Infinity");
        }
        for (Numbers.Rater rater : numbers.raters()) {
            rater.bias().ifPresent(bias -> assertThat(bias).isFinite());
            rater.deviation().ifPresent(deviation -> assertThat(deviation).isFinite());
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-200", "1e-30", "1", "1e40", "3e98"})
    void theUnitOfTheNumbersDoesNotMatter(double unit) {
        for (NumberMethod method : NumberMethod.values()) {
            Numbers numbers =
                    Numbers.estimate(oneItem(unit, 2 * unit, 3 * unit), NumberOptions.DEFAULTS.withMethod(method));
            Interval interval = numbers.items().getFirst().interval().orElseThrow();
            assertThat(interval.width() / unit).isBetween(4.96, 5.3);
        }
    }

    @Test
    void constantTruthHasNoCorrelation() {
        Numbers numbers = Numbers.estimate(ratings(3, 3, rows(3, (i, j) -> i + 0.1 * j)), NumberOptions.DEFAULTS);
        assertThat(NumberErrors.of(numbers, new double[] {0.1, 0.1, 0.1}).correlation())
                .isEmpty();
        assertThat(NumberErrors.of(numbers, new double[] {0.1, 0.1, 0.2}).correlation())
                .isPresent();
    }

    @Test
    void sentencesCountOneAsOne() {
        Numbers one = Numbers.estimate(oneItem(3), NumberOptions.DEFAULTS);
        assertThat(one.warnings())
                .anyMatch(text -> text.startsWith("1 of 1 item has no interval: one answer"))
                .noneMatch(text -> text.contains("1 items"));
        assertThat(one.explain(0)).startsWith("1 answer from 3 to 3");
    }

    @Test
    void aCrowdInTwoCampsIsFlaggedAndAnEvenOneIsNot() {
        double[] camps = {1, 1.2, 1.1, 0.9, 1.3, 9, 9.2, 8.8, 9.1, 9.3};
        Numbers split = Numbers.estimate(oneItem(camps), NumberOptions.DEFAULTS);
        assertThat(split.items()
                        .getFirst()
                        .shape()
                        .orElseThrow()
                        .twoCamps()
                        .orElseThrow()
                        .high())
                .isCloseTo(9.08, within(1e-9));
        assertThat(split.explain(0)).contains("two camps");
        assertThat(split.warnings()).anyMatch(text -> text.contains("two camps"));
        double[] even = IntStream.range(0, 40).mapToDouble(i -> i).toArray();
        assertThat(Shape.of(even).twoCamps()).isEmpty();
        assertThat(Shape.of(even).skewed()).isFalse();
    }

    @Test
    void galtonsCrowdGuessesTheOxAndLeansLow() {
        double[][] percentiles = DataFolder.reference("galton-1907", "percentiles.tsv").stream()
                .map(row -> new double[] {Double.parseDouble(row[0]), Double.parseDouble(row[1])})
                .toArray(double[][]::new);
        double[] printed = Arrays.stream(percentiles).mapToDouble(row -> row[1]).toArray();
        assertThat(value(NumberMethod.MEDIAN, printed)).isEqualTo(1207);
        assertThat(value(NumberMethod.MEAN, printed)).isCloseTo(1197.2, within(0.05));
        // 787 guesses with these percentiles, straight lines between them
        double[] guesses = new double[787];
        for (int g = 0; g < guesses.length; g++) {
            double at = Math.max(0, Math.min(18, 100.0 * (g + 0.5) / guesses.length / 5 - 1));
            int below = Math.min(17, (int) at);
            guesses[g] = printed[below] + (at - below) * (printed[below + 1] - printed[below]);
        }
        Numbers numbers = Numbers.estimate(oneItem(guesses), NumberOptions.DEFAULTS.withMethod(NumberMethod.MEDIAN));
        Shape shape = numbers.items().getFirst().shape().orElseThrow();
        assertThat(shape.spread()).isCloseTo(1236 - 1162, within(1.0));
        assertThat(shape.skewed()).isTrue();
        assertThat(shape.skewness().orElseThrow()).isNegative();
        assertThat(numbers.items().getFirst().interval().orElseThrow().contains(1207))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        // method, MAE, RMSE, r as an independent program computed them
        "MEAN, 12.1920, 17.9535, .7128",
        "MEDIAN, 13.1643, 20.7895, .6294",
        "TRIMMED, 11.9521, 18.5717, .6976",
    })
    void plainCentresOfTheEmotionSet(NumberMethod method, double absolute, double square, double correlation) {
        NumberErrors errors = emotion(method);
        assertThat(errors.meanAbsolute()).isCloseTo(absolute, within(5e-5));
        assertThat(errors.rootMeanSquare()).isCloseTo(square, within(5e-5));
        assertThat(errors.correlation().orElseThrow()).isCloseTo(correlation, within(5e-5));
    }

    @ParameterizedTest
    @CsvSource({
        "HUBER, 12.8392, 20.1217, .6512",
        "PRECISION, 11.9061, 18.5510, .7082",
    })
    void robustAndWeightedCentresOfTheEmotionSetBeatTheReference(
            NumberMethod method, double absolute, double square, double correlation) {
        NumberErrors errors = emotion(method);
        assertThat(errors.meanAbsolute()).isLessThanOrEqualTo(absolute);
        assertThat(errors.rootMeanSquare()).isLessThanOrEqualTo(square);
        assertThat(errors.correlation().orElseThrow()).isGreaterThanOrEqualTo(correlation);
    }

    @Test
    void removingLeaningsOnTheEmotionSetCorrelatesBetterThanTheMean() {
        NumberErrors errors = emotion(NumberMethod.RATER);
        assertThat(errors.correlation().orElseThrow()).isGreaterThan(.7128);
        assertThat(errors.rootMeanSquare()).isLessThan(17.9535);
    }

    private static NumberErrors emotion(NumberMethod method) {
        List<String[]> labels = DataFolder.csv("emotion", "labels.csv");
        Map<String, Integer> tasks = DataFolder.names();
        Map<String, Integer> workers = DataFolder.names();
        List<double[]> rows = labels.stream()
                .skip(1)
                .map(row -> new double[] {
                    DataFolder.index(tasks, row[0]), DataFolder.index(workers, row[1]), Double.parseDouble(row[2])
                })
                .toList();
        double[] truth = new double[tasks.size()];
        DataFolder.csv("emotion", "truth.csv").stream()
                .skip(1)
                .forEach(row -> truth[DataFolder.index(tasks, row[0])] = Double.parseDouble(row[1]));
        Numbers numbers = Numbers.estimate(
                ratings(tasks.size(), workers.size(), rows), NumberOptions.DEFAULTS.withMethod(method));
        NumberErrors errors = NumberErrors.of(numbers, truth);
        System.out.println("emotion " + method.key() + " " + errors);
        return errors;
    }

    @Test
    void missingNumbersAndImpossibleLogarithmsAreRefusedByPlace() {
        assertThatThrownBy(() -> oneItem(1, Double.NaN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("value[1]");
        assertThatThrownBy(() -> Numbers.estimate(oneItem(1, -2), NumberOptions.DEFAULTS.withLogScale(true)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("worker 1");
        assertThatThrownBy(() -> Numbers.estimate(oneItem(), NumberOptions.DEFAULTS))
                .isInstanceOf(InputException.class);
    }

    @Test
    void itemsWithoutAnswersHaveNoNumberAndASingleAnswerNoInterval() {
        Ratings ratings = Ratings.of(2, 1, new int[] {0}, new int[] {0}, new double[] {3});
        Numbers numbers = Numbers.estimate(ratings, NumberOptions.DEFAULTS);
        assertThat(numbers.items().get(0).interval()).isEmpty();
        assertThat(numbers.items().get(1).value()).isEmpty();
        assertThat(numbers.explain(1)).isEqualTo("Nobody answered.");
    }

    @Test
    void theLogScaleGivesTheGeometricMean() {
        assertThat(Numbers.estimate(
                                oneItem(1, 100),
                                NumberOptions.DEFAULTS
                                        .withMethod(NumberMethod.MEAN)
                                        .withLogScale(true))
                        .items()
                        .getFirst()
                        .value()
                        .orElseThrow())
                .isCloseTo(10, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.975, 1, 12.706205", "0.975, 4, 2.776445", "0.95, 10, 1.812461", "0.995, 30, 2.749996"})
    void studentQuantilesOfTheTextbook(double p, double degrees, double quantile) {
        assertThat(Quantiles.student(p, degrees)).isCloseTo(quantile, within(1e-6));
        assertThat(Quantiles.student(1 - p, degrees)).isCloseTo(-quantile, within(1e-6));
    }

    @Test
    void normalQuantilesOfTheTextbook() {
        assertThat(Quantiles.normal(0.975)).isCloseTo(1.959963984540054, within(1e-12));
        assertThat(Quantiles.normal(0.5)).isCloseTo(0, within(1e-12));
        assertThat(Quantiles.normal(1e-6)).isCloseTo(-4.753424308822899, within(1e-9));
    }
}
