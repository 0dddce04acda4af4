package dev.cupel.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.cli.Main;
import dev.cupel.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code serve}, {@code reset-password}, {@code backup} and {@code restore} refuse before anything is started. */
final class ServeOptionsTest {
    private record Ended(int status, String said) {}

    private static Ended run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int status = Main.run(words, Console.of(new ByteArrayInputStream(new byte[0]), print, print));
        return new Ended(status, out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aDatabasePasswordOnTheCommandLineIsRefusedWithTheRemedyAndNotRepeated() {
        for (String address :
                List.of("postgresql://cupel:s3cret@db/cupel", "jdbc:postgresql://db/cupel?password=s3cret")) {
            for (List<String> command : List.of(
                    List.of("serve"),
                    List.of("reset-password", "olga@example.org"),
                    List.of("backup", "monday.zip"),
                    List.of("restore", "monday.zip"))) {
                Ended ended = run(java.util.stream.Stream.concat(
                                command.stream(), java.util.stream.Stream.of("--database-url", address))
                        .toArray(String[]::new));
                assertThat(ended.status()).isEqualTo(2);
                assertThat(ended.said())
                        .contains("--database-password-file", "CUPEL_DATABASE_PASSWORD")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void anAddressOrACertificateThatCannotBeUsedIsSaidInTwoLines(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        for (String[] command : List.of(
                new String[] {"serve", "--bind", "300.1.1.1"},
                new String[] {"serve", "--bind", "192.0.2.1", "--port", "0"},
                new String[] {
                    "serve", "--port", "0", "--tls-certificate", empty.toString(), "--tls-key", empty.toString()
                })) {
            Ended ended = run(command);
            assertThat(ended.status()).as(ended.said()).isEqualTo(3);
            assertThat(ended.said().lines()).hasSize(2);
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsSaid() {
        assertThat(run("serve", "--tls-certificate", "a.pem").said()).contains("one is missing");
        assertThat(run("serve", "--public-url", "labels.example.org").said()).contains("--public-url", "https://");
        assertThat(run("serve", "--database-password-file", "p.txt").said()).contains("--database-url");
        assertThat(run("serve", "--demo", "--tls-certificate", "a", "--tls-key", "b")
                        .said())
                .contains("leave one of them out");
        assertThat(run("reset-password").status()).isEqualTo(2);
        assertThat(run("reset-password", "olga@example.org", "--data", "no-such-folder")
                        .said())
                .contains("no database of Cupel");
    }

    @Test
    void aBackupOrRestoreThatCannotBeIsSaidInTwoLinesAndMakesNothing(@TempDir Path folder) throws IOException {
        String data = folder.resolve("data").toString();
        String file = folder.resolve("b.zip").toString();
        Ended none = run("backup", file, "--data", data);
        assertThat(none.status()).isEqualTo(3);
        assertThat(none.said()).contains("no database of Cupel", "--data");
        for (String option : List.of("--check", "--data=" + data)) {
            assertThat(run("restore", file, option).said()).contains("There is no file");
        }
        Files.writeString(Path.of(file), "key,text\n");
        for (String option : List.of("--check", "--data=" + data)) {
            Ended ended = run("restore", file, option);
            assertThat(ended.status()).isEqualTo(3);
            assertThat(ended.said()).contains("damaged", "Nothing was changed");
            assertThat(ended.said().lines()).hasSize(2);
        }
        assertThat(run("backup", file, "--data", data).said()).contains("is there already", "--overwrite");
        assertThat(folder.toFile().list()).containsExactly("b.zip");
    }
}
