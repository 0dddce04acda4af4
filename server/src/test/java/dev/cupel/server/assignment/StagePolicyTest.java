package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.assignment.StagePolicy.Offer;
import dev.cupel.server.assignment.StagePolicy.Turn;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StagePolicyTest {
    private static final String SECRET = "00".repeat(32);

    private static Offer offer(long member, int turn, int goldEvery) {
        return StagePolicy.next(new Turn(SECRET, member, turn, goldEvery, 0));
    }

    private static List<Integer> goldTurns(String secret, long member, int goldEvery) {
        return IntStream.range(0, 2000)
                .filter(turn -> StagePolicy.next(new Turn(secret, member, turn, goldEvery, 0))
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
                .mapToObj(turn -> StagePolicy.next(new Turn(SECRET, 42, turn, every, every)))
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
}
