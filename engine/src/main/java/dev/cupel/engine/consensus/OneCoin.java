package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * Every worker is right with one probability, whatever the class, and wrong evenly over the other classes; estimated by
 * expectation-maximisation. Each accuracy is pulled towards the pooled accuracy of all workers (empirical Bayes), so a
 * worker with three votes is neither perfect nor worthless.
 *
 * <p>Time O(rounds * (R + N*K)), memory O(N*K + J). No chance; the same bits on any number of threads.
 *
 * <p>Source: G. Demartini, D. Difallah, P. Cudre-Mauroux, "ZenCrowd", WWW 2012; the shrinkage is ours.
 *
 * <p>Trap: the class prior can run away until one class owns nearly all tasks. {@link #collapsed} tells; the evidence
 * warns.
 */
public final class OneCoin {
    private OneCoin() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        int k = votes.classCount();
        int workers = votes.workerCount();
        int[] count = OddsModel.votesPerWorker(votes);
        Candidates rows = Candidates.of(votes, gold);
        OddsModel model = new OddsModel(votes, gold, rows, Cells.workers(votes), options.threads());
        double[] posterior = VoteShares.of(votes, gold, rows);
        double[] prior = VoteShares.prior(posterior, rows);
        double[] right = new double[workers];
        for (int t = 0; t < votes.taskCount(); t++) {
            int first = rows.begin(t);
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                right[votes.worker(i)] += posterior[first + rows.offset(i)];
            }
        }
        double[] accuracy = accuracies(right, count, options.pseudoVotes(), k);
        double[] logOdds = new double[workers];
        double[] logWrong = new double[workers];
        // Without overlap the class shares alone would run away.
        int maxRounds = Inputs.overlap(votes, gold) ? options.maxRounds() : 1;
        double before = Double.NEGATIVE_INFINITY;
        double gain;
        int rounds = 0;
        boolean converged;
        do {
            fill(k, accuracy, logOdds, logWrong);
            OddsModel.Sums sums = model.round(logs(prior), logOdds, logWrong, posterior);
            double likelihood = model.logLikelihoodNats(sums);
            gain = (likelihood - before) / Math.max(1, votes.size());
            before = likelihood;
            rounds++;
            converged = Math.abs(gain) < options.tolerance();
            if (converged || rounds == maxRounds) {
                break;
            }
            double total = 0;
            for (int c = 0; c < k; c++) {
                prior[c] = sums.classes[c] / model.unitsPerVote;
                total += prior[c];
            }
            for (int c = 0; c < k; c++) {
                prior[c] /= total;
            }
            for (int j = 0; j < workers; j++) {
                right[j] = sums.right[j] / model.unitsPerVote;
            }
            accuracy = accuracies(right, count, options.pseudoVotes(), k);
        } while (true);
        double[] reported = accuracy;
        var warnings = Inputs.warnings(votes, options.gold());
        if (collapsed(votes, prior)) {
            warnings.add("the estimated class shares are far from the shares of the votes: one class may have"
                    + " swallowed another; compare with majority-vote");
        }
        return new Consensus(
                votes,
                new Posterior(rows, posterior),
                prior,
                accuracy,
                k == 1 ? null : ConfusionSource.coin(reported, k),
                (task, worker, label, category) -> label == category || k == 1
                        ? Math.log(reported[worker])
                        : Math.log((1 - reported[worker]) / (k - 1)),
                "nats",
                true,
                options.gold(),
                new Evidence(
                        "one-coin",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance())
                                + ", pseudoVotes=" + Figure.plain(options.pseudoVotes()),
                        rounds,
                        converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.of(before),
                        Double.isFinite(gain) ? OptionalDouble.of(gain) : OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        warnings));
    }

    /**
     * Whether a class with more than 2 % of the votes got less than 0.3 of its vote share: the sign that the prior ran
     * away from the votes.
     */
    static boolean collapsed(Votes votes, double[] classShares) {
        long[] said = VoteShares.counts(votes);
        for (int c = 0; c < said.length; c++) {
            double share = (double) said[c] / Math.max(1, votes.size());
            if (share > 0.02 && classShares[c] < 0.3 * share) {
                return true;
            }
        }
        return false;
    }

    private static double[] accuracies(double[] right, int[] count, double pseudoVotes, int k) {
        double allRight = 1;
        double all = 1 + 1.0 / k;
        for (int j = 0; j < right.length; j++) {
            allRight += right[j];
            all += count[j];
        }
        double pooled = allRight / all;
        double[] accuracy = new double[right.length];
        for (int j = 0; j < right.length; j++) {
            double q = (right[j] + pseudoVotes * pooled) / (count[j] + pseudoVotes);
            accuracy[j] = k == 1 ? 1 : Math.clamp(q, 1e-6, 1 - 1e-6);
        }
        return accuracy;
    }

    static double[] logs(double[] prior) {
        double[] logs = new double[prior.length];
        for (int c = 0; c < logs.length; c++) {
            logs[c] = Math.log(Math.max(prior[c], ConfusionEm.LEAST));
        }
        return logs;
    }

    private static void fill(int k, double[] accuracy, double[] logOdds, double[] logWrong) {
        for (int j = 0; j < accuracy.length; j++) {
            logWrong[j] = k == 1 ? 0 : Math.log((1 - accuracy[j]) / (k - 1));
            logOdds[j] = Math.log(accuracy[j]) - logWrong[j];
        }
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once the log likelihood moves by less than this many nats per vote in a round, in (0, 1)
     * @param pseudoVotes weight of the pooled accuracy in every worker's, in (0, 1e6]
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(int maxRounds, double tolerance, double pseudoVotes, Gold gold, int threads) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(pseudoVotes > 0 && pseudoVotes <= 1e6, "pseudoVotes", pseudoVotes, "in (0, 1e6]");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(100),
                    common.tolerance().orElse(1e-6),
                    4,
                    common.gold(),
                    common.threads());
        }
    }
}
