package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.structured.Answers.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** Real sets of structured answers, which lie beside the repository and are never part of it. */
final class StructuredData {
    private StructuredData() {}

    static boolean present(String set) {
        boolean there = Files.isDirectory(root().resolve(set));
        if (!there) {
            System.out.println("skipped: no " + root().resolve(set) + "; set CUPEL_DATA to the folder of datasets");
        }
        return there;
    }

    static void require(String set) {
        Assumptions.assumeTrue(present(set), "no dataset " + set);
    }

    /** Spans by token (or character), with the length of every document and its true spans (empty without truth). */
    record SpanSet(List<Integer> lengthOf, Answers<List<Span>> answers, List<List<Span>> truth) {
        int[] lengths() {
            return lengthOf.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    static SpanSet spans(String set) {
        Map<String, Integer> tasks = new LinkedHashMap<>();
        List<Integer> lengths = new ArrayList<>();
        if (Files.exists(root().resolve(set).resolve("documents.csv"))) {
            for (List<String> row : csv(set, "documents.csv")) {
                tasks.put(row.get(0), tasks.size());
                lengths.add(Integer.parseInt(row.get(1)));
            }
        } else {
            Pattern item = Pattern.compile("\\{\"id\": \"([^\"]*)\", \"text\": \"(.*)\"}");
            for (String line : read(set, "items.jsonl.gz").split("\n", -1)) {
                Matcher matcher = item.matcher(line);
                if (matcher.matches()) {
                    tasks.put(matcher.group(1), tasks.size());
                    lengths.add(
                            matcher.group(2).replaceAll("\\\\u....|\\\\.", "x").length());
                }
            }
        }
        Map<String, Integer> workers = new LinkedHashMap<>();
        Map<String, Integer> labels = new LinkedHashMap<>();
        List<Map<Integer, List<Span>>> byWorker = new ArrayList<>();
        List<List<Span>> truth = new ArrayList<>();
        tasks.keySet().forEach(task -> {
            byWorker.add(new LinkedHashMap<>());
            truth.add(new ArrayList<>());
        });
        for (List<String> row : csv(set, "assignments.csv")) {
            byWorker.get(tasks.getOrDefault(row.get(0), -1)).put(index(workers, row.get(1)), new ArrayList<>());
        }
        for (List<String> row : csv(set, "spans.csv")) {
            byWorker.get(tasks.getOrDefault(row.get(0), -1))
                    .computeIfAbsent(index(workers, row.get(1)), worker -> new ArrayList<>())
                    .add(new Span(
                            index(labels, row.get(4)), Integer.parseInt(row.get(2)), Integer.parseInt(row.get(3))));
        }
        if (Files.exists(root().resolve(set).resolve("truth_spans.csv"))) {
            for (List<String> row : csv(set, "truth_spans.csv")) {
                truth.get(tasks.getOrDefault(row.get(0), -1))
                        .add(new Span(
                                index(labels, row.get(3)), Integer.parseInt(row.get(1)), Integer.parseInt(row.get(2))));
            }
        }
        List<List<Answer<List<Span>>>> answers = byWorker.stream()
                .map(map -> map.entrySet().stream()
                        .map(entry -> new Answer<>(entry.getKey(), List.copyOf(entry.getValue())))
                        .toList())
                .toList();
        return new SpanSet(lengths, Answers.of(workers.size(), answers), truth);
    }

    /** Transcriptions as typed, and what was said. */
    record TextSet(Answers<String> answers, List<String> truth) {}

    static TextSet texts(String set) {
        Map<String, Integer> tasks = new LinkedHashMap<>();
        Map<String, Integer> workers = new LinkedHashMap<>();
        List<String> truth = new ArrayList<>();
        List<List<Answer<String>>> answers = new ArrayList<>();
        for (List<String> row : csv(set, "truth.csv.gz")) {
            tasks.put(row.get(0), tasks.size());
            truth.add(row.get(1));
            answers.add(new ArrayList<>());
        }
        for (List<String> row : csv(set, "transcripts.csv.gz")) {
            answers.get(tasks.getOrDefault(row.get(0), -1)).add(new Answer<>(index(workers, row.get(1)), row.get(2)));
        }
        return new TextSet(Answers.of(workers.size(), answers), truth);
    }

    /** How the reference figures compare texts: lower case, nothing but letters, apostrophes and single blanks. */
    static String normal(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
                .replaceAll("[^\\p{L}' ]", "")
                .strip();
    }

    /** Word error rate averaged over clips. */
    static double wordErrorRate(Texts texts, List<String> truth) {
        double sum = 0;
        for (int t = 0; t < truth.size(); t++) {
            sum += EditDistance.wordErrorRate(
                    normal(texts.text(t).map(Texts.Text::text).orElse("")), normal(truth.get(t)));
        }
        return sum / truth.size();
    }

    /** One cell per picture. */
    record CellSet(Answers<List<Box>> boxes, List<Box> trueBoxes, Answers<Mask> masks, List<Mask> trueMasks) {}

    static CellSet cells() {
        String set = "cells";
        Map<String, Integer> tasks = new LinkedHashMap<>();
        Map<String, Integer> workers = new LinkedHashMap<>();
        List<Box> trueBoxes = new ArrayList<>();
        List<List<Answer<List<Box>>>> boxes = new ArrayList<>();
        for (List<String> row : csv(set, "truth_boxes.csv")) {
            tasks.put(row.get(0), tasks.size());
            trueBoxes.add(box(row, 1));
            boxes.add(new ArrayList<>());
        }
        for (List<String> row : csv(set, "boxes.csv")) {
            if (row.get(2).equals("crowd")) {
                boxes.get(tasks.getOrDefault(row.get(0), -1))
                        .add(new Answer<>(index(workers, row.get(1)), List.of(box(row, 3))));
            }
        }
        int[][] sizes = new int[tasks.size()][2];
        for (String line : read(set, "items.jsonl").split("\n", -1)) {
            if (!line.isBlank()) {
                int task = tasks.getOrDefault(string(line, "id"), -1);
                sizes[task] = new int[] {number(line, "width"), number(line, "height")};
            }
        }
        List<List<Answer<Mask>>> masks = new ArrayList<>();
        tasks.keySet().forEach(task -> masks.add(new ArrayList<>()));
        for (String line : read(set, "annotations.jsonl.gz").split("\n", -1)) {
            if (!line.isBlank() && string(line, "type").equals("crowd")) {
                int task = tasks.getOrDefault(string(line, "item"), -1);
                masks.get(task).add(new Answer<>(index(workers, string(line, "annotator")), mask(line, sizes[task])));
            }
        }
        Mask[] trueMasks = new Mask[tasks.size()];
        for (String line : read(set, "truth.jsonl.gz").split("\n", -1)) {
            if (!line.isBlank()) {
                int task = tasks.getOrDefault(string(line, "item"), -1);
                trueMasks[task] = mask(line, sizes[task]);
            }
        }
        return new CellSet(
                Answers.of(workers.size(), boxes), trueBoxes, Answers.of(workers.size(), masks), List.of(trueMasks));
    }

    private static Box box(List<String> row, int from) {
        double x = Double.parseDouble(row.get(from));
        double y = Double.parseDouble(row.get(from + 1));
        return new Box(0, x, y, Double.parseDouble(row.get(from + 2)) - x, Double.parseDouble(row.get(from + 3)) - y);
    }

    private static Mask mask(String line, int[] size) {
        String list = line.substring(line.indexOf("\"counts\": [") + 11, line.lastIndexOf(']'));
        int[] counts = Pattern.compile(", ")
                .splitAsStream(list)
                .mapToInt(Integer::parseInt)
                .toArray();
        return Mask.ofRows(number(line, "width"), number(line, "height"), counts)
                .placed(number(line, "x"), number(line, "y"), size[0], size[1]);
    }

    private static String string(String line, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\": \"([^\"]*)\"").matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static int number(String line, String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\": ([0-9]+)").matcher(line);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    private static int index(Map<String, Integer> names, String name) {
        return names.computeIfAbsent(name, key -> names.size());
    }

    /** Rows without the header; fields may be quoted and hold line ends. */
    private static List<List<String>> csv(String set, String file) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        String text = read(set, file);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\n')) {
                row.add(field.toString());
                field.setLength(0);
                if (c == '\n') {
                    rows.add(row);
                    row = new ArrayList<>();
                }
            } else if (quoted || c != '\r') {
                field.append(c);
            }
        }
        if (!row.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        return rows.subList(1, rows.size());
    }

    private static String read(String set, String file) {
        Path path = root().resolve(set).resolve(file);
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = file.endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        String set = System.getProperty("CUPEL_DATA", System.getenv().getOrDefault("CUPEL_DATA", ""));
        if (!set.isEmpty()) {
            return Path.of(set);
        }
        Path at = Path.of("").toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at.resolve("reference-data"))) {
            at = at.getParent();
        }
        return at.resolve("../shared/data").normalize();
    }
}
