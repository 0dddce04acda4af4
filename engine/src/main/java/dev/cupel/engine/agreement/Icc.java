package dev.cupel.engine.agreement;

import dev.cupel.engine.Count;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Quantiles;
import dev.cupel.engine.numbers.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Intraclass correlations: the share of the variance of ratings that is due to the items. From mean squares of the complete
 * item by rater table (P. E. Shrout and J. L. Fleiss, Psychological Bulletin 86, 1979).
 *
 * <p>The one-way forms also work when items have different numbers of ratings (with the usual n0 for the number per item);
 * the two-way forms need every rater on every item. Time O(R).
 *
 * <p>Intervals reach as far as either of two: that from the F distributions of the mean squares (K. O. McGraw and S. P. Wong,
 * Psychological Methods 1, 1996, table 7; with n0 an approximation), which holds for normal values however few the items are;
 * and the jackknife of the log variance ratio (J. N. Arvesen, Annals of Mathematical Statistics 40, 1969), which holds for
 * others where items are many (decision 0096).
 */
public final class Icc {
    private Icc() {}

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

        /** The same of one rating. */
        Form single() {
            return switch (this) {
                case ONE_WAY_SINGLE, ONE_WAY_MEAN -> ONE_WAY_SINGLE;
                case TWO_WAY_RANDOM_SINGLE, TWO_WAY_RANDOM_MEAN -> TWO_WAY_RANDOM_SINGLE;
                case TWO_WAY_MIXED_SINGLE, TWO_WAY_MIXED_MEAN -> TWO_WAY_MIXED_SINGLE;
            };
        }

        /** The form in words. */
        public String meaning() {
            return meaning;
        }
    }

    /** All six forms; a form that the data cannot give says why. */
    public static Map<Form, Coefficient> of(Ratings ratings, Bootstrap.Options bootstrap) {
        Table table = Table.of(ratings);
        Map<Form, Coefficient> result = new EnumMap<>(Form.class);
        for (Form form : Form.values()) {
            result.put(form, one(form, table, ratings, bootstrap));
        }
        return result;
    }

    /** The interval for normal values alone, as other programs print it. */
    static Optional<Interval> ofNormal(Ratings ratings, Form form, double level) {
        Squares squares = Table.of(ratings).whole;
        return squares.interval(form, squares.value(form), level);
    }

    private static Coefficient one(Form form, Table table, Ratings ratings, Bootstrap.Options bootstrap) {
        Squares squares = table.whole;
        boolean oneWay = form.single() == Form.ONE_WAY_SINGLE;
        if (squares.items < 2) {
            return new Coefficient.Undefined("An intraclass correlation needs at least two rated items.");
        }
        if (!oneWay && !squares.incomplete.isEmpty()) {
            return new Coefficient.Undefined(
                    squares.incomplete + " Two-way intraclass correlations need every rater on every item exactly once;"
                            + " use Krippendorff's alpha (interval), which does not.");
        }
        double value = squares.value(form);
        if (Double.isNaN(value)) {
            return new Coefficient.Undefined(
                    "There is no variance to compare: either no item has two ratings, or all" + " ratings are equal.");
        }
        Optional<Interval> interval = Optional.empty();
        Optional<String> none = Optional.empty();
        if (bootstrap.replicates() > 0) {
            interval = table.interval(form, value, bootstrap.level());
            none = interval.isPresent()
                    ? Optional.empty()
                    : Optional.of(squares.error > squares.tiny ? NO_ENDS : NO_ERROR);
        }
        return new Coefficient.Estimate(value, interval, none, squares.items, ratings.size());
    }

    private static final String NO_ERROR =
            "The raters differ by nothing but constants, so how large their errors can be is not known.";

    private static final String NO_ENDS = "Its mean squares give no interval. Collect more ratings.";

    /**
     * Mean squares of a table of ratings.
     *
     * @param incomplete what keeps the two-way forms from being computed; empty if nothing does
     * @param perItem ratings per item; their n0 where items have different numbers
     * @param between of items
     * @param within items, whoever rated
     * @param rater of raters; NaN if incomplete
     * @param error what neither item nor rater explains; NaN if incomplete
     * @param withinDegrees of freedom of {@code within}
     * @param tiny below this a variance is rounding
     */
    private record Squares(
            String incomplete,
            int items,
            double perItem,
            double between,
            double within,
            double rater,
            double error,
            double withinDegrees,
            double tiny) {
        /**
         * @param size ratings
         * @param sizeSquares squares of ratings per item, added up
         * @param total of the ratings, all of whose squares are {@code all}
         * @param itemPart squares of items' totals by their ratings
         * @param raterPart squares of raters' totals by items
         */
        static Squares of(
                String incomplete,
                int raters,
                int items,
                double size,
                double sizeSquares,
                double total,
                double all,
                double itemPart,
                double raterPart,
                double tiny) {
            double correction = total * total / size;
            boolean complete = incomplete.isEmpty();
            return new Squares(
                    incomplete,
                    items,
                    (size - sizeSquares / size) / (items - 1.0),
                    (itemPart - correction) / (items - 1.0),
                    (all - itemPart) / (size - items),
                    complete ? (raterPart - correction) / (raters - 1.0) : Double.NaN,
                    complete ? (all - itemPart - raterPart + correction) / ((items - 1.0) * (raters - 1)) : Double.NaN,
                    size - items,
                    tiny);
        }

        /** NaN where undefined. */
        double value(Form form) {
            double k = perItem;
            return switch (form) {
                case ONE_WAY_SINGLE -> ratio(between - within, between + (k - 1) * within);
                case ONE_WAY_MEAN -> ratio(between - within, between);
                case TWO_WAY_MIXED_SINGLE -> ratio(between - error, between + (k - 1) * error);
                case TWO_WAY_MIXED_MEAN -> ratio(between - error, between);
                case TWO_WAY_RANDOM_SINGLE ->
                    ratio(between - error, between + (k - 1) * error + k * (rater - error) / items);
                case TWO_WAY_RANDOM_MEAN -> ratio(between - error, between + (rater - error) / items);
            };
        }

        private double ratio(double numerator, double denominator) {
            double value = numerator / denominator;
            return Double.isFinite(value) && denominator > tiny ? value : Double.NaN;
        }

        /** Empty where no error was seen at all. */
        Optional<Interval> interval(Form form, double value, double level) {
            double upper = (1 + level) / 2;
            Optional<double[]> single = switch (form) {
                case ONE_WAY_SINGLE, ONE_WAY_MEAN -> ofRatio(within, withinDegrees, upper);
                case TWO_WAY_MIXED_SINGLE, TWO_WAY_MIXED_MEAN -> ofRatio(error, (items - 1) * (perItem - 1), upper);
                case TWO_WAY_RANDOM_SINGLE, TWO_WAY_RANDOM_MEAN -> ofAgreement(upper);
            };
            boolean mean =
                    form == Form.ONE_WAY_MEAN || form == Form.TWO_WAY_MIXED_MEAN || form == Form.TWO_WAY_RANDOM_MEAN;
            return single.filter(ends -> Double.isFinite(ends[0]) && Double.isFinite(ends[1]))
                    .map(ends -> new Interval(
                            Math.min(value, mean ? ofMean(ends[0]) : ends[0]),
                            Math.max(value, mean ? ofMean(ends[1]) : ends[1]),
                            level));
        }

        /** The correlation of the mean of all raters whose single ratings correlate so (Spearman and Brown). */
        private double ofMean(double single) {
            return single * perItem / (1 + (perItem - 1) * single);
        }

        /** Log of the ratio of the variance of raters' totals of an item to what it would be without items' part. */
        double logRatio(Form single) {
            double icc = value(single);
            return Math.log((1 + (perItem - 1) * icc) / (1 - icc));
        }

        /** The correlation of one rating of which this is the log ratio. */
        double ofLogRatio(double log) {
            double ratio = Math.exp(log);
            return (ratio - 1) / (ratio + perItem - 1);
        }

        private Optional<double[]> ofRatio(double noise, double degrees, double upper) {
            if (!(noise > tiny)) {
                return Optional.empty();
            }
            double f = between / noise;
            double least = f / Quantiles.f(upper, items - 1.0, degrees);
            double most = f * Quantiles.f(upper, degrees, items - 1.0);
            return Optional.of(new double[] {(least - 1) / (least + perItem - 1), (most - 1) / (most + perItem - 1)});
        }

        /** Absolute agreement mixes three mean squares; Satterthwaite's degrees of freedom for the mixture. */
        private Optional<double[]> ofAgreement(double upper) {
            if (!(error > tiny)) {
                return Optional.empty();
            }
            double k = perItem;
            double n = items;
            double icc = value(Form.TWO_WAY_RANDOM_SINGLE);
            double f = rater / error;
            double rest = n * (1 + (k - 1) * icc) - k * icc;
            double mixture = k * icc * f + rest;
            double degrees =
                    (k - 1) * (n - 1) * mixture * mixture / ((n - 1) * k * k * icc * icc * f * f + rest * rest);
            double least = Quantiles.f(upper, n - 1, degrees);
            double most = Quantiles.f(upper, degrees, n - 1);
            double others = k * rater + (k * n - k - n) * error;
            return Optional.of(new double[] {
                n * (between - least * error) / (least * others + n * between),
                n * (most * between - error) / (others + n * most * between)
            });
        }
    }

    /**
     * The mean squares of all items, and of all but one.
     *
     * @param without in order of the items
     */
    private record Table(Squares whole, List<Squares> without) {
        static Table of(Ratings ratings) {
            int[] rated = IntStream.range(0, ratings.taskCount())
                    .filter(i -> ratings.count(i) > 0)
                    .toArray();
            int[] column = columns(ratings);
            int raters = Arrays.stream(column).max().orElse(-1) + 1;
            String incomplete = Icc.incomplete(ratings, rated, column, raters);
            boolean complete = incomplete.isEmpty();
            int n = rated.length;
            double centre = 0;
            for (int v = 0; v < ratings.size(); v++) {
                centre += ratings.value(v) / ratings.size();
            }
            double[] sum = new double[n];
            double[] squares = new double[n];
            double[] byRater = new double[complete ? raters : 0];
            double sizeSquares = 0;
            double total = 0;
            double all = 0;
            double itemPart = 0;
            for (int at = 0; at < n; at++) {
                int i = rated[at];
                for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                    double x = ratings.value(v) - centre;
                    sum[at] += x;
                    squares[at] += x * x;
                    if (complete) {
                        byRater[column[ratings.worker(v)]] += x;
                    }
                }
                double count = ratings.count(i);
                total += sum[at];
                all += squares[at];
                itemPart += sum[at] * sum[at] / count;
                sizeSquares += count * count;
            }
            double raterPart = 0;
            for (double r : byRater) {
                raterPart += r * r / n;
            }
            int size = ratings.size();
            double tiny = 1e-14 * (centre * centre + all / Math.max(1, size));
            Squares whole = Squares.of(incomplete, raters, n, size, sizeSquares, total, all, itemPart, raterPart, tiny);
            List<Squares> without = new ArrayList<>();
            for (int at = 0; at < n && n > 2; at++) {
                int i = rated[at];
                double count = ratings.count(i);
                double raterPartLeft = 0;
                for (int v = ratings.begin(i); complete && v < ratings.end(i); v++) {
                    double left = byRater[column[ratings.worker(v)]] - (ratings.value(v) - centre);
                    raterPartLeft += left * left / (n - 1);
                }
                without.add(Squares.of(
                        incomplete,
                        raters,
                        n - 1,
                        size - count,
                        sizeSquares - count * count,
                        total - sum[at],
                        all - squares[at],
                        itemPart - sum[at] * sum[at] / count,
                        raterPartLeft,
                        tiny));
            }
            return new Table(whole, without);
        }

        /** The wider of both, so that neither normal values nor many items are needed. */
        Optional<Interval> interval(Form form, double value, double level) {
            return whole.interval(form, value, level)
                    .map(f -> jackknife(form, level)
                            .map(j -> new Interval(Math.min(f.low(), j.low()), Math.max(f.high(), j.high()), level))
                            .orElse(f));
        }

        /** On the scale on which the correlation is the log of a ratio of variances; empty if an item alone decides. */
        private Optional<Interval> jackknife(Form form, double level) {
            Form single = form.single();
            int n = without.size();
            double[] pseudo = new double[n];
            double mean = 0;
            for (int i = 0; i < n; i++) {
                pseudo[i] =
                        n * whole.logRatio(single) - (n - 1) * without.get(i).logRatio(single);
                mean += pseudo[i] / n;
            }
            double squares = 0;
            for (double p : pseudo) {
                squares += (p - mean) * (p - mean);
            }
            double reach = n < 3
                    ? Double.NaN
                    : Quantiles.student((1 + level) / 2, n - 1.0) * Math.sqrt(squares / (n - 1.0) / n);
            double low = whole.ofLogRatio(mean - reach);
            double high = whole.ofLogRatio(mean + reach);
            if (!Double.isFinite(low) || !Double.isFinite(high)) {
                return Optional.empty();
            }
            return Optional.of(
                    single == form
                            ? new Interval(low, high, level)
                            : new Interval(whole.ofMean(low), whole.ofMean(high), level));
        }
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
        if (raters < 2) {
            return "There is a single rater.";
        }
        int without = 0;
        for (int i : items) {
            boolean each = ratings.count(i) == raters;
            for (int v = ratings.begin(i); each && v < ratings.end(i); v++) {
                each = column[ratings.worker(v)] == v - ratings.begin(i);
            }
            without += each ? 0 : 1;
        }
        return without == 0
                ? ""
                : Count.of(without, items.length, "item", "does", "do") + " not have one rating by each of the "
                        + raters + " raters.";
    }
}
