package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Multi-annotator competence estimation: with some probability a worker knows the truth and reports it, else they spam
 * from their own distribution over classes. Variational Bayes from several random starts; the best bound wins. The
 * {@linkplain Consensus#workerQuality quality} is the probability of knowing ("competence"), the most readable worker
 * score there is.
 *
 * <p>Time O(restarts * rounds * (R + N*K + J*K)), memory O(N*K + J*K), in logarithms throughout: tasks with thousands of
 * votes are fine. Every restart draws different numbers, all from one seed: same votes, options and seed, same bits.
 *
 * <p>Source: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy, "Learning Whom to Trust with MACE", NAACL-HLT 2013.
 * Priors: Beta(1/2, 1/2) on knowing, ten pseudo-votes per class on spam, uniform classes.
 */
public final class Mace {
    private static final double KNOWING_PRIOR = 0.5;
    private static final double SPAM_PRIOR = 10;

    private Mace() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        OddsModel model = new OddsModel(votes, gold, options.threads());
        SplittableRandom chance = new SplittableRandom(options.seed());
        int[] votesPerCell = new int[votes.workerCount() << votes.labelBits()];
        for (int i = 0; i < votes.size(); i++) {
            votesPerCell[votes.cell(i)]++;
        }
        Run best = new Run(votes);
        Run run = new Run(votes);
        for (int restart = 0; restart < options.restarts(); restart++) {
            run.start(chance.split());
            run.iterate(model, votesPerCell, options);
            if (restart == 0 || run.likelihood > best.likelihood) {
                Run spare = best;
                best = run;
                run = spare;
            }
        }
        Run chosen = best;
        int k = votes.classCount();
        return new Consensus(
                votes,
                chosen.posterior,
                VoteShares.prior(chosen.posterior, k),
                chosen.competence(),
                chosen::confusion,
                (task, worker, label, category) -> {
                    int cell = (worker << votes.labelBits()) + label;
                    return chosen.logWrong[cell] + (label == category ? chosen.logOdds[cell] : 0);
                },
                "nats",
                false,
                options.gold(),
                new Evidence(
                        "mace",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + options.tolerance() + ", restarts="
                                + options.restarts() + ", seed=" + options.seed(),
                        chosen.rounds,
                        chosen.converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.of(chosen.likelihood),
                        OptionalDouble.of(chosen.gain),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    /** One start and what became of it; arrays are reused between starts. */
    private static final class Run {
        final Votes votes;
        final int k;
        /** Per worker: weight of knowing and of spamming; under variational Bayes they need not sum to 1. */
        final double[] knows;

        final double[] spams;
        /** Per cell: weight of an answer when spamming. */
        final double[] spamAnswer;

        final double[] logOdds;
        final double[] logWrong;
        final double[] posterior;
        double likelihood;
        double gain;
        int rounds;
        boolean converged;

        Run(Votes votes) {
            this.votes = votes;
            k = votes.classCount();
            int cells = votes.workerCount() << votes.labelBits();
            knows = new double[votes.workerCount()];
            spams = new double[votes.workerCount()];
            spamAnswer = new double[cells];
            logOdds = new double[cells];
            logWrong = new double[cells];
            posterior = new double[votes.taskCount() * k];
        }

        void start(SplittableRandom chance) {
            for (int j = 0; j < knows.length; j++) {
                double spam = chance.nextDouble(1, 2.5);
                double know = chance.nextDouble(1, 2.5);
                spams[j] = spam / (spam + know);
                knows[j] = know / (spam + know);
                double sum = 0;
                int from = j << votes.labelBits();
                for (int c = 0; c < k; c++) {
                    spamAnswer[from + c] = chance.nextDouble(1, 2.5);
                    sum += spamAnswer[from + c];
                }
                for (int c = 0; c < k; c++) {
                    spamAnswer[from + c] /= sum;
                }
            }
        }

        void iterate(OddsModel model, int[] votesPerCell, Options options) {
            double[] logPrior = new double[k];
            Arrays.fill(logPrior, -Math.log(k));
            double before = Double.NEGATIVE_INFINITY;
            rounds = 0;
            converged = false;
            while (true) {
                OddsModel.Sums sums = eStep(model, logPrior);
                likelihood = model.logLikelihoodNats(sums);
                gain = (likelihood - before) / Math.max(1, votes.size());
                before = likelihood;
                converged = Math.abs(gain) < options.tolerance();
                if (converged || rounds == options.maxRounds()) {
                    return;
                }
                mStep(sums, model.unitsPerVote, votesPerCell);
                rounds++;
            }
        }

        private OddsModel.Sums eStep(OddsModel model, double[] logPrior) {
            for (int j = 0; j < knows.length; j++) {
                int from = j << votes.labelBits();
                for (int cell = from; cell < from + k; cell++) {
                    double spam = spams[j] * spamAnswer[cell];
                    logWrong[cell] = Math.log(spam);
                    logOdds[cell] = Math.log(spam + knows[j]) - logWrong[cell];
                }
            }
            return model.round(logPrior, logOdds, logWrong, true, posterior);
        }

        private void mStep(OddsModel.Sums sums, double unitsPerVote, int[] votesPerCell) {
            double[] spammed = new double[k];
            for (int j = 0; j < knows.length; j++) {
                int from = j << votes.labelBits();
                double knew = KNOWING_PRIOR;
                double spammedAll = 0;
                for (int c = 0; c < k; c++) {
                    int cell = from + c;
                    double right = sums.right[cell] / unitsPerVote;
                    double knewHere = right * knows[j] / (spams[j] * spamAnswer[cell] + knows[j]);
                    knew += knewHere;
                    spammed[c] = Math.max(0, votesPerCell[cell] - knewHere);
                    spammedAll += spammed[c];
                }
                double base = Digamma.of(knew + spammedAll + KNOWING_PRIOR);
                knows[j] = Math.exp(Digamma.of(knew) - base);
                spams[j] = Math.exp(Digamma.of(spammedAll + KNOWING_PRIOR) - base);
                double answerBase = Digamma.of(spammedAll + k * SPAM_PRIOR);
                for (int c = 0; c < k; c++) {
                    spamAnswer[from + c] = Math.exp(Digamma.of(spammed[c] + SPAM_PRIOR) - answerBase);
                }
            }
        }

        double[] competence() {
            double[] competence = new double[knows.length];
            for (int j = 0; j < knows.length; j++) {
                competence[j] = knows[j] / (knows[j] + spams[j]);
            }
            return competence;
        }

        double[] confusion(int worker) {
            double[] rows = new double[k * k];
            int from = worker << votes.labelBits();
            double all = 0;
            for (int l = 0; l < k; l++) {
                all += spamAnswer[from + l];
            }
            double know = knows[worker] / (knows[worker] + spams[worker]);
            for (int c = 0; c < k; c++) {
                for (int l = 0; l < k; l++) {
                    rows[c * k + l] = (1 - know) * spamAnswer[from + l] / all + (l == c ? know : 0);
                }
            }
            return rows;
        }
    }

    /**
     * @param maxRounds rounds per restart, at least 1
     * @param tolerance stop once the bound moves by less than this many nats per vote in a round, in (0, 1)
     * @param restarts random starts, at least 1
     * @param seed of the random starts
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(int maxRounds, double tolerance, int restarts, long seed, Gold gold, int threads) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(restarts >= 1, "restarts", restarts, "at least 1");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(50),
                    common.tolerance().orElse(1e-9),
                    10,
                    common.seed(),
                    common.gold(),
                    common.threads());
        }

        public Options withRestarts(int count) {
            return new Options(maxRounds, tolerance, count, seed, gold, threads);
        }
    }
}
