package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** {@code cupel agreement --metric icc} on the example of P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86, 1979, table 2. */
final class IccTest {
    private static final String PUBLISHED = """
            target,judge1,judge2,judge3,judge4
            1,9,2,5,8
            2,6,1,3,2
            3,8,4,6,8
            4,7,1,2,6
            5,10,5,6,9
            6,6,2,4,7
            """;

    @Test
    void allSixFormsAreThePublishedOnes() {
        CommandRun all = icc(PUBLISHED, "--metric", "icc", "--wide", "--task", "target", "--json");
        assertThat(all.coefficient("icc11")).isCloseTo(.17, within(.005));
        assertThat(all.coefficient("icc21")).isCloseTo(.29, within(.005));
        assertThat(all.coefficient("icc31")).isCloseTo(.71, within(.005));
        assertThat(all.coefficient("icc1k")).isCloseTo(.44, within(.005));
        assertThat(all.coefficient("icc2k")).isCloseTo(.62, within(.005));
        assertThat(all.coefficient("icc3k")).isCloseTo(.91, within(.005));
        assertThat(all.json().at("/coefficients/icc21/interval/low").asDouble()).isLessThan(all.coefficient("icc21"));
    }

    @Test
    void oneFormAloneAndItsMeaningInWords() {
        String out = icc(PUBLISHED, "--metric", "icc21", "--wide", "--task", "target")
                .out();
        assertThat(out).contains("icc21", "raters are a sample of all raters").doesNotContain("icc31");
    }

    @Test
    void labelsThatAreNoNumbersAreRefusedByLineAndName() {
        CommandRun refused = icc("task,worker,label\nt,a,good\nt,b,2\n", "--metric", "icc");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).contains("stdin:2", "good").doesNotContain("bug");
    }

    @Test
    void whatHasNoFormSaysWhyAndPrintsNoNumber() {
        CommandRun outcome = icc("task,worker,label\nt,a,1\nt,b,2\n", "--metric", "icc");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Look twice").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void aSecondRatingOfTheSamePersonReplacesTheFirst() {
        String twice = PUBLISHED.replace("judge4\n1,9,2,5,8", "judge4\n1,1,1,1,1\n1,9,2,5,8");
        CommandRun all = icc(twice, "--metric", "icc", "--wide", "--task", "target", "--json");
        assertThat(all.coefficient("icc21")).isCloseTo(.29, within(.005));
        assertThat(all.json().get("warnings").toString()).contains("4 answers repeat", "the last one counts");
    }

    private static CommandRun icc(String input, String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "agreement";
        words[1] = "-";
        System.arraycopy(options, 0, words, 2, options.length);
        return run(input, words);
    }
}
