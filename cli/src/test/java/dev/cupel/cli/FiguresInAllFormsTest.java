package dev.cupel.cli;

import static dev.cupel.cli.CommandRun.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a terminal shows, programs can read: the forms of a report cannot drift apart. */
final class FiguresInAllFormsTest {
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\d_])[+-]?\\d[\\d,]*(\\.\\d+)?(e[+-]\\d+)?( %)?");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consensus LABELS",
                "consensus LABELS --truth TRUTH --method dawid-skene",
                "consensus SPANS",
                "consensus SPANS --truth SPAN_TRUTH",
                "agreement LABELS --resamples 50",
                "agreement NUMBERS --distance interval --resamples 50",
                "agreement LABELS --sets + --resamples 50",
                "agreement NUMBERS --metric icc",
                "agreement SPANS --resamples 50",
                "numbers NUMBERS --truth NUMBER_TRUTH",
                "numbers NUMBERS --method median",
                "preferences COMPARISONS --resamples 50",
            })
    void everyNumberInTheHeadlineAndTheTablesOfTheTextIsAlsoInTheJson(String command) throws IOException {
        String[] words = Arrays.stream(command.split(" ")).map(this::file).toArray(String[]::new);
        String text = run("", words).out();
        List<String> asJson = new ArrayList<>(List.of(words));
        asJson.add("--json");
        List<Double> numbers = new ArrayList<>();
        List<String> strings = new ArrayList<>();
        collect(run("", asJson.toArray(String[]::new)).json(), numbers, strings);
        List<String> lines = new ArrayList<>(List.of(text.lines().findFirst().orElseThrow()));
        boolean inTable = false;
        int figures = 0;
        for (String line : text.lines().toList()) {
            inTable = line.startsWith("  ──") || (inTable && line.startsWith("  ") && !line.startsWith("  ..."));
            if (inTable) {
                lines.add(line);
            }
        }
        for (String line : lines) {
            Matcher token = NUMBER.matcher(line.replaceAll("95%|ICC\\(\\d,[\\dk]\\)", ""));
            while (token.find()) {
                figures++;
                String found = token.group();
                assertThat(strings.stream().anyMatch(string -> string.contains(found))
                                || numbers.stream().anyMatch(number -> says(found, number)))
                        .as(found + " in: " + line)
                        .isTrue();
            }
        }
        assertThat(figures).isGreaterThan(10);
    }

    /** Whether a number prints as this when it is rounded. */
    private static boolean says(String printed, double number) {
        boolean percent = printed.endsWith("%");
        String plain = printed.replace(",", "").replace(" %", "").replace("+", "");
        double value = Double.parseDouble(plain);
        int point = plain.indexOf('.');
        double unit = point < 0 ? 1 : Math.pow(10, -(plain.length() - point - 1));
        double tolerance = plain.contains("e") ? Math.abs(value) * 1e-3 : unit / 2;
        return Math.abs((percent ? 100 : 1) * number - value) <= tolerance * (1 + 1e-9);
    }

    private static void collect(JsonNode node, List<Double> numbers, List<String> strings) {
        if (node.isNumber()) {
            numbers.add(node.doubleValue());
        } else if (node.isString()) {
            strings.add(node.stringValue());
        }
        strings.addAll(node.propertyNames());
        node.forEach(child -> collect(child, numbers, strings));
    }

    private String file(String word) {
        StringBuilder rows = new StringBuilder();
        switch (word) {
            case "LABELS" -> {
                rows.append("task,worker,label\n");
                for (int i = 0; i < 160; i++) {
                    int worker = i % 8;
                    String right = i / 8 % 3 == 0 ? "yes" : "no";
                    rows.append("q" + i / 8 + ",w" + worker + "," + (i % 7 == worker ? "perhaps" : right) + "\n");
                }
            }
            case "TRUTH" -> rows.append("task,label\nq0,yes\nq1,no\nq2,yes\nq3,yes\nq99,no\n");
            case "NUMBERS" -> {
                rows.append("task,worker,label\n");
                for (int i = 0; i < 160; i++) {
                    rows.append("q" + i / 8 + ",w" + i % 8 + "," + (0.25 * (i * 7 % 11) + i % 5) + "\n");
                }
            }
            case "NUMBER_TRUTH" -> rows.append("task,label\nq0,1\nq1,2.5\nq2,3\n");
            case "COMPARISONS" -> {
                rows.append("worker,left,right,winner\n");
                for (int i = 0; i < 120; i++) {
                    String winner = i % 5 == 0 ? "tie" : i % 3 == 0 ? "right" : "left";
                    rows.append("w" + i % 7 + ",a" + i % 4 + ",a" + (i + 1 + i / 4 % 3) % 4 + "," + winner + "\n");
                }
            }
            case "SPANS" -> {
                for (int i = 0; i < 40; i++) {
                    rows.append("{\"task\":\"q" + i / 4 + "\",\"worker\":\"w" + i % 4
                            + "\",\"text\":\"Anna met Ben in Rome.\",\"answer\":[{\"begin\":0,\"end\":"
                            + (i % 3 == 0 ? 8 : 4)
                            + ",\"label\":\"person\"}]}\n");
                }
            }
            case "SPAN_TRUTH" ->
                rows.append("{\"task\":\"q1\",\"answer\":[{\"begin\":0,\"end\":4,\"label\":\"person\"}]}\n");
            default -> {
                return word;
            }
        }
        try {
            return Files.writeString(folder.resolve(word + (word.startsWith("SPAN") ? ".jsonl" : ".csv")), rows)
                    .toString();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
