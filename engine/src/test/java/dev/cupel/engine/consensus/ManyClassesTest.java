package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many classes take memory for the votes that there are, not for the classes that there could be. */
final class ManyClassesTest {
    /** Three votes on each of {@code tasks} tasks, six in ten right. */
    static Votes crowd(int tasks, int workers, int classes, int used) {
        SplittableRandom chance = new SplittableRandom(7);
        int[] task = new int[3 * tasks];
        int[] worker = new int[3 * tasks];
        int[] label = new int[3 * tasks];
        int truth = 0;
        for (int r = 0; r < task.length; r++) {
            task[r] = r / 3;
            truth = r % 3 == 0 ? chance.nextInt(used) : truth;
            worker[r] = chance.nextInt(workers);
            label[r] = chance.nextInt(10) < 6 ? truth : chance.nextInt(used);
        }
        return Votes.of(tasks, workers, classes, task, worker, label);
    }

    /** A child process with a small heap: what does not fit ends as a refusal, never as an error of the machine. */
    private static String inSmallHeap(String heap, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-cp",
                System.getProperty("java.class.path"),
                InSmallHeap.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** Estimates with every method named; the first arguments are tasks, workers and classes. */
    static final class InSmallHeap {
        private InSmallHeap() {}

        public static void main(String[] arguments) {
            int classes = Integer.parseInt(arguments[2]);
            Votes votes = arguments[3].equals("everybody")
                    ? everybody(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), classes)
                    : crowd(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), classes, classes);
            for (int a = 4; a < arguments.length; a++) {
                try {
                    Consensus consensus = Methods.byName(arguments[a]).estimate(votes);
                    WorkerReport.of(consensus);
                    System.out.println(
                            arguments[a] + " done " + consensus.evidence().warnings());
                } catch (InputException e) {
                    System.out.println(arguments[a] + " refused " + e.getMessage());
                }
            }
        }

        private static Votes everybody(int tasks, int workers, int classes) {
            int[] task = new int[tasks * workers];
            int[] worker = new int[task.length];
            int[] label = new int[task.length];
            for (int r = 0; r < task.length; r++) {
                task[r] = r / workers;
                worker[r] = r % workers;
                label[r] = (task[r] + (r % 7 == 0 ? 1 : 0)) % classes;
            }
            return Votes.of(tasks, workers, classes, task, worker, label);
        }
    }

    @Test
    void twelveThousandVotesOnAThousandClassesFitIntoNinetySixMegabytesByEveryMethod() throws Exception {
        List<String> methods =
                Methods.names().stream().filter(name -> !name.equals("kos")).toList();
        List<String> arguments = new java.util.ArrayList<>(List.of("4000", "400", "1000", "crowd"));
        arguments.addAll(methods);
        assertThat(inSmallHeap("96m", arguments.toArray(String[]::new)).lines())
                .hasSize(methods.size())
                .allMatch(line -> line.contains(" done "))
                .noneMatch(line -> line.contains("sat out"));
    }

    @Test
    void whatDoesNotFitSaysHowMuchItWantsAndAutoGoesOn() throws Exception {
        assertThat(inSmallHeap("96m", "3", "9000", "5", "everybody", "m-msr", "auto")
                        .lines())
                .anyMatch(line -> line.startsWith("m-msr refused")
                        && line.contains("MB")
                        && line.contains("-Xmx")
                        && line.contains("pairs"))
                .anyMatch(line -> line.startsWith("auto done"));
    }

    /** Declaring classes that nobody ever names must not change what vote counting says of the others. */
    @ParameterizedTest
    @EnumSource(names = {"MAJORITY_VOTE", "WAWA", "ZERO_BASED_SKILL"})
    void countingVotesGivesTheSameWhicheverWayProbabilitiesAreKept(ConsensusMethod method) {
        Votes few = crowd(300, 60, 20, 20);
        Votes many = crowd(300, 60, 2_000, 20);
        assertThat(Candidates.allClasses(few)).isTrue();
        assertThat(Candidates.allClasses(many)).isFalse();
        Consensus a = method.estimate(few);
        Consensus b = method.estimate(many);
        for (int t = 0; t < 300; t++) {
            assertThat(b.label(t)).isEqualTo(a.label(t));
            assertThat(b.tied(t)).isEqualTo(a.tied(t));
            for (int c = 0; c < 20; c++) {
                assertThat(b.probability(t, c)).isCloseTo(a.probability(t, c), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KOS")
    void probabilitiesSumToOneAndWorkersAreJudged(ConsensusMethod method) {
        Votes votes = crowd(300, 60, 2_000, 2_000);
        Consensus consensus =
                method.estimate(votes, ConsensusOptions.DEFAULTS.withGold(Gold.of(java.util.Map.of(0, 1_999))));
        assertThat(consensus.candidates().all()).isFalse();
        assertThat(consensus.label(0)).isEqualTo(1_999);
        for (int t = 0; t < 300; t++) {
            double sum = 0;
            for (int c = 0; c < 2_000; c++) {
                sum += consensus.probability(t, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
            assertThat(consensus.explain(t).runnerUp()).isNotEqualTo(consensus.label(t));
            assertThat(consensus.explain(t).contributions())
                    .allSatisfy(c -> assertThat(c.support()).isFinite());
        }
        for (WorkerReport report : WorkerReport.of(consensus)) {
            assertThat(report.spammerScore()).isBetween(0.0, 1.0);
        }
        ByWorker byWorker = ByWorker.of(votes);
        for (Consensus.Cell cell : consensus.confusionCells(3, byWorker.votesOf(3), byWorker.tasksOf(3))) {
            assertThat(cell.probability()).isGreaterThan(0).isLessThanOrEqualTo(1 + 1e-9);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "KOS")
    void renamingWorkersAndClassesChangesNothing(ConsensusMethod method) {
        int classes = 2_000;
        int workers = 60;
        SplittableRandom chance = new SplittableRandom(5);
        int[] task = new int[900];
        int[] worker = new int[900];
        int[] label = new int[900];
        int[] otherWorker = new int[900];
        int[] otherLabel = new int[900];
        for (int r = 0; r < 900; r++) {
            task[r] = r / 3;
            worker[r] = chance.nextInt(workers);
            label[r] = chance.nextInt(10) < 6 ? task[r] * 7 % classes : chance.nextInt(classes);
            otherWorker[r] = workers - 1 - worker[r];
            otherLabel[r] = (label[r] * 3 + 11) % classes;
        }
        Consensus a = method.estimate(Votes.of(300, workers, classes, task, worker, label));
        Consensus b = method.estimate(Votes.of(300, workers, classes, task, otherWorker, otherLabel));
        for (int t = 0; t < 300; t++) {
            for (int i = a.votes().begin(t); i < a.votes().end(t); i++) {
                int c = a.votes().label(i);
                assertThat(b.probability(t, (c * 3 + 11) % classes)).isCloseTo(a.probability(t, c), within(1e-5));
            }
        }
    }
}
