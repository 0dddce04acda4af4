package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.engine.votes.Votes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs at the edge have a clear error or a stated meaning, the same for every method. */
final class EdgeCasesTest {
    /** Three unanimous tasks give .998 under every model, which no three tasks can show. */
    @Test
    void probabilitiesFromFewComparedTasksAreSaidToRestOnAssumptions() {
        for (ConsensusMethod method : ConsensusMethod.values()) {
            for (int tasks : new int[] {3, 29, 30}) {
                int[] task = IntStream.range(0, 2 * tasks).map(v -> v / 2).toArray();
                int[] worker = IntStream.range(0, 2 * tasks).map(v -> v % 2).toArray();
                int[] label = IntStream.range(0, 2 * tasks).map(v -> v / 2 % 2).toArray();
                List<String> warnings = method.estimate(Votes.of(tasks, 2, 2, task, worker, label))
                        .evidence()
                        .warnings();
                assertThat(warnings.stream().anyMatch(w -> w.contains("not on the data")))
                        .as(method.id() + " " + tasks)
                        .isEqualTo(tasks < 30);
                if (tasks == 3) {
                    assertThat(warnings)
                            .anyMatch(w -> w.startsWith("with 6 votes on 3 tasks") && w.contains("up to 63 %"));
                }
            }
        }
    }

    private static final int[] NONE = new int[0];

    @ParameterizedTest
    @EnumSource
    void noVotesAndNoGoldIsRefused(ConsensusMethod method) {
        assertThatThrownBy(() -> method.estimate(Votes.of(0, 0, 0, NONE, NONE, NONE)))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.code()).isEqualTo(Code.EMPTY));
        assertThatThrownBy(() -> method.estimate(Votes.of(2, 1, 2, NONE, NONE, NONE)))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.code()).isEqualTo(Code.EMPTY));
    }

    @ParameterizedTest
    @EnumSource
    void oneWorkerIsBelievedWithAWarning(ConsensusMethod method) {
        Votes votes = Votes.of(3, 1, 2, new int[] {0, 1, 2}, new int[3], new int[] {0, 1, 1});
        Consensus consensus = method.estimate(votes);
        assertThat(consensus.label(0)).isZero();
        assertThat(consensus.label(1)).isEqualTo(1);
        assertThat(consensus.evidence().warnings()).anyMatch(w -> w.contains("only one worker"));
    }

    @ParameterizedTest
    @EnumSource
    void oneClassIsCertain(ConsensusMethod method) {
        Votes votes = Votes.of(2, 2, 1, new int[] {0, 0, 1}, new int[] {0, 1, 0}, new int[3]);
        Consensus consensus = method.estimate(votes);
        assertThat(consensus.probability(1, 0)).isCloseTo(1, within(1e-12));
        assertThat(consensus.explain(1).runnerUp()).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void goldAloneIsEnough(ConsensusMethod method) {
        Votes votes = Votes.of(2, 1, 2, NONE, NONE, NONE);
        Consensus consensus = method.estimate(votes, ConsensusOptions.DEFAULTS.withGold(Gold.of(Map.of(0, 1))));
        assertThat(consensus.probability(0, 1)).isCloseTo(1, within(1e-9));
        assertThat(consensus.probability(1, 0) + consensus.probability(1, 1)).isCloseTo(1, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void aTaskWithoutVotesIsReportedAndGetsNoFalseCertainty(ConsensusMethod method) {
        Votes votes = Votes.of(
                3, 3, 2, new int[] {0, 0, 0, 1, 1, 1}, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 0, 0, 1, 1, 1});
        Consensus consensus = method.estimate(votes);
        assertThat(consensus.probability(2)).isLessThan(0.6);
        assertThat(consensus.evidence().warnings()).anyMatch(w -> w.contains("1 of 3 tasks has no votes"));
    }

    @Test
    void goldOutsideTheVotesIsRefused() {
        Votes votes = Votes.of(1, 1, 2, new int[1], new int[1], new int[1]);
        assertThatThrownBy(() -> MajorityVote.estimate(votes, Gold.of(Map.of(4, 0))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("gold task 4");
        assertThatThrownBy(() -> MajorityVote.estimate(votes, Gold.of(Map.of(0, 2))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 classes");
    }

    @Test
    void kosRefusesMoreThanTwoClasses() {
        Votes votes = Votes.of(1, 1, 3, new int[1], new int[1], new int[1]);
        assertThatThrownBy(() -> Kos.estimate(votes))
                .isInstanceOfSatisfying(
                        InputException.class, e -> assertThat(e.code()).isEqualTo(Code.CONTRADICTION));
    }

    @Test
    void repeatedVotesAreKeptAndReportedUnlessAPolicySaysOtherwise() {
        int[] task = {0, 0, 0};
        int[] worker = {0, 0, 1};
        int[] label = {1, 1, 0};
        Consensus all = MajorityVote.estimate(Votes.of(1, 2, 2, task, worker, label));
        assertThat(all.label(0)).isEqualTo(1);
        assertThat(all.evidence().warnings()).anyMatch(w -> w.contains("all are counted"));
        Consensus first = MajorityVote.estimate(Votes.of(1, 2, 2, task, worker, label, RepeatPolicy.FIRST));
        assertThat(first.tied(0)).isTrue();
        assertThat(first.evidence().warnings()).anyMatch(w -> w.contains("the earlier one counts"));
    }

    @Test
    void twentyThousandClassesAreNoReasonToRefuse() {
        int classes = 20_000;
        Votes votes = Votes.of(2, 3, classes, new int[] {0, 0, 1}, new int[] {0, 1, 2}, new int[] {5, 5, 19_999});
        for (ConsensusMethod method : ConsensusMethod.values()) {
            if (method != ConsensusMethod.KOS) {
                Consensus consensus = method.estimate(votes);
                assertThat(consensus.label(0)).as(method.id()).isEqualTo(5);
                assertThat(consensus.evidence().warnings()).as(method.id()).noneMatch(w -> w.contains("memory"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTieIsAnEvenChanceWhateverTheMethod(ConsensusMethod method) {
        Votes votes = Votes.of(1, 2, 2, new int[2], new int[] {0, 1}, new int[] {0, 1});
        Consensus consensus = method.estimate(votes);
        assertThat(consensus.probability(0, 0)).isCloseTo(0.5, within(1e-9));
        assertThat(consensus.tied(0)).isTrue();
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        assertThatThrownBy(() -> ConsensusOptions.DEFAULTS.withMaxRounds(0)).hasMessageContaining("maxRounds");
        assertThatThrownBy(() -> ConsensusOptions.DEFAULTS.withTolerance(0)).hasMessageContaining("tolerance");
        assertThatThrownBy(() -> new Shrinkage.Pooled(0)).hasMessageContaining("pseudoVotes");
    }
}
