package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/** Mean of the posteriors of Wawa, shrunk Dawid-Skene and one-coin, the last only if no class collapsed. */
public final class Auto {
    private Auto() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, ConsensusOptions options) {
        Inputs.check(votes, options.gold());
        Consensus wawa = Wawa.estimate(votes, options.gold());
        Consensus pool = DawidSkene.estimate(votes, DawidSkene.Options.shrunk(options));
        Consensus coin = OneCoin.estimate(votes, OneCoin.Options.of(options));
        boolean guard = !OneCoin.collapsed(votes, coin.classPrior());
        double[] mean = new double[votes.taskCount() * votes.classCount()];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = guard
                    ? (wawa.posterior()[i] + pool.posterior()[i] + coin.posterior()[i]) / 3
                    : (wawa.posterior()[i] + pool.posterior()[i]) / 2;
        }
        return new Consensus(
                votes,
                mean,
                VoteShares.prior(mean, votes.classCount()),
                VoteShares.quality(votes, mean),
                worker -> pool.confusion(worker).orElseThrow()[0],
                (task, worker, label, category) -> label == category ? wawa.workerQuality(worker) : 0,
                "weighted votes",
                false,
                options.gold(),
                new Evidence(
                        "auto",
                        "1",
                        "",
                        pool.evidence().rounds(),
                        Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }
}
