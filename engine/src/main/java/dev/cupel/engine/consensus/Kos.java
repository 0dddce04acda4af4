package dev.cupel.engine.consensus;

import dev.cupel.engine.Figure;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.OptionalDouble;

/**
 * Message passing between tasks and workers for questions with two classes. Only for comparison with papers: it assumes
 * that tasks were handed out at random in equal numbers, and is far from the others when they were not.
 *
 * <p>Time O(rounds * R), memory O(R). Messages are normalised every round, so they cannot overflow; they start at 1
 * instead of at random, so there is no chance; the sign that message passing leaves open is chosen to agree with the
 * majority; a task whose messages cancel keeps its vote shares. Gold tasks send their class as a message.
 *
 * <p>Source: D. Karger, S. Oh, D. Shah, "Budget-Optimal Task Allocation for Reliable Crowdsourcing Systems", Operations
 * Research 62(1), 2014 (NIPS 2011).
 */
public final class Kos {
    private Kos() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, Options.DEFAULTS);
    }

    /** @throws InputException if there are more than two classes */
    public static Consensus estimate(Votes votes, Options options) {
        Inputs.check(votes, options.gold());
        if (votes.classCount() > 2) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "method kos",
                    "is for two classes, but there are " + votes.classCount(),
                    "use dawid-skene-shrunk, one-coin or auto");
        }
        int[] gold = options.gold().toArray(votes);
        Candidates rows = Candidates.of(votes, gold);
        double[] shares = VoteShares.of(votes, gold, rows);
        double[] reliability = new double[votes.size()];
        java.util.Arrays.fill(reliability, 1);
        double[] toWorker = new double[votes.size()];
        double[] perWorker = new double[votes.workerCount()];
        double moved = Double.POSITIVE_INFINITY;
        int rounds = 0;
        while (rounds < options.maxRounds() && moved >= options.tolerance() && votes.classCount() == 2) {
            rounds++;
            java.util.Arrays.fill(perWorker, 0);
            for (int t = 0; t < votes.taskCount(); t++) {
                double sum = 0;
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    sum += sign(votes.label(i)) * reliability[i];
                }
                for (int i = votes.begin(t); i < votes.end(t); i++) {
                    int said = sign(votes.label(i));
                    double message = gold[t] >= 0 ? sign(gold[t]) : sum - said * reliability[i];
                    toWorker[i] = said * message;
                    perWorker[votes.worker(i)] += toWorker[i];
                }
            }
            double largest = 0;
            for (int i = 0; i < votes.size(); i++) {
                toWorker[i] = perWorker[votes.worker(i)] - toWorker[i];
                largest = Math.max(largest, Math.abs(toWorker[i]));
            }
            if (largest == 0) {
                break;
            }
            moved = 0;
            for (int i = 0; i < votes.size(); i++) {
                double next = toWorker[i] / largest;
                moved = Math.max(moved, Math.abs(next - reliability[i]));
                reliability[i] = next;
            }
        }
        double[] posterior = posterior(votes, gold, shares, reliability);
        double[] quality = VoteShares.quality(votes, posterior, rows);
        return new Consensus(
                votes,
                new Posterior(rows, posterior),
                VoteShares.prior(posterior, rows),
                quality,
                null,
                (task, worker, label, category) -> {
                    double sum = 0;
                    for (int i = votes.begin(task); i < votes.end(task); i++) {
                        if (votes.worker(i) == worker && votes.label(i) == label) {
                            sum = reliability[i];
                        }
                    }
                    return label == category ? sum : 0;
                },
                "weighted votes",
                false,
                options.gold(),
                new Evidence(
                        "kos",
                        "1",
                        "maxRounds=" + options.maxRounds() + ", tolerance=" + Figure.plain(options.tolerance()),
                        rounds,
                        moved < options.tolerance() ? Evidence.Stop.CONVERGED : Evidence.Stop.ROUND_LIMIT,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        Double.isFinite(moved) ? OptionalDouble.of(moved) : OptionalDouble.empty(),
                        Inputs.warnings(votes, options.gold())));
    }

    private static int sign(int label) {
        return label == 0 ? 1 : -1;
    }

    private static double[] posterior(Votes votes, int[] gold, double[] shares, double[] reliability) {
        int n = votes.taskCount();
        if (votes.classCount() < 2) {
            return shares;
        }
        double[] lean = new double[n];
        double agreement = 0;
        for (int t = 0; t < n; t++) {
            double sum = 0;
            double size = 0;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                sum += sign(votes.label(i)) * reliability[i];
                size += Math.abs(reliability[i]);
            }
            lean[t] = size > 0 ? sum / size : 0;
            agreement += Math.signum(lean[t]) * Math.signum(shares[2 * t] - 0.5);
        }
        double[] posterior = shares.clone();
        for (int t = 0; t < n; t++) {
            if (gold[t] < 0 && Math.abs(lean[t]) > Consensus.TIE) {
                double first = (1 + (agreement < 0 ? -lean[t] : lean[t])) / 2;
                posterior[2 * t] = first;
                posterior[2 * t + 1] = 1 - first;
            }
        }
        return posterior;
    }

    /**
     * @param maxRounds upper bound on rounds, at least 1
     * @param tolerance stop once no message (the largest is 1) moved further than this in a round, in (0, 1)
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
