package dev.cupel.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class SoftLabelsTest {
    @Property(tries = 100)
    void everyRowIsADistributionWithoutZeros(@ForAll @Size(12) List<@IntRange(max = 9) Integer> counts) {
        SoftLabels soft =
                SoftLabels.of(counts.stream().mapToInt(Integer::intValue).toArray(), 3);
        for (int t = 0; t < 4; t++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                assertThat(soft.probability(t, c)).isPositive();
                sum += soft.probability(t, c);
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void manyAnswersOutweighWhatIsUsual() {
        int[] counts = new int[2 * 51];
        for (int t = 0; t < 50; t++) {
            counts[2 * t + t % 2] = 5;
        }
        counts[100] = 300;
        counts[101] = 700;
        SoftLabels soft = SoftLabels.of(counts, 2);
        assertThat(soft.probability(50, 1)).isCloseTo(0.7, within(0.02));
    }

    @Test
    void aLoneDissenterAmongMillionsOfUsualTasksIsNotTakenForAShareOfOneInThree() {
        int[] counts = new int[2 * 200];
        for (int t = 0; t < 200; t++) {
            counts[2 * t + t % 2] = 3;
        }
        counts[0] = 2;
        counts[1] = 1;
        assertThat(SoftLabels.of(counts, 2).probability(0, 1)).isBetween(0.01, 0.25);
    }

    @Test
    void singleAnswersDoNotTeachThatPeopleNeverDisagree() {
        int[] counts = new int[2 * 1000];
        for (int t = 0; t < 1000; t++) {
            counts[2 * t + t % 2] = 1;
        }
        assertThat(SoftLabels.of(counts, 2).probability(0, 1)).isBetween(0.1, 0.3);
    }

    /** Five answers per picture predict how the other forty-five people answered; raw shares cost 0.659 nats. */
    @Test
    void fiveAnswersPredictTheOtherFortyFive() throws IOException {
        Assumptions.assumeTrue(CrowdData.folder().isPresent(), "no research data: set CUPEL_DATA");
        int[][] pictures = cifar10h(CrowdData.folder().orElseThrow());
        assertThat(crossEntropy(pictures, 5)).isLessThanOrEqualTo(0.2355);
        assertThat(crossEntropy(pictures, 10)).isLessThanOrEqualTo(0.2200);
        assertThat(crossEntropy(pictures, 3)).isLessThanOrEqualTo(0.2600);
        assertThat(crossEntropy(pictures, 1)).isLessThanOrEqualTo(0.6000);
    }

    private static double crossEntropy(int[][] pictures, int answers) {
        SplittableRandom chance = new SplittableRandom(1);
        int k = 10;
        int[] drawn = new int[pictures.length * k];
        int[][] rest = new int[pictures.length][];
        for (int t = 0; t < pictures.length; t++) {
            rest[t] = pictures[t].clone();
            int left = Arrays.stream(rest[t]).sum();
            for (int d = 0; d < answers; d++) {
                int u = chance.nextInt(left--);
                int c = 0;
                while (u >= rest[t][c]) {
                    u -= rest[t][c++];
                }
                rest[t][c]--;
                drawn[t * k + c]++;
            }
        }
        SoftLabels soft = SoftLabels.of(drawn, k);
        double nats = 0;
        for (int t = 0; t < pictures.length; t++) {
            double total = Arrays.stream(rest[t]).sum();
            for (int c = 0; c < k; c++) {
                if (rest[t][c] > 0) {
                    nats -= rest[t][c] / total * Math.log(soft.probability(t, c));
                }
            }
        }
        return nats / pictures.length;
    }

    private static int[][] cifar10h(Path folder) throws IOException {
        List<int[]> rows = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("cifar10h/counts.csv.gz"))),
                StandardCharsets.UTF_8))) {
            reader.lines()
                    .skip(1)
                    .forEach(line -> rows.add(Arrays.stream(line.split(","))
                            .skip(2)
                            .mapToInt(Integer::parseInt)
                            .toArray()));
        }
        return rows.toArray(int[][]::new);
    }
}
