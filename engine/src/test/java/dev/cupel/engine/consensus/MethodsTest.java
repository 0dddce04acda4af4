package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MethodsTest {
    @ParameterizedTest
    @EnumSource
    void everyMethodIsFoundByItsNameAndNamesItselfInItsEvidence(ConsensusMethod method) {
        assertThat(Methods.byName(method.id())).isEqualTo(method);
        Votes votes = Votes.of(
                2, 3, 2, new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 0, 0, 1, 1, 1});
        Consensus consensus = method.estimate(votes);
        assertThat(consensus.evidence().method()).isEqualTo(method.id());
        assertThat(consensus.label(0)).isZero();
        assertThat(consensus.label(1)).isEqualTo(1);
        assertThat(consensus.explain(1).contributions()).hasSize(3);
    }

    @Test
    void anUnknownNameIsRefusedWithTheListOfNames() {
        assertThatThrownBy(() -> Methods.byName("magic"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("dawid-skene");
    }
}
