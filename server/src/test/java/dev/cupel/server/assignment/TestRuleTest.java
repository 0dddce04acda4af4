package dev.cupel.server.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.assignment.TestAnswers.Score;
import dev.cupel.server.assignment.TestRule.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TestRuleTest {
    @Test
    void aTestEndsAsSoonAsEnoughAreRightOrTooManyAreWrong() {
        assertThat(TestRule.of(10, 8, new Score(8, 8))).isEqualTo(Verdict.PASSED);
        assertThat(TestRule.of(10, 8, new Score(9, 7))).isEqualTo(Verdict.OPEN);
        assertThat(TestRule.of(10, 8, new Score(3, 0))).isEqualTo(Verdict.FAILED);
        assertThat(TestRule.of(10, 8, new Score(2, 0))).isEqualTo(Verdict.OPEN);
        assertThat(TestRule.of(10, 10, new Score(10, 9))).isEqualTo(Verdict.FAILED);
        assertThat(TestRule.of(10, 8, new Score(0, 0))).isEqualTo(Verdict.OPEN);
    }

    /** To stop early must not change how a test ends. */
    @Test
    void whoeverIsJudgedEarlyWouldHaveBeenJudgedTheSameAtTheEnd() {
        Random chance = new Random(3);
        for (int run = 0; run < 2000; run++) {
            int wanted = 1 + chance.nextInt(30);
            int needed = 1 + chance.nextInt(wanted);
            double skill = chance.nextDouble();
            int correct = 0;
            Verdict first = Verdict.OPEN;
            for (int answered = 1; answered <= wanted; answered++) {
                correct += chance.nextDouble() < skill ? 1 : 0;
                Verdict now = TestRule.of(wanted, needed, new Score(answered, correct));
                if (first == Verdict.OPEN) {
                    first = now;
                }
            }
            assertThat(first).isEqualTo(correct >= needed ? Verdict.PASSED : Verdict.FAILED);
        }
    }

    @Test
    void theShareIsReachedWithTheLeastNumberOfItemsThatIsNoSmallerShare() {
        assertThat(new Stages.Settings(10, 0.7, 0, 0).needed()).isEqualTo(7);
        assertThat(new Stages.Settings(10, 0.71, 0, 0).needed()).isEqualTo(8);
        assertThat(new Stages.Settings(3, 0.5, 0, 0).needed()).isEqualTo(2);
        assertThat(new Stages.Settings(5, 0.01, 0, 0).needed()).isEqualTo(1);
        assertThat(new Stages.Settings(20, 1, 0, 0).needed()).isEqualTo(20);
    }
}
