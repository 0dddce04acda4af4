package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class CalibrationTest {
    @Test
    void theErrorIsTheDistanceBetweenProbabilityAndShareOfRightLabels() {
        // bin of 0.90: mean 0.90, 3 of 4 right; bin of 0.55: mean 0.55, 1 of 2 right
        double[] probability = {0.9, 0.9, 0.9, 0.9, 0.55, 0.55};
        double[] right = {1, 1, 1, 0, 1, 0};
        Calibration calibration = Calibration.of(probability, right);
        assertThat(calibration.expectedCalibrationError()).isCloseTo(4 / 6.0 * 0.15 + 2 / 6.0 * 0.05, within(1e-12));
        assertThat(calibration.meanProbability()).isCloseTo(4.7 / 6, within(1e-12));
        assertThat(calibration.reliability()).hasSize(2);
        Calibration.Bin last = calibration.reliability().getLast();
        assertThat(last.from()).isCloseTo(13 / 15.0, within(1e-12));
        assertThat(last.to()).isCloseTo(14 / 15.0, within(1e-12));
        assertThat(last.tasks()).isEqualTo(4);
        assertThat(last.accuracy()).isEqualTo(0.75);
    }

    @Test
    void certaintyBelongsToTheLastBin() {
        Calibration calibration = Calibration.of(new double[] {1, 1}, new double[] {1, 1});
        assertThat(calibration.reliability()).containsExactly(new Calibration.Bin(14 / 15.0, 1, 2, 1, 1));
        assertThat(calibration.expectedCalibrationError()).isZero();
        assertThat(calibration.debiasedError()).isZero();
    }

    /** One group of n labels: (p - accuracy)² - p (1 - p) / n. */
    @Test
    void theDebiasedErrorSubtractsWhatChanceAloneAdds() {
        double[] probability = new double[100];
        double[] right = new double[100];
        for (int t = 0; t < 100; t++) {
            probability[t] = 0.9;
            right[t] = t < 80 ? 1 : 0;
        }
        assertThat(Calibration.of(probability, right).debiasedError())
                .isCloseTo(Math.sqrt(0.1 * 0.1 - 0.9 * 0.1 / 100), within(1e-12));
        right[80] = right[81] = right[82] = right[83] = right[84] = right[85] = right[86] = right[87] = 1;
        assertThat(Calibration.of(probability, right).debiasedError()).isZero();
    }

    /** Three right labels of probability .9: the variance of what was seen is 0, and chance is not. */
    @Test
    void aFewLabelsThatAreAllRightAreNotCalledMiscalibrated() {
        for (int n : new int[] {1, 2, 3, 10, 20}) {
            double[] probability = new double[n];
            double[] right = new double[n];
            Arrays.fill(probability, 0.9);
            Arrays.fill(right, 1);
            Calibration calibration = Calibration.of(probability, right);
            assertThat(calibration.moreThanChance()).isFalse();
            assertThat(calibration.debiasedError()).isLessThan(0.08);
        }
    }

    @Test
    void honestProbabilitiesAreRarelyCalledMoreThanChanceAndBoastsAre() {
        SplittableRandom chance = new SplittableRandom(8);
        for (int tasks : new int[] {5, 60, 300, 25_000}) {
            int honest = 0;
            int boasting = 0;
            for (int draw = 0; draw < 100; draw++) {
                double[] probability = new double[tasks];
                double[] boast = new double[tasks];
                double[] right = new double[tasks];
                for (int t = 0; t < tasks; t++) {
                    probability[t] = 0.5 + chance.nextDouble() / 2;
                    boast[t] = 1 - (1 - probability[t]) / 20;
                    right[t] = chance.nextDouble() < probability[t] ? 1 : 0;
                }
                honest += Calibration.of(probability, right).moreThanChance() ? 1 : 0;
                boasting += Calibration.of(boast, right).moreThanChance() ? 1 : 0;
            }
            assertThat(honest).isLessThanOrEqualTo(12);
            assertThat(boasting).isGreaterThan(tasks > 50 ? 95 : 10);
        }
    }

    @Property(tries = 200)
    void theOrderOfTheTasksDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int tasks) {
        SplittableRandom chance = new SplittableRandom(seed);
        double[] probability = new double[tasks];
        double[] right = new double[tasks];
        for (int t = 0; t < tasks; t++) {
            probability[t] = (5 + chance.nextInt(6)) / 10.0;
            right[t] = chance.nextInt(2);
        }
        Calibration one = Calibration.of(probability, right);
        for (int t = tasks - 1; t > 0; t--) {
            int other = chance.nextInt(t + 1);
            double p = probability[t];
            double r = right[t];
            probability[t] = probability[other];
            right[t] = right[other];
            probability[other] = p;
            right[other] = r;
        }
        Calibration two = Calibration.of(probability, right);
        assertThat(two.expectedCalibrationError()).isCloseTo(one.expectedCalibrationError(), within(1e-12));
        assertThat(two.debiasedError()).isCloseTo(one.debiasedError(), within(1e-6));
        assertThat(one.expectedCalibrationError()).isBetween(0.0, 1.0);
        assertThat(one.debiasedError()).isBetween(0.0, 1.0);
        assertThat(one.reliability().stream().mapToInt(Calibration.Bin::tasks).sum())
                .isEqualTo(tasks);
    }

    @Test
    void honestProbabilitiesHaveNoErrorButChanceAndBoastsDo() {
        SplittableRandom chance = new SplittableRandom(4);
        int tasks = 20_000;
        double[] honest = new double[tasks];
        double[] boast = new double[tasks];
        double[] right = new double[tasks];
        for (int t = 0; t < tasks; t++) {
            honest[t] = 0.5 + chance.nextDouble() / 2;
            boast[t] = 0.75 + honest[t] / 4;
            right[t] = chance.nextDouble() < honest[t] ? 1 : 0;
        }
        assertThat(Calibration.of(honest, right).debiasedError()).isLessThan(0.015);
        assertThat(Calibration.of(boast, right).debiasedError()).isGreaterThan(0.15);
    }

    @Test
    void autoIsNeverSurerThanOneUnseenVoteAllows() {
        Votes votes = SimulatedCrowd.seeded(3, 600, 3, 20, 4).votes;
        Consensus consensus = Auto.estimate(votes);
        double wrong = 1;
        for (int t = 0; t < 600; t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                wrong -= consensus.probability(t, votes.label(i)) / votes.size();
            }
        }
        for (int t = 0; t < 600; t++) {
            for (int c = 0; c < 4; c++) {
                // The share of wrong votes is counted before the unseen vote and is a little smaller than after it.
                assertThat(consensus.probability(t, c)).isGreaterThan(0.8 * wrong / 4 / (3 + wrong));
            }
        }
        assertThat(wrong).isBetween(0.15, 0.5);
    }

    @Test
    void autoLeavesGoldAndTasksWithoutVotesAlone() {
        Votes votes =
                Votes.of(4, 3, 2, new int[] {0, 0, 0, 1, 1, 1, 2, 2}, new int[] {0, 1, 2, 0, 1, 2, 0, 1}, new int[] {
                    0, 0, 1, 1, 1, 1, 0, 1
                });
        Consensus consensus = Auto.estimate(votes, ConsensusOptions.DEFAULTS.withGold(Gold.of(Map.of(0, 0))));
        assertThat(consensus.probability(0, 0)).isEqualTo(1);
        assertThat(consensus.probability(1, 1)).isLessThan(1);
        assertThat(consensus.probability(3, 0)).isNotEqualTo(0.5);
    }

    /** Mean log loss of the plain mean of the members was 0.351, of Dawid-Skene it is 2.03. */
    @Test
    void autosProbabilitiesAreTheMostHonestOfAllMethods() {
        Assumptions.assumeTrue(CrowdData.folder().isPresent(), "no research data: set CUPEL_DATA");
        for (ConsensusMethod method : ConsensusMethod.values()) {
            if (method == ConsensusMethod.KOS) {
                continue; // two classes only
            }
            double logLoss = 0;
            double error = 0;
            for (String set : CrowdData.DEVELOPMENT_SETS) {
                CrowdData data = CrowdData.read(CrowdData.folder().orElseThrow(), set);
                Evaluation evaluation = Evaluation.of(method.estimate(data.votes), data.truth);
                logLoss += evaluation.logLossNats() / CrowdData.DEVELOPMENT_SETS.size();
                error += evaluation.calibration().expectedCalibrationError() / CrowdData.DEVELOPMENT_SETS.size();
            }
            if (method == ConsensusMethod.AUTO) {
                assertThat(logLoss).isLessThan(0.32);
                assertThat(error).isLessThan(0.05);
            } else {
                assertThat(logLoss).as(method.id()).isGreaterThan(0.32);
                assertThat(error).as(method.id()).isGreaterThan(0.05);
            }
        }
    }
}
