package dev.cupel.engine.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RulesTest {
    @Test
    void disagreementIsEntropyOverTheMostThatSoManyAnswersCanHave() {
        assertThat(Disagreement.ofCounts(new int[] {3, 0, 0})).isZero();
        assertThat(Disagreement.ofCounts(new int[] {1, 1, 0})).isCloseTo(1, within(1e-12));
        assertThat(Disagreement.ofCounts(new int[] {1, 1, 1})).isCloseTo(1, within(1e-12));
        assertThat(Disagreement.ofCounts(new int[] {2, 1, 0})).isCloseTo(0.5794, within(1e-4));
        // Three answers to two options cannot be further apart than 2 : 1.
        assertThat(Disagreement.ofCounts(new int[] {2, 1})).isCloseTo(1, within(1e-12));
        assertThat(Disagreement.ofCounts(new int[] {1, 0})).isZero();
    }

    @Property
    void disagreementLiesBetweenNoneAndMostAndUnanimityIsNone(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(max = 9) Integer> counts) {
        int[] array = counts.stream().mapToInt(Integer::intValue).toArray();
        double disagreement = Disagreement.ofCounts(array);
        assertThat(disagreement).isBetween(0.0, 1.0);
        if (counts.stream().filter(c -> c > 0).count() <= 1) {
            assertThat(disagreement).isZero();
        }
    }

    @Test
    void ratingsAtBothEndsOfTheScaleAreAsFarApartAsCanBe() {
        assertThat(Disagreement.ofNumbers(new double[] {1, 5}, 1, 5)).isEqualTo(1);
        assertThat(Disagreement.ofNumbers(new double[] {1, 5, 5}, 1, 5)).isEqualTo(1);
        assertThat(Disagreement.ofNumbers(new double[] {3, 4}, 1, 5)).isEqualTo(0.25);
        assertThat(Disagreement.ofNumbers(new double[] {3, 3, 3}, 1, 5)).isZero();
        assertThat(Disagreement.ofNumbers(new double[] {3}, 1, 5)).isZero();
    }

    @Test
    void onlyAnswersThatDifferLeaveAQuestionOpen() {
        assertThat(Disagreement.open(new int[] {3, 0}, 0.6)).isFalse();
        assertThat(Disagreement.open(new int[] {1, 1}, 0.99)).as("no majority").isTrue();
        assertThat(Disagreement.open(new int[] {2, 1}, 0.79)).as("not sure").isTrue();
        assertThat(Disagreement.open(new int[] {2, 1}, 0.81)).as("sure enough").isFalse();
        assertThat(Disagreement.open(new int[] {4, 1}, 0.97)).isFalse();
    }

    @Property
    void aShareLiesInItsIntervalAndTheIntervalInTheUnitRange(
            @ForAll @IntRange(min = 1, max = 5000) int n, @ForAll @DoubleRange(max = 1) double part) {
        Estimate share = Estimate.share(part * n, n, "");
        assertThat(share.value()).isNotNull();
        assertThat(share.low()).isNotNull().isGreaterThanOrEqualTo(0.0).isLessThanOrEqualTo(share.value());
        assertThat(share.high()).isNotNull().isLessThanOrEqualTo(1.0).isGreaterThanOrEqualTo(share.value());
    }

    private static Flags.Habits habits(long answers, long ms, double share, double elsewhere, double agreed, int gold) {
        return new Flags.Habits(
                answers,
                ms,
                "good",
                share,
                elsewhere,
                Estimate.share(agreed * answers, answers, "alone"),
                Estimate.share(gold, 10, "no gold"),
                0.5);
    }

    @Test
    void whatStandsOutIsFlaggedWithItsNumbers() {
        Flags.Habits usual = habits(100, 5000, 0.5, 0.5, 0.9, 9);
        Flags.Habits odd = habits(100, 900, 0.97, 0.5, 0.5, 4);
        List<Flags.Habits> everybody = List.of(usual, usual, usual, odd);
        assertThat(Flags.of(usual, everybody)).isEmpty();
        assertThat(Flags.of(odd, everybody))
                .extracting(QualityReport.Flag::code)
                .containsExactly("fast", "disagrees", "one_option", "guessing");
        assertThat(Flags.of(odd, everybody).getFirst().evidence())
                .contains("0.9 s")
                .contains("5.0 s");
    }

    @Test
    void fewAnswersAreNoHabit() {
        Flags.Habits usual = habits(100, 5000, 0.5, 0.5, 0.9, 9);
        Flags.Habits fresh = habits(5, 200, 1, 0.5, 0.2, 9);
        assertThat(Flags.of(fresh, List.of(usual, usual, usual, fresh))).isEmpty();
    }
}
