package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.assignment.StagePolicy.Offer;
import dev.cupel.server.assignment.StagePolicy.Standing;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagePolicyTest {
    private static final String SECRET = "00".repeat(32);

    private static Standing standing(String secret, long member, int turn, int goldEvery, int repeatEvery) {
        return new Standing(secret, member, turn, goldEvery, repeatEvery, 0, StagePolicy.Test.DONE, false, 0);
    }

    private static Offer offer(long member, int turn, int goldEvery) {
        return StagePolicy.next(standing(SECRET, member, turn, goldEvery, 0));
    }

    private static List<Integer> goldTurns(String secret, long member, int goldEvery) {
        return IntStream.range(0, 2000)
                .filter(turn -> StagePolicy.next(standing(secret, member, turn, goldEvery, 0))
                        .stages()
                        .contains(Stage.GOLD))
                .boxed()
                .toList();
    }

    @Test
    void withoutGoldEveryTurnIsForOrdinaryItems() {
        assertThat(goldTurns(SECRET, 1, 0)).isEmpty();
        assertThat(offer(1, 0, 0)).isEqualTo(new Offer(List.of(Stage.PRODUCTION), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void onAverageEverySoManyTurnsAreForGold(int every) {
        double expected = 2000.0 / every;
        double deviation = Math.sqrt(expected * (1 - 1.0 / every));
        assertThat((double) goldTurns(SECRET, 42, every).size())
                .isBetween(expected - 4 * deviation, expected + 4 * deviation);
    }

    @Test
    void goldComesAtOtherTurnsForEachPersonAndEachSecret() {
        String other = "01" + "00".repeat(31);
        assertThat(goldTurns(SECRET, 1, 10)).isNotEqualTo(goldTurns(SECRET, 2, 10));
        assertThat(goldTurns(SECRET, 1, 10)).isNotEqualTo(goldTurns(other, 1, 10));
    }

    @Test
    void whereGoldIsWovenInItHidesAmongOrdinaryItemsAndWhereItComesFirstThereIsNothingToHide() {
        int turn = goldTurns(SECRET, 7, 10).getFirst();
        assertThat(offer(7, turn, 10)).isEqualTo(new Offer(List.of(Stage.GOLD, Stage.PRODUCTION), true));
        assertThat(offer(7, turn, 1)).isEqualTo(new Offer(List.of(Stage.GOLD, Stage.PRODUCTION), false));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void onAverageEverySoManyTurnsAreForSomethingAnsweredBeforeWhateverGoldDoes(int every) {
        List<Offer> offers = IntStream.range(0, 2000)
                .mapToObj(turn -> StagePolicy.next(standing(SECRET, 42, turn, every, every)))
                .toList();
        double expected = 2000.0 / every;
        double deviation = Math.sqrt(expected * (1 - 1.0 / every));
        assertThat((double) offers.stream()
                        .filter(offer -> offer.stages().contains(Stage.REPEAT))
                        .count())
                .isBetween(expected - 4 * deviation, expected + 4 * deviation);
        double both = expected / every;
        assertThat((double) offers.stream()
                        .filter(offer -> offer.stages().equals(List.of(Stage.GOLD, Stage.REPEAT, Stage.PRODUCTION)))
                        .count())
                .as("the two are drawn apart")
                .isBetween(both - 5 * Math.sqrt(both), both + 5 * Math.sqrt(both));
        assertThat(offers.stream().filter(offer -> offer.stages().contains(Stage.GOLD)))
                .hasSameSizeAs(goldTurns(SECRET, 42, every));
    }

    /** Computed with another implementation of SHA-256: servers of any version must agree on whose turn it is. */
    @Test
    void theSameTurnIsForGoldOnEveryServer() {
        assertThat(IntStream.range(0, 60)
                        .filter(turn -> offer(1, turn, 10).stages().contains(Stage.GOLD)))
                .containsExactly(13, 15, 19, 27, 29, 33, 45, 48);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void aTestComesBeforeEverythingAndWhoFailedItGetsNothing(int every) {
        Standing running = new Standing(SECRET, 1, 3, every, every, 2, StagePolicy.Test.RUNNING, true, 5);
        assertThat(StagePolicy.next(running)).isEqualTo(new Offer(List.of(Stage.QUALIFICATION), false));
        Standing failed = new Standing(SECRET, 1, 3, every, every, 2, StagePolicy.Test.FAILED, true, 5);
        assertThat(StagePolicy.next(failed).stages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void whileAPilotRunsNothingElseIsHandedOut(int every) {
        for (int turn = 0; turn < 50; turn++) {
            Standing standing = new Standing(SECRET, 1, turn, every, every, 1, StagePolicy.Test.DONE, true, 5);
            assertThat(StagePolicy.next(standing)).isEqualTo(new Offer(List.of(Stage.PILOT), false));
        }
    }

    @Test
    void whatOnlyFewDoComesFirstToThemThenWhatEverybodyAnswers() {
        Standing auditor = new Standing(SECRET, 1, 0, 0, 0, 0, StagePolicy.Test.DONE, true, 20);
        assertThat(StagePolicy.next(auditor).stages())
                .containsExactly(Stage.AUDIT, Stage.CALIBRATION, Stage.PRODUCTION);
        Standing woven = new Standing(SECRET, 1, 0, 1, 1, 0, StagePolicy.Test.DONE, true, 20);
        assertThat(StagePolicy.next(woven).stages())
                .containsExactly(Stage.AUDIT, Stage.CALIBRATION, Stage.GOLD, Stage.REPEAT, Stage.PRODUCTION);
    }

    @Test
    void whatTheDatabaseSaysIsReadAndWrittenAlike() {
        Standing standing = new Standing(SECRET, 5, 17, 10, 20, 3, StagePolicy.Test.FAILED, true, 40);
        assertThat(Standing.of(SECRET, 5, standing.stored())).isEqualTo(standing);
    }
}
