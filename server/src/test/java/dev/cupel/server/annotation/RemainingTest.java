package dev.cupel.server.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.project.Tally;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RemainingTest {
    private static Tally tally(long complete, long answers, long open, long mine, long others) {
        return new Tally(
                100 - complete, 0, complete, 0, 20, answers, open, Map.of(1L, mine, 2L, others), Instant.EPOCH);
    }

    @Test
    void anAnswerLowersItByOneWhoeverGaveItAndWhateverTheItemWas() {
        long before = Remaining.of(tally(40, 40, 60, 22, 22), 10, 22, true);
        assertThat(Remaining.of(tally(41, 41, 59, 23, 22), 10, 23, true)).isEqualTo(before - 1);
        assertThat(Remaining.of(tally(40, 40, 60, 23, 22), 10, 23, true)).isEqualTo(before - 1);
        assertThat(Remaining.of(tally(41, 41, 59, 22, 23), 10, 22, true)).isEqualTo(before - 1);
        assertThat(Remaining.of(tally(40, 40, 60, 22, 23), 10, 22, true)).isEqualTo(before - 1);
    }

    @Test
    void itCountsTheGoldThatComesAlongAndEndsWithTheWork() {
        assertThat(Remaining.of(tally(0, 0, 100, 0, 0), 11, 0, true)).isEqualTo(110);
        assertThat(Remaining.of(tally(0, 0, 100, 0, 0), 2, 0, true)).isEqualTo(120);
        assertThat(Remaining.of(tally(0, 0, 100, 0, 0), 1, 0, true)).isEqualTo(120);
        assertThat(Remaining.of(tally(99, 99, 1, 60, 60), 11, 60, true)).isEqualTo(1);
        assertThat(Remaining.of(tally(100, 100, 0, 50, 58), 11, 50, false)).isZero();
    }
}
