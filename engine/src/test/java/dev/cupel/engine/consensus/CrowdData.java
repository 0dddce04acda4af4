package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.RepeatPolicy;
import dev.cupel.engine.votes.Votes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Crowd-label sets of the research data, where they are present: {@code CUPEL_DATA} names the folder, otherwise {@code
 * ../shared/data} beside the repository. They are not part of the repository.
 */
final class CrowdData {
    /** The eleven development sets with truth on which methods are compared. */
    static final List<String> DEVELOPMENT_SETS = List.of(
            "bluebird",
            "wsd",
            "weather_cf",
            "rte",
            "weather_amt",
            "movies_amt",
            "dog",
            "possent",
            "movies",
            "product",
            "adult");

    final String name;
    final Votes votes;
    /** True class per task, -1 where unknown. */
    final int[] truth;

    final String[] classes;

    private CrowdData(String name, Votes votes, int[] truth, String[] classes) {
        this.name = name;
        this.votes = votes;
        this.truth = truth;
        this.classes = classes;
    }

    /** The folder with the data, if there is one. */
    static Optional<Path> folder() {
        String given = System.getProperty("cupel.data", System.getenv("CUPEL_DATA"));
        if (given != null) {
            return Optional.of(Path.of(given)).filter(Files::isDirectory);
        }
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            if (Files.exists(here.resolve("engine")) && Files.exists(here.resolve("pom.xml"))) {
                for (Path above = here.getParent(); above != null; above = above.getParent()) {
                    Path data = above.resolve("shared/data");
                    if (Files.isDirectory(data)) {
                        return Optional.of(data);
                    }
                }
            }
        }
        return Optional.empty();
    }

    static CrowdData read(Path folder, String name) {
        return read(folder, name, RepeatPolicy.FIRST);
    }

    /** Names become indices in sorted order, so that the order of rows does not matter. */
    static CrowdData read(Path folder, String name, RepeatPolicy repeats) {
        try {
            List<String[]> rows = csv(folder.resolve(name).resolve("labels.csv"));
            Path truthFile = folder.resolve(name).resolve("truth.csv");
            List<String[]> truthRows = Files.exists(truthFile) ? csv(truthFile) : List.of();
            TreeSet<String> classNames = new TreeSet<>();
            rows.forEach(row -> classNames.add(row[2]));
            truthRows.forEach(row -> classNames.add(row[1]));
            Map<String, Integer> tasks = index(rows, 0);
            Map<String, Integer> workers = index(rows, 1);
            String[] classes = classNames.toArray(String[]::new);
            int[] task = new int[rows.size()];
            int[] worker = new int[rows.size()];
            int[] label = new int[rows.size()];
            for (int r = 0; r < rows.size(); r++) {
                task[r] = tasks.getOrDefault(rows.get(r)[0], -1);
                worker[r] = workers.getOrDefault(rows.get(r)[1], -1);
                label[r] = Arrays.binarySearch(classes, rows.get(r)[2]);
            }
            int[] truth = new int[tasks.size()];
            Arrays.fill(truth, -1);
            for (String[] row : truthRows) {
                Integer t = tasks.get(row[0]);
                if (t != null) {
                    truth[t] = Arrays.binarySearch(classes, row[1]);
                }
            }
            Votes votes = Votes.of(tasks.size(), workers.size(), classes.length, task, worker, label, repeats);
            return new CrowdData(name, votes, truth, classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String[]> csv(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.strip().split(","))
                .toList();
    }

    private static Map<String, Integer> index(List<String[]> rows, int column) {
        TreeSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.add(row[column]));
        Map<String, Integer> index = new HashMap<>();
        names.forEach(name -> index.put(name, index.size()));
        return index;
    }
}
