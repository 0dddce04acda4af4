package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Defects found in the most used library for this field, each held off by a test. */
final class CommonLibraryDefectsTest {
    /** There: probabilities are multiplied and everything is NaN from about 2,000 votes per task on. */
    @Test
    void thousandsOfVotesOnATaskDoNotUnderflow() {
        int perTask = 4000;
        int[] task = new int[3 * perTask];
        int[] worker = new int[3 * perTask];
        int[] label = new int[3 * perTask];
        for (int r = 0; r < task.length; r++) {
            task[r] = r / perTask;
            worker[r] = r % perTask;
            label[r] = r % 10 < 7 ? task[r] : (task[r] + 1) % 3;
        }
        Votes votes = Votes.of(3, perTask, 3, task, worker, label);
        for (ConsensusMethod method : ConsensusMethod.values()) {
            if (method == ConsensusMethod.KOS || method == ConsensusMethod.M_MSR) {
                continue; // two classes only; and sixteen million pairs of workers are slow for a unit test
            }
            Consensus consensus = method.estimate(votes);
            for (int t = 0; t < 3; t++) {
                assertThat(consensus.label(t)).as(method.id()).isEqualTo(t);
                assertThat(consensus.probability(t)).as(method.id()).isBetween(0.5, 1 + 1e-9);
            }
        }
    }

    /** There: a KeyError when a task's messages cancel. */
    @Test
    void aTieInKosIsATie() {
        Votes votes = Votes.of(1, 2, 2, new int[] {0, 0}, new int[] {0, 1}, new int[] {0, 1});
        Consensus consensus = Kos.estimate(votes);
        assertThat(consensus.tied(0)).isTrue();
        assertThat(consensus.probability(0, 0)).isEqualTo(0.5);
    }

    /** There: NaN skills where workers share no or few tasks, and a dense worker-by-worker matrix. */
    @Test
    void robustRankOneFitStandsWorkersWithoutPartnersAndManyWorkers() {
        int workers = 60_000; // a dense matrix of doubles would take 29 GB
        int[] task = new int[workers];
        int[] worker = new int[workers];
        int[] label = new int[workers];
        for (int r = 0; r < workers; r++) {
            task[r] = r / 3;
            worker[r] = r;
            label[r] = r % 3 == 2 ? 1 - task[r] % 2 : task[r] % 2;
        }
        worker[workers - 1] = 0;
        Consensus consensus = MMsr.estimate(Votes.of(workers / 3, workers, 2, task, worker, label));
        for (int j = 0; j < workers; j += 97) {
            assertThat(consensus.workerQuality(j)).isBetween(0.0, 1.0);
        }
        assertThat(consensus.label(5)).isEqualTo(1);
    }

    /** There: a class a worker never used has no cell, and gold leaves the returned parameters unsmoothed. */
    @Test
    void answersNeverUsedHaveAProbabilityWithGoldToo() {
        Votes votes =
                Votes.of(3, 2, 3, new int[] {0, 0, 1, 1, 2}, new int[] {0, 1, 0, 1, 0}, new int[] {0, 0, 0, 1, 0});
        Gold gold = Gold.of(Map.of(0, 0));
        Consensus consensus = DawidSkene.estimate(votes, DawidSkene.Options.SHRUNK.withGold(gold));
        double[][] confusion = consensus.confusion(0).orElseThrow();
        for (double[] row : confusion) {
            assertThat(Arrays.stream(row).min().orElseThrow()).isPositive();
        }
    }

    /** There: ties go to whichever class came first in the file. */
    @Test
    void tiesGoToTheSmallestClassWhateverTheOrderOfRows() {
        int[] task = {0, 0};
        int[] worker = {0, 1};
        Consensus one = MajorityVote.estimate(Votes.of(1, 2, 2, task, worker, new int[] {0, 1}));
        Consensus other = MajorityVote.estimate(Votes.of(1, 2, 2, task, worker, new int[] {1, 0}));
        assertThat(one.label(0)).isZero();
        assertThat(other.label(0)).isZero();
        assertThat(one.winners(0)).isEqualTo(2);
        assertThat(Evaluation.of(one, new int[] {1}).accuracy()).isEqualTo(0.5);
    }
}
