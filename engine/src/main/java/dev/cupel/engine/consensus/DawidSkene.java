package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * Estimates true classes together with each worker's confusion matrix, by expectation-maximisation.
 *
 * <p>Shapes: {@code N} tasks, {@code J} workers, {@code K} classes, {@code R} votes; any worker may skip any task. Time
 * O(rounds * (R*K + J*K*K)), memory O(N*K + J*K*K). No chance: same votes, same bits.
 *
 * <p>Source: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
 * Algorithm", Applied Statistics 28(1):20-28, 1979, doi:10.2307/2346806.
 */
public final class DawidSkene {
    private static final double LEAST = 1e-10;

    private DawidSkene() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    /** @throws InputException if there are neither votes nor gold, or gold does not fit the votes */
    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int n = votes.taskCount();
        int k = votes.classCount();
        int[] gold = options.gold().toArray(votes);
        double[] posterior = VoteShares.of(votes, gold);
        double[] confusion = new double[votes.workerCount() * k * k];
        double[] prior = new double[k];
        double before = Double.NEGATIVE_INFINITY;
        double change = Double.POSITIVE_INFINITY;
        int rounds = 0;
        double[] row = new double[k];
        do {
            prior = VoteShares.prior(posterior, k);
            java.util.Arrays.fill(confusion, 0);
            for (int t = 0; t < n; t++) {
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    for (int c = 0; c < k; c++) {
                        confusion[(votes.worker(i) * k + c) * k + votes.label(i)] += posterior[t * k + c];
                    }
                }
            }
            for (int r = 0; r < confusion.length; r += k) {
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    sum += confusion[r + c];
                }
                for (int c = 0; c < k; c++) {
                    confusion[r + c] = sum > 0 ? confusion[r + c] / sum : 1.0 / k;
                }
            }
            double likelihood = 0;
            for (int t = 0; t < n; t++) {
                double best = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < k; c++) {
                    row[c] = Math.log(Math.max(prior[c], LEAST));
                    for (int i = votes.begin(t); i < votes.end(t); i++) {
                        row[c] += Math.log(Math.max(confusion[(votes.worker(i) * k + c) * k + votes.label(i)], LEAST));
                    }
                    best = Math.max(best, row[c]);
                }
                double sum = 0;
                for (int c = 0; c < k; c++) {
                    row[c] = Math.exp(row[c] - best);
                    sum += row[c];
                }
                likelihood += best + Math.log(sum);
                for (int c = 0; c < k; c++) {
                    posterior[t * k + c] = gold[t] < 0 ? row[c] / sum : gold[t] == c ? 1 : 0;
                }
            }
            change = (likelihood - before) / Math.max(1, votes.size());
            before = likelihood;
            rounds++;
        } while (change >= options.tolerance() && rounds < options.maxRounds());
        return new Consensus(
                votes,
                posterior,
                prior,
                VoteShares.quality(votes, posterior),
                worker -> java.util.Arrays.copyOfRange(confusion, worker * k * k, (worker + 1) * k * k),
                (task, worker, label, category) ->
                        Math.log(Math.max(confusion[(worker * k + category) * k + label], LEAST)),
                "nats",
                true,
                options.gold(),
                new Evidence(
                        "dawid-skene",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + options.tolerance(),
                        rounds,
                        change < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.of(before),
                        OptionalDouble.of(change),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once the log likelihood grows by less than this many nats per vote in a round, in (0, 1)
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(int maxRounds, double tolerance, Gold gold, int threads) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(100), common.tolerance().orElse(1e-5), common.gold(), common.threads());
        }
    }
}
