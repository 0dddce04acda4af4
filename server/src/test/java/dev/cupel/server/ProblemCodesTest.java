package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every code a problem can have, committed for clients that say problems in their own words; the user interface has a test
 * of its own against it. {@code -Dcupel.openapi=write} writes it anew.
 */
final class ProblemCodesTest {
    static final Path COMMITTED = Path.of("problem-codes.json");

    /** What stands where a code is given: a literal, or anything else, which nobody could list. */
    private static final Pattern GIVEN = Pattern.compile(
            "Problem\\s*\\.\\s*(?:of\\(\\s*[\\w.]+\\s*,|notFound\\(|conflict\\(|invalid\\()\\s*(\"[a-z_]+\"|[^\\s])");

    private static final Pattern WRITTEN = Pattern.compile(
            "HttpStatus\\.\\w+,\\s*\"([a-z_]+)\"|\\? \"([a-z_]+)\" : \"([a-z_]+)\"|\"code\":\"([a-z_]+)\"");

    @Test
    void theCommittedListHasExactlyTheCodesTheServerGives() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String source = Files.readString(file);
                Matcher given = GIVEN.matcher(source);
                while (given.find()) {
                    assertThat(given.group(1))
                            .as("%s gives a problem whose code is no literal", file)
                            .startsWith("\"");
                    codes.add(given.group(1).replace("\"", ""));
                }
                if (source.contains("PROBLEM_JSON")) {
                    Matcher written = WRITTEN.matcher(source);
                    while (written.find()) {
                        for (int group = 1; group <= written.groupCount(); group++) {
                            if (written.group(group) != null) {
                                codes.add(written.group(group));
                            }
                        }
                    }
                }
            }
        }
        String now = JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsString(codes)
                        .replace(", \"", ",\n  \"")
                        .replace("[ ", "[\n  ")
                        .replace(" ]", "\n]")
                + "\n";
        if ("write".equals(System.getProperty("cupel.openapi"))) {
            Files.writeString(COMMITTED, now);
        }
        assertThat(Files.readString(COMMITTED)).isEqualTo(now);
    }
}
