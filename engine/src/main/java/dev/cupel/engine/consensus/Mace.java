package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Multi-annotator competence estimation: with some probability a worker knows the truth and reports it, else they spam
 * from their own distribution over classes. Variational Bayes from vote shares and from several random starts (given up
 * after ten rounds if they are behind); the best bound wins. The
 * {@linkplain Consensus#workerQuality quality} is the probability of knowing ("competence"), the most readable worker
 * score there is.
 *
 * <p>Time O(restarts * rounds * (R + N*K + J*K)), memory O(N*K + J*K), nothing underflows: tasks with thousands of
 * votes are fine. Every restart draws different numbers, all from one seed: same votes, options and seed, same bits.
 *
 * <p>Source: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy, "Learning Whom to Trust with MACE", NAACL-HLT 2013.
 * Prior on knowing: Beta(1/2, 1/2). Differences, each of which matters where classes are unequal: class shares are
 * estimated instead of held uniform; the prior on a worker's spam has the shape of all votes instead of a uniform one,
 * and weighs {@link Options#spamPseudoVotes} instead of ten per class.
 */
public final class Mace {
    private static final double KNOWING_PRIOR = 0.5;
    /** A start that is behind the best one after so many rounds is given up. */
    private static final int EARLY_ROUNDS = 10;

    private Mace() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        Search search = search(votes, gold, options);
        Run chosen = search.best;
        return new Consensus(
                votes,
                chosen.posterior,
                chosen.classShares(),
                chosen.competence(),
                chosen::confusion,
                (task, worker, label, category) -> {
                    int cell = (worker << votes.labelBits()) + label;
                    return chosen.logWrong[cell] + (label == category ? chosen.logOdds[cell] : 0);
                },
                "nats",
                true,
                options.gold(),
                new Evidence(
                        "mace",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + options.tolerance() + ", restarts="
                                + options.restarts() + ", spamPseudoVotes=" + options.spamPseudoVotes() + ", seed="
                                + options.seed(),
                        chosen.rounds,
                        chosen.converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.of(chosen.likelihood),
                        OptionalDouble.of(chosen.gain),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    /** @param bounds of every start, the one from vote shares first, in nats */
    record Search(Run best, List<Double> bounds) {}

    static Search search(Votes votes, int[] gold, Options options) {
        OddsModel model = new OddsModel(votes, gold, options.threads());
        SplittableRandom chance = new SplittableRandom(options.seed());
        int[] votesPerCell = new int[votes.workerCount() << votes.labelBits()];
        for (int i = 0; i < votes.size(); i++) {
            votesPerCell[votes.cell(i)]++;
        }
        double[] spamPrior = spamPrior(votes, options.spamPseudoVotes());
        List<Double> bounds = new ArrayList<>();
        Run best = new Run(votes);
        best.startFromShares(model, VoteShares.of(votes, gold), votesPerCell, spamPrior);
        best.iterate(model, votesPerCell, spamPrior, options, Double.NEGATIVE_INFINITY);
        bounds.add(best.likelihood);
        Run run = new Run(votes);
        for (int restart = 0; restart < options.restarts(); restart++) {
            run.start(chance.split());
            run.iterate(model, votesPerCell, spamPrior, options, best.early);
            bounds.add(run.likelihood);
            if (run.likelihood > best.likelihood) {
                Run spare = best;
                best = run;
                run = spare;
            }
        }
        return new Search(best, bounds);
    }

    /** Pseudo-votes per class, in the shape of all votes (each class with one vote more, so that none has zero). */
    private static double[] spamPrior(Votes votes, double pseudoVotesPerClass) {
        int k = votes.classCount();
        double[] prior = new double[k];
        Arrays.fill(prior, 1);
        for (int i = 0; i < votes.size(); i++) {
            prior[votes.label(i)]++;
        }
        for (int c = 0; c < k; c++) {
            prior[c] *= pseudoVotesPerClass * k / (votes.size() + k);
        }
        return prior;
    }

    /** One start and what became of it; arrays are reused between starts. */
    static final class Run {
        final Votes votes;
        final int k;
        /** Per worker: weight of knowing and of spamming; under variational Bayes they need not sum to 1. */
        final double[] knows;

        final double[] spams;
        /** Per cell: weight of an answer when spamming. */
        final double[] spamAnswer;

        final double[] logOdds;
        final double[] logWrong;
        final double[] logPrior;
        final double[] posterior;
        double likelihood;
        /** The bound after {@link #EARLY_ROUNDS} rounds, or at the end if that came first. */
        double early;
        /** Kullback-Leibler divergence of the parameters' distribution from their prior, in nats. */
        double divergence;

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
            logPrior = new double[k];
            posterior = new double[votes.taskCount() * k];
        }

        /** Parameters that the vote shares stand for, as if nothing were known about who spams. */
        void startFromShares(OddsModel model, double[] shares, int[] votesPerCell, double[] spamPrior) {
            Arrays.fill(knows, 0.5);
            Arrays.fill(spams, 0.5);
            double all = Arrays.stream(spamPrior).sum();
            for (int j = 0; j < knows.length; j++) {
                for (int c = 0; c < k; c++) {
                    spamAnswer[(j << votes.labelBits()) + c] = spamPrior[c] / all;
                }
            }
            mStep(model.sumsOf(shares), model.unitsPerVote, votesPerCell, spamPrior);
        }

        void start(SplittableRandom chance) {
            Arrays.fill(logPrior, -Math.log(k));
            divergence = 0;
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

        void iterate(OddsModel model, int[] votesPerCell, double[] spamPrior, Options options, double early) {
            double before = Double.NEGATIVE_INFINITY;
            rounds = 0;
            converged = false;
            while (true) {
                OddsModel.Sums sums = eStep(model);
                likelihood = model.logLikelihoodNats(sums) - divergence;
                gain = (likelihood - before) / Math.max(1, votes.size());
                before = likelihood;
                converged = Math.abs(gain) < options.tolerance();
                if (rounds <= EARLY_ROUNDS) {
                    this.early = likelihood;
                }
                boolean behind = rounds == EARLY_ROUNDS && likelihood < early;
                if (converged || behind || rounds == options.maxRounds()) {
                    return;
                }
                mStep(sums, model.unitsPerVote, votesPerCell, spamPrior);
                rounds++;
            }
        }

        private OddsModel.Sums eStep(OddsModel model) {
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

        private void mStep(OddsModel.Sums sums, double unitsPerVote, int[] votesPerCell, double[] spamPrior) {
            long tasks = 0;
            for (int c = 0; c < k; c++) {
                tasks += sums.classes[c];
            }
            for (int c = 0; c < k; c++) {
                logPrior[c] = Math.log(Math.max(ConfusionEm.LEAST, (double) sums.classes[c] / tasks));
            }
            double spamPriorAll = Arrays.stream(spamPrior).sum();
            double[] spammed = new double[k];
            // What the bound has of the prior alone, the same for every worker.
            double priorPart =
                    2 * LogGamma.of(KNOWING_PRIOR) - LogGamma.of(2 * KNOWING_PRIOR) - LogGamma.of(spamPriorAll);
            for (double weight : spamPrior) {
                priorPart += LogGamma.of(weight);
            }
            divergence = knows.length * priorPart;
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
                double all = knew + spammedAll + KNOWING_PRIOR;
                double base = Digamma.of(all);
                double logKnows = Digamma.of(knew) - base;
                double logSpams = Digamma.of(spammedAll + KNOWING_PRIOR) - base;
                knows[j] = Math.exp(logKnows);
                spams[j] = Math.exp(logSpams);
                divergence += LogGamma.of(all)
                        - LogGamma.of(knew)
                        - LogGamma.of(spammedAll + KNOWING_PRIOR)
                        + (knew - KNOWING_PRIOR) * logKnows
                        + spammedAll * logSpams;
                double answerBase = Digamma.of(spammedAll + spamPriorAll);
                divergence += LogGamma.of(spammedAll + spamPriorAll);
                for (int c = 0; c < k; c++) {
                    double logAnswer = Digamma.of(spammed[c] + spamPrior[c]) - answerBase;
                    spamAnswer[from + c] = Math.exp(logAnswer);
                    divergence += spammed[c] * logAnswer - LogGamma.of(spammed[c] + spamPrior[c]);
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

        double[] classShares() {
            double[] shares = new double[k];
            for (int c = 0; c < k; c++) {
                shares[c] = Math.exp(logPrior[c]);
            }
            return shares;
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
     * @param restarts random starts after the first one, which is from vote shares; 0 is free of chance
     * @param spamPseudoVotes weight of the prior on each worker's spam, per class, in (0, 1e6]
     * @param seed of the random starts
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(
            int maxRounds, double tolerance, int restarts, double spamPseudoVotes, long seed, Gold gold, int threads) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(restarts >= 0, "restarts", restarts, "at least 0");
            InputException.unless(
                    spamPseudoVotes > 0 && spamPseudoVotes <= 1e6, "spamPseudoVotes", spamPseudoVotes, "in (0, 1e6]");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(50),
                    common.tolerance().orElse(1e-9),
                    10,
                    2,
                    common.seed(),
                    common.gold(),
                    common.threads());
        }

        public Options withRestarts(int count) {
            return new Options(maxRounds, tolerance, count, spamPseudoVotes, seed, gold, threads);
        }
    }
}
