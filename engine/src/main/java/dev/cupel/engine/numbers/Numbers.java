package dev.cupel.engine.numbers;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * One number per item from many people's numbers, with an interval, and a warning where no single number represents the
 * crowd: the front door of this package.
 *
 * <p>Intervals are Student intervals in which each item's spread borrows from the other items, by as much as items are
 * alike ({@link Spreads}), so that five equal answers by luck do not look infinitely certain; with few other items it
 * stands alone. The median's come from order statistics from six answers on. The rater models give an item's raters the
 * weights and biases that the other items gave them ({@link WithoutOwn}). Where nothing is known of the spread there is no
 * interval, and a reason. Independent answers are assumed: people who saw each other's numbers agree too well.
 *
 * <p>Sources: F. Galton, "Vox populi", Nature 75, 1907; J. W. Tukey and D. H. McLaughlin, Sankhya A 25, 1963; P. J. Huber,
 * Annals of Mathematical Statistics 35, 1964; G. K. Smyth (moderated variances), SAGMB 3, 2004. Time O(R log m) for m
 * answers per item, O(rounds * R) for the rater models; memory O(R). No randomness.
 */
public final class Numbers {
    /** Changes whenever the same answers and options may give other figures. */
    public static final String VERSION = "2";

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
     * @param noInterval why there is no interval; empty with one, and without answers
     * @param shape spread, skew and camps of the answers; empty without answers
     */
    public record Item(
            int task,
            int answers,
            OptionalDouble value,
            Optional<Interval> interval,
            Optional<NoInterval> noInterval,
            Optional<Shape> shape) {}

    /** Why an item has a number and no interval. Keys are stable: files use them. */
    public enum NoInterval {
        ONE_ANSWER("one_answer", "one answer does not show how far answers scatter"),
        EQUAL_ANSWERS("equal_answers", "all answers are equal, which does not show that others would be"),
        TOO_FEW_ANSWERS("too_few_answers", "so few answers do not reach the level, whatever they are"),
        BEYOND_NUMBERS("beyond_numbers", "it reaches further than numbers go");

        private final String key;
        private final String reason;

        NoInterval(String key, String reason) {
            this.key = key;
            this.reason = reason;
        }

        public String key() {
            return key;
        }

        /** Half a sentence. */
        public String reason() {
            return reason;
        }
    }

    /**
     * What was learned about one rater, against the combined numbers.
     *
     * @param worker worker index
     * @param answers how many they gave
     * @param bias mean difference to the crowd, positive: higher; shrunk under the rater method. In the unit of the
     *     answers, or of their logarithms on the log scale. Unknown with fewer than two answers on items that somebody
     *     else answered, too, and under the rater models where these learn nothing
     * @param deviation standard deviation around the crowd after the bias; shrunk under the rater models; unknown as the
     *     bias is
     */
    public record Rater(int worker, int answers, OptionalDouble bias, OptionalDouble deviation) {}

    /**
     * @throws InputException if there are no answers, or the log scale meets an answer that is not above 0
     */
    public static Numbers estimate(Ratings ratings, NumberOptions options) {
        double[] x = values(ratings, options);
        double unit = inUnits(x);
        return switch (options.method()) {
            case PRECISION, RATER -> byRaters(ratings, x, unit, options);
            case MEAN, MEDIAN, TRIMMED, HUBER -> byItems(ratings, x, unit, options);
        };
    }

    /** The combined numbers alone: intervals and shapes of a hundred thousand items take longer than all the rest. */
    public static final class Values {
        private final Ratings ratings;
        private final double[] values;
        private final int rounds;
        private final boolean converged;

        private Values(Ratings ratings, double[] values, int rounds, boolean converged) {
            this.ratings = ratings;
            this.values = values;
            this.rounds = rounds;
            this.converged = converged;
        }

        /** Empty without answers. */
        public OptionalDouble of(int task) {
            return ratings.count(task) == 0 ? OptionalDouble.empty() : OptionalDouble.of(values[task]);
        }

        /** Rounds of the rater model. */
        public int rounds() {
            return rounds;
        }

        public boolean converged() {
            return converged;
        }
    }

    /**
     * The values that {@link #estimate} gives, by a rater model.
     *
     * @throws InputException as there
     */
    public static Values valuesByRaters(Ratings ratings, NumberOptions options) {
        double[] x = values(ratings, options);
        double unit = inUnits(x);
        RaterModel model = RaterModel.fit(ratings, x, options);
        WithoutOwn others = new WithoutOwn(ratings, x, model, options);
        double[] combined = new double[ratings.taskCount()];
        for (int i = 0; i < combined.length; i++) {
            if (ratings.count(i) > 0) {
                combined[i] = shown(unit * others.value(i), options);
            }
        }
        return new Values(ratings, combined, model.rounds, model.converged);
    }

    private static double inUnits(double[] x) {
        double unit = unit(x);
        for (int v = 0; v < x.length; v++) {
            x[v] /= unit;
        }
        return unit;
    }

    private static double shown(double value, NumberOptions options) {
        return options.logScale() ? Math.exp(value) : value;
    }

    private static double[] values(Ratings ratings, NumberOptions options) {
        if (ratings.size() == 0) {
            throw new InputException(Code.EMPTY, "answers", "there are none", "give at least one number");
        }
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

    /** A power of two near the largest answer: in it squares neither overflow nor vanish, and no digit changes. */
    private static double unit(double[] x) {
        double most = 0;
        for (double answer : x) {
            most = Math.max(most, Math.abs(answer));
        }
        return most == 0 ? 1 : Math.scalb(1.0, Math.max(-1000, Math.getExponent(most)));
    }

    private static double[] sorted(Ratings ratings, double[] x, int task) {
        double[] values = Arrays.copyOfRange(x, ratings.begin(task), ratings.end(task));
        Arrays.sort(values);
        return values;
    }

    private static Centre.Raw centre(double[] sorted, NumberOptions options) {
        return switch (options.method()) {
            case MEAN -> Centre.mean(sorted);
            case TRIMMED -> Centre.trimmed(sorted, options.trim());
            case HUBER -> Centre.huber(sorted, options.huber());
            case MEDIAN -> Centre.fewMedian(sorted);
            case PRECISION, RATER -> throw new IllegalStateException(options.method() + " needs a rater model");
        };
    }

    private static Numbers byItems(Ratings ratings, double[] x, double unit, NumberOptions options) {
        int n = ratings.taskCount();
        Centre.Raw[] centres = new Centre.Raw[n];
        List<Optional<Interval>> known = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (ratings.count(i) == 0) {
                centres[i] = Centre.Raw.NONE;
                known.add(Optional.empty());
            } else if (options.method() == NumberMethod.MEDIAN && ratings.count(i) > Centre.FEW) {
                double[] sorted = sorted(ratings, x, i);
                centres[i] = new Centre.Raw(Centre.median(sorted), 0, 0, 0);
                known.add(Centre.medianInterval(sorted, options.level()));
            } else {
                centres[i] = centre(sorted(ratings, x, i), options);
                known.add(Optional.empty());
            }
        }
        return numbers(ratings, x, unit, options, centres, known, Optional.empty());
    }

    private static Numbers byRaters(Ratings ratings, double[] x, double unit, NumberOptions options) {
        RaterModel model = RaterModel.fit(ratings, x, options);
        WithoutOwn others = new WithoutOwn(ratings, x, model, options);
        int n = ratings.taskCount();
        Centre.Raw[] centres = new Centre.Raw[n];
        List<Optional<Interval>> known = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            centres[i] = ratings.count(i) == 0 ? Centre.Raw.NONE : others.centre(i);
            known.add(Optional.empty());
        }
        return numbers(ratings, x, unit, options, centres, known, Optional.of(model));
    }

    private static Numbers numbers(
            Ratings ratings,
            double[] x,
            double unit,
            NumberOptions options,
            Centre.Raw[] centres,
            List<Optional<Interval>> known,
            Optional<RaterModel> model) {
        Spreads spreads = new Spreads(
                Arrays.stream(centres).mapToDouble(Centre.Raw::spread).toArray(),
                Arrays.stream(centres).mapToDouble(Centre.Raw::degrees).toArray());
        List<Item> items = new ArrayList<>(centres.length);
        for (int i = 0; i < centres.length; i++) {
            Centre.Raw centre = centres[i];
            Optional<Interval> interval = centre.factor() == 0
                    ? known.get(i)
                    : spread(spreads, i, options.method(), ratings.count(i))
                            .map(s -> student(centre, s, options.level()));
            items.add(item(ratings, i, unit * centre.value(), interval.map(in -> scaled(in, unit)), options));
        }
        double[] mu = Arrays.stream(centres).mapToDouble(Centre.Raw::value).toArray();
        int rounds = model.map(fitted -> fitted.rounds).orElse(0);
        boolean converged = model.map(fitted -> fitted.converged).orElse(true);
        return new Numbers(
                ratings,
                options,
                List.copyOf(items),
                raters(ratings, x, unit, mu, options, model),
                rounds,
                converged,
                warnings(items, rounds, converged, options));
    }

    private static Interval scaled(Interval interval, double unit) {
        return new Interval(unit * interval.low(), unit * interval.high(), interval.level());
    }

    /** What is known of an item's spread. The median of few answers is robust to wild ones, but the others' spread is not. */
    private static Optional<Spreads.Estimate> spread(Spreads spreads, int item, NumberMethod method, int answers) {
        Optional<Spreads.Estimate> alone =
                method == NumberMethod.MEDIAN && answers > 2 ? spreads.alone(item) : Optional.empty();
        return alone.isPresent() ? alone : spreads.of(item);
    }

    private static Interval student(Centre.Raw centre, Spreads.Estimate spread, double level) {
        double factor = spread.own() * centre.ownFactor() + (1 - spread.own()) * centre.factor();
        double half = Quantiles.student((1 + level) / 2, spread.degrees()) * Math.sqrt(spread.spread() * factor);
        return new Interval(centre.value() - half, centre.value() + half, level);
    }

    private static Item item(Ratings ratings, int i, double value, Optional<Interval> interval, NumberOptions options) {
        int answers = ratings.count(i);
        if (answers == 0) {
            return new Item(i, 0, OptionalDouble.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        double shown = shown(value, options);
        Optional<Interval> inUnit = options.logScale()
                ? interval.map(in -> new Interval(Math.exp(in.low()), Math.exp(in.high()), in.level()))
                : interval;
        // No width where answers tie around the median, as on whole numbers: that is not what is known of the quantity.
        Optional<Interval> printed =
                inUnit.filter(in -> in.width() > 0 && Double.isFinite(in.low()) && Double.isFinite(in.high()));
        double[] sorted = ratings.sorted(i);
        Optional<NoInterval> reason = printed.isPresent()
                ? Optional.empty()
                : Optional.of(
                        inUnit.isPresent() && inUnit.get().width() > 0
                                ? NoInterval.BEYOND_NUMBERS
                                : answers == 1
                                        ? NoInterval.ONE_ANSWER
                                        : inUnit.isPresent() || sorted[0] == sorted[answers - 1]
                                                ? NoInterval.EQUAL_ANSWERS
                                                : NoInterval.TOO_FEW_ANSWERS);
        return new Item(i, answers, OptionalDouble.of(shown), printed, reason, Optional.of(Shape.of(sorted)));
    }

    /**
     * Mean difference and deviation around the combined numbers; under the rater models what these made of them. Answers on
     * items that nobody else saw say nothing of a rater, and one answer does not tell bias from chance.
     */
    private static List<Rater> raters(
            Ratings ratings, double[] x, double unit, double[] mu, NumberOptions options, Optional<RaterModel> model) {
        int workers = ratings.workerCount();
        long answered =
                IntStream.range(0, mu.length).filter(i -> ratings.count(i) > 0).count();
        boolean learned = model.isEmpty() || answered > Spreads.LEAST_OTHERS;
        int[] answers = new int[workers];
        int[] shared = new int[workers];
        double[] sum = new double[workers];
        double[] squares = new double[workers];
        for (int i = 0; i < mu.length; i++) {
            // Answers of an item are sorted by worker: the first and the last differ if anybody else answered.
            boolean several =
                    ratings.count(i) > 1 && ratings.worker(ratings.begin(i)) != ratings.worker(ratings.end(i) - 1);
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                int j = ratings.worker(v);
                answers[j]++;
                if (several) {
                    shared[j]++;
                    sum[j] += x[v] - mu[i];
                    squares[j] += (x[v] - mu[i]) * (x[v] - mu[i]);
                }
            }
        }
        List<Rater> raters = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            if (answers[j] > 0 && (shared[j] < 2 || !learned)) {
                raters.add(new Rater(j, answers[j], OptionalDouble.empty(), OptionalDouble.empty()));
            } else if (answers[j] > 0) {
                double bias = sum[j] / shared[j];
                double deviation = Math.sqrt(Math.max(0, squares[j] / shared[j] - bias * bias));
                if (model.isPresent()) {
                    bias = options.method() == NumberMethod.RATER ? model.get().bias[j] : bias;
                    deviation = Math.sqrt(model.get().variance[j]);
                }
                raters.add(
                        new Rater(j, answers[j], OptionalDouble.of(unit * bias), OptionalDouble.of(unit * deviation)));
            }
        }
        return List.copyOf(raters);
    }

    private static List<String> warnings(List<Item> items, int rounds, boolean converged, NumberOptions options) {
        List<String> warnings = new ArrayList<>();
        long camps = items.stream()
                .filter(item -> item.shape().flatMap(Shape::twoCamps).isPresent())
                .count();
        long skewed = items.stream()
                .filter(item -> item.shape().map(Shape::skewed).orElse(false))
                .count();
        long answered = items.stream().filter(item -> item.answers() > 0).count();
        long empty = items.size() - answered;
        boolean byRaters = options.method() == NumberMethod.PRECISION || options.method() == NumberMethod.RATER;
        if (byRaters && answered <= Spreads.LEAST_OTHERS) {
            warnings.add("With " + Count.of(answered, "item")
                    + " nothing is learned about raters: the numbers are plain means.");
        }
        if (!converged) {
            warnings.add("The rater model did not settle within " + Count.of(rounds, "round")
                    + "; use the mean if raters share few items.");
        }
        if (camps > 0) {
            warnings.add(Count.of(camps, items.size(), "item", "splits", "split")
                    + " the crowd into two camps: no single number represents it there.");
        }
        if (skewed > 0) {
            warnings.add(Count.of(skewed, items.size(), "item", "has", "have")
                    + " lopsided answers: mean and median tell different stories there.");
        }
        if (empty > 0) {
            warnings.add(Count.of(empty, items.size(), "item", "has", "have") + " no answer and no number.");
        }
        for (NoInterval reason : NoInterval.values()) {
            long without = items.stream()
                    .filter(item -> item.noInterval().filter(reason::equals).isPresent())
                    .count();
            if (without > 0) {
                warnings.add(Count.of(without, items.size(), "item", "has", "have") + " no interval: " + reason.reason()
                        + ".");
            }
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
                "%s from %s to %s; the %s is %s",
                Count.of(item.answers(), "answer"),
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
        item.noInterval()
                .ifPresent(reason -> text.append(", without an interval: ").append(reason.reason()));
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
