package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.agreement.AgreementOptions.Scale;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.votes.Votes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference values computed by an independent program on the same files, to six digits. */
final class RealSetsTest {
    private static final AgreementOptions POINT = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);

    static Votes votes(String set, boolean numericOrder) {
        List<String[]> rows = DataFolder.csv(set, "labels.csv");
        Map<String, Integer> tasks = DataFolder.names();
        Map<String, Integer> workers = DataFolder.names();
        List<String> classes = classes(rows, numericOrder);
        int n = rows.size() - 1;
        int[] task = new int[n];
        int[] worker = new int[n];
        int[] label = new int[n];
        for (int r = 0; r < n; r++) {
            String[] row = rows.get(r + 1);
            task[r] = DataFolder.index(tasks, row[0]);
            worker[r] = DataFolder.index(workers, row[1]);
            label[r] = classes.indexOf(row[2]);
        }
        return Votes.of(tasks.size(), workers.size(), classes.size(), task, worker, label);
    }

    private static List<String> classes(List<String[]> rows, boolean numericOrder) {
        var distinct = rows.stream().skip(1).map(row -> row[2]).distinct();
        return numericOrder
                ? distinct.sorted((a, b) -> Double.compare(Double.parseDouble(a), Double.parseDouble(b)))
                        .toList()
                : distinct.sorted().toList();
    }

    static Ratings ratings(String set) {
        List<String[]> rows = DataFolder.csv(set, "labels.csv");
        Map<String, Integer> tasks = DataFolder.names();
        Map<String, Integer> workers = DataFolder.names();
        int n = rows.size() - 1;
        int[] task = new int[n];
        int[] worker = new int[n];
        double[] value = new double[n];
        for (int r = 0; r < n; r++) {
            String[] row = rows.get(r + 1);
            task[r] = DataFolder.index(tasks, row[0]);
            worker[r] = DataFolder.index(workers, row[1]);
            value[r] = Double.parseDouble(row[2]);
        }
        return Ratings.of(tasks.size(), workers.size(), task, worker, value);
    }

    @ParameterizedTest
    @CsvSource({
        "hs_brexit, .347462, .347365, .810323, .853036",
        "convabuse, .435492, .429270, .767564, .789043",
        "paraphrase, .151624, .151152, .195991, .265556",
        "popquorn_offensive, .133900, .134931, .370498, .467392",
        "rte, .241479, .241384, .272732, .628694",
        "dog, .519418, .519358, .522236, .641140",
    })
    void nominalCoefficientsOfRealSets(String set, double alpha, double fleiss, double ac1, double percent) {
        Map<Measure, Coefficient> found = Agreement.measures(votes(set, false), Measure.nominal(), POINT);
        assertThat(of(found, Measure.KRIPPENDORFF_NOMINAL)).isCloseTo(alpha, within(1e-6));
        assertThat(of(found, Measure.FLEISS_KAPPA)).isCloseTo(fleiss, within(1e-6));
        assertThat(of(found, Measure.GWET_AC1)).isCloseTo(ac1, within(1e-6));
        assertThat(of(found, Measure.PERCENT)).isCloseTo(percent, within(1e-6));
    }

    private static double of(Map<Measure, Coefficient> found, Measure measure) {
        return found.getOrDefault(measure, new Coefficient.Undefined("missing"))
                .asOptional()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "convabuse, .657875, .731755",
        "paraphrase, .511205, .473515",
        "popquorn_offensive, .286489, .287175",
    })
    void orderedAlphasOfRealSetsFromVotesAndFromNumbers(String set, double ordinal, double interval) {
        Ratings ratings = ratings(set);
        assertThat(alpha(ratings, Scale.ORDINAL)).isCloseTo(ordinal, within(1e-6));
        assertThat(alpha(ratings, Scale.INTERVAL)).isCloseTo(interval, within(1e-6));
        assertThat(Agreement.measure(votes(set, true), Measure.KRIPPENDORFF_ORDINAL, POINT)
                        .asOptional()
                        .orElseThrow())
                .isCloseTo(ordinal, within(1e-6));
    }

    @Test
    void intervalAlphaOfEmotionStrengths() {
        assertThat(alpha(ratings("emotion"), Scale.INTERVAL)).isCloseTo(.332885, within(1e-6));
    }

    private static double alpha(Ratings ratings, Scale scale) {
        return Agreement.krippendorff(ratings, scale, Bootstrap.Options.NONE)
                .asOptional()
                .orElseThrow();
    }
}
