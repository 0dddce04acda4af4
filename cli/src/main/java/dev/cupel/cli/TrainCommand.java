package dev.cupel.cli;

import dev.cupel.cli.console.Console;
import dev.cupel.cli.console.ExitCodes;
import dev.cupel.cli.serve.ServerTraining;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs what people usually run, so that the launcher can keep the classes and profiles for fast starts. */
@Command(name = "train", hidden = true, description = "Runs the usual commands on examples, for the launcher.")
final class TrainCommand implements Callable<Integer> {
    private static final int ROUNDS = 3;

    private final Console console;

    @Option(names = "--server", paramLabel = "FOLDER", description = "start and stop a server on this new folder")
    private @Nullable Path serverFolder;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (serverFolder != null) {
            ServerTraining.run(serverFolder);
            return ExitCodes.DONE;
        }
        Path folder = Files.createTempDirectory("cupel-train");
        List<Path> made = new ArrayList<>();
        try {
            String votes = votes();
            Path labels = write(folder.resolve("labels.csv"), votes, made);
            Path truth = write(folder.resolve("truth.csv"), truth(), made);
            Path out = folder.resolve("out.csv");
            Path page = folder.resolve("page.html");
            made.add(out);
            made.add(page);
            for (int round = 0; round < ROUNDS; round++) {
                run("", "consensus", labels, "--truth", truth, "--out", out, "--soft", "--html", page);
                run("", "consensus", labels, "--method", "dawid-skene", "--json");
                run(votes, "consensus", "-", "--out", "-");
                run("", "agreement", labels, "--html", page, "--resamples", "50");
                run("", "agreement", labels, "--json", "--resamples", "50");
                run(answers(), "consensus", "-", "--html", page);
                run("", "consensus", "--help");
                run("", "--version");
            }
        } finally {
            for (Path path : made) {
                Files.deleteIfExists(path);
            }
            Files.deleteIfExists(folder);
        }
        console.out().println("trained");
        return ExitCodes.DONE;
    }

    private static Path write(Path path, String text, List<Path> made) throws java.io.IOException {
        made.add(path);
        return Files.writeString(path, text);
    }

    private static void run(String input, Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Main.run(words, Console.of(in, nowhere, nowhere));
    }

    private static String votes() {
        StringBuilder csv = new StringBuilder("task,worker,label\n");
        for (int task = 0; task < 200; task++) {
            for (int vote = 0; vote < 4; vote++) {
                int worker = (task * 7 + vote * 5) % 17;
                String label = (task * worker) % 5 == 0 ? "no" : task % 3 == 0 ? "yes" : "perhaps";
                csv.append("t")
                        .append(task)
                        .append(",w")
                        .append(worker)
                        .append(',')
                        .append(label)
                        .append('\n');
            }
        }
        return csv.toString();
    }

    private static String answers() {
        StringBuilder rows = new StringBuilder();
        for (int task = 0; task < 20; task++) {
            for (int worker = 0; worker < 3; worker++) {
                rows.append(String.format(
                        java.util.Locale.ROOT,
                        "{\"task\":\"t%d\",\"worker\":\"w%d\",\"answer\":[{\"begin\":%d,\"end\":9,\"label\":\"name\"}],"
                                + "\"text\":\"Hello, Anna Becker\"}%n",
                        task,
                        worker,
                        7 - worker % 2));
            }
        }
        return rows.toString();
    }

    private static String truth() {
        StringBuilder csv = new StringBuilder("task,label\n");
        for (int task = 0; task < 100; task++) {
            csv.append("t").append(task).append(task % 3 == 0 ? ",yes\n" : ",perhaps\n");
        }
        return csv.toString();
    }
}
