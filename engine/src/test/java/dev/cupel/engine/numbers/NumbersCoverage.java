package dev.cupel.engine.numbers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How often the intervals of {@link Numbers} hold the truth, by simulation, and how many items get none. Run by {@code
 * bench/coverage-numbers}; short versions are tests.
 */
final class NumbersCoverage {
    private NumbersCoverage() {}

    /** What the errors of answers look like; all are symmetric around the truth. */
    enum Errors {
        NORMAL("normal"),
        HEAVY("Student with 3 degrees"),
        WILD("normal, every tenth five times as far"),
        UNLIKE_ITEMS("normal, items differ in spread"),
        UNLIKE_RATERS("normal, raters differ in spread"),
        ROUNDED("normal, rounded to whole deviations");

        final String words;

        Errors(String words) {
            this.words = words;
        }
    }

    /**
     * @param covered share of the intervals that hold the truth
     * @param without share of items without an interval
     */
    record Result(double covered, double without) {}

    static Result simulate(NumberMethod method, Errors errors, int items, int answers, int draws, long seed) {
        Random random = new Random(seed);
        long with = 0;
        long holds = 0;
        long all = 0;
        for (int draw = 0; draw < draws; draw++) {
            int n = items * answers;
            int[] task = new int[n];
            int[] worker = new int[n];
            double[] value = new double[n];
            double[] truth = new double[items];
            // Raters take turns, so that all see items of their own choice when there are more of them than answers.
            int raters = Math.max(answers, Math.min(items, 3 * answers));
            double[] raterScale = IntStream.range(0, raters)
                    .mapToDouble(j -> 0.5 + 1.5 * j / raters)
                    .toArray();
            for (int i = 0; i < items; i++) {
                truth[i] = 3 * random.nextGaussian();
                double itemScale = errors == Errors.UNLIKE_ITEMS ? Math.exp(0.5 * random.nextGaussian()) : 1;
                int first = random.nextInt(raters);
                for (int k = 0; k < answers; k++) {
                    int row = i * answers + k;
                    task[row] = i;
                    worker[row] = (first + k) % raters;
                    double noise = random.nextGaussian();
                    value[row] = truth[i]
                            + itemScale
                                    * switch (errors) {
                                        case NORMAL, UNLIKE_ITEMS, ROUNDED -> noise;
                                        case HEAVY -> noise / Math.sqrt(chiSquare3(random) / 3);
                                        case WILD -> random.nextInt(10) == 0 ? 5 * noise : noise;
                                        case UNLIKE_RATERS -> raterScale[worker[row]] * noise;
                                    };
                    if (errors == Errors.ROUNDED) {
                        value[row] = Math.rint(value[row]);
                    }
                }
            }
            Numbers numbers = Numbers.estimate(
                    Ratings.of(items, raters, task, worker, value), NumberOptions.DEFAULTS.withMethod(method));
            for (Numbers.Item item : numbers.items()) {
                all++;
                // What ever more answers would give: the median of rounded answers is a whole number.
                double right = errors == Errors.ROUNDED && method == NumberMethod.MEDIAN
                        ? Math.rint(truth[item.task()])
                        : truth[item.task()];
                with += item.interval().isPresent() ? 1 : 0;
                holds += item.interval().map(in -> in.contains(right)).orElse(false) ? 1 : 0;
            }
        }
        return new Result((double) holds / Math.max(1, with), 1 - (double) with / all);
    }

    private static double chiSquare3(Random random) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            double z = random.nextGaussian();
            sum += z * z;
        }
        return sum;
    }

    /** @param arguments intervals to simulate in each cell, by default 20,000 */
    public static void main(String[] arguments) {
        int intervals = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
        System.out.println("Coverage of 95 % intervals, " + intervals + " intervals a cell (standard error "
                + String.format(Locale.ROOT, "%.4f", Math.sqrt(.95 * .05 / intervals))
                + "); in brackets the share of items without an interval. * outside .93 to .97");
        for (Errors errors : Errors.values()) {
            for (NumberMethod method : NumberMethod.values()) {
                for (int items : List.of(1, 3, 30, 200)) {
                    List<String> cells = new ArrayList<>();
                    for (int answers : List.of(3, 5, 10, 30)) {
                        int draws = Math.max(1, intervals / items);
                        Result result = simulate(method, errors, items, answers, draws, 7 + items + 31L * answers);
                        cells.add(String.format(
                                Locale.ROOT,
                                "%.3f%s%s",
                                result.covered(),
                                result.without() > 0 ? String.format(Locale.ROOT, " (%.2f)", result.without()) : "",
                                result.covered() < .93 || result.covered() > .97 ? "*" : ""));
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | %s | %d | %s |%n",
                            errors.words,
                            method.key(),
                            items,
                            String.join(" | ", cells));
                }
            }
        }
    }
}
