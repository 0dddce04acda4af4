package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every method and every crowd. */
final class ConsensusLawsTest {
    record Rows(int tasks, int workers, int classes, List<int[]> votes) {
        Votes toVotes() {
            return Votes.of(tasks, workers, classes, column(0), column(1), column(2));
        }

        private int[] column(int c) {
            return votes.stream().mapToInt(v -> v[c]).toArray();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(tasks + " tasks " + workers + " workers " + classes + " classes:");
            votes.forEach(v -> text.append(' ')
                    .append(v[0])
                    .append('/')
                    .append(v[1])
                    .append('=')
                    .append(v[2]));
            return text.toString();
        }
    }

    @Provide
    Arbitrary<Rows> crowds() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 15),
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.longs())
                .as((tasks, workers, classes, seed) -> {
                    Random random = new Random(seed);
                    List<int[]> votes = new ArrayList<>();
                    for (int t = 0; t < tasks; t++) {
                        int truth = random.nextInt(classes);
                        for (int j = 0; j < workers; j++) {
                            if (votes.isEmpty() || random.nextInt(4) > 0) {
                                int label = random.nextInt(10) < 7 ? truth : random.nextInt(classes);
                                votes.add(new int[] {t, j, label});
                            }
                        }
                    }
                    return new Rows(tasks, workers, classes, votes);
                });
    }

    private static List<ConsensusMethod> methodsFor(int classes) {
        return java.util.Arrays.stream(ConsensusMethod.values())
                .filter(method -> method != ConsensusMethod.KOS || classes <= 2)
                .toList();
    }

    @Property(tries = 60)
    void everyTaskGetsAProbabilityDistributionAndEveryFigureIsFinite(@ForAll("crowds") Rows rows) {
        Votes votes = rows.toVotes();
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            Consensus consensus = method.estimate(votes);
            for (int t = 0; t < rows.tasks; t++) {
                double sum = 0;
                for (int c = 0; c < rows.classes; c++) {
                    assertThat(consensus.probability(t, c)).as(method.id()).isBetween(0.0, 1.0);
                    sum += consensus.probability(t, c);
                }
                assertThat(sum).as(method.id()).isCloseTo(1, within(1e-9));
                assertThat(consensus.explain(t).contributions())
                        .allSatisfy(c -> assertThat(c.support()).as(method.id()).isFinite());
            }
            double prior = 0;
            for (double share : consensus.classPrior()) {
                prior += share;
            }
            assertThat(prior).as(method.id()).isCloseTo(1, within(1e-9));
            for (int j = 0; j < rows.workers; j++) {
                assertThat(consensus.workerQuality(j)).as(method.id()).isBetween(0.0, 1.0);
                consensus.confusion(j).ifPresent(matrix -> {
                    for (double[] row : matrix) {
                        double sum = 0;
                        for (double p : row) {
                            sum += p;
                        }
                        assertThat(sum).as(method.id()).isCloseTo(1, within(1e-9));
                    }
                });
            }
            for (WorkerReport report : WorkerReport.of(consensus)) {
                assertThat(report.spammerScore()).isBetween(0.0, 1.0);
                assertThat(report.agreement()).isBetween(0.0, 1.0);
            }
            for (double difficulty : TaskDifficulty.of(consensus)) {
                assertThat(difficulty).isFinite().isNotNegative();
            }
        }
    }

    @Property(tries = 40)
    void theOrderOfRowsChangesNotOneBit(@ForAll("crowds") Rows rows, @ForAll Random random) {
        List<int[]> shuffled = new ArrayList<>(rows.votes);
        Collections.shuffle(shuffled, random);
        Votes a = rows.toVotes();
        Votes b = new Rows(rows.tasks, rows.workers, rows.classes, shuffled).toVotes();
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            assertThat(method.estimate(b).posterior())
                    .as(method.id())
                    .isEqualTo(method.estimate(a).posterior());
        }
    }

    /**
     * KOS is not held to it: its messages need not settle, and where they cancel its rounds blow rounding errors up to full
     * size.
     */
    @Property(tries = 40)
    void renamingWorkersChangesNothing(@ForAll("crowds") Rows rows, @ForAll Random random) {
        List<Integer> names = permutation(rows.workers, random);
        List<int[]> renamed = rows.votes.stream()
                .map(v -> new int[] {v[0], names.get(v[1]), v[2]})
                .toList();
        Votes a = rows.toVotes();
        Votes b = new Rows(rows.tasks, rows.workers, rows.classes, renamed).toVotes();
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            if (method == ConsensusMethod.KOS) {
                continue;
            }
            assertThat(method.estimate(b).posterior())
                    .as(method.id())
                    .containsExactly(method.estimate(a).posterior(), within(1e-5));
        }
    }

    @Property(tries = 40)
    void renamingClassesRenamesTheResult(@ForAll("crowds") Rows rows, @ForAll Random random) {
        List<Integer> names = permutation(rows.classes, random);
        List<int[]> renamed = rows.votes.stream()
                .map(v -> new int[] {v[0], v[1], names.get(v[2])})
                .toList();
        Votes a = rows.toVotes();
        Votes b = new Rows(rows.tasks, rows.workers, rows.classes, renamed).toVotes();
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            double[] before = method.estimate(a).posterior();
            double[] after = method.estimate(b).posterior();
            for (int t = 0; t < rows.tasks; t++) {
                for (int c = 0; c < rows.classes; c++) {
                    assertThat(after[t * rows.classes + names.get(c)])
                            .as(method.id())
                            .isCloseTo(before[t * rows.classes + c], within(1e-5));
                }
            }
        }
    }

    @Property(tries = 40)
    void whenEveryTaskIsUnanimousEveryLabelIsKept(@ForAll("crowds") Rows rows) {
        List<int[]> unanimous = new ArrayList<>();
        for (int t = 0; t < rows.tasks; t++) {
            for (int j = 0; j < 3; j++) {
                unanimous.add(new int[] {t, j, t % rows.classes});
            }
        }
        Votes votes = new Rows(rows.tasks, 3, rows.classes, unanimous).toVotes();
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            Consensus consensus = method.estimate(votes);
            for (int t = 0; t < rows.tasks; t++) {
                assertThat(consensus.label(t)).as(method.id() + " task " + t).isEqualTo(t % rows.classes);
            }
        }
    }

    @Property(tries = 40)
    void goldIsNeverOverruled(@ForAll("crowds") Rows rows) {
        Votes votes = rows.toVotes();
        Gold gold = Gold.of(java.util.Map.of(0, rows.classes - 1));
        for (ConsensusMethod method : methodsFor(rows.classes)) {
            Consensus consensus = method.estimate(votes, ConsensusOptions.DEFAULTS.withGold(gold));
            assertThat(consensus.probability(0, rows.classes - 1))
                    .as(method.id())
                    .isCloseTo(1, within(1e-9));
        }
    }

    private static List<Integer> permutation(int size, Random random) {
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add(i);
        }
        Collections.shuffle(names, random);
        return names;
    }
}
