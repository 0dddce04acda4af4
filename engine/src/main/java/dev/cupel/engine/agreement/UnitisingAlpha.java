package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Krippendorff's alpha for marking passages on a line: agreement on where units begin and end, per category, beyond what
 * units of these lengths would do if thrown on the line at random.
 *
 * <p>Source: K. Krippendorff, "On the reliability of unitizing continuous data", Sociological Methodology 25, 1995, and
 * Content Analysis, 2nd ed., 2004, chapter 11. One addition: several texts are pooled as {@code 1 - sum w D_o / sum w D_e}
 * with w = annotators times length, so that one text gives the book's value. Time O(u log u) per text and category for u
 * units, instead of all pairs of sections.
 */
public final class UnitisingAlpha {
    private UnitisingAlpha() {}

    /**
     * One marked passage {@code [begin, begin + length)} in steps of the smallest difference that counts: characters or
     * tokens for text, for example hundredths of a second for sound.
     *
     * @param category what it was marked as
     * @param begin first position
     * @param length above 0
     */
    public record Unit(String category, double begin, double length) {}

    /**
     * One text or recording.
     *
     * @param begin first position of the line
     * @param length of the line in the same steps, above 1
     * @param byAnnotator what each annotator marked; an empty list is an annotator who found nothing
     */
    public record Continuum(double begin, double length, List<List<Unit>> byAnnotator) {
        public Continuum {
            byAnnotator = byAnnotator.stream().map(List::copyOf).toList();
        }
    }

    /**
     * @param overall all categories together
     * @param byCategory each by itself, by name
     */
    public record Result(Coefficient overall, Map<String, Coefficient> byCategory) {}

    /**
     * @throws InputException if a unit lies outside its line or has no length, or one annotator's units of a category overlap
     */
    public static Result of(List<Continuum> items, Bootstrap.Options bootstrap) {
        TreeSet<String> names = new TreeSet<>();
        int pairable = 0;
        long answers = 0;
        for (int i = 0; i < items.size(); i++) {
            for (int j = 0; j < items.get(i).byAnnotator().size(); j++) {
                for (Unit unit : items.get(i).byAnnotator().get(j)) {
                    check(items.get(i), unit, "item " + i + ", annotator " + j);
                    names.add(unit.category());
                }
            }
            if (items.get(i).byAnnotator().size() >= 2) {
                pairable++;
                answers += items.get(i).byAnnotator().size();
            }
        }
        List<String> categories = List.copyOf(names);
        ItemSums sums = new ItemSums(items.size(), categories.size() + 1);
        for (int i = 0; i < items.size(); i++) {
            Continuum item = items.get(i);
            int m = item.byAnnotator().size();
            for (int c = 0; c < categories.size() && m >= 2; c++) {
                List<double[][]> units = new ArrayList<>();
                for (int j = 0; j < m; j++) {
                    units.add(sorted(item.byAnnotator().get(j), categories.get(c), "item " + i + ", annotator " + j));
                }
                double weight = m * item.length();
                double observed = weight * observed(units, item.length());
                double expected = weight * expected(units, item);
                sums.add(c, i, observed, expected);
                sums.add(categories.size(), i, observed, expected);
            }
        }
        String reason = pairable == 0
                ? "No item was marked by two or more annotators. Give some items to a second annotator."
                : "Nobody marked anything of this kind on an item with two or more annotators, so there is nothing to"
                        + " compare.";
        List<Coefficient> values = sums.coefficients(true, pairable, answers, bootstrap, reason);
        Map<String, Coefficient> byCategory = new TreeMap<>();
        for (int c = 0; c < categories.size(); c++) {
            byCategory.put(categories.get(c), values.get(c));
        }
        return new Result(values.getLast(), byCategory);
    }

    private static void check(Continuum item, Unit unit, String where) {
        if (!(unit.length() > 0)
                || !(unit.begin() >= item.begin() && unit.begin() + unit.length() <= item.begin() + item.length())) {
            throw new InputException(
                    Code.BAD_NUMBER,
                    where,
                    "unit from " + unit.begin() + " of length " + unit.length() + " does not lie in the line from "
                            + item.begin() + " of length " + item.length(),
                    "give units of positive length inside the line");
        }
    }

    /** Begin and end of an annotator's units of one category, in order. */
    private static double[][] sorted(List<Unit> units, String category, String where) {
        double[][] sorted = units.stream()
                .filter(unit -> unit.category().equals(category))
                .map(unit -> new double[] {unit.begin(), unit.begin() + unit.length()})
                .sorted(Comparator.comparingDouble(unit -> unit[0]))
                .toArray(double[][]::new);
        for (int g = 1; g < sorted.length; g++) {
            if (sorted[g][0] < sorted[g - 1][1]) {
                throw new InputException(
                        Code.CONTRADICTION,
                        where,
                        "two units of category " + category + " overlap at " + sorted[g][0],
                        "merge them, or give them different categories");
            }
        }
        return sorted;
    }

    /** D_o: squared differences of both ends of overlapping units, squared length of a unit inside the other's gap. */
    private static double observed(List<double[][]> units, double length) {
        int m = units.size();
        double sum = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                if (i == j) {
                    continue;
                }
                double[][] other = units.get(j);
                int first = 0;
                for (double[] unit : units.get(i)) {
                    while (first < other.length && other[first][1] <= unit[0]) {
                        first++;
                    }
                    boolean alone = true;
                    for (int h = first; h < other.length && other[h][0] < unit[1]; h++) {
                        double begin = unit[0] - other[h][0];
                        double end = unit[1] - other[h][1];
                        sum += (begin * begin + end * end) / 2; // the other order adds the other half
                        alone = false;
                    }
                    sum += alone ? (unit[1] - unit[0]) * (unit[1] - unit[0]) : 0;
                }
            }
        }
        return 2 * sum / (m * (m - 1.0) * length * length);
    }

    /** D_e: what units and gaps of these lengths would differ if placed at random. */
    private static double expected(List<double[][]> units, Continuum item) {
        int m = units.size();
        double length = item.length();
        int count = 0;
        List<Double> gapList = new ArrayList<>();
        for (double[][] one : units) {
            double at = item.begin();
            for (double[] unit : one) {
                gapList.add(unit[0] - at);
                at = unit[1];
                count++;
            }
            gapList.add(item.begin() + length - at);
        }
        double[] gaps =
                gapList.stream().mapToDouble(g -> g).filter(g -> g > 0).sorted().toArray();
        double[] longer = new double[gaps.length + 1]; // sum of gaps from an index on
        for (int g = gaps.length - 1; g >= 0; g--) {
            longer[g] = longer[g + 1] + gaps[g];
        }
        double sum = 0;
        double inside = 0;
        for (double[][] one : units) {
            for (double[] unit : one) {
                double l = unit[1] - unit[0];
                int from = Arrays.binarySearch(gaps, l);
                from = from < 0 ? -from - 1 : from;
                while (from > 0 && gaps[from - 1] >= l) {
                    from--;
                }
                double room = longer[from] + (gaps.length - from) * (1 - l);
                sum += (count - 1) / 3.0 * (2 * l * l * l - 3 * l * l + l) + l * l * room;
                inside += l * (l - 1);
            }
        }
        double all = m * length;
        return 2 / length * sum / (all * (all - 1) - inside);
    }
}
