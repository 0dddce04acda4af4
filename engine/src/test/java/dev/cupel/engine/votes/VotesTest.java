package dev.cupel.engine.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class VotesTest {
    private static final int[] TASK = {1, 0, 1, 0, 1};
    private static final int[] WORKER = {2, 1, 0, 0, 2};
    private static final int[] LABEL = {2, 0, 1, 1, 0};

    private static List<String> rows(Votes votes) {
        List<String> rows = new ArrayList<>();
        for (int t = 0; t < votes.taskCount(); t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                rows.add(t + " " + votes.worker(i) + " " + votes.label(i));
            }
        }
        return rows;
    }

    @Test
    void votesAreOrderedByTaskThenWorkerThenLabel() {
        Votes votes = Votes.of(2, 3, 3, TASK, WORKER, LABEL);
        assertThat(rows(votes)).containsExactly("0 0 1", "0 1 0", "1 0 1", "1 2 0", "1 2 2");
        assertThat(votes.repeats()).isEqualTo(1);
    }

    @Test
    void repeatedVotesCanBeCutToTheFirstOrTheLastThatArrived() {
        Votes first = Votes.of(2, 3, 3, TASK, WORKER, LABEL, RepeatPolicy.FIRST);
        assertThat(rows(first)).containsExactly("0 0 1", "0 1 0", "1 0 1", "1 2 2");
        Votes last = Votes.of(2, 3, 3, TASK, WORKER, LABEL, RepeatPolicy.LAST);
        assertThat(rows(last)).containsExactly("0 0 1", "0 1 0", "1 0 1", "1 2 0");
        assertThat(last.repeats()).isEqualTo(1);
        assertThat(last.size()).isEqualTo(4);
    }

    /** Held against a map of each task's votes; so many tasks that several blocks of them are sorted at once. */
    @Test
    void manyTasksKeepTheVotesThatAMapWouldKeep() {
        int tasks = 150_000;
        Random random = new Random(5);
        int[] task = random.ints(400_000, 0, tasks).toArray();
        Arrays.fill(task, 0, 200, 70_000); // one with many votes
        int[] worker = random.ints(task.length, 0, 6).toArray();
        int[] label = random.ints(task.length, 0, 3).toArray();
        for (RepeatPolicy policy : List.of(RepeatPolicy.FIRST, RepeatPolicy.LAST)) {
            List<TreeMap<Integer, Integer>> kept = new ArrayList<>();
            for (int t = 0; t < tasks; t++) {
                kept.add(new TreeMap<>());
            }
            for (int r = 0; r < task.length; r++) {
                if (policy == RepeatPolicy.LAST || !kept.get(task[r]).containsKey(worker[r])) {
                    kept.get(task[r]).put(worker[r], label[r]);
                }
            }
            List<String> expected = new ArrayList<>();
            for (int t = 0; t < tasks; t++) {
                int of = t;
                kept.get(t).forEach((who, what) -> expected.add(of + " " + who + " " + what));
            }
            Votes votes = Votes.of(tasks, 6, 3, task, worker, label, policy);
            assertThat(rows(votes)).isEqualTo(expected);
            assertThat(votes.repeats()).isEqualTo(task.length - expected.size());
        }
        Votes all = Votes.of(tasks, 6, 3, task, worker, label);
        assertThat(all.size()).isEqualTo(task.length);
        assertThat(all.repeats())
                .isEqualTo(Votes.of(tasks, 6, 3, task, worker, label, RepeatPolicy.LAST)
                        .repeats());
    }

    @Test
    void anIndexOutOfRangeIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Votes.of(2, 3, 3, TASK, WORKER, new int[] {2, 0, 3, 1, 0}))
                .isInstanceOfSatisfying(InputException.class, e -> {
                    assertThat(e.code()).isEqualTo(Code.UNKNOWN_VALUE);
                    assertThat(e.where()).isEqualTo("label[2]");
                    assertThat(e.fix()).contains("0 to 2");
                });
    }

    @Test
    void columnsOfDifferentLengthAreRefused() {
        assertThatThrownBy(() -> Votes.of(2, 3, 3, TASK, WORKER, new int[4]))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.code()).isEqualTo(Code.LENGTH_MISMATCH));
    }

    @Test
    void moreCellsThanAnIntCanCountAreRefused() {
        assertThatThrownBy(() -> Votes.of(1, 1 << 20, 1 << 12, new int[0], new int[0], new int[0]))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.code()).isEqualTo(Code.TOO_LARGE));
    }
}
