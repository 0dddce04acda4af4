package dev.cupel.engine.votes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.List;
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
