package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
    /** Tasks: certain 0, certain 1, tied 0/1, certain 1. */
    private static final Consensus CONSENSUS = MajorityVote.estimate(
            Votes.of(4, 2, 3, new int[] {0, 0, 1, 1, 2, 2, 3, 3}, new int[] {0, 1, 0, 1, 0, 1, 0, 1}, new int[] {
                0, 0, 1, 1, 0, 1, 1, 1
            }));

    @Test
    void aTieThatHoldsTheTruthCountsOneOverItsSize() {
        Evaluation evaluation = Evaluation.of(CONSENSUS, new int[] {0, 1, 1, 0});
        assertThat(evaluation.accuracy()).isEqualTo(2.5 / 4);
        assertThat(evaluation.tied()).isEqualTo(1);
    }

    @Test
    void macroF1IsTheMeanOverClassesThatOccur() {
        // class 0: given 1.5, real 2, hits 1; class 1: given 2.5, real 2, hits 1.5; class 2 occurs nowhere
        Evaluation evaluation = Evaluation.of(CONSENSUS, new int[] {0, 1, 1, 0});
        assertThat(evaluation.macroF1()).isCloseTo((2 / 3.5 + 3 / 4.5) / 2, within(1e-12));
        assertThat(Evaluation.f1(CONSENSUS, new int[] {0, 1, 1, 0}, 1)).isCloseTo(3 / 4.5, within(1e-12));
    }

    @Test
    void logLossAndBrierReadTheProbabilities() {
        Evaluation evaluation = Evaluation.of(CONSENSUS, new int[] {0, -1, 1, -1});
        assertThat(evaluation.tasks()).isEqualTo(2);
        assertThat(evaluation.logLossNats()).isCloseTo(Math.log(2) / 2, within(1e-12));
        assertThat(evaluation.brier()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void truthThatMatchesNothingIsRefused() {
        assertThatThrownBy(() -> Evaluation.of(CONSENSUS, new int[] {-1, -1, -1, -1}))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("same task ids");
        assertThatThrownBy(() -> Evaluation.of(CONSENSUS, new int[] {0})).isInstanceOf(InputException.class);
    }
}
