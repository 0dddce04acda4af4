package dev.cupel.engine.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntervalTest {
    private static Interval difference(int successes1, int n1, int successes2, int n2) {
        double share1 = (double) successes1 / n1;
        double share2 = (double) successes2 / n2;
        return Interval.ofDifference(
                share1,
                Interval.ofShare(share1, (double) n1, 0.95),
                share2,
                Interval.ofShare(share2, (double) n2, 0.95));
    }

    /** Newcombe, Statistics in Medicine 17 (1998), table II, method 10. */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "6, 7, 2, 7, 0.0582, 0.8062",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "10, 10, 0, 10, 0.6075, 1.0000"
    })
    void theIntervalOfADifferenceIsThePublishedOne(
            int successes1, int n1, int successes2, int n2, double low, double high) {
        Interval interval = difference(successes1, n1, successes2, n2);
        assertThat(interval.low()).isCloseTo(low, within(5e-5));
        assertThat(interval.high()).isCloseTo(high, within(5e-5));
    }

    /** As drafts have it: many shown, few withheld. */
    @ParameterizedTest
    @CsvSource({"0.9, 0.8, 27, 3", "0.5, 0.5, 27, 3", "0.98, 0.95, 180, 20", "0.85, 0.6, 200, 200"})
    void theIntervalOfADifferenceHoldsTheTruthAsOftenAsItSays(double truth1, double truth2, int n1, int n2) {
        SplittableRandom random = new SplittableRandom(7);
        int held = 0;
        int runs = 4_000;
        for (int run = 0; run < runs; run++) {
            int successes1 = 0;
            int successes2 = 0;
            for (int i = 0; i < n1; i++) {
                successes1 += random.nextDouble() < truth1 ? 1 : 0;
            }
            for (int i = 0; i < n2; i++) {
                successes2 += random.nextDouble() < truth2 ? 1 : 0;
            }
            held += difference(successes1, n1, successes2, n2).contains(truth1 - truth2) ? 1 : 0;
        }
        assertThat((double) held / runs).isBetween(0.93, 0.98);
    }
}
