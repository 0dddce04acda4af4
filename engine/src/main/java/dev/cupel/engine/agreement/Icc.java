package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Ratings;
import dev.cupel.engine.numbers.Reweighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Intraclass correlations: the share of the variance of ratings that is due to the items. From mean squares of the complete
 * item by rater table (P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86, 1979).
 *
 * <p>The one-way forms also work when items have different numbers of ratings (with the usual n0 for the number per item);
 * the two-way forms need every rater on every item. Interval by resampling items. Time O(R) per resample.
 */
public final class Icc {
    private Icc() {}

    private static final List<Form> FORMS = List.of(Form.values());

    /** Which design, and whether a single rating or the mean of all raters is judged. */
    public enum Form {
        ONE_WAY_SINGLE("icc11", "ICC(1,1): each item has its own raters; one rating"),
        TWO_WAY_RANDOM_SINGLE("icc21", "ICC(2,1): raters are a sample of all raters, absolute agreement; one rating"),
        TWO_WAY_MIXED_SINGLE("icc31", "ICC(3,1): these raters only, constant differences forgiven; one rating"),
        ONE_WAY_MEAN("icc1k", "ICC(1,k): each item has its own raters; mean of them"),
        TWO_WAY_RANDOM_MEAN("icc2k", "ICC(2,k): raters are a sample of all raters, absolute agreement; mean of them"),
        TWO_WAY_MIXED_MEAN("icc3k", "ICC(3,k): these raters only, constant differences forgiven; mean of them");

        private final String key;
        private final String meaning;

        Form(String key, String meaning) {
            this.key = key;
            this.meaning = meaning;
        }

        /** Stable name in files. */
        public String key() {
            return key;
        }

        /** The form in words. */
        public String meaning() {
            return meaning;
        }
    }

    /** All six forms over the same random weights; a form that the data cannot give says why. */
    public static Map<Form, Coefficient> of(Ratings ratings, Bootstrap.Options bootstrap) {
        int[] items = IntStream.range(0, ratings.taskCount())
                .filter(i -> ratings.count(i) > 0)
                .toArray();
        int[] column = columns(ratings);
        int raters = Arrays.stream(column).max().orElse(-1) + 1;
        String incomplete = incomplete(ratings, items, column, raters);
        Table table = new Table(ratings, items, column, raters, incomplete.isEmpty());
        double[] once = new double[items.length];
        Arrays.fill(once, 1);
        double[] values = table.of(once);
        double[][] resampled = Reweighting.replicate(once, items.length, bootstrap, chunk -> table::of);
        Map<Form, Coefficient> result = new EnumMap<>(Form.class);
        for (Form form : FORMS) {
            boolean oneWay = form == Form.ONE_WAY_SINGLE || form == Form.ONE_WAY_MEAN;
            if (items.length < 2) {
                result.put(
                        form, new Coefficient.Undefined("An intraclass correlation needs at least two rated items."));
            } else if (!oneWay && !incomplete.isEmpty()) {
                result.put(
                        form,
                        new Coefficient.Undefined(incomplete
                                + " Two-way intraclass correlations need every rater on every item exactly once; use"
                                + " Krippendorff's alpha (interval), which does not."));
            } else if (Double.isNaN(values[FORMS.indexOf(form)])) {
                result.put(
                        form,
                        new Coefficient.Undefined("There is no variance to compare: either no item has two"
                                + " ratings, or all ratings are equal."));
            } else {
                int at = FORMS.indexOf(form);
                result.put(
                        form,
                        Intervals.estimate(values[at], resampled, at, bootstrap, null, items.length, ratings.size()));
            }
        }
        return result;
    }

    /** Raters that occur, numbered without gaps; -1 for the others. */
    private static int[] columns(Ratings ratings) {
        int[] column = new int[ratings.workerCount()];
        Arrays.fill(column, -1);
        for (int v = 0; v < ratings.size(); v++) {
            column[ratings.worker(v)] = 0;
        }
        int next = 0;
        for (int j = 0; j < column.length; j++) {
            if (column[j] == 0) {
                column[j] = next++;
            }
        }
        return column;
    }

    private static String incomplete(Ratings ratings, int[] items, int[] column, int raters) {
        for (int i : items) {
            if (ratings.count(i) != raters) {
                return "Item " + i + " has " + ratings.count(i) + " ratings and there are " + raters + " raters.";
            }
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                if (column[ratings.worker(v)] != v - ratings.begin(i)) {
                    return "Item " + i + " has two ratings by one rater.";
                }
            }
        }
        return raters < 2 ? "There is a single rater." : "";
    }

    private static final class Table {
        private final boolean complete;
        private final int raters;
        private final double[] sum;
        private final double[] squares;
        private final int[] count;
        private final double[][] rows;
        /** Below this a variance is rounding. */
        private final double tiny;

        Table(Ratings ratings, int[] items, int[] column, int raters, boolean complete) {
            this.complete = complete;
            this.raters = raters;
            sum = new double[items.length];
            squares = new double[items.length];
            count = new int[items.length];
            List<double[]> values = new ArrayList<>();
            double centre = 0;
            for (int v = 0; v < ratings.size(); v++) {
                centre += ratings.value(v) / ratings.size();
            }
            for (int at = 0; at < items.length; at++) {
                int i = items[at];
                double[] row = new double[complete ? raters : 0];
                for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                    double x = ratings.value(v) - centre;
                    sum[at] += x;
                    squares[at] += x * x;
                    count[at]++;
                    if (complete) {
                        row[column[ratings.worker(v)]] = x;
                    }
                }
                values.add(row);
            }
            rows = values.toArray(double[][]::new);
            tiny = 1e-14 * (centre * centre + Arrays.stream(squares).sum() / Math.max(1, ratings.size()));
        }

        /** One value per form; NaN where undefined. */
        double[] of(double[] times) {
            double n = 0;
            double ratings = 0;
            double countSquares = 0;
            double total = 0;
            double all = 0;
            double itemPart = 0;
            double[] columns = new double[complete ? raters : 0];
            for (int i = 0; i < times.length; i++) {
                double t = times[i];
                if (t > 0) {
                    n += t;
                    ratings += t * count[i];
                    countSquares += t * count[i] * count[i];
                    total += t * sum[i];
                    all += t * squares[i];
                    itemPart += t * sum[i] * sum[i] / count[i];
                    for (int c = 0; c < columns.length; c++) {
                        columns[c] += t * rows[i][c];
                    }
                }
            }
            double correction = total * total / ratings;
            double between = (itemPart - correction) / (n - 1);
            double within = (all - itemPart) / (ratings - n);
            double k = (ratings - countSquares / ratings) / (n - 1);
            double[] result = new double[FORMS.size()];
            Arrays.fill(result, Double.NaN);
            put(result, Form.ONE_WAY_SINGLE, between - within, between + (k - 1) * within);
            put(result, Form.ONE_WAY_MEAN, between - within, between);
            if (complete && raters > 1 && n > 1) {
                double columnPart = 0;
                for (double c : columns) {
                    columnPart += c * c / n;
                }
                double raterSquare = (columnPart - correction) / (raters - 1);
                double error = (all - itemPart - columnPart + correction) / ((n - 1) * (raters - 1));
                put(result, Form.TWO_WAY_MIXED_SINGLE, between - error, between + (raters - 1) * error);
                put(result, Form.TWO_WAY_MIXED_MEAN, between - error, between);
                put(
                        result,
                        Form.TWO_WAY_RANDOM_SINGLE,
                        between - error,
                        between + (raters - 1) * error + raters * (raterSquare - error) / n);
                put(result, Form.TWO_WAY_RANDOM_MEAN, between - error, between + (raterSquare - error) / n);
            }
            return result;
        }

        private void put(double[] result, Form form, double numerator, double denominator) {
            double value = numerator / denominator;
            result[FORMS.indexOf(form)] = Double.isFinite(value) && denominator > tiny ? value : Double.NaN;
        }
    }
}
