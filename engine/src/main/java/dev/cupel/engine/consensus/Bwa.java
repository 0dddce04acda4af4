package dev.cupel.engine.consensus;

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
        int n = votes.taskCount();
        int k = votes.classCount();
        int[] count = OddsModel.votesPerWorker(votes);
        double[] shares = VoteShares.of(votes, gold);
        double[] result = new double[n * k];
        double[] weight = new double[votes.workerCount() * k];
        double[] value = new double[n];
        double[] error = new double[votes.workerCount()];
        int rounds = 0;
        double moved = 0;
        for (int c = 0; c < k; c++) {
            double uncertain = 0;
            for (int t = 0; t < n; t++) {
                value[t] = shares[t * k + c];
                uncertain += value[t] * (1 - value[t]);
            }
            double errorPrior = Math.max(1e-9, PRECISION_PRIOR * uncertain / n * 4 * (1 - 1.0 / Math.max(2, k)));
            double movedHere = Double.POSITIVE_INFINITY;
            for (int round = 0; round < options.maxRounds() && movedHere >= options.tolerance(); round++) {
                rounds = Math.max(rounds, round + 1);
                Arrays.fill(error, 0);
                double mean = 0;
                for (int t = 0; t < n; t++) {
                    mean += value[t];
                    for (int i = votes.begin(t); i < votes.end(t); i++) {
                        double off = value[t] - (votes.label(i) == c ? 1 : 0);
                        error[votes.worker(i)] += off * off;
                    }
                }
                mean /= n;
                for (int j = 0; j < error.length; j++) {
                    weight[j * k + c] = (PRECISION_PRIOR + count[j]) / (errorPrior + error[j]);
                }
                movedHere = 0;
                for (int t = 0; t < n; t++) {
                    if (gold[t] >= 0) {
                        continue;
                    }
                    double sum = MEAN_WEIGHT * mean;
                    double weights = MEAN_WEIGHT;
                    for (int i = votes.begin(t); i < votes.end(t); i++) {
                        double w = weight[votes.worker(i) * k + c];
                        weights += w;
                        sum += votes.label(i) == c ? w : 0;
                    }
                    movedHere = Math.max(movedHere, Math.abs(sum / weights - value[t]));
                    value[t] = sum / weights;
                }
            }
            moved = Math.max(moved, movedHere);
            for (int t = 0; t < n; t++) {
                result[t * k + c] = value[t];
            }
        }
        for (int t = 0; t < n; t++) {
            double sum = 0;
            for (int c = 0; c < k; c++) {
                sum += result[t * k + c];
            }
            for (int c = 0; c < k; c++) {
                result[t * k + c] = sum > 0 ? result[t * k + c] / sum : 1.0 / k;
            }
        }
        return WeightedVote.consensus(
                votes,
                result,
                VoteShares.quality(votes, result),
                (worker, category) -> weight[worker * k + category],
                options.gold(),
                new Evidence(
                        "bwa",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + options.tolerance(),
                        rounds,
                        moved < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(moved),
                        Inputs.warnings(votes, options.gold())));
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
