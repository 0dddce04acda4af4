package dev.cupel.engine.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class PublishedTablesTest {
    private static final AgreementOptions POINT = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);

    record Table(String name, List<String[]> items, Map<String, Double> expected, Map<String, String> published) {
        Votes votes() {
            TreeSet<String> classes = new TreeSet<>();
            items.forEach(item -> classes.addAll(List.of(item)));
            classes.remove("-");
            List<String> order = List.copyOf(classes);
            List<int[]> rows = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                for (int j = 0; j < items.get(i).length; j++) {
                    if (!items.get(i)[j].equals("-")) {
                        rows.add(new int[] {i, j, order.indexOf(items.get(i)[j])});
                    }
                }
            }
            return Votes.of(
                    items.size(),
                    items.getFirst().length,
                    order.size(),
                    rows.stream().mapToInt(r -> r[0]).toArray(),
                    rows.stream().mapToInt(r -> r[1]).toArray(),
                    rows.stream().mapToInt(r -> r[2]).toArray());
        }

        List<Double> values() {
            TreeSet<String> classes = new TreeSet<>();
            items.forEach(item -> classes.addAll(List.of(item)));
            classes.remove("-");
            return classes.stream().map(Double::valueOf).toList();
        }
    }

    static List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (String[] line : DataFolder.reference("agreement-tables", "coding.tsv")) {
            if (line[0].equals("table")) {
                tables.add(new Table(line[1], new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>()));
                continue;
            }
            Table table = tables.getLast();
            switch (line[0]) {
                case "item" -> {
                    for (int n = 0; n < Integer.parseInt(line[1]); n++) {
                        table.items.add(List.of(line).subList(2, line.length).toArray(String[]::new));
                    }
                }
                case "expected" -> table.expected.put(line[1], Double.valueOf(line[2]));
                case "published" -> table.published.put(line[1], line[2]);
                default -> throw new IllegalStateException(line[0]);
            }
        }
        return tables;
    }

    private static double value(Table table, String key) {
        AgreementOptions options =
                key.contains("interval") || key.contains("ratio") ? POINT.withClassValues(table.values()) : POINT;
        Coefficient coefficient = Agreement.measure(table.votes(), Measure.ofKey(key), options);
        assertThat(coefficient).isInstanceOf(Coefficient.Estimate.class);
        return coefficient.asOptional().orElseThrow();
    }

    @TestFactory
    Stream<DynamicTest> everyTableIsReproducedToSixDigits() {
        return tables().stream()
                .flatMap(table -> table.expected().entrySet().stream()
                        .filter(expected -> !expected.getKey().startsWith("icc"))
                        .map(expected -> DynamicTest.dynamicTest(
                                table.name() + " " + expected.getKey(),
                                () -> assertThat(value(table, expected.getKey()))
                                        .isCloseTo(expected.getValue(), within(1e-6)))));
    }

    @TestFactory
    Stream<DynamicTest> everyPrintedRoundingIsReproduced() {
        return tables().stream()
                .flatMap(table -> table.published().entrySet().stream()
                        .filter(printed -> !printed.getKey().startsWith("icc"))
                        .map(printed -> DynamicTest.dynamicTest(table.name() + " " + printed.getKey(), () -> {
                            int digits = printed.getValue().length()
                                    - printed.getValue().indexOf('.')
                                    - 1;
                            assertThat(value(table, printed.getKey()))
                                    .isCloseTo(Double.parseDouble(printed.getValue()), within(Math.pow(10, -digits)));
                        })));
    }

    @Test
    void theTablesAreAllThere() {
        assertThat(tables())
                .hasSize(8)
                .allSatisfy(table -> assertThat(table.expected()).isNotEmpty());
    }
}
