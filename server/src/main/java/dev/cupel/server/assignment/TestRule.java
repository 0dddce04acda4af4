package dev.cupel.server.assignment;

import dev.cupel.server.assignment.TestAnswers.Score;

/** When a test is over: as soon as nothing that may still be answered can change how it ends. */
final class TestRule {
    private TestRule() {}

    enum Verdict {
        OPEN,
        PASSED,
        FAILED
    }

    /**
     * @param wanted items of the test
     * @param needed how many of them must be right
     */
    static Verdict of(int wanted, int needed, Score score) {
        if (score.correct() >= needed) {
            return Verdict.PASSED;
        }
        return score.answered() - score.correct() > wanted - needed ? Verdict.FAILED : Verdict.OPEN;
    }
}
