package dev.cupel.server.talk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MentionsTest {
    @Test
    void membersAreNamedByNumberOnceEachInOrder() {
        assertThat(Mentions.of("@{7} and @{12}, again @{7}; not @12, {7}, @{}, @{x} or mail@{seven}"))
                .containsExactly(7L, 12L);
    }

    @Test
    void aNumberTooLargeForAnyMemberIsText() {
        assertThat(Mentions.of("@{99999999999999999999}")).isEmpty();
    }

    @Test
    void whoIsNotToldStandsThereAsNobody() {
        assertThat(Mentions.renumbered("@{7} asked @{12}: $1 \\", member -> member == 7 ? 7L : 0L))
                .isEqualTo("@{7} asked @{0}: $1 \\");
    }
}
