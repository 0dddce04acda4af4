package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Iterated Wawa: every worker's skill moves towards their agreement with the vote weighted by skills, in steps that are
 * halved every twenty rounds, which breaks cycles. Skills start at 1/K. Time O(rounds * (R + N*K)).
 *
 * <p>Source: Toloka; form as in Ustalov, Pavlichenko, Tseitlin, JOSS 9(96), 2024. Differences: it stops once no skill
 * moves, and agreement with an m-way tie counts 1/m.
 */
public final class ZeroBasedSkill {
    private static final int ROUNDS_PER_HALVING = 20;

    private ZeroBasedSkill() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        int[] gold = options.gold().toArray(votes);
        int[] count = OddsModel.votesPerWorker(votes);
        double[] skill = new double[votes.workerCount()];
        Arrays.fill(skill, Math.min(1, 1.0 / votes.classCount() + 1e-5));
        Candidates rows = Candidates.of(votes, gold);
        double[] shares = WeightedVote.shares(votes, gold, rows, skill);
        double step = 1;
        double moved = Double.POSITIVE_INFINITY;
        int rounds = 0;
        while (rounds < options.maxRounds() && moved >= options.tolerance()) {
            rounds++;
            if (rounds % ROUNDS_PER_HALVING == 0) {
                step /= 2;
            }
            double[] agreeing = WeightedVote.agreement(votes, rows, shares);
            moved = 0;
            for (int j = 0; j < skill.length; j++) {
                if (count[j] > 0) {
                    double change = step * (agreeing[j] / count[j] - skill[j]);
                    skill[j] += change;
                    moved = Math.max(moved, Math.abs(change));
                }
            }
            shares = WeightedVote.shares(votes, gold, rows, skill);
        }
        return WeightedVote.consensus(
                votes,
                rows,
                shares,
                skill,
                (worker, category) -> skill[worker],
                options.gold(),
                new Evidence(
                        "zero-based-skill",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance()),
                        rounds,
                        moved < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(moved),
                        Inputs.warnings(votes, options.gold())));
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once no skill moved further than this in a round, in (0, 1)
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
                    common.maxRounds().orElse(100), common.tolerance().orElse(1e-9), common.gold());
        }
    }
}
