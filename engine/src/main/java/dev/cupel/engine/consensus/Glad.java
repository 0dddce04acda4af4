package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Generative model of labels, abilities and difficulties: a worker of ability {@code a} is right on a task of easiness
 * {@code exp(b)} with probability {@code sigmoid(a * exp(b))}, and wrong evenly over the other classes. Expectation-
 * maximisation with normal priors N(1, 1) on every {@code a} and {@code b} and uniform classes; the M-step takes two
 * damped Newton steps for all abilities and all easinesses in turn.
 *
 * <p>Time O(rounds * (R + N*K)), memory O(R + N*K). No chance. {@link Consensus#difficulty} is {@code exp(-b)}: its order
 * is worth reading, its size is not, for with few votes per task difficulty is hardly identified. The quality of a worker
 * is their probability of being right on a task of median easiness.
 *
 * <p>Source: J. Whitehill, P. Ruvolo, T. Wu, J. Bergsma, J. Movellan, "Whose Vote Should Count More", NIPS 2009.
 */
public final class Glad {
    private static final double PRIOR_MEAN = 1;

    private Glad() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        State state = new State(votes, options.gold().toArray(votes));
        double before = Double.NEGATIVE_INFINITY;
        double gain = Double.POSITIVE_INFINITY;
        double likelihood = state.eStep();
        int rounds = 0;
        while (rounds < options.maxRounds() && Math.abs(gain) >= options.tolerance()) {
            rounds++;
            state.mStep();
            state.mStep();
            likelihood = state.eStep();
            gain = (likelihood - before) / Math.max(1, votes.size());
            before = likelihood;
        }
        int k = votes.classCount();
        double[] sorted = state.easiness.clone();
        Arrays.sort(sorted);
        double typical = sorted[sorted.length / 2];
        double[] quality = new double[votes.workerCount()];
        for (int j = 0; j < quality.length; j++) {
            quality[j] = k == 1 ? 1 : sigmoid(state.ability[j] * typical);
        }
        double[] difficulty = new double[votes.taskCount()];
        for (int t = 0; t < difficulty.length; t++) {
            difficulty[t] = 1 / state.easiness[t];
        }
        return new Consensus(
                        votes,
                        new Posterior(state.rows, state.posterior),
                        VoteShares.prior(state.posterior, state.rows),
                        quality,
                        k == 1 ? null : ConfusionSource.coin(quality, k),
                        (task, worker, label, category) -> {
                            double x = state.ability[worker] * state.easiness[task];
                            return label == category ? -softplus(-x) : -softplus(x) - Math.log(Math.max(1, k - 1));
                        },
                        "nats",
                        false,
                        options.gold(),
                        new Evidence(
                                "glad",
                                "1",
                                "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance()),
                                rounds,
                                Math.abs(gain) < options.tolerance()
                                        ? Evidence.Stop.CONVERGED
                                        : Evidence.Stop.ROUND_LIMIT,
                                OptionalDouble.of(likelihood),
                                Double.isFinite(gain) ? OptionalDouble.of(gain) : OptionalDouble.empty(),
                                OptionalDouble.empty(),
                                Inputs.warnings(votes, options.gold())))
                .withDifficulty(difficulty);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** log(1 + exp(x)), without overflow. */
    private static double softplus(double x) {
        return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
    }

    private static final class State {
        final Votes votes;
        final int[] gold;
        final Candidates rows;
        final int k;
        final double[] ability;
        final double[] easiness;
        final double[] logEasiness;
        final double[] posterior;
        private final double[] slope;
        private final double[] curvature;

        State(Votes votes, int[] gold) {
            this.votes = votes;
            this.gold = gold;
            k = votes.classCount();
            ability = new double[votes.workerCount()];
            easiness = new double[votes.taskCount()];
            logEasiness = new double[votes.taskCount()];
            slope = new double[votes.workerCount()];
            curvature = new double[votes.workerCount()];
            rows = Candidates.of(votes, gold);
            posterior = new double[rows.size()];
            Arrays.fill(ability, PRIOR_MEAN);
            Arrays.fill(logEasiness, PRIOR_MEAN);
            Arrays.fill(easiness, Math.exp(PRIOR_MEAN));
        }

        /** Posteriors from abilities and easinesses; returns the log likelihood plus log priors, in nats. */
        double eStep() {
            double[] row = new double[k];
            double logOthers = Math.log(Math.max(1, k - 1));
            double likelihood = 0;
            for (int t = 0; t < votes.taskCount(); t++) {
                int first = rows.begin(t);
                int count = rows.count(t);
                Arrays.fill(row, 0, count, -Math.log(k));
                double wrong = 0;
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    // log sigmoid(x) - log(1 - sigmoid(x)) = x
                    double x = ability[votes.worker(i)] * easiness[t];
                    row[rows.offset(i)] += x + logOthers;
                    wrong -= softplus(x) + logOthers;
                }
                if (count > 0) {
                    int known = gold[t] < 0 ? -1 : rows.find(t, gold[t]) - first;
                    likelihood += wrong + OddsModel.toProbabilities(row, count, known);
                    System.arraycopy(row, 0, posterior, first, count);
                }
                double off = logEasiness[t] - PRIOR_MEAN;
                likelihood -= off * off / 2;
            }
            for (double a : ability) {
                likelihood -= (a - PRIOR_MEAN) * (a - PRIOR_MEAN) / 2;
            }
            return likelihood;
        }

        /** One step for every ability, then one for every easiness; each is a Newton step on its own coordinate. */
        void mStep() {
            for (int j = 0; j < ability.length; j++) {
                slope[j] = PRIOR_MEAN - ability[j];
                curvature[j] = 1;
            }
            for (int t = 0; t < votes.taskCount(); t++) {
                double e = easiness[t];
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    int j = votes.worker(i);
                    double s = sigmoid(ability[j] * e);
                    slope[j] += (posterior[rows.begin(t) + rows.offset(i)] - s) * e;
                    curvature[j] += s * (1 - s) * e * e;
                }
            }
            for (int j = 0; j < ability.length; j++) {
                ability[j] += Math.clamp(slope[j] / curvature[j], -1, 1);
            }
            for (int t = 0; t < votes.taskCount(); t++) {
                double taskSlope = PRIOR_MEAN - logEasiness[t];
                double taskCurvature = 1;
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    double x = ability[votes.worker(i)] * easiness[t];
                    double s = sigmoid(x);
                    taskSlope += (posterior[rows.begin(t) + rows.offset(i)] - s) * x;
                    taskCurvature += s * (1 - s) * x * x;
                }
                logEasiness[t] = Math.clamp(logEasiness[t] + Math.clamp(taskSlope / taskCurvature, -1, 1), -20, 20);
                easiness[t] = Math.exp(logEasiness[t]);
            }
        }
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once the log posterior moves by less than this many nats per vote in a round, in (0, 1)
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
                    common.maxRounds().orElse(100), common.tolerance().orElse(1e-5), common.gold());
        }
    }
}
