package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.engine.votes.Votes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class DawidSkeneTest {
    private static CrowdData anaesthetists() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("reference-data"))) {
                return CrowdData.read(here.resolve("reference-data"), "dawid-skene-1979", RepeatPolicy.KEEP_ALL);
            }
        }
        throw new IllegalStateException("run inside the repository: reference-data/ is not above the working folder");
    }

    @Test
    void theTableOf1979IsReproduced() {
        CrowdData data = anaesthetists();
        Consensus consensus = DawidSkene.estimate(
                data.votes, DawidSkene.Options.DEFAULTS.withTolerance(1e-14).withMaxRounds(1000));
        assertThat(consensus.classPrior()).containsExactly(new double[] {.3996, .4220, .1118, .0667}, within(5e-5));
        assertThat(consensus.evidence().logLikelihoodNats().orElseThrow()).isCloseTo(-192.8909, within(5e-5));
        assertThat(consensus.evidence().converged()).isTrue();
        // Tasks are indexed by name in sorted order, p1, p10, p11, ...: read them by patient number.
        String[] names =
                IntStream.rangeClosed(1, 45).mapToObj(p -> "p" + p).sorted().toArray(String[]::new);
        String labels = IntStream.rangeClosed(1, 45)
                .map(p -> java.util.Arrays.binarySearch(names, "p" + p))
                .mapToObj(t -> data.classes[consensus.label(t)])
                .collect(Collectors.joining());
        assertThat(labels).isEqualTo("142222132243121111222222112111131224233111212");
        double[][] first = consensus.confusion(0).orElseThrow();
        assertThat(first[0]).containsExactly(new double[] {.889, .111, 0, 0}, within(5e-4));
        assertThat(first[1]).containsExactly(new double[] {.071, .876, .053, 0}, within(5e-4));
        assertThat(first[2]).containsExactly(new double[] {0, .339, .661, 0}, within(5e-4));
        assertThat(first[3]).containsExactly(new double[] {0, 0, .556, .444}, within(5e-4));
    }

    @Test
    void theDefaultsComeWithinHalfAThousandthOfTheConvergedTable() {
        Consensus consensus = DawidSkene.estimate(anaesthetists().votes);
        assertThat(consensus.classPrior()).containsExactly(new double[] {.3996, .4220, .1118, .0667}, within(1e-4));
        assertThat(consensus.evidence().logLikelihoodNats().orElseThrow()).isCloseTo(-192.8909, within(5e-4));
    }

    @Test
    void anAnnotatorWithAGoodRecordOutweighsTwoWhoGuess() {
        Votes votes = VotesText.parse("""
                task ann  dan  bob  cy
                q1   cat  cat  cat  dog
                q2   cat  cat  dog  cat
                q3   dog  dog  dog  cat
                q4   dog  dog  cat  dog
                q5   cat  -    dog  dog
                """);
        assertThat(DawidSkene.estimate(votes).label(4)).isEqualTo(VotesText.CAT);
    }

    @Property(tries = 30)
    void theLoopsForFewClassesAgreeWithTheGeneralOne(@ForAll @IntRange(max = 10_000) int seed) {
        for (int k = 2; k <= 4; k++) {
            Votes votes = SimulatedCrowd.seeded(seed, 60, 1 + seed % 40, 9, k).votes;
            int[] gold = Gold.of(Map.of(3, k - 1, 7, 0)).toArray(votes);
            ConfusionEm em = new ConfusionEm(9, k, votes.size(), 60, new Shrinkage.Pooled(2));
            ConfusionEm.Parameters parameters = em.finish(em.countShares(votes, gold, 1));
            ConfusionEm.Counts special = em.empty();
            em.count(votes, gold, parameters, 0, 60, special);
            ConfusionEm.Counts general = em.empty();
            em.countAny(votes, gold, parameters, 0, 60, general);
            assertThat(em.logLikelihoodNats(special)).isCloseTo(em.logLikelihoodNats(general), within(1e-7));
            ConfusionEm.Parameters a = em.finish(special);
            ConfusionEm.Parameters b = em.finish(general);
            assertThat(a.answerGivenTruth).containsExactly(b.answerGivenTruth, within(1e-10));
            assertThat(a.prior).containsExactly(b.prior, within(1e-10));
        }
    }

    @Property(tries = 40)
    void oneChunkAndEightChunksGiveTheSameCountsToTheBit(
            @ForAll @IntRange(max = 10_000) int seed,
            @ForAll @IntRange(min = 2, max = 6) int classes,
            @ForAll @IntRange(min = 8, max = 90) int tasks) {
        Votes votes = SimulatedCrowd.seeded(seed, tasks, 4, 12, classes).votes;
        int[] gold = Gold.of(Map.of(0, 1)).toArray(votes);
        ConfusionEm em = new ConfusionEm(12, classes, votes.size(), tasks, new Shrinkage.OwnCoin(4, 4));
        ConfusionEm.Parameters parameters = em.finish(em.countShares(votes, gold, 1));
        ConfusionEm.Counts whole = em.empty();
        em.count(votes, gold, parameters, 0, tasks, whole);
        ConfusionEm.Counts merged = em.empty();
        for (int chunk : new int[] {5, 2, 7, 0, 1, 6, 4, 3}) { // merged in any order
            ConfusionEm.Counts part = em.empty();
            em.count(votes, gold, parameters, chunk * tasks / 8, (chunk + 1) * tasks / 8, part);
            merged.merge(part);
        }
        assertThat(merged).isEqualTo(whole);
        ConfusionEm.Parameters a = em.finish(whole);
        ConfusionEm.Parameters b = em.finish(merged);
        assertThat(a.answerGivenTruth).isEqualTo(b.answerGivenTruth);
        assertThat(em.logLikelihoodNats(merged)).isEqualTo(em.logLikelihoodNats(whole));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        Votes votes = SimulatedCrowd.seeded(5, 40_000, 3, 300, 3).votes;
        Consensus one = DawidSkene.estimate(votes, DawidSkene.Options.SHRUNK.withThreads(1));
        Consensus four = DawidSkene.estimate(votes, DawidSkene.Options.SHRUNK.withThreads(4));
        assertThat(four.posterior()).isEqualTo(one.posterior());
        assertThat(four.evidence()).isEqualTo(one.evidence());
    }

    @Test
    void theLogLikelihoodOfPlainEmNeverFalls() {
        Votes votes = SimulatedCrowd.seeded(8, 400, 5, 20, 4).votes;
        double before = Double.NEGATIVE_INFINITY;
        for (int rounds = 1; rounds < 25; rounds++) {
            double now = DawidSkene.estimate(
                            votes,
                            DawidSkene.Options.DEFAULTS.withMaxRounds(rounds).withTolerance(1e-300))
                    .evidence()
                    .logLikelihoodNats()
                    .orElseThrow();
            assertThat(now).isGreaterThanOrEqualTo(before - 1e-6);
            before = now;
        }
    }

    @Test
    void goldTeachesWhoIsToBeBelieved() {
        // Two workers always disagree; gold says the second is right, so the open tasks follow the second.
        int[] task = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5};
        int[] worker = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
        int[] label = {0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0};
        Votes votes = Votes.of(6, 2, 2, task, worker, label);
        Gold gold = Gold.of(Map.of(0, 1, 1, 0, 2, 1, 3, 0));
        for (ConsensusMethod method : new ConsensusMethod[] {
            ConsensusMethod.DAWID_SKENE,
            ConsensusMethod.DAWID_SKENE_SHRUNK,
            ConsensusMethod.ONE_COIN,
            ConsensusMethod.MACE,
            ConsensusMethod.IBCC,
            ConsensusMethod.WAWA,
            ConsensusMethod.M_MSR,
            ConsensusMethod.BWA,
            ConsensusMethod.GLAD,
            ConsensusMethod.AUTO
        }) {
            Consensus consensus = method.estimate(votes, ConsensusOptions.DEFAULTS.withGold(gold));
            assertThat(consensus.label(4)).as(method.id()).isEqualTo(1);
            assertThat(consensus.label(5)).as(method.id()).isEqualTo(0);
            assertThat(consensus.probability(0, 1)).as(method.id()).isEqualTo(1);
            assertThat(consensus.explain(0).gold()).isTrue();
        }
    }

    @Test
    void shrinkageKeepsAWorkerWithOneVoteFromBeingInfallible() {
        Votes votes = SimulatedCrowd.seeded(2, 200, 5, 60, 3).votes;
        Consensus plain = DawidSkene.estimate(votes);
        Consensus shrunk = DawidSkene.estimate(votes, DawidSkene.Options.SHRUNK);
        double largestPlain = 0;
        double largestShrunk = 0;
        int[] count = OddsModel.votesPerWorker(votes);
        for (int j = 0; j < votes.workerCount(); j++) {
            for (int c = 0; count[j] < 6 && c < 3; c++) {
                largestPlain = Math.max(largestPlain, plain.confusion(j).orElseThrow()[c][c]);
                largestShrunk = Math.max(largestShrunk, shrunk.confusion(j).orElseThrow()[c][c]);
            }
        }
        assertThat(largestPlain).isGreaterThan(0.999);
        assertThat(largestShrunk).isLessThan(0.96);
    }
}
