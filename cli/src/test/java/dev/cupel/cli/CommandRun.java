package dev.cupel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run of the program, as whoever typed it sees it. */
record CommandRun(int status, String out, String err) {
    /** @param input what comes in on standard input, which the argument {@code -} names */
    static CommandRun run(String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                words,
                Console.of(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
        return new CommandRun(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** The report of a run that went well. */
    JsonNode json() {
        assertThat(status).as(err).isZero();
        return JsonMapper.shared().readTree(out);
    }

    /** A coefficient of the report; NaN if it is undefined. */
    double coefficient(String key) {
        return json().at("/coefficients/" + key + "/value").asDouble(Double.NaN);
    }
}
