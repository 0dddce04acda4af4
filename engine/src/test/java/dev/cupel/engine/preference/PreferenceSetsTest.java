package dev.cupel.engine.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.engine.agreement.DataFolder;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Real comparisons; reference figures from an independent program, which drew its own fifth of hidden pairs. */
final class PreferenceSetsTest {
    private static final PreferenceOptions POINT = PreferenceOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);

    @Test
    void translationSystemsPredictTheTestComparisonsAsWellAsTheReference() {
        List<String[]> rows = DataFolder.csv("wmt13_fren", "comparisons.csv.gz");
        List<String[]> test = DataFolder.csv("wmt13_fren", "comparisons_test.csv");
        Map<String, Integer> systems = DataFolder.names();
        Map<String, Integer> judges = DataFolder.names();
        Map<String, Integer> rankings = DataFolder.names();
        Comparisons train = comparisons(rows.subList(1, rows.size()), systems, judges, rankings);
        Comparisons held = comparisons(test.subList(1, test.size()), systems, judges, rankings);
        for (PreferenceMethod method :
                List.of(PreferenceMethod.BORDA, PreferenceMethod.BRADLEY_TERRY, PreferenceMethod.NOISY_BRADLEY_TERRY)) {
            Preferences result = Preferences.of(train, POINT.withMethod(method));
            PreferenceErrors errors = PreferenceErrors.of(result, held);
            System.out.println("wmt13_fren " + method.key() + " " + errors + " rounds " + result.rounds());
            assertThat(result.converged()).isTrue();
            assertThat(errors.accuracy()).isCloseTo(.6225, within(.003));
        }
    }

    private static Comparisons comparisons(
            List<String[]> rows, Map<String, Integer> items, Map<String, Integer> workers, Map<String, Integer> units) {
        int n = rows.size();
        int[][] columns = new int[5][n];
        for (int r = 0; r < n; r++) {
            String[] row = rows.get(r);
            columns[0][r] = DataFolder.index(items, row[1]);
            columns[1][r] = DataFolder.index(items, row[2]);
            columns[2][r] = DataFolder.index(workers, row[0]);
            columns[3][r] = row[3].equals("tie") ? Comparisons.TIE : DataFolder.index(items, row[3]);
            columns[4][r] = DataFolder.index(units, row[0] + " " + row[4]);
        }
        return Comparisons.of(
                items.size(),
                workers.size(),
                columns[0],
                columns[1],
                columns[2],
                columns[3],
                columns[4],
                new double[0]);
    }

    @Test
    void argumentsAreScoredAsWellAsTheReference() {
        List<String[]> rows = DataFolder.csv("convarg", "comparisons.csv.gz");
        Map<String, Double> ranking = new HashMap<>();
        DataFolder.csv("convarg", "ranking.csv").stream()
                .skip(1)
                .forEach(row -> ranking.put(row[1], -Double.parseDouble(row[2])));
        Map<String, List<String[]>> topics = rows.stream().skip(1).collect(Collectors.groupingBy(row -> row[4]));
        for (PreferenceMethod method :
                List.of(PreferenceMethod.BORDA, PreferenceMethod.BRADLEY_TERRY, PreferenceMethod.NOISY_BRADLEY_TERRY)) {
            double[] sums = IntStream.range(0, 5)
                    .boxed()
                    .flatMap(split -> topics.values().stream().map(topic -> Map.entry(split, topic)))
                    .parallel()
                    .map(one -> held(method, one.getValue(), one.getKey(), ranking))
                    .reduce(new double[3], (x, y) -> new double[] {x[0] + y[0], x[1] + y[1], x[2] + y[2]});
            double accuracy = sums[0] / sums[1];
            double correlation = sums[2] / topics.size() / 5;
            System.out.printf("convarg %s accuracy %.4f Spearman %.4f%n", method.key(), accuracy, correlation);
            assertThat(accuracy).isGreaterThan(.7690);
            assertThat(correlation).isGreaterThan(.8800);
        }
    }

    /** A fifth of the pairs of a topic is hidden: how many of it are right, how many are decided, and the correlation of the scores. */
    private static double[] held(
            PreferenceMethod method, List<String[]> topic, int split, Map<String, Double> ranking) {
        Map<String, Integer> items = DataFolder.names();
        Map<String, Integer> workers = DataFolder.names();
        topic.forEach(row -> DataFolder.index(items, row[1]));
        topic.forEach(row -> DataFolder.index(items, row[2]));
        List<String> pairs = new ArrayList<>(
                topic.stream().map(PreferenceSetsTest::pair).distinct().sorted().toList());
        Collections.shuffle(pairs, new Random(split));
        Set<String> hidden = new HashSet<>(pairs.subList(0, pairs.size() / 5));
        Map<Boolean, List<String[]>> parts =
                topic.stream().collect(Collectors.partitioningBy(row -> hidden.contains(pair(row))));
        Map<String, Integer> units = DataFolder.names();
        Comparisons train = comparisons(parts.getOrDefault(false, List.of()), items, workers, units);
        Comparisons test = comparisons(parts.getOrDefault(true, List.of()), items, workers, units);
        Preferences result = Preferences.of(train, POINT.withMethod(method));
        PreferenceErrors errors = PreferenceErrors.of(result, test);
        return new double[] {errors.accuracy() * errors.decided(), errors.decided(), spearman(items, result, ranking)};
    }

    private static String pair(String[] row) {
        return row[1].compareTo(row[2]) < 0 ? row[1] + " " + row[2] : row[2] + " " + row[1];
    }

    private static double spearman(Map<String, Integer> items, Preferences result, Map<String, Double> ranking) {
        List<String> ranked =
                items.keySet().stream().filter(ranking::containsKey).toList();
        double[] a = ranks(ranked.stream()
                .mapToDouble(
                        name -> result.items().get(items.getOrDefault(name, 0)).score())
                .toArray());
        double[] b = ranks(ranked.stream()
                .mapToDouble(name -> ranking.getOrDefault(name, 0.0))
                .toArray());
        double mean = (a.length - 1) / 2.0;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (a[i] - mean) * (b[i] - mean);
            aa += (a[i] - mean) * (a[i] - mean);
            bb += (b[i] - mean) * (b[i] - mean);
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double[] ranks(double[] values) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> values[i]));
        double[] rank = new double[values.length];
        for (int at = 0; at < rank.length; at++) {
            rank[order.get(at)] = at;
        }
        return rank;
    }
}
