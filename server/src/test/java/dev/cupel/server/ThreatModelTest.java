package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of the threat model names a test that is there. */
final class ThreatModelTest {
    @Test
    void everyLineNamesATestThatExists() throws IOException {
        Set<String> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.map(f -> f.getFileName().toString())
                    .filter(name -> name.endsWith("Test.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
        List<String> lines = Files.readString(Path.of("../docs/threat-model.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| who |"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(15).allSatisfy(line -> {
            String[] cells = line.split("\\|");
            assertThat(tests).as(line).contains(cells[cells.length - 1].strip().replace("`", ""));
        });
    }
}
