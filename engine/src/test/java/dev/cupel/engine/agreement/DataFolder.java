package dev.cupel.engine.agreement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Real datasets that lie beside the repository and are never part of it, and published numbers that are. */
public final class DataFolder {
    private DataFolder() {}

    /** Rows of a CSV without quoted fields, header first; skips the test where the data are absent. */
    public static List<String[]> csv(String set, String file) {
        Path path = root().resolve(set).resolve(file);
        boolean there = Files.exists(path);
        if (!there) {
            System.out.println("skipped: no " + path + "; set CUPEL_DATA to the folder of datasets");
        }
        Assumptions.assumeTrue(there, "no dataset at " + path);
        List<String[]> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                file.endsWith(".gz") ? new GZIPInputStream(Files.newInputStream(path)) : Files.newInputStream(path),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(line.split(",", -1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    /** Lines of a published table in reference-data, comments left out. */
    public static List<String[]> reference(String folder, String file) {
        try (var lines = Files.lines(
                repository().resolve("reference-data").resolve(folder).resolve(file))) {
            return lines.filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers names in order of first appearance. */
    public static int index(Map<String, Integer> names, String name) {
        return names.computeIfAbsent(name, key -> names.size());
    }

    public static Map<String, Integer> names() {
        return new LinkedHashMap<>();
    }

    static Path repository() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("reference-data"))) {
            Path above = at.getParent();
            if (above == null) {
                throw new IllegalStateException("run tests inside the repository");
            }
            at = above;
        }
        return at;
    }

    private static Path root() {
        String set = System.getProperty("CUPEL_DATA", System.getenv().getOrDefault("CUPEL_DATA", ""));
        return set.isEmpty() ? repository().resolve("../shared/data").normalize() : Path.of(set);
    }
}
