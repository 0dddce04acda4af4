package dev.cupel.engine.numbers;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One number per item from many people's numbers, with an interval, and a warning where no single number represents the
 * crowd: the front door of this package.
 *
 * <p>Intervals of mean, trimmed mean and Huber's centre are Student intervals in which each item's variance borrows four
 * answers' worth from all items, so that five equal answers by luck do not look infinitely certain. The median's come from
 * order statistics and carry the level they really have. The rater models mix their own standard error with the spread
 * seen on the item in the same way. Independent answers are assumed: people who saw each other's numbers agree too well.
 *
 * <p>Sources: F. Galton, "Vox populi", Nature 75, 1907; J. W. Tukey and D. H. McLaughlin, Sankhya A 25, 1963; P. J. Huber,
 * Annals of Mathematical Statistics 35, 1964; G. K. Smyth (moderated variances), SAGMB 3, 2004. Time O(R log m) for m
 * answers per item, O(rounds * R) for the rater models; memory O(R). No randomness.
 */
public final class Numbers {
    /** Changes whenever the same answers and options may give other figures. */
    public static final String VERSION = "1";

    /** Answers' worth of the pooled variance in each item's own. */
    private static final double BORROWED = 4;

    private final Ratings ratings;
    private final NumberOptions options;
    private final List<Item> items;
    private final List<Rater> raters;
    private final int rounds;
    private final boolean converged;
    private final List<String> warnings;

    private Numbers(
            Ratings ratings,
            NumberOptions options,
            List<Item> items,
            List<Rater> raters,
            int rounds,
            boolean converged,
            List<String> warnings) {
        this.ratings = ratings;
        this.options = options;
        this.items = items;
        this.raters = raters;
        this.rounds = rounds;
        this.converged = converged;
        this.warnings = warnings;
    }

    /**
     * What the crowd says of one item.
     *
     * @param task item index
     * @param answers how many there are
     * @param value the combined number; empty without answers
     * @param interval where it plausibly lies; empty if the answers cannot tell
     * @param shape spread, skew and camps of the answers; empty without answers
     */
    public record Item(
            int task, int answers, OptionalDouble value, Optional<Interval> interval, Optional<Shape> shape) {}

    /**
     * What was learned about one rater, against the combined numbers.
     *
     * @param worker worker index
     * @param answers how many they gave
     * @param bias mean difference to the crowd, positive: higher; shrunk under the rater method. In the unit of the
     *     answers, or of their logarithms on the log scale
     * @param deviation standard deviation around the crowd after the bias; shrunk under the rater models
     */
    public record Rater(int worker, int answers, double bias, double deviation) {}

    /**
     * @throws InputException if there are no answers, or the log scale meets an answer that is not above 0
     */
    public static Numbers estimate(Ratings ratings, NumberOptions options) {
        if (ratings.size() == 0) {
            throw new InputException(Code.EMPTY, "answers", "there are none", "give at least one number");
        }
        double[] x = values(ratings, options);
        return switch (options.method()) {
            case PRECISION, RATER -> byRaters(ratings, x, options);
            default -> byItems(ratings, x, options);
        };
    }

    private static double[] values(Ratings ratings, NumberOptions options) {
        double[] x = new double[ratings.size()];
        for (int i = 0; i < ratings.taskCount(); i++) {
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                x[v] = ratings.value(v);
                if (options.logScale()) {
                    if (!(x[v] > 0)) {
                        throw new InputException(
                                Code.BAD_NUMBER,
                                "task " + i + ", worker " + ratings.worker(v),
                                "answered " + x[v] + ", which has no logarithm",
                                "drop the answer, or do not use the log scale");
                    }
                    x[v] = Math.log(x[v]);
                }
            }
        }
        return x;
    }

    private static double[] sorted(Ratings ratings, double[] x, int task) {
        double[] values = Arrays.copyOfRange(x, ratings.begin(task), ratings.end(task));
        Arrays.sort(values);
        return values;
    }

    private static Numbers byItems(Ratings ratings, double[] x, NumberOptions options) {
        int n = ratings.taskCount();
        List<Centre.Raw> raws = new ArrayList<>(n);
        double pooled = 0;
        double degrees = 0;
        for (int i = 0; i < n; i++) {
            if (ratings.count(i) == 0) {
                raws.add(new Centre.Raw(0, 0, 0, 0));
                continue;
            }
            double[] sorted = sorted(ratings, x, i);
            Centre.Raw raw = switch (options.method()) {
                case TRIMMED -> Centre.trimmed(sorted, options.trim());
                case HUBER -> Centre.huber(sorted, options.huber());
                case MEDIAN -> new Centre.Raw(Centre.median(sorted), 0, 0, 0);
                default -> Centre.mean(sorted);
            };
            raws.add(raw);
            pooled += raw.degrees() * raw.variance();
            degrees += raw.degrees();
        }
        double borrowed = degrees > 0 ? Math.min(BORROWED, degrees) : 0;
        double common = degrees > 0 ? pooled / degrees : 0;
        List<Item> items = new ArrayList<>(n);
        double[] mu = new double[n];
        for (int i = 0; i < n; i++) {
            Centre.Raw raw = raws.get(i);
            mu[i] = raw.value();
            Optional<Interval> interval;
            if (ratings.count(i) == 0) {
                interval = Optional.empty();
            } else if (options.method() == NumberMethod.MEDIAN) {
                interval = Centre.medianInterval(sorted(ratings, x, i), options.level());
            } else {
                double df = raw.degrees() + borrowed;
                double variance = df > 0 ? (raw.degrees() * raw.variance() + borrowed * common) / df : 0;
                interval = df > 0
                        ? Optional.of(around(raw.value(), Math.sqrt(variance * raw.factor()), df, options.level()))
                        : Optional.empty();
            }
            items.add(item(ratings, i, raw.value(), interval, options));
        }
        return new Numbers(
                ratings, options, List.copyOf(items), raters(ratings, x, mu), 0, true, warnings(items, 0, true));
    }

    private static Numbers byRaters(Ratings ratings, double[] x, NumberOptions options) {
        RaterModel model = RaterModel.fit(ratings, x, options);
        int n = ratings.taskCount();
        double degrees = 0;
        List<Item> items = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            degrees += Math.max(0, ratings.count(i) - 1);
        }
        for (int i = 0; i < n; i++) {
            Optional<Interval> interval = Optional.empty();
            int m = ratings.count(i);
            if (m > 0 && degrees > 0) {
                // Weighted residuals on this item, as a squared standard error of the weighted mean.
                double seen = 0;
                double weights = 0;
                for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                    int j = ratings.worker(v);
                    double w = model.variance[j] > 0 ? 1 / model.variance[j] : 1;
                    double residual = w * (x[v] - model.mu[i] - model.bias[j]);
                    seen += residual * residual;
                    weights += w;
                }
                seen = m > 1 ? seen / (weights * weights) * m / (m - 1.0) : 0;
                double df = m - 1 + BORROWED;
                double variance = ((m - 1) * seen + BORROWED * model.muVariance[i]) / df;
                interval = Optional.of(around(model.mu[i], Math.sqrt(variance), df, options.level()));
            }
            items.add(item(ratings, i, model.mu[i], interval, options));
        }
        List<Rater> raters = new ArrayList<>();
        for (Rater plain : raters(ratings, x, model.mu)) {
            int j = plain.worker();
            raters.add(new Rater(
                    j,
                    plain.answers(),
                    options.method() == NumberMethod.RATER ? model.bias[j] : plain.bias(),
                    Math.sqrt(model.variance[j])));
        }
        return new Numbers(
                ratings,
                options,
                List.copyOf(items),
                List.copyOf(raters),
                model.rounds,
                model.converged,
                warnings(items, model.rounds, model.converged));
    }

    private static Interval around(double centre, double standardError, double degrees, double level) {
        double half = Quantiles.student((1 + level) / 2, degrees) * standardError;
        return new Interval(centre - half, centre + half, level);
    }

    private static Item item(Ratings ratings, int i, double value, Optional<Interval> interval, NumberOptions options) {
        if (ratings.count(i) == 0) {
            return new Item(i, 0, OptionalDouble.empty(), Optional.empty(), Optional.empty());
        }
        double shown = options.logScale() ? Math.exp(value) : value;
        Optional<Interval> shownInterval = options.logScale()
                ? interval.map(in -> new Interval(Math.exp(in.low()), Math.exp(in.high()), in.level()))
                : interval;
        return new Item(
                i, ratings.count(i), OptionalDouble.of(shown), shownInterval, Optional.of(Shape.of(ratings.sorted(i))));
    }

    /** Plain mean difference and deviation around the combined numbers. */
    private static List<Rater> raters(Ratings ratings, double[] x, double[] mu) {
        int workers = ratings.workerCount();
        int[] answers = new int[workers];
        double[] sum = new double[workers];
        double[] squares = new double[workers];
        for (int i = 0; i < mu.length; i++) {
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                int j = ratings.worker(v);
                answers[j]++;
                sum[j] += x[v] - mu[i];
                squares[j] += (x[v] - mu[i]) * (x[v] - mu[i]);
            }
        }
        List<Rater> raters = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            if (answers[j] > 0) {
                double bias = sum[j] / answers[j];
                double variance = Math.max(0, squares[j] / answers[j] - bias * bias);
                raters.add(new Rater(j, answers[j], bias, Math.sqrt(variance)));
            }
        }
        return List.copyOf(raters);
    }

    private static List<String> warnings(List<Item> items, int rounds, boolean converged) {
        List<String> warnings = new ArrayList<>();
        long camps = items.stream()
                .filter(item -> item.shape().flatMap(Shape::twoCamps).isPresent())
                .count();
        long skewed = items.stream()
                .filter(item -> item.shape().map(Shape::skewed).orElse(false))
                .count();
        long empty = items.stream().filter(item -> item.answers() == 0).count();
        if (!converged) {
            warnings.add("The rater model did not settle within " + rounds
                    + " rounds; raise maxRounds, or use the mean if raters share few items.");
        }
        if (camps > 0) {
            warnings.add(camps + " of " + items.size()
                    + " items split the crowd into two camps: no single number represents it there.");
        }
        if (skewed > 0) {
            warnings.add(skewed + " of " + items.size()
                    + " items have lopsided answers: mean and median tell different stories there.");
        }
        if (empty > 0) {
            warnings.add(empty + " of " + items.size() + " items have no answer and get no number.");
        }
        return List.copyOf(warnings);
    }

    public Ratings ratings() {
        return ratings;
    }

    public NumberOptions options() {
        return options;
    }

    /** One per item, by index. */
    public List<Item> items() {
        return items;
    }

    /** One per worker with an answer, by index. */
    public List<Rater> raters() {
        return raters;
    }

    /** Rounds of the rater models; 0 for the others. */
    public int rounds() {
        return rounds;
    }

    public boolean converged() {
        return converged;
    }

    /** Reasons to look twice, as sentences. */
    public List<String> warnings() {
        return warnings;
    }

    /** Why an item got its number, in a sentence or two. */
    public String explain(int task) {
        Item item = items.get(task);
        if (item.value().isEmpty()) {
            return "Nobody answered.";
        }
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d answers from %s to %s; the %s is %s",
                item.answers(),
                number(ratings.sorted(task)[0]),
                number(ratings.sorted(task)[item.answers() - 1]),
                switch (options.method()) {
                    case PRECISION -> "precision-weighted mean";
                    case RATER -> "bias-corrected, precision-weighted mean";
                    case TRIMMED -> "trimmed mean";
                    case HUBER -> "Huber centre";
                    default -> options.method().key();
                },
                number(item.value().getAsDouble())));
        item.interval()
                .ifPresent(in -> text.append(String.format(
                        Locale.ROOT,
                        " (%.0f %% interval %s to %s)",
                        100 * in.level(),
                        number(in.low()),
                        number(in.high()))));
        text.append('.');
        item.shape()
                .flatMap(Shape::twoCamps)
                .ifPresent(camps -> text.append(String.format(
                        Locale.ROOT,
                        " The crowd falls into two camps, %.0f %% around %s and %.0f %% around %s.",
                        100 * (1 - camps.highShare()),
                        number(camps.low()),
                        100 * camps.highShare(),
                        number(camps.high()))));
        item.shape()
                .filter(Shape::skewed)
                .flatMap(Shape::skewness)
                .ifPresent(b -> text.append(
                        b < 0
                                ? " Low answers reach further from the middle."
                                : " High answers reach further from the middle."));
        return text.toString();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains(".") && !text.contains("e")
                ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
                : text;
    }
}
