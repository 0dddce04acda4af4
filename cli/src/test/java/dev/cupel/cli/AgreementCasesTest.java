package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small files in shapes that people have, each with the right value of an independent implementation or by hand. */
final class AgreementCasesTest {
    private static final String GAP = votes("ann 1 2 5 1 2 5 1 5 2 1 / ben 1 1 5 2 2 2 1 5 5 1");
    private static final String WORDS = votes(
            "ann low medium high low medium high low high medium low / ben low low high medium medium medium low high high low / cat low medium high low low high medium high medium low");
    private static final String DECLARED = votes("ann -1 -1 -1 -1 -1 -1 / ben -1 -1 -1 -1 0 0");
    private static final String SETS = votes("ann a|b a|b|c c a / ben b|a a|b c a|c");
    private static final String WIDE = votes("x 1 10 100 2 10 / y 1 2 100 2 1");

    @Test
    void weightsFollowTheValuesWhereLabelsAreNumbers() {
        assertThat(value(GAP, "gwet_ac2_quadratic", "--distance", "interval")).isCloseTo(.65986, within(5e-6));
        assertThat(value(GAP, "cohen_kappa_linear", "--distance", "interval")).isCloseTo(.54023, within(5e-6));
        assertThat(value(GAP, "cohen_kappa_quadratic", "--distance", "interval"))
                .isCloseTo(.64912, within(5e-6));
        assertThat(value(GAP, "cohen_kappa_linear", "--metric", "cohen_kappa_linear"))
                .isCloseTo(.54023, within(5e-6));
    }

    @Test
    void wordsHaveNoOrderUntilItIsSaid() {
        assertThat(value(WORDS, "krippendorff_ordinal", "--distance", "ordinal", "--order", "low,medium,high"))
                .isCloseTo(.706, within(5e-4));
        CommandRun refused = run(WORDS, "agreement", "-", "--distance", "ordinal");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).contains("needs an order").contains("--order").doesNotContain("bug");
        assertThat(run(WORDS, "agreement", "-", "--metric", "gwet_ac2_linear").err())
                .contains("--order");
    }

    @Test
    void aLabelOutsideTheOrderIsNamed() {
        assertThat(run(WORDS, "agreement", "-", "--order", "low,high").err()).contains("\"medium\"");
    }

    @Test
    void declaredClassesCountAlthoughNobodyChoseThem() {
        assertThat(value(DECLARED, "bennett_s", "--classes=-1,0,1")).isCloseTo(.5, within(1e-9));
        String oneUsed = votes("ann a a a a / ben a a a a");
        assertThat(value(oneUsed, "gwet_ac1", "--classes", "a,b,c")).isEqualTo(1);
    }

    @Test
    void labelsAreSetsWhenSaidSo() {
        assertThat(value(SETS, "krippendorff_masi", "--sets", "|")).isCloseTo(.555, within(5e-4));
        assertThat(value(SETS.replace("|", ";"), "krippendorff_masi", "--sets", ";"))
                .isCloseTo(.555, within(5e-4));
        assertThat(run(SETS, "agreement", "-").out()).contains("look like sets");
        assertThat(run(SETS, "agreement", "-", "--sets", "|", "--distance", "far")
                        .err())
                .contains("masi or jaccard");
        assertThat(run(SETS, "agreement", "-", "--sets", "|").out()).contains("MASI");
    }

    @Test
    void aListIsASetWhateverTheOrder() {
        String lists = """
                task,worker,label
                q1,ann,"[""a"",""b""]"
                q1,ben,"[""b"",""a""]"
                q2,ann,"[""c""]"
                q2,ben,"[""c""]"
                """;
        assertThat(value(lists, "krippendorff_masi", "--sets", "|")).isEqualTo(1);
    }

    @Test
    void aMetricThatNeedsNumbersTakesTheNumbersOrSaysWhyNot() {
        assertThat(value(WIDE, "krippendorff_interval", "--metric", "krippendorff_interval"))
                .isCloseTo(.991, within(5e-4));
        CommandRun words = run(WORDS, "agreement", "-", "--metric", "krippendorff_interval");
        assertThat(words.status()).isEqualTo(3);
        assertThat(words.err()).contains("krippendorff_interval needs numbers").doesNotContain("bug");
    }

    @Test
    void aNegativeLabelUnderRatioIsNamedWithItsFile() {
        CommandRun refused = run(DECLARED, "agreement", "-", "--distance", "ratio");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).contains("\"-1\"").contains("below zero").doesNotContain("values[");
    }

    @Test
    void disagreementsTwoStepsApartAreNotCalledNeighbouring() {
        String twoSteps = votes("a 1 1 3 3 1 2 2 3 1 3 2 1 / b 1 1 3 3 1 2 2 3 3 3 2 1");
        String out = run(twoSteps, "agreement", "-", "--distance", "ordinal").out();
        assertThat(out).doesNotContain("most disagreements are between");
    }

    @Test
    void oneTaskIsOneTask() {
        assertThat(run("task,worker,label\nt,a,x\nt,b,y\n", "agreement", "-").out())
                .contains("on 1 task, 2 classes")
                .contains("No interval: One item alone")
                .doesNotContain("reliable, single");
    }

    private static double value(String votes, String key, String... words) {
        List<String> all = new ArrayList<>(List.of("agreement", "-", "--json", "--resamples", "50"));
        all.addAll(List.of(words));
        CommandRun outcome = run(votes, all.toArray(String[]::new));
        assertThat(outcome.status()).as(outcome.err()).isZero();
        JsonNode value = JsonMapper.shared()
                .readTree(outcome.out())
                .get("coefficients")
                .get(key)
                .get("value");
        return value.doubleValue();
    }

    /** "ann 1 2 / ben 1 1": each worker's labels on tasks q1, q2, ... */
    private static String votes(String table) {
        StringBuilder rows = new StringBuilder("task,worker,label\n");
        for (String line : table.split(" / ")) {
            String[] words = line.split(" ");
            for (int q = 1; q < words.length; q++) {
                rows.append("q" + q + "," + words[0] + "," + words[q] + "\n");
            }
        }
        return rows.toString();
    }
}
