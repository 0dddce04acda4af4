package dev.cupel.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    private record Outcome(int status, String out, String err) {}

    @Test
    void allSixFormsAreThePublishedOnes() {
        JsonNode json = JsonMapper.shared()
                .readTree(run(PUBLISHED, "--metric", "icc", "--wide", "--task", "target", "--json")
                        .out());
        assertThat(value(json, "icc11")).isCloseTo(.17, within(.005));
        assertThat(value(json, "icc21")).isCloseTo(.29, within(.005));
        assertThat(value(json, "icc31")).isCloseTo(.71, within(.005));
        assertThat(value(json, "icc1k")).isCloseTo(.44, within(.005));
        assertThat(value(json, "icc2k")).isCloseTo(.62, within(.005));
        assertThat(value(json, "icc3k")).isCloseTo(.91, within(.005));
        assertThat(json.at("/coefficients/icc21/interval/low").asDouble()).isLessThan(value(json, "icc21"));
    }

    @Test
    void oneFormAloneAndItsMeaningInWords() {
        String out = run(PUBLISHED, "--metric", "icc21", "--wide", "--task", "target")
                .out();
        assertThat(out).contains("icc21", "raters are a sample of all raters").doesNotContain("icc31");
    }

    @Test
    void labelsThatAreNoNumbersAreRefusedByLineAndName() {
        Outcome refused = run("task,worker,label\nt,a,good\nt,b,2\n", "--metric", "icc");
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).contains("stdin:2", "good").doesNotContain("bug");
    }

    @Test
    void whatHasNoFormSaysWhyAndPrintsNoNumber() {
        Outcome outcome = run("task,worker,label\nt,a,1\nt,b,2\n", "--metric", "icc");
        assertThat(outcome.status()).isZero();
        assertThat(outcome.out()).contains("Look twice").doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void aSecondRatingOfTheSamePersonReplacesTheFirst() {
        String twice = PUBLISHED.replace("judge4\n1,9,2,5,8", "judge4\n1,1,1,1,1\n1,9,2,5,8");
        JsonNode json = JsonMapper.shared()
                .readTree(run(twice, "--metric", "icc", "--wide", "--task", "target", "--json")
                        .out());
        assertThat(value(json, "icc21")).isCloseTo(.29, within(.005));
    }

    private static double value(JsonNode json, String key) {
        return json.at("/coefficients/" + key + "/value").asDouble(Double.NaN);
    }

    private static Outcome run(String input, String... options) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] arguments = new String[options.length + 2];
        arguments[0] = "agreement";
        arguments[1] = "-";
        System.arraycopy(options, 0, arguments, 2, options.length);
        int status = Main.run(
                arguments,
                Console.of(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
