package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Bayesian weighted average: for each class against the rest, a task has a real value near 0 or 1 and every worker a
 * precision; both are re-estimated in turn as (shrunken) averages. Fast and robust; cannot represent a worker's bias
 * between classes. Time O(rounds * K * (R + N)), memory O(N*K + J).
 *
 * <p>Probabilities are the values of a task divided by their sum over classes. The quality of a worker is the shrunken
 * share of their votes that agree with these.
 *
 * <p>Source: Y. Li, B. Rubinstein, T. Cohn, "Truth Inference at Scale: A Bayesian Model for Adjudicating Highly
 * Redundant Crowd Annotations", WWW 2019.
 */
public final class Bwa {
    /** Prior pseudo-votes of a worker's precision, from the paper. */
    private static final double PRECISION_PRIOR = 15;
    /** Weight of the class mean in each task's value, from the paper. */
    private static final double MEAN_WEIGHT = 1;

    private Bwa() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        Candidates rows = Candidates.of(votes, gold);
        Fit fit = new Fit(votes, gold, rows);
        for (int c = 0; c < votes.classCount(); c++) {
            fit.against(c, options);
        }
        double[] result = fit.probabilities();
        double[] weight = fit.weight;
        int k = votes.classCount();
        double[] quality = VoteShares.quality(votes, result, rows);
        return WeightedVote.consensus(
                votes,
                rows,
                result,
                quality,
                rows.all()
                        ? (worker, category) -> weight[worker * k + category]
                        : (worker, category) -> quality[worker],
                options.gold(),
                new Evidence(
                        "bwa",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance()),
                        fit.rounds,
                        fit.moved < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(fit.moved),
                        Inputs.warnings(votes, options.gold())));
    }

    /** One class against the rest, one class after the other. A class's tasks are those that have it as a candidate. */
    private static final class Fit {
        private final Votes votes;
        private final int[] gold;
        private final Candidates rows;
        private final int[] count;
        /** Per slot. */
        private final double[] value;
        /** Slots by class; {@code task} likewise. Empty where all classes are candidates. */
        private final int[] begin;

        private final int[] slot;
        private final int[] task;
        private final double[] error;
        private final double[] precision;
        /** Per worker and class; empty where not all classes are candidates. */
        final double[] weight;

        int rounds;
        double moved;

        Fit(Votes votes, int[] gold, Candidates rows) {
            this.votes = votes;
            this.gold = gold;
            this.rows = rows;
            count = OddsModel.votesPerWorker(votes);
            value = VoteShares.of(votes, gold, rows);
            error = new double[votes.workerCount()];
            precision = new double[votes.workerCount()];
            int k = votes.classCount();
            weight = new double[rows.all() ? votes.workerCount() * k : 0];
            if (rows.all()) {
                begin = new int[0];
                slot = new int[0];
                task = new int[0];
                return;
            }
            begin = new int[k + 1];
            slot = new int[rows.size()];
            task = new int[rows.size()];
            for (int pass = 0; pass < 2; pass++) {
                for (int t = 0; t < votes.taskCount(); t++) {
                    int first = rows.begin(t);
                    for (int o = 0; o < rows.count(t); o++) {
                        int c = rows.classAt(first, o);
                        if (pass == 0) {
                            begin[c + 1]++;
                        } else {
                            slot[begin[c]] = first + o;
                            task[begin[c]++] = t;
                        }
                    }
                }
                if (pass == 0) {
                    for (int c = 0; c < k; c++) {
                        begin[c + 1] += begin[c];
                    }
                } else {
                    System.arraycopy(begin, 0, begin, 1, k);
                    begin[0] = 0;
                }
            }
        }

        private int tasksOf(int category) {
            return rows.all() ? votes.taskCount() : begin[category + 1] - begin[category];
        }

        private int task(int category, int index) {
            return rows.all() ? index : task[begin[category] + index];
        }

        private int slot(int category, int index) {
            return rows.all() ? index * votes.classCount() + category : slot[begin[category] + index];
        }

        void against(int category, Options options) {
            int n = votes.taskCount();
            int k = votes.classCount();
            int tasks = tasksOf(category);
            double uncertain = 0;
            for (int x = 0; x < tasks; x++) {
                double share = value[slot(category, x)];
                uncertain += share * (1 - share);
            }
            double errorPrior = Math.max(1e-9, PRECISION_PRIOR * uncertain / n * 4 * (1 - 1.0 / Math.max(2, k)));
            double movedHere = Double.POSITIVE_INFINITY;
            for (int round = 0; round < options.maxRounds() && movedHere >= options.tolerance(); round++) {
                rounds = Math.max(rounds, round + 1);
                movedHere = round(category, tasks, errorPrior);
            }
            for (int j = 0; j < error.length && rows.all(); j++) {
                weight[j * k + category] = precision[j];
            }
            moved = Math.max(moved, movedHere);
        }

        private double round(int category, int tasks, double errorPrior) {
            clearErrors(category, tasks);
            double mean = 0;
            for (int x = 0; x < tasks; x++) {
                int t = task(category, x);
                double v = value[slot(category, x)];
                mean += v;
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    double off = v - (votes.label(i) == category ? 1 : 0);
                    error[votes.worker(i)] += off * off;
                }
            }
            mean /= votes.taskCount();
            if (rows.all()) {
                for (int j = 0; j < error.length; j++) {
                    precision[j] = precision(j, errorPrior);
                }
            }
            double movedHere = 0;
            for (int x = 0; x < tasks; x++) {
                int t = task(category, x);
                if (gold[t] >= 0) {
                    continue;
                }
                double sum = MEAN_WEIGHT * mean;
                double weights = MEAN_WEIGHT;
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    int j = votes.worker(i);
                    double w = rows.all() ? precision[j] : precision(j, errorPrior);
                    weights += w;
                    sum += votes.label(i) == category ? w : 0;
                }
                int s = slot(category, x);
                movedHere = Math.max(movedHere, Math.abs(sum / weights - value[s]));
                value[s] = sum / weights;
            }
            return movedHere;
        }

        private double precision(int worker, double errorPrior) {
            return (PRECISION_PRIOR + count[worker]) / (errorPrior + error[worker]);
        }

        /** Only those that this class's tasks touch: with many classes that is far from all. */
        private void clearErrors(int category, int tasks) {
            if (rows.all()) {
                Arrays.fill(error, 0);
                return;
            }
            for (int x = 0; x < tasks; x++) {
                int t = task(category, x);
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    error[votes.worker(i)] = 0;
                }
            }
        }

        double[] probabilities() {
            for (int t = 0; t < votes.taskCount(); t++) {
                int end = rows.end(t);
                double sum = 0;
                for (int s = rows.begin(t); s < end; s++) {
                    sum += value[s];
                }
                for (int s = rows.begin(t); s < end; s++) {
                    value[s] = sum > 0 ? value[s] / sum : 1.0 / rows.count(t);
                }
            }
            return value;
        }
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once no task's value moved further than this in a round, in (0, 1)
     * @param gold tasks with a known class
     */
    public record Options(int maxRounds, double tolerance, Gold gold) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(500), common.tolerance().orElse(1e-6), common.gold());
        }
    }
}
