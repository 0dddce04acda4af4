package dev.cupel.engine.preference;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.preference.PreferenceOptions.Errors;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How often the intervals of scores and of the side's advantage hold what endlessly many workers of the same kind would
 * give. Workers have tastes and side habits of their own. Run by {@code bench/coverage-preferences}; a short version is a
 * test.
 */
final class PreferencesCoverage {
    private static final int ITEMS = 6;

    private PreferencesCoverage() {}

    /**
     * @param scores share of the items' intervals that hold
     * @param side share of the side's intervals that hold
     */
    record Result(double scores, double side) {}

    static Comparisons crowd(int workers, int each, double taste, Random random) {
        int n = workers * each;
        int[] left = new int[n];
        int[] right = new int[n];
        int[] worker = new int[n];
        int[] winner = new int[n];
        for (int j = 0; j < workers; j++) {
            double[] strength = new double[ITEMS];
            for (int i = 0; i < ITEMS; i++) {
                strength[i] = 0.4 * i + taste * random.nextGaussian();
            }
            double habit = 0.3 + taste * random.nextGaussian();
            for (int c = 0; c < each; c++) {
                int row = j * each + c;
                left[row] = random.nextInt(ITEMS);
                right[row] = (left[row] + 1 + random.nextInt(ITEMS - 1)) % ITEMS;
                worker[row] = j;
                double p = PairModel.sigmoid(strength[left[row]] - strength[right[row]] + habit);
                winner[row] = random.nextDouble() < p ? left[row] : right[row];
            }
        }
        return Comparisons.of(ITEMS, workers, left, right, worker, winner);
    }

    static Result simulate(PreferenceMethod method, Errors errors, int workers, int each, double taste, int draws) {
        PreferenceOptions options =
                PreferenceOptions.DEFAULTS.withMethod(method).withErrors(errors).withBootstrap(Bootstrap.Options.NONE);
        Preferences truth = Preferences.of(
                crowd(200_000 / each, each, taste, new Random(99)), options.withErrors(Errors.INDEPENDENT));
        Random random = new Random(workers + 1000L * each);
        double scores = 0;
        double side = 0;
        for (int draw = 0; draw < draws; draw++) {
            Preferences drawn = Preferences.of(crowd(workers, each, taste, random), options);
            for (int i = 0; i < ITEMS; i++) {
                scores += drawn.items()
                                .get(i)
                                .interval()
                                .contains(truth.items().get(i).score())
                        ? 1
                        : 0;
            }
            side += drawn.side()
                            .orElseThrow()
                            .interval()
                            .contains(truth.side().orElseThrow().logOdds())
                    ? 1
                    : 0;
        }
        return new Result(scores / draws / ITEMS, side / draws);
    }

    /** @param arguments draws in each cell, by default 1,000 */
    public static void main(String[] arguments) {
        int draws = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        System.out.println(
                "Coverage of 95 % intervals of scores and of the side's advantage, " + draws + " draws a cell");
        for (PreferenceMethod method : List.of(PreferenceMethod.BRADLEY_TERRY, PreferenceMethod.BORDA)) {
            for (double taste : new double[] {0, 0.8}) {
                for (Errors errors : List.of(Errors.INDEPENDENT, Errors.CLUSTERED)) {
                    for (int workers : List.of(2, 5, 10, 30, 100)) {
                        Result result = simulate(method, errors, workers, 30, taste, draws);
                        System.out.printf(
                                Locale.ROOT,
                                "| %s | tastes differ by %.1f | %s | %d workers of 30 answers | %.3f | %.3f |%n",
                                method.key(),
                                taste,
                                errors.key(),
                                workers,
                                result.scores(),
                                result.side());
                    }
                }
            }
        }
    }
}
