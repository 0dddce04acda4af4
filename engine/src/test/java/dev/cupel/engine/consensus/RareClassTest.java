package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.votes.Votes;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two classes, one of them rare: where models run away, the default must not fall below the plain majority. */
final class RareClassTest {
    /** One world of 600 tasks moves by .016 (standard deviation); the mean of forty is known to a quarter of a point. */
    private static final int WORLDS = 40;

    /**
     * @param prevalence share of the rare class
     * @param found mean share of the rare class that workers name
     * @param left mean share of the common class that workers leave alone
     */
    @ParameterizedTest
    @CsvSource({
        ".02, .9, .8",
        ".02, .7, .7",
        ".05, .8, .9",
        ".05, .5, .97",
        ".1, .6, .95",
        ".1, .85, .98",
        ".2, .6, .95",
        ".2, .7, .7",
    })
    void autoIsNeverAPointBelowTheMajority(double prevalence, double found, double left) {
        for (int perTask : new int[] {3, 5, 10}) {
            double difference = 0;
            for (int world = 0; world < WORLDS; world++) {
                difference += difference(new SplittableRandom(100L * perTask + world), prevalence, found, left, perTask)
                        / WORLDS;
            }
            assertThat(difference).as(perTask + " votes per task").isGreaterThanOrEqualTo(-0.01);
        }
    }

    private static double difference(
            SplittableRandom chance, double prevalence, double found, double left, int perTask) {
        int tasks = 600;
        int workers = 60;
        double[][] right = new double[workers][2];
        for (double[] worker : right) {
            worker[0] = Math.clamp(left + 0.15 * (2 * chance.nextDouble() - 1), 0.5, 0.995);
            worker[1] = Math.clamp(found + 0.15 * (2 * chance.nextDouble() - 1), 0.2, 0.995);
        }
        int[] truth = new int[tasks];
        int[] task = new int[tasks * perTask];
        int[] worker = new int[task.length];
        int[] label = new int[task.length];
        int row = 0;
        for (int t = 0; t < tasks; t++) {
            truth[t] = chance.nextDouble() < prevalence ? 1 : 0;
            TreeSet<Integer> asked = new TreeSet<>();
            while (asked.size() < perTask) {
                asked.add(chance.nextInt(workers));
            }
            for (int j : asked) {
                task[row] = t;
                worker[row] = j;
                label[row++] = chance.nextDouble() < right[j][truth[t]] ? truth[t] : 1 - truth[t];
            }
        }
        Votes votes = Votes.of(tasks, workers, 2, task, worker, label);
        return Evaluation.of(Auto.estimate(votes), truth).accuracy()
                - Evaluation.of(MajorityVote.estimate(votes), truth).accuracy();
    }
}
