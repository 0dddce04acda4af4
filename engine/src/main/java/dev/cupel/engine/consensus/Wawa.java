package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * Worker agreement with aggregate: each worker's weight is the share of their votes that agree with the plain majority,
 * then votes are counted with these weights. One pass, nothing iterated. O(R + N*K).
 *
 * <p>The weight is shrunken, (agreeing + 1) / (votes + 2): the plain share makes a worker with one vote infallible or
 * mute. Agreement with an m-way tie counts 1/m. Probabilities are shares of the weighted votes.
 *
 * <p>Source: Appen's "confidence score"; name and form as in D. Ustalov, N. Pavlichenko, B. Tseitlin, "Learning from
 * Crowds with Crowd-Kit", JOSS 9(96), 2024.
 */
public final class Wawa {
    private Wawa() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Gold.none());
    }

    public static Consensus estimate(Votes votes, Gold known) {
        Inputs.check(votes, known);
        int[] gold = known.toArray(votes);
        Candidates rows = Candidates.of(votes, gold);
        double[] weight = weights(votes, rows, VoteShares.of(votes, gold, rows));
        double[] shares = WeightedVote.shares(votes, gold, rows, weight);
        return WeightedVote.consensus(
                votes,
                rows,
                shares,
                weight,
                (worker, category) -> weight[worker],
                known,
                new Evidence(
                        "wawa",
                        "1",
                        "weight=(agreeing+1)/(votes+2)",
                        0,
                        Evidence.Stop.CLOSED_FORM,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, known)));
    }

    private static double[] weights(Votes votes, Candidates rows, double[] shares) {
        double[] agreeing = WeightedVote.agreement(votes, rows, shares);
        int[] count = OddsModel.votesPerWorker(votes);
        for (int j = 0; j < agreeing.length; j++) {
            agreeing[j] = (agreeing[j] + 1) / (count[j] + 2);
        }
        return agreeing;
    }
}
