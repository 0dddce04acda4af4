package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.votes.Votes;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class WorkerReportTest {
    /** Workers 0-4 are right nine times in ten, worker 5 always says 0, worker 6 guesses, worker 7 has never voted. */
    private static Votes crowd() {
        SplittableRandom chance = new SplittableRandom(4);
        int tasks = 200;
        int[] task = new int[tasks * 7];
        int[] worker = new int[tasks * 7];
        int[] label = new int[tasks * 7];
        for (int r = 0; r < task.length; r++) {
            task[r] = r / 7;
            worker[r] = r % 7;
            int truth = task[r] % 3;
            label[r] = switch (worker[r]) {
                case 5 -> 0;
                case 6 -> chance.nextInt(3);
                default -> chance.nextInt(10) > 0 ? truth : chance.nextInt(3);
            };
        }
        return Votes.of(tasks, 8, 3, task, worker, label);
    }

    @Test
    void thoseWhoseAnswersDoNotDependOnTheTruthHaveAHighSpammerScore() {
        List<WorkerReport> reports = WorkerReport.of(Auto.estimate(crowd()));
        for (int j = 0; j < 5; j++) {
            assertThat(reports.get(j).spammerScore()).isLessThan(0.45);
            assertThat(reports.get(j).agreement()).isGreaterThan(0.85);
        }
        assertThat(reports.get(5).spammerScore()).isGreaterThan(0.95);
        assertThat(reports.get(6).spammerScore()).isGreaterThan(0.9);
        assertThat(reports.get(7).spammerScore()).isEqualTo(1);
        assertThat(reports.get(7).votes()).isZero();
    }

    @Test
    void aTaskOnWhichGoodWorkersErrIsHarderThanOneOnWhichABadOneDoes() {
        // Tasks 0-9 unanimous but for worker 3, who always errs; task 10: good worker 0 errs; worker 3 does not vote.
        int[][] rows = new int[43][];
        int r = 0;
        for (int t = 0; t < 10; t++) {
            for (int j = 0; j < 4; j++) {
                rows[r++] = new int[] {t, j, j == 3 ? 1 - t % 2 : t % 2};
            }
        }
        for (int j = 0; j < 3; j++) {
            rows[r++] = new int[] {10, j, j == 0 ? 1 : 0};
        }
        Votes votes = Votes.of(11, 4, 2, column(rows, 0), column(rows, 1), column(rows, 2));
        double[] difficulty = TaskDifficulty.of(DawidSkene.estimate(votes, DawidSkene.Options.SHRUNK));
        assertThat(difficulty[10]).isGreaterThan(1.5 * difficulty[0]);
        Consensus glad = Glad.estimate(votes);
        assertThat(glad.difficulty(10).orElseThrow())
                .isGreaterThan(glad.difficulty(0).orElseThrow());
    }

    private static int[] column(int[][] rows, int c) {
        return java.util.Arrays.stream(rows).mapToInt(row -> row[c]).toArray();
    }
}
