package dev.cupel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.cli.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever {@code --help} shows as an example works as it stands. */
final class HelpExamplesTest {
    private static final List<String> COMMANDS = List.of(
            "consensus",
            "agreement",
            "numbers",
            "preferences",
            "convert",
            "serve",
            "reset-password",
            "backup",
            "restore");

    private static final List<String> ON_A_SERVER = List.of("serve", "reset-password", "backup", "restore");

    @TempDir
    Path folder;

    static Stream<String> examples() {
        return COMMANDS.stream()
                .flatMap(command -> help(command).lines())
                .map(String::strip)
                .filter(line -> line.contains("./cupel "));
    }

    @Test
    void everyCommandShowsAnExample() {
        for (String command : COMMANDS) {
            assertThat(help(command)).contains("./cupel " + command);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleFromTheHelpWorks(String example) throws IOException {
        makeFiles();
        byte[] input = new byte[0];
        String line = example;
        if (line.startsWith("cat ")) {
            String[] parts = line.split("\\|");
            input = Files.readAllBytes(folder.resolve(parts[0].substring(4).strip()));
            line = parts[1].strip();
        }
        String[] words = line.substring("./cupel ".length()).split(" +");
        if (ON_A_SERVER.contains(words[0])) {
            // Starting a server is the browser tests' job; here the options must be understood.
            words = Stream.concat(Arrays.stream(words), Stream.of("--help")).toArray(String[]::new);
        }
        for (int i = 1; i < words.length; i++) {
            if (words[i].matches(".*\\.(csv|html|json|jsonl|gz)")) {
                words[i] = folder.resolve(words[i]).toString();
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                words,
                Console.of(
                        new ByteArrayInputStream(input),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
        assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.size()).isPositive();
    }

    private void makeFiles() throws IOException {
        List<String> labels = new ArrayList<>(List.of("task,worker,label"));
        List<String> ratings = new ArrayList<>(List.of("task,worker,label"));
        List<String> comparisons = new ArrayList<>(List.of("worker,left,right,winner"));
        for (int task = 0; task < 12; task++) {
            for (int worker = 0; worker < 5; worker++) {
                int said = (task + (worker == task % 5 ? 1 : 0)) % 3;
                labels.add("t" + task + ",w" + worker + "," + said);
                ratings.add("t" + task + ",w" + worker + "," + (task + 0.25 * worker));
                comparisons.add("w" + worker + ",i" + task % 4 + ",i" + (task + 1) % 4 + ","
                        + (said == 0 ? "left" : said == 1 ? "right" : "tie"));
            }
        }
        makeAnswers();
        makeItems();
        Files.write(folder.resolve("labels.csv"), labels);
        Files.write(folder.resolve("ratings.csv"), ratings);
        Files.write(folder.resolve("comparisons.csv"), comparisons);
        Files.write(folder.resolve("truth.csv"), List.of("task,label", "t0,0", "t1,1", "t2,2"));
        Files.write(folder.resolve("known.csv"), List.of("task,label", "t0,0.5", "t1,1.5", "t2,2.5"));
    }

    private void makeAnswers() throws IOException {
        List<String> transcripts = new ArrayList<>();
        List<String> spans = new ArrayList<>();
        List<String> boxes = new ArrayList<>();
        for (int task = 0; task < 4; task++) {
            for (int worker = 0; worker < 3; worker++) {
                String row = "{\"task\":\"t" + task + "\",\"worker\":\"w" + worker + "\",\"answer\":";
                transcripts.add(row + "\"word number " + (worker == task ? "none" : task) + "\"}");
                spans.add(row + "[{\"begin\":0,\"end\":4,\"label\":\"name\"}],\"text\":\"Anna left\"}");
                boxes.add(row + "[{\"left\":" + worker + ",\"top\":2,\"width\":30,\"height\":20,\"label\":\"cell\"}]}");
            }
        }
        Files.write(folder.resolve("transcripts.jsonl"), transcripts);
        Files.write(folder.resolve("spoken.jsonl"), List.of("{\"task\":\"t1\",\"answer\":\"word number 1\"}"));
        Files.write(folder.resolve("spans.jsonl"), spans);
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("boxes.jsonl.gz")))) {
            gzip.write(String.join("\n", boxes).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void makeItems() throws IOException {
        Files.writeString(folder.resolve("schema.json"), """
                {"inputs": [{"id": "text", "type": "text", "field": "text"}],
                 "questions": [{"id": "mood", "type": "choice", "options": ["good", "bad"]},
                               {"id": "why", "type": "text"}]}
                """);
        Files.writeString(folder.resolve("items.jsonl"), """
                {"key": "a", "fields": {"text": "hi"}, "annotations": [{"annotator": "Ann", "answers": {"mood": "good"}}]}
                """);
    }

    private static String help(String command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Main.run(new String[] {command, "--help"}, Console.of(System.in, print, print));
        return out.toString(StandardCharsets.UTF_8);
    }
}
