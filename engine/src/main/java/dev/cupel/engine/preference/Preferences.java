package dev.cupel.engine.preference;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.numbers.Quantiles;
import dev.cupel.engine.preference.PreferenceOptions.Ties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Scores of items from comparisons or rankings, with standard errors, rank intervals, and what the sides and lengths did to
 * the answers: the front door of this package.
 *
 * <p>Strengths are log odds with mean 0: an item one point stronger wins in 73 % of the comparisons. The ten pairs of one
 * ranking of five, or all answers of one worker, are not independent: where units have several answers, standard errors come
 * from leaving units out ({@link Clusters}), otherwise from the observed information; rank intervals from resampling units. Fitted by Newton's method on the sparse matrix of who met whom. Where that matrix is
 * very large, standard errors take the other items as known and a warning says so.
 *
 * <p>Sources: R. A. Bradley and M. E. Terry, Biometrika 39, 1952; R. R. Davidson, JASA 65, 1970; X. Chen et al., WSDM 2013;
 * R. L. Plackett, Applied Statistics 24, 1975; D. R. Hunter, Annals of Statistics 32, 2004. Time O(rounds * iterations * R) with
 * some tens of iterations, about as much per resample, from the whole data's solution on, and for standard errors n times that.
 */
public final class Preferences {
    /** Changes whenever the same comparisons and options may give other figures. */
    public static final String VERSION = "5";

    /** Items up to which the noisy model's information about the strengths is held as a square table. */
    private static final int DENSE = 1_000;
    /** Items times entries of the information up to which every standard error is worth its linear system: some seconds. */
    private static final long MOST_STANDARD_ERROR_WORK = 2_000_000_000;

    /** Scores closer than this are equal; resampled ones are right to five digits only. */
    private static final double EQUAL = 1e-6;

    private static final double ROUGHLY_EQUAL = 1e-4;

    private static final long MOST_REPLICATED_SCORES = 50_000_000;

    private final PreferenceOptions options;
    private final List<ItemScore> items;
    private final List<WorkerScore> workers;
    private final Optional<Effect> side;
    private final Optional<Effect> length;
    private final Spread spread;
    private final double logPosteriorNats;
    private final int rounds;
    private final boolean converged;
    private final List<String> warnings;

    private Preferences(
            PreferenceOptions options,
            List<ItemScore> items,
            List<WorkerScore> workers,
            Optional<Effect> side,
            Optional<Effect> length,
            Spread spread,
            Solution solution,
            List<String> warnings) {
        this.spread = spread;
        this.options = options;
        this.items = items;
        this.workers = workers;
        this.side = side;
        this.length = length;
        this.logPosteriorNats = solution.value;
        this.rounds = solution.rounds;
        this.converged = solution.converged;
        this.warnings = warnings;
    }

    /**
     * One item.
     *
     * @param item index
     * @param score log odds with mean 0, or for Borda the share of opponents beaten
     * @param standardError of the score
     * @param interval of the score; one-sided, with an infinite other end (for Borda 0 or 1), if the item always won or
     *     always lost
     * @param rank 1 is best; equal scores share the best of their ranks
     * @param ranks where the rank lies in resamples; empty without resampling
     * @param comparisons how often it was compared or ranked
     * @param wins share of its opponents that it beat, a tie counting one half; NaN never: 0.5 without opponents
     */
    public record ItemScore(
            int item,
            double score,
            double standardError,
            Interval interval,
            int rank,
            Optional<RankInterval> ranks,
            int comparisons,
            double wins) {}

    /**
     * Plausible ranks.
     *
     * @param best smallest
     * @param worst largest
     * @param level share of the resamples inside
     */
    public record RankInterval(int best, int worst, double level) {}

    /**
     * One worker.
     *
     * @param worker index
     * @param comparisons how many they made
     * @param agreement share of their decided comparisons that the scores would decide the same way, equal scores one half;
     *     0.5 if they decided none
     * @param leftShare how often they preferred the left item, a tie counting one half
     * @param reliability probability of answering by the strengths; noisy Bradley-Terry only
     * @param leftHabit probability of "left" when not; noisy Bradley-Terry only
     */
    public record WorkerScore(
            int worker,
            int comparisons,
            double agreement,
            double leftShare,
            Optional<Double> reliability,
            Optional<Double> leftHabit) {}

    /**
     * What something other than the items' strengths did to the answers.
     *
     * @param known whether the answers say anything about it: not where strengths of the items explain them as well
     * @param logOdds advantage of the left item, or of one unit more length, at equal strength; NaN if not known
     * @param standardError of it; NaN if not known
     * @param interval of it, by profile likelihood; with an infinite end where the answers do not bound it, both if not known
     * @param probability of winning between equals: with the side, or with one unit more length; NaN if not known
     * @param adjusted whether it was taken out of the scores
     * @param summary the same in a sentence
     */
    public record Effect(
            boolean known,
            double logOdds,
            double standardError,
            Interval interval,
            double probability,
            boolean adjusted,
            String summary) {
        /** Whether the interval excludes zero. */
        public boolean clear() {
            return !interval.contains(0);
        }
    }

    /**
     * What the intervals rest on.
     *
     * @param clustered whether units were taken for independent, not answers
     * @param groups how many groups of units were left out in turn; 0 if not clustered
     */
    public record Spread(boolean clustered, int groups) {
        static Spread of(int size, int units, PreferenceOptions.Errors errors) {
            boolean clustered = units > 1
                    && switch (errors) {
                        case AUTOMATIC -> units < size;
                        case INDEPENDENT -> false;
                        case CLUSTERED -> true;
                    };
            return new Spread(clustered, clustered ? Clusters.groups(units) : 0);
        }

        /** How many standard errors an interval reaches to each side. */
        double quantile(double level) {
            return clustered ? Quantiles.student((1 + level) / 2, groups - 1) : Quantiles.normal((1 + level) / 2);
        }
    }

    /** Scores, their variances and how they were found. */
    private static final class Solution {
        final double[] score;
        final double[] error;
        final double value;
        final int rounds;
        final boolean converged;

        Solution(double[] score, double[] error, double value, int rounds, boolean converged) {
            this.score = score;
            this.error = error;
            this.value = value;
            this.rounds = rounds;
            this.converged = converged;
        }

        /** The larger of both errors: workers who happen to answer alike do not show that others would. */
        Solution withVariances(double[] variance) {
            double[] larger = new double[error.length];
            Arrays.setAll(larger, i -> Math.max(error[i], Math.sqrt(variance[i])));
            return new Solution(score, larger, value, rounds, converged);
        }
    }

    /** @throws InputException if there are no comparisons, or the options do not fit the method */
    public static Preferences of(Comparisons comparisons, PreferenceOptions options) {
        if (comparisons.size() == 0) {
            throw new InputException(Code.EMPTY, "comparisons", "there are none", "give at least one comparison");
        }
        check(comparisons, options);
        int n = comparisons.itemCount();
        int[] once = ones(comparisons.unitCount());
        double[] met = new double[n];
        double[] won = new double[n];
        for (int r = 0; r < comparisons.size(); r++) {
            met[comparisons.left(r)]++;
            met[comparisons.right(r)]++;
            won[comparisons.left(r)] += comparisons.leftShare(r);
            won[comparisons.right(r)] += 1 - comparisons.leftShare(r);
        }
        List<String> warnings = new ArrayList<>();
        Solution solution;
        IntFunction<Bootstrap.Statistics> refit;
        List<Optional<double[]>> reliability = new ArrayList<>();
        double limit = options.tolerance() * comparisons.size();
        double rough = rough(limit);
        switch (options.method()) {
            case BORDA -> {
                solution = borda(met, won);
                refit = chunk -> times -> winRates(comparisons, times);
            }
            case BRADLEY_TERRY -> {
                PairModel model = new PairModel(
                                comparisons,
                                options.priorPrecision(),
                                options.adjustSide(),
                                options.adjustLength(),
                                options.ties() == Ties.DAVIDSON)
                        .count(comparisons, once);
                Information information = Information.of(model);
                Maximum top =
                        Maximum.newton(model, information, new double[model.dimension()], options.maxRounds(), limit);
                solution = solution(information.at(model, top.at), top, n, warnings);
                refit = chunk -> {
                    PairModel own = model.copy();
                    Information places = information.copy();
                    return times -> {
                        own.count(comparisons, times);
                        return centred(Maximum.newton(own, places, top.at, options.maxRounds(), rough).at, n);
                    };
                };
            }
            case NOISY_BRADLEY_TERRY -> {
                PairModel plain = new PairModel(comparisons, options.priorPrecision(), false, false, false)
                        .count(comparisons, once);
                double[] strengths =
                        Maximum.newton(plain, Information.of(plain), new double[n], options.maxRounds(), limit).at;
                NoisyPairModel model = new NoisyPairModel(comparisons, options.priorPrecision());
                Information information = Information.of(model);
                // Not concave, so that steps are rougher: a hundred times the tolerance still leaves scores right to
                // six digits.
                Maximum top =
                        Maximum.newton(model, information, model.start(strengths), options.maxRounds(), 100 * limit);
                solution = noisySolution(model, information, top, n, warnings);
                for (int j = 0; j < comparisons.workerCount(); j++) {
                    reliability.add(Optional.of(
                            new double[] {model.reliability(top.at, j), PairModel.sigmoid(model.sideHabit(top.at, j))
                            }));
                }
                refit = chunk -> {
                    NoisyPairModel own = model.copy();
                    Information places = information.copy();
                    return times -> {
                        own.count(times);
                        return centred(Maximum.newton(own, places, top.at, options.maxRounds(), rough).at, n);
                    };
                };
            }
            default ->
                throw new InputException(
                        Code.CONTRADICTION,
                        "method",
                        "is " + options.method().key() + ", which needs rankings, and these are comparisons",
                        "use bradley-terry");
        }
        Spread spread = Spread.of(comparisons.size(), comparisons.unitCount(), options.errors());
        if (spread.clustered()) {
            solution = solution.withVariances(Clusters.variances(solution.score, comparisons.unitCount(), refit));
        }
        double[][] resampled = replicates(n, comparisons.unitCount(), options, refit, warnings);
        addWarnings(n, components(comparisons), met, won, solution, warnings);
        addUnitWarnings(comparisons.size(), comparisons.unitCount(), "worker", resampled.length > 0, warnings);
        Effects effects = new Effects(comparisons, options, spread);
        return new Preferences(
                options,
                itemScores(solution, spread, resampled, options, met, won, cleanBounds(comparisons, solution, options)),
                workerScores(comparisons, solution.score, reliability),
                Optional.of(effects.side()),
                comparisons.hasLengths() ? Optional.of(effects.length()) : Optional.empty(),
                spread,
                solution,
                List.copyOf(warnings));
    }

    /** @throws InputException if there are no rankings, or the method needs comparisons */
    public static Preferences of(Rankings rankings, PreferenceOptions options) {
        if (rankings.all().isEmpty()) {
            throw new InputException(Code.EMPTY, "rankings", "there are none", "give at least one ranking");
        }
        int n = rankings.itemCount();
        int units = rankings.all().size();
        double[] met = new double[n];
        double[] won = new double[n];
        double[][] beaten = new double[units][];
        int[] group = IntStream.range(0, n).toArray();
        for (int r = 0; r < units; r++) {
            beaten[r] = beaten(rankings.all().get(r), n);
            int first = rankings.all().get(r).places().stream()
                    .flatMap(List::stream)
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < n; i++) {
                if (!Double.isNaN(beaten[r][i])) {
                    met[i]++;
                    won[i] += beaten[r][i];
                    group[root(group, i)] = root(group, first);
                }
            }
        }
        List<String> warnings = new ArrayList<>();
        Solution solution;
        IntFunction<Bootstrap.Statistics> refit;
        double limit = options.tolerance() * units;
        switch (options.method()) {
            case BORDA -> {
                solution = borda(met, won);
                refit = chunk -> times -> points(beaten, times, n);
            }
            case PLACKETT_LUCE -> {
                RankingModel model = new RankingModel(rankings, options.priorPrecision());
                Information information = Information.of(model);
                Maximum top = Maximum.newton(model, information, new double[n], options.maxRounds(), limit);
                solution = solution(information.at(model, top.at), top, n, warnings);
                refit = chunk -> {
                    RankingModel own = model.copy();
                    Information places = information.copy();
                    return times -> {
                        own.count(times);
                        return centred(Maximum.newton(own, places, top.at, options.maxRounds(), rough(limit)).at, n);
                    };
                };
            }
            default ->
                throw new InputException(
                        Code.CONTRADICTION,
                        "method",
                        "is " + options.method().key() + ", which needs comparisons, and these are rankings",
                        "use plackett-luce or borda");
        }
        Spread spread = Spread.of(
                units * 2, units, options.errors()); // a ranking is several choices: rankings are what is independent
        if (spread.clustered()) {
            solution = solution.withVariances(Clusters.variances(solution.score, units, refit));
        }
        double[][] resampled = replicates(n, units, options, refit, warnings);
        addUnitWarnings(2 * units, units, "ranking", resampled.length > 0, warnings);
        int parts = (int) IntStream.range(0, n)
                .filter(i -> met[i] > 0 && root(group, i) == i)
                .count();
        addWarnings(n, parts, met, won, solution, warnings);
        return new Preferences(
                options,
                itemScores(solution, spread, resampled, options, met, won, new double[0]),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                spread,
                solution,
                List.copyOf(warnings));
    }

    private static void check(Comparisons comparisons, PreferenceOptions options) {
        boolean plain = options.method() == PreferenceMethod.BRADLEY_TERRY;
        if (!plain && (options.adjustSide() || options.adjustLength() || options.ties() == Ties.DAVIDSON)) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "method",
                    options.method().key() + " has no adjustment for side or length and no tie parameter",
                    "use bradley-terry, or drop those options");
        }
        if (options.adjustLength() && !comparisons.hasLengths()) {
            throw new InputException(
                    Code.MISSING,
                    "lengthDifference",
                    "is not given, so the advantage of length cannot be taken out",
                    "give the length difference of every comparison");
        }
    }

    /** Ranks do not need all digits: ten thousand times the tolerance leaves the resampled scores right to five. */
    private static double rough(double limit) {
        return 1e4 * limit;
    }

    private static Solution solution(Information information, Maximum top, int n, List<String> warnings) {
        return new Solution(centred(top.at, n), errors(information, n, warnings), top.value, top.rounds, top.converged);
    }

    private static Solution noisySolution(
            NoisyPairModel model, Information information, Maximum top, int n, List<String> warnings) {
        double[][] factor = n <= DENSE ? Maximum.cholesky(model.strengthInformation(top.at)) : null;
        double[] error = factor != null
                ? errors(Maximum.inverse(factor), n)
                : errors(information.at(model, top.at), n, warnings);
        return new Solution(centred(top.at, n), error, top.value, top.rounds, top.converged);
    }

    /** Standard errors of the first n parameters relative to their mean, all others estimated with them. */
    private static double[] errors(Information information, int n, List<String> warnings) {
        double[] error = new double[n];
        if ((long) n * information.entries() > MOST_STANDARD_ERROR_WORK) {
            Arrays.setAll(error, i -> 1 / Math.sqrt(information.diagonal(i)));
            warnings.add(
                    "With so many items, standard errors take the strengths of the others as known and are somewhat"
                            + " small; the rank intervals do not.");
            return error;
        }
        IntStream.range(0, n).parallel().forEach(i -> {
            double[] away = new double[information.size()];
            Arrays.fill(away, 0, n, -1.0 / n);
            away[i] += 1;
            double[] x = information.solve(away, 1e-5);
            double variance = 0;
            for (int j = 0; j < n; j++) {
                variance += away[j] * x[j];
            }
            error[i] = Math.sqrt(variance);
        });
        return error;
    }

    /** Standard errors of strengths relative to their mean. */
    private static double[] errors(double[][] covariance, int n) {
        double[] rows = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rows[i] += covariance[i][j] / n;
            }
            all += rows[i] / n;
        }
        double[] error = new double[n];
        for (int i = 0; i < n; i++) {
            error[i] = Math.sqrt(Math.max(0, covariance[i][i] - 2 * rows[i] + all));
        }
        return error;
    }

    static double[] centred(double[] at, int n) {
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += at[i] / n;
        }
        double[] score = new double[n];
        for (int i = 0; i < n; i++) {
            score[i] = at[i] - mean;
        }
        return score;
    }

    private static Solution borda(double[] met, double[] won) {
        double[] score = new double[met.length];
        double[] error = new double[met.length];
        for (int i = 0; i < met.length; i++) {
            score[i] = met[i] == 0 ? 0.5 : won[i] / met[i];
            // One success and one failure added, so that a clean record is not certainty.
            double p = (won[i] + 1) / (met[i] + 2);
            error[i] = Math.sqrt(p * (1 - p) / (met[i] + 2));
        }
        return new Solution(score, error, 0, 0, true);
    }

    private static double[] winRates(Comparisons comparisons, int[] times) {
        double[] met = new double[comparisons.itemCount()];
        double[] won = new double[comparisons.itemCount()];
        for (int r = 0; r < comparisons.size(); r++) {
            int t = times[comparisons.unit(r)];
            met[comparisons.left(r)] += t;
            met[comparisons.right(r)] += t;
            won[comparisons.left(r)] += t * comparisons.leftShare(r);
            won[comparisons.right(r)] += t * (1 - comparisons.leftShare(r));
        }
        return rates(met, won);
    }

    private static double[] points(double[][] beaten, int[] times, int n) {
        double[] met = new double[n];
        double[] won = new double[n];
        for (int r = 0; r < beaten.length; r++) {
            for (int i = 0; i < n && times[r] > 0; i++) {
                if (!Double.isNaN(beaten[r][i])) {
                    met[i] += times[r];
                    won[i] += times[r] * beaten[r][i];
                }
            }
        }
        return rates(met, won);
    }

    private static double[] rates(double[] met, double[] won) {
        double[] rate = new double[met.length];
        for (int i = 0; i < rate.length; i++) {
            rate[i] = met[i] == 0 ? 0.5 : won[i] / met[i];
        }
        return rate;
    }

    /** Share of the other ranked items that an item beats, a tie one half; NaN if it is not ranked. */
    private static double[] beaten(Rankings.Ranking ranking, int n) {
        double[] share = new double[n];
        Arrays.fill(share, Double.NaN);
        int size = ranking.size();
        int better = 0;
        for (List<Integer> place : ranking.places()) {
            for (int item : place) {
                share[item] = (size - better - place.size() + (place.size() - 1) / 2.0) / (size - 1);
            }
            better += place.size();
        }
        return share;
    }

    private static double[][] replicates(
            int n,
            int units,
            PreferenceOptions options,
            IntFunction<Bootstrap.Statistics> refit,
            List<String> warnings) {
        if ((long) n * options.bootstrap().replicates() > MOST_REPLICATED_SCORES) {
            warnings.add("No rank intervals: " + n + " items times "
                    + options.bootstrap().replicates() + " resamples is too much; ask for fewer resamples.");
            return new double[0][];
        }
        if (units < 2 && options.bootstrap().replicates() > 0) {
            warnings.add("No rank intervals: all answers belong to one unit, so there is nothing to resample.");
            return new double[0][];
        }
        return Bootstrap.replicate(Bootstrap.Kinds.distinct(units), units, options.bootstrap(), refit);
    }

    /** Best and worst rank of each score; scores closer than {@code equal} share theirs. */
    private static int[][] ranks(double[] score, double equal) {
        Integer[] order = new Integer[score.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -score[i]).thenComparingInt(i -> i));
        int[] best = new int[score.length];
        int[] worst = new int[score.length];
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && score[order[from]] - score[order[to]] <= equal) {
                to++;
            }
            for (int at = from; at < to; at++) {
                best[order[at]] = from + 1;
                worst[order[at]] = to;
            }
            from = to;
        }
        return new int[][] {best, worst};
    }

    private static List<ItemScore> itemScores(
            Solution solution,
            Spread spread,
            double[][] resampled,
            PreferenceOptions options,
            double[] met,
            double[] won,
            double[] cleanBound) {
        int n = met.length;
        int[][] rank = ranks(solution.score, EQUAL);
        int[][][] ranks = new int[resampled.length][][];
        for (int b = 0; b < resampled.length; b++) {
            ranks[b] = ranks(resampled[b], ROUGHLY_EQUAL);
        }
        double level = options.bootstrap().level();
        double tail = (1 - level) / 2;
        List<ItemScore> items = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            int item = i;
            Optional<RankInterval> interval = ranks.length == 0
                    ? Optional.empty()
                    : Optional.of(new RankInterval(
                            (int) Math.min(rank[0][i], Math.floor(quantile(ranks, r -> r[0][item], tail))),
                            (int) Math.max(rank[1][i], Math.ceil(quantile(ranks, r -> r[1][item], 1 - tail))),
                            level));
            items.add(new ItemScore(
                    i,
                    solution.score[i],
                    solution.error[i],
                    interval(i, solution, spread, options, met, won, cleanBound),
                    rank[0][i],
                    interval,
                    (int) met[i],
                    met[i] == 0 ? 0.5 : won[i] / met[i]));
        }
        return List.copyOf(items);
    }

    private static double quantile(int[][][] ranks, ToIntFunction<int[][]> rank, double share) {
        return Bootstrap.quantile(
                Arrays.stream(ranks).mapToDouble(rank::applyAsInt).sorted().toArray(), share);
    }

    /** Away from the edge symmetric on the scale of the scores; clean records have an exact bound on one side. */
    private static Interval interval(
            int i,
            Solution solution,
            Spread spread,
            PreferenceOptions options,
            double[] met,
            double[] won,
            double[] cleanBound) {
        double level = options.bootstrap().level();
        double score = solution.score[i];
        boolean always = met[i] > 0 && won[i] == met[i];
        boolean never = met[i] > 0 && won[i] == 0;
        double half = spread.quantile(level) * solution.error[i];
        if (options.method() == PreferenceMethod.BORDA) {
            if (always || never) {
                double bound = Math.pow(1 - level, 1 / met[i]);
                return always ? new Interval(bound, 1, level) : new Interval(0, 1 - bound, level);
            }
            return wilson(score, solution.error[i], spread.quantile(level), level);
        }
        if (i < cleanBound.length && (always || never)) {
            return always
                    ? new Interval(Math.min(score, cleanBound[i]), Double.POSITIVE_INFINITY, level)
                    : new Interval(Double.NEGATIVE_INFINITY, Math.max(score, cleanBound[i]), level);
        }
        return new Interval(score - half, score + half, level);
    }

    /** Wilson 1927, with as many answers as the standard error is worth. */
    private static Interval wilson(double share, double error, double z, double level) {
        if (error == 0) {
            return new Interval(share, share, level);
        }
        return Interval.ofShare(share, Math.max(1, share * (1 - share) / (error * error)), z, level);
    }

    /**
     * For items that always won or always lost: the strength, relative to the mean, below (above) which so clean a record
     * against these opponents would be rarer than one minus the level. It does not rest on the prior as the score does.
     */
    private static double[] cleanBounds(Comparisons comparisons, Solution solution, PreferenceOptions options) {
        int n = comparisons.itemCount();
        List<List<Integer>> opponents = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            opponents.add(new ArrayList<>());
        }
        boolean[] open = new boolean[n];
        int[] sign = new int[n];
        for (int r = 0; r < comparisons.size(); r++) {
            int winner = comparisons.winner(r);
            for (int side = 0; side < 2; side++) {
                int item = side == 0 ? comparisons.left(r) : comparisons.right(r);
                int result = winner == Comparisons.TIE ? 0 : winner == item ? 1 : -1;
                open[item] |= result == 0 || (sign[item] != 0 && sign[item] != result);
                sign[item] = result;
                if (!open[item]) {
                    opponents.get(item).add(side == 0 ? comparisons.right(r) : comparisons.left(r));
                }
            }
        }
        double[] bound = new double[n];
        for (int i = 0; i < n; i++) {
            if (!open[i] && sign[i] != 0) {
                int s = sign[i];
                List<Integer> met = opponents.get(i);
                double strength = Profile.cleanBound(
                        a -> {
                            double log = 0;
                            for (int o : met) {
                                log += PairModel.logSigmoid(a - s * solution.score[o]);
                            }
                            return log;
                        },
                        options.bootstrap().level());
                // The others' mean is -score / (n - 1); the scale is relative to the mean of all.
                double others = -solution.score[i] / n;
                bound[i] = s * strength * (n - 1) / n - others;
            }
        }
        return bound;
    }

    private static List<WorkerScore> workerScores(
            Comparisons comparisons, double[] score, List<Optional<double[]>> reliability) {
        int workers = comparisons.workerCount();
        int[] made = new int[workers];
        double[] decided = new double[workers];
        double[] agreed = new double[workers];
        double[] left = new double[workers];
        for (int r = 0; r < comparisons.size(); r++) {
            int j = comparisons.worker(r);
            double share = comparisons.leftShare(r);
            made[j]++;
            left[j] += share;
            if (comparisons.winner(r) != Comparisons.TIE) {
                double gap = score[comparisons.left(r)] - score[comparisons.right(r)];
                decided[j]++;
                agreed[j] += gap == 0 ? 0.5 : gap > 0 == share > 0.5 ? 1 : 0;
            }
        }
        List<WorkerScore> result = new ArrayList<>();
        for (int j = 0; j < workers; j++) {
            if (made[j] > 0) {
                Optional<double[]> own = j < reliability.size() ? reliability.get(j) : Optional.empty();
                result.add(new WorkerScore(
                        j,
                        made[j],
                        decided[j] == 0 ? 0.5 : agreed[j] / decided[j],
                        left[j] / made[j],
                        own.map(values -> values[0]),
                        own.map(values -> values[1])));
            }
        }
        return List.copyOf(result);
    }

    private static int components(Comparisons comparisons) {
        int[] group = IntStream.range(0, comparisons.itemCount()).toArray();
        boolean[] met = new boolean[group.length];
        for (int r = 0; r < comparisons.size(); r++) {
            met[comparisons.left(r)] = true;
            met[comparisons.right(r)] = true;
            group[root(group, comparisons.left(r))] = root(group, comparisons.right(r));
        }
        return (int) IntStream.range(0, group.length)
                .filter(i -> met[i] && root(group, i) == i)
                .count();
    }

    private static int root(int[] group, int i) {
        int at = i;
        while (group[at] != at) {
            group[at] = group[group[at]];
            at = group[at];
        }
        return at;
    }

    private static void addWarnings(
            int n, int components, double[] met, double[] won, Solution solution, List<String> warnings) {
        long never = Arrays.stream(met).filter(m -> m == 0).count();
        long clean = IntStream.range(0, n)
                .filter(i -> met[i] > 0 && (won[i] == 0 || won[i] == met[i]))
                .count();
        if (!solution.converged) {
            warnings.add("The fit did not settle within " + Count.of(solution.rounds, "round") + ".");
        }
        if (components > 1) {
            warnings.add(
                    "The items fall into " + components
                            + " groups that were never compared with each other; scores of different groups are not comparable.");
        }
        if (never > 0) {
            warnings.add(Count.of(never, n, "item", "was", "were") + " never compared: such a score says nothing.");
        }
        if (clean > 0) {
            warnings.add(
                    Count.of(clean, n, "item", "has", "have")
                            + " always won or always lost: how far such a score lies out is a convention, and the interval has one end.");
        }
    }

    /** Fewer units than this show too little of how units differ for quantiles of resamples. */
    private static final int FEW_UNITS = 10;

    private static void addUnitWarnings(int size, int units, String unit, boolean ranked, List<String> warnings) {
        if (units == 1 && size > 1) {
            warnings.add("All answers belong to one " + unit + ": the intervals speak of that one alone.");
        } else if (units < FEW_UNITS && ranked) {
            warnings.add("Rank intervals from " + Count.of(units, unit) + " are too narrow: resamples of fewer than "
                    + FEW_UNITS + " do not show how others would answer.");
        }
    }

    static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** What the intervals take for independent. */
    public Spread spread() {
        return spread;
    }

    public PreferenceOptions options() {
        return options;
    }

    /** One per item, by index. */
    public List<ItemScore> items() {
        return items;
    }

    /** Best first. */
    public List<ItemScore> ranking() {
        return items.stream()
                .sorted(Comparator.comparingInt(ItemScore::rank).thenComparingInt(ItemScore::item))
                .toList();
    }

    /** One per worker with a comparison, by index; empty for rankings. */
    public List<WorkerScore> workers() {
        return workers;
    }

    /** What the left side did; empty for rankings. */
    public Optional<Effect> side() {
        return side;
    }

    /** What length did; empty where lengths are unknown. */
    public Optional<Effect> length() {
        return length;
    }

    /** Log posterior at the solution up to a constant, in nats; 0 for Borda. */
    public double logPosteriorNats() {
        return logPosteriorNats;
    }

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

    /** How likely the first of two items is to win, ties aside; for Borda by the odds of the two win rates. */
    public double probability(int first, int second) {
        double a = items.get(first).score();
        double b = items.get(second).score();
        if (options.method() == PreferenceMethod.BORDA) {
            double x = Math.min(Math.max(a, 1e-6), 1 - 1e-6);
            double y = Math.min(Math.max(b, 1e-6), 1 - 1e-6);
            return PairModel.sigmoid(Math.log(x / (1 - x)) - Math.log(y / (1 - y)));
        }
        return PairModel.sigmoid(a - b);
    }

    /** Where an item stands and why, in a sentence or two. */
    public String explain(int item) {
        ItemScore score = items.get(item);
        String ranks = score.ranks()
                .map(r -> String.format(
                        Locale.ROOT, " (%.0f %% of the resamples: %d to %d)", 100 * r.level(), r.best(), r.worst()))
                .orElse("");
        return String.format(
                Locale.ROOT,
                "Rank %d of %d%s with score %.2f, give or take %.2f; it beat %.0f %% of its opponents in %d %s.",
                score.rank(),
                items.size(),
                ranks,
                score.score(),
                score.standardError(),
                100 * score.wins(),
                score.comparisons(),
                score.comparisons() == 1 ? "answer" : "answers");
    }
}
