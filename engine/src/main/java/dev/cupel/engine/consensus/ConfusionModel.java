package dev.cupel.engine.consensus;

import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.votes.Votes;

/**
 * Rounds of expectation-maximisation with a confusion matrix per worker, whichever way the matrices are stored: whole
 * where all classes are candidates on all tasks, cell by cell where they are not.
 */
sealed interface ConfusionModel permits ConfusionModel.Whole, NamedConfusions {
    /** Counts from vote shares: the start. */
    Counts countShares();

    /** Counts that given posteriors, per slot, make. */
    Counts countPosterior(double[] posterior);

    /** E-step and counting. */
    Counts count(Parameters parameters);

    /** M-step. */
    Parameters finish(Counts counts);

    /** Log likelihood of what was counted, in nats. */
    double logLikelihoodNats(Counts counts);

    /** E-step alone: fills the posteriors and returns the log likelihood in nats. */
    double posteriors(Parameters parameters, double[] posterior);

    /** Share of right answers per worker, shrunk: (right + 1) / (answers + 2). */
    double[] quality(Counts counts);

    /** What is shown of the matrices. */
    ConfusionSource confusions(Counts counts, Parameters parameters);

    /** Log probability of an answer given the truth. */
    double logAnswer(Counts counts, Parameters parameters, int worker, int answer, int truth);

    /** @throws dev.cupel.engine.InputException if the matrices do not fit into memory */
    static ConfusionModel of(
            Votes votes, int[] gold, Candidates rows, Shrinkage shrinkage, boolean variational, int threads) {
        return rows.all()
                ? new Whole(
                        votes,
                        gold,
                        threads,
                        new ConfusionEm(
                                votes.workerCount(),
                                votes.classCount(),
                                votes.size(),
                                votes.taskCount(),
                                shrinkage,
                                variational))
                : new NamedConfusions(votes, gold, rows, shrinkage, variational, threads);
    }

    /** Whole matrices. */
    final class Whole implements ConfusionModel {
        private final Votes votes;
        private final int[] gold;
        private final int threads;
        private final ConfusionEm em;

        Whole(Votes votes, int[] gold, int threads, ConfusionEm em) {
            this.votes = votes;
            this.gold = gold;
            this.threads = threads;
            this.em = em;
        }

        @Override
        public Counts countShares() {
            return em.countShares(votes, gold, threads);
        }

        @Override
        public Counts countPosterior(double[] posterior) {
            return em.countPosterior(votes, gold, posterior, threads);
        }

        @Override
        public Counts count(Parameters parameters) {
            return em.count(votes, gold, parameters, threads);
        }

        @Override
        public Parameters finish(Counts counts) {
            return em.finish(counts);
        }

        @Override
        public double logLikelihoodNats(Counts counts) {
            return em.logLikelihoodNats(counts);
        }

        @Override
        public double posteriors(Parameters parameters, double[] posterior) {
            return em.posteriors(votes, gold, parameters, threads, posterior);
        }

        @Override
        public double[] quality(Counts counts) {
            return em.quality(counts);
        }

        @Override
        public ConfusionSource confusions(Counts counts, Parameters parameters) {
            return new ConfusionSource() {
                @Override
                public double probability(int worker, int truth, int answer) {
                    return em.confusion(parameters, worker)[truth * votes.classCount() + answer];
                }

                @Override
                public double[] matrix(int worker, int classCount) {
                    return em.confusion(parameters, worker);
                }
            };
        }

        @Override
        public double logAnswer(Counts counts, Parameters parameters, int worker, int answer, int truth) {
            return em.logAnswer(parameters, worker, answer, truth);
        }
    }
}
