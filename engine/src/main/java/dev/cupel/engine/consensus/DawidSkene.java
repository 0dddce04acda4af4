package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * Estimates true classes together with each worker's confusion matrix, by expectation-maximisation.
 *
 * <p>Shapes: {@code N} tasks, {@code J} workers, {@code K} classes, {@code R} votes; any worker may skip any task. Time
 * O(rounds * (R*K + J*K*K)), memory O(N*K + J*K*K). No chance: same votes, same bits, on any number of threads.
 *
 * <p>Source: A. P. Dawid and A. M. Skene, "Maximum Likelihood Estimation of Observer Error-Rates Using the EM
 * Algorithm", Applied Statistics 28(1):20-28, 1979, doi:10.2307/2346806. Differences: no probability of an answer is
 * taken below 1e-10; {@link Options#shrinkage()} can pull each worker's matrix towards that of the crowd, which is better
 * on nearly all real data and never collapses for workers with few votes.
 *
 * <p>Stopping after few rounds is itself a regularisation; rounds and tolerance are therefore part of the evidence.
 */
public final class DawidSkene {
    private DawidSkene() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    /** @throws InputException if there are neither votes nor gold, or gold does not fit the votes */
    public static Consensus estimate(Votes votes, Options options) {
        String name = options.shrinkage() instanceof Shrinkage.None ? "dawid-skene" : "dawid-skene-shrunk";
        return estimate(votes, options, name, false);
    }

    static Consensus estimate(Votes votes, Options options, String name, boolean variational) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        Candidates rows = Candidates.of(votes, gold);
        ConfusionModel em = ConfusionModel.of(votes, gold, rows, options.shrinkage(), variational, options.threads());
        Counts counts = em.countShares();
        Parameters parameters = em.finish(counts);
        double before = Double.NEGATIVE_INFINITY;
        double gain = Double.POSITIVE_INFINITY;
        int rounds = 1;
        while (rounds < options.maxRounds()) {
            Counts next = em.count(parameters);
            double likelihood = em.logLikelihoodNats(next);
            gain = (likelihood - before) / Math.max(1, votes.size());
            before = likelihood;
            if (Math.abs(gain) < options.tolerance()) {
                break;
            }
            counts = next;
            parameters = em.finish(counts);
            rounds++;
        }
        boolean converged = Math.abs(gain) < options.tolerance();
        Parameters last = parameters;
        Counts lastCounts = counts;
        double[] posterior = new double[rows.size()];
        double likelihood = em.posteriors(last, posterior);
        // Variational weights are geometric means and do not sum to 1: people are shown the means of the same counts.
        ConfusionModel means =
                variational ? ConfusionModel.of(votes, gold, rows, options.shrinkage(), false, options.threads()) : em;
        Parameters shown = variational ? means.finish(counts) : last;
        return new Consensus(
                votes,
                new Posterior(rows, posterior),
                normalised(last.prior),
                em.quality(counts),
                means.confusions(counts, shown),
                (task, worker, label, category) -> em.logAnswer(lastCounts, last, worker, label, category),
                "nats",
                true,
                options.gold(),
                new Evidence(
                        name,
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance())
                                + ", shrinkage=" + options.shrinkage().words(),
                        rounds,
                        converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        variational ? OptionalDouble.empty() : OptionalDouble.of(likelihood),
                        Double.isFinite(gain) ? OptionalDouble.of(gain) : OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    private static double[] normalised(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double[] shares = new double[weights.length];
        for (int c = 0; c < shares.length; c++) {
            shares[c] = weights[c] / sum;
        }
        return shares;
    }

    /**
     * @param maxRounds upper bound on rounds (an M-step and an E-step each), at least 1
     * @param tolerance stop once the log likelihood grows by less than this many nats per vote in a round, in (0, 1)
     * @param shrinkage what confusion matrices are pulled towards
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(int maxRounds, double tolerance, Shrinkage shrinkage, Gold gold, int threads) {
        /** Maximum likelihood, stopped early as the common library does. */
        public static final Options DEFAULTS = plain(ConsensusOptions.DEFAULTS);
        /** Two pseudo-votes per row shaped like the pooled matrix, ten rounds: the recommended single model. */
        public static final Options SHRUNK = shrunk(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options plain(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(30),
                    common.tolerance().orElse(1e-7),
                    Shrinkage.NONE,
                    common.gold(),
                    common.threads());
        }

        static Options shrunk(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(10),
                    common.tolerance().orElse(1e-9),
                    new Shrinkage.Pooled(2),
                    common.gold(),
                    common.threads());
        }

        public Options withShrinkage(Shrinkage towards) {
            return new Options(maxRounds, tolerance, towards, gold, threads);
        }

        public Options withMaxRounds(int rounds) {
            return new Options(rounds, tolerance, shrinkage, gold, threads);
        }

        public Options withTolerance(double natsPerVote) {
            return new Options(maxRounds, natsPerVote, shrinkage, gold, threads);
        }

        public Options withGold(Gold known) {
            return new Options(maxRounds, tolerance, shrinkage, known, threads);
        }

        public Options withThreads(int count) {
            return new Options(maxRounds, tolerance, shrinkage, gold, count);
        }
    }
}
