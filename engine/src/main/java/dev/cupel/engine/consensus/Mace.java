package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Multi-annotator competence estimation: with some probability a worker knows the truth and reports it, else they spam
 * from their own distribution over classes. Variational Bayes from vote shares. The
 * {@linkplain Consensus#workerQuality quality} is the probability of knowing ("competence"), the most readable worker
 * score there is.
 *
 * <p>Time O(rounds * (R + N*K + J*K)), memory O(N*K + J*K), nothing underflows: tasks with thousands of votes are fine.
 * No chance: random starts, as in the source, made the result depend on the names of workers and broke ties by chance,
 * and reached no better accuracy on any data set at hand.
 *
 * <p>Source: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy, "Learning Whom to Trust with MACE", NAACL-HLT 2013.
 * Prior on knowing: Beta(1/2, 1/2). Differences, each of which matters where classes are unequal: class shares are
 * estimated instead of held uniform; the prior on a worker's spam has the shape of all votes instead of a uniform one,
 * and weighs {@link Options#spamPseudoVotes} instead of ten per class.
 */
public final class Mace {
    private static final double KNOWING_PRIOR = 0.5;

    private Mace() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        Candidates rows = Candidates.of(votes, gold);
        Run run = fit(votes, gold, rows, options);
        return new Consensus(
                votes,
                new Posterior(rows, run.posterior),
                run.classShares(),
                run.competence(),
                run::confusion,
                (task, worker, label, category) -> {
                    int cell = run.cells.find(worker, label);
                    return run.logWrong[cell] + (label == category ? run.logOdds[cell] : 0);
                },
                "nats",
                true,
                options.gold(),
                new Evidence(
                        "mace",
                        "2",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance())
                                + ", spamPseudoVotes=" + Figure.plain(options.spamPseudoVotes()),
                        run.rounds,
                        run.converged ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.of(run.likelihood),
                        OptionalDouble.of(run.gain),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    static Run fit(Votes votes, int[] gold, Candidates rows, Options options) {
        Cells cells = Cells.answers(votes);
        OddsModel model = new OddsModel(votes, gold, rows, cells, options.threads());
        int[] votesPerCell = new int[cells.count()];
        for (int i = 0; i < votes.size(); i++) {
            votesPerCell[cells.of(i)]++;
        }
        double[] spamPrior = spamPrior(votes, options.spamPseudoVotes());
        Run run = new Run(votes, rows, cells, votesPerCell, spamPrior);
        run.startFrom(model, VoteShares.of(votes, gold, rows));
        run.iterate(model, options);
        return run;
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

    /** The state of an estimation. */
    static final class Run {
        final Votes votes;
        final Candidates rows;
        final Cells cells;
        final int[] votesPerCell;
        final double[] spamPrior;
        final double spamPriorAll;
        final int k;
        /** Per worker: weight of knowing and of spamming; under variational Bayes they need not sum to 1. */
        final double[] knows;

        final double[] spams;
        /** Per cell: weight of an answer when spamming. */
        final double[] spamAnswer;

        /** Per worker: digamma of all that is spam, to which the weight of an answer relates. */
        final double[] spamBase;

        final double[] logOdds;
        final double[] logWrong;
        final double[] logPrior;
        final double[] posterior;
        double likelihood;
        /** Kullback-Leibler divergence of the parameters' distribution from their prior, in nats. */
        double divergence;

        double gain;
        int rounds;
        boolean converged;

        Run(Votes votes, Candidates rows, Cells cells, int[] votesPerCell, double[] spamPrior) {
            this.votes = votes;
            this.rows = rows;
            this.cells = cells;
            this.votesPerCell = votesPerCell;
            this.spamPrior = spamPrior;
            spamPriorAll = Arrays.stream(spamPrior).sum();
            k = votes.classCount();
            knows = new double[votes.workerCount()];
            spams = new double[votes.workerCount()];
            spamBase = new double[votes.workerCount()];
            spamAnswer = new double[cells.count()];
            logOdds = new double[cells.count()];
            logWrong = new double[cells.count()];
            logPrior = new double[k];
            posterior = new double[rows.size()];
        }

        /** Parameters that posteriors stand for, as if nothing were known about who spams. */
        void startFrom(OddsModel model, double[] shares) {
            Arrays.fill(knows, 0.5);
            Arrays.fill(spams, 0.5);
            for (int j = 0; j < knows.length; j++) {
                for (int cell = cells.begin(j); cell < cells.end(j); cell++) {
                    spamAnswer[cell] = spamPrior[cells.answer(cell)] / spamPriorAll;
                }
            }
            mStep(model.sumsOf(shares), model.unitsPerVote);
        }

        void iterate(OddsModel model, Options options) {
            double before = Double.NEGATIVE_INFINITY;
            while (true) {
                OddsModel.Sums sums = eStep(model);
                likelihood = model.logLikelihoodNats(sums) - divergence;
                gain = (likelihood - before) / Math.max(1, votes.size());
                before = likelihood;
                converged = Math.abs(gain) < options.tolerance();
                if (converged || rounds == options.maxRounds()) {
                    return;
                }
                mStep(sums, model.unitsPerVote);
                rounds++;
            }
        }

        private OddsModel.Sums eStep(OddsModel model) {
            for (int j = 0; j < knows.length; j++) {
                int end = cells.end(j);
                for (int cell = cells.begin(j); cell < end; cell++) {
                    double spam = spams[j] * spamAnswer[cell];
                    logWrong[cell] = Math.log(spam);
                    logOdds[cell] = Math.log(spam + knows[j]) - logWrong[cell];
                }
            }
            return model.round(logPrior, logOdds, logWrong, posterior);
        }

        private void mStep(OddsModel.Sums sums, double unitsPerVote) {
            long tasks = 0;
            for (int c = 0; c < k; c++) {
                tasks += sums.classes[c];
            }
            for (int c = 0; c < k; c++) {
                logPrior[c] = Math.log(Math.max(ConfusionEm.LEAST, (double) sums.classes[c] / tasks));
            }
            // What the bound has of the prior alone, the same for every worker. An answer that a worker never gave adds
            // to it what the prior takes away.
            double priorPart =
                    2 * LogGamma.of(KNOWING_PRIOR) - LogGamma.of(2 * KNOWING_PRIOR) - LogGamma.of(spamPriorAll);
            double[] answerPart = new double[k];
            for (int c = 0; c < k; c++) {
                answerPart[c] = LogGamma.of(spamPrior[c]);
            }
            divergence = knows.length * priorPart;
            double[] spammed = new double[k];
            for (int j = 0; j < knows.length; j++) {
                int from = cells.begin(j);
                int end = cells.end(j);
                double knew = KNOWING_PRIOR;
                double spammedAll = 0;
                for (int cell = from; cell < end; cell++) {
                    double right = sums.right[cell] / unitsPerVote;
                    double knewHere = right * knows[j] / (spams[j] * spamAnswer[cell] + knows[j]);
                    knew += knewHere;
                    spammed[cell - from] = Math.max(0, votesPerCell[cell] - knewHere);
                    spammedAll += spammed[cell - from];
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
                spamBase[j] = Digamma.of(spammedAll + spamPriorAll);
                divergence += LogGamma.of(spammedAll + spamPriorAll);
                for (int cell = from; cell < end; cell++) {
                    int c = cells.answer(cell);
                    double weight = spammed[cell - from] + spamPrior[c];
                    double logAnswer = Digamma.of(weight) - spamBase[j];
                    spamAnswer[cell] = Math.exp(logAnswer);
                    divergence += spammed[cell - from] * logAnswer - LogGamma.of(weight) + answerPart[c];
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

        double confusion(int worker, int truth, int answer) {
            int from = cells.begin(worker);
            int end = cells.end(worker);
            // Under variational Bayes weights need not sum to 1. Answers without a cell have what the prior alone
            // gives.
            double all = 0;
            double without = spamPriorAll;
            for (int cell = from; cell < end; cell++) {
                all += spamAnswer[cell];
                without -= spamPrior[cells.answer(cell)];
            }
            int cell = cells.find(worker, answer);
            double asked = cell >= 0 ? spamAnswer[cell] : spamPrior[answer] * Math.exp(-spamBase[worker]);
            all += Math.max(0, without) * Math.exp(-spamBase[worker]);
            double know = knows[worker] / (knows[worker] + spams[worker]);
            return (1 - know) * asked / all + (truth == answer ? know : 0);
        }
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once the bound moves by less than this many nats per vote in a round, in (0, 1)
     * @param spamPseudoVotes weight of the prior on each worker's spam, per class, in (0, 1e6]
     * @param gold tasks with a known class
     * @param threads upper bound on threads, at least 1; results do not depend on it
     */
    public record Options(int maxRounds, double tolerance, double spamPseudoVotes, Gold gold, int threads) {
        public static final Options DEFAULTS = of(ConsensusOptions.DEFAULTS);

        public Options {
            InputException.unless(maxRounds >= 1, "maxRounds", maxRounds, "at least 1");
            InputException.unless(tolerance > 0 && tolerance < 1, "tolerance", tolerance, "in (0, 1)");
            InputException.unless(
                    spamPseudoVotes > 0 && spamPseudoVotes <= 1e6, "spamPseudoVotes", spamPseudoVotes, "in (0, 1e6]");
            InputException.unless(threads >= 1, "threads", threads, "at least 1");
        }

        static Options of(ConsensusOptions common) {
            return new Options(
                    common.maxRounds().orElse(50), common.tolerance().orElse(1e-9), 2, common.gold(), common.threads());
        }
    }
}
