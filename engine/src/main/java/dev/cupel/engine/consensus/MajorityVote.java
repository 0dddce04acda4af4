package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * The class most votes name; its probability is its share of the votes. O(R + N*K) time. Gold tasks keep their class.
 * A worker's quality is the shrunken share of their votes that agree with the vote shares.
 */
public final class MajorityVote {
    private MajorityVote() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Gold.none());
    }

    public static Consensus estimate(Votes votes, Gold gold) {
        Inputs.check(votes, gold);
        int[] known = gold.toArray(votes);
        Candidates rows = Candidates.of(votes, known);
        double[] shares = VoteShares.of(votes, known, rows);
        return new Consensus(
                votes,
                new Posterior(rows, shares),
                VoteShares.prior(shares, rows),
                VoteShares.quality(votes, shares, rows),
                null,
                (task, worker, label, category) -> label == category ? 1 : 0,
                "votes",
                false,
                gold,
                new Evidence(
                        "majority-vote",
                        "1",
                        "",
                        0,
                        Evidence.Stop.CLOSED_FORM,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Inputs.warnings(votes, gold)));
    }
}
