package dev.cupel.engine.consensus;

import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The default: the mean of the class probabilities of five models that fail in different places.
 *
 * <table>
 * <caption>Members</caption>
 * <tr><td>{@link Wawa}</td><td>stays near the votes; cannot see bias between classes</td></tr>
 * <tr><td>{@link Bwa}</td><td>real-valued averages, little given to extremes; nor can it</td></tr>
 * <tr><td>{@link OneCoin}</td><td>best where errors are even; its class shares can run away</td></tr>
 * <tr><td>{@link Mace} from vote shares</td><td>sees spam; cannot see bias between two real classes</td></tr>
 * <tr><td>{@link DawidSkene}, shrunk to each worker's {@linkplain Shrinkage.OwnCoin own coin}</td><td>sees all bias; fits
 * how the crowd answers even where its classes are not the truth</td></tr>
 * </table>
 *
 * <p><b>Guards.</b> A model-based member sits out if it gives a class (of more than 2 % of the votes, and less than half
 * of the tasks) over 1.75 times its share of the votes: it then redefines the class instead of cleaning it. One-coin also
 * sits out if it gives a class less than 0.3 of its vote share. Wawa always votes. Who sat out is in the warnings. Where
 * confusion matrices would not fit into memory, that member sits out too.
 *
 * <p><b>The probability.</b> A mean of models is still too sure where votes are few and often wrong. So every task is given
 * the weight of one vote more, one that names any class with the probability that a vote of this crowd is wrong: with
 * {@code n} votes on the task and {@code w} the expected share of wrong votes, {@code (n * mean + w / K) / (n + w)}. The order
 * of the classes, and so the label, stays. Tasks without votes and gold stay as they are. See decision 0017.
 *
 * <p>No chance, no look at any truth; time and memory are the sum of the members'. The confusion matrices and worker
 * qualities reported are those that the combined probabilities imply.
 */
public final class Auto {
    private static final double RUNAWAY = 1.75;
    private static final double COLLAPSE = 0.3;
    private static final int ROUNDS_OF_COINS = 50;

    private Auto() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }

    /** Uses {@code gold} and {@code threads} of the options; every member keeps its own rounds and tolerance. */
    public static Consensus estimate(Votes votes, ConsensusOptions options) {
        Inputs.check(votes, options.gold());
        ConsensusOptions common =
                ConsensusOptions.DEFAULTS.withGold(options.gold()).withThreads(options.threads());
        List<String> warnings = Inputs.warnings(votes, options.gold());
        boolean confusionsFit = ConfusionEm.fits(votes.workerCount(), votes.classCount());
        List<Member> members = new ArrayList<>();
        members.add(new Member("wawa", Wawa.estimate(votes, options.gold())));
        join(members, votes, "bwa", Bwa.estimate(votes, Bwa.Options.of(common)), 0, warnings);
        OneCoin.Options coin = OneCoin.Options.of(common.withMaxRounds(ROUNDS_OF_COINS));
        join(members, votes, "one-coin", OneCoin.estimate(votes, coin), COLLAPSE, warnings);
        Mace.Options mace = Mace.Options.of(common).withRestarts(0);
        join(members, votes, "mace", Mace.estimate(votes, mace), 0, warnings);
        if (confusionsFit) {
            DawidSkene.Options own = DawidSkene.Options.shrunk(common).withShrinkage(new Shrinkage.OwnCoin(4, 4));
            join(members, votes, "dawid-skene (own coin)", DawidSkene.estimate(votes, own), 0, warnings);
        } else {
            warnings.add("confusion matrices for " + votes.workerCount() + " workers and " + votes.classCount()
                    + " classes do not fit into memory: combined without them");
        }
        double[] mean = mean(members, votes.taskCount() * votes.classCount());
        Evidence evidence = new Evidence(
                "auto",
                "2",
                "members=" + members.stream().map(Member::name).collect(Collectors.joining(" + ")),
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                warnings);
        return result(votes, common, mean, confusionsFit, evidence)
                .withNote(task -> opinions(members, task, votes.classCount(), mean))
                .withMembers(evidence(members));
    }

    private record Member(String name, Consensus result) {}

    private static void join(
            List<Member> members, Votes votes, String name, Consensus member, double least, List<String> warnings) {
        int c = strayClass(votes, VoteShares.prior(member.posterior(), votes.classCount()), least);
        if (c < 0) {
            members.add(new Member(name, member));
        } else {
            warnings.add(name + " sat out: its share of class " + c + " is far from the share of the votes");
        }
    }

    /** The first class whose estimated share is implausible given its share of the votes, or -1. */
    private static int strayClass(Votes votes, double[] estimated, double least) {
        long[] said = new long[votes.classCount()];
        for (int i = 0; i < votes.size(); i++) {
            said[votes.label(i)]++;
        }
        for (int c = 0; c < said.length; c++) {
            double share = (double) said[c] / Math.max(1, votes.size());
            boolean runaway = estimated[c] > RUNAWAY * share && estimated[c] < 0.5;
            if (share > 0.02 && (runaway || estimated[c] < least * share)) {
                return c;
            }
        }
        return -1;
    }

    private static SequencedMap<String, Evidence> evidence(List<Member> members) {
        SequencedMap<String, Evidence> evidence = new LinkedHashMap<>();
        members.forEach(member -> evidence.put(member.name, member.result.evidence()));
        return evidence;
    }

    private static double[] mean(List<Member> members, int size) {
        double[] mean = new double[size];
        for (Member member : members) {
            double[] posterior = member.result.posterior();
            for (int i = 0; i < size; i++) {
                mean[i] += posterior[i];
            }
        }
        for (int i = 0; i < size; i++) {
            mean[i] /= members.size();
        }
        return mean;
    }

    private static Consensus result(
            Votes votes, ConsensusOptions options, double[] mean, boolean confusionsFit, Evidence evidence) {
        int k = votes.classCount();
        double[] prior = VoteShares.prior(mean, k);
        double[] posterior = withAnUnseenVote(votes, options.gold(), mean);
        if (!confusionsFit) {
            double[] quality = VoteShares.quality(votes, mean);
            return new Consensus(
                    votes,
                    posterior,
                    prior,
                    quality,
                    null,
                    (task, worker, label, category) -> label == category ? quality[worker] : 0,
                    "weighted votes",
                    false,
                    options.gold(),
                    evidence);
        }
        ConfusionEm em =
                new ConfusionEm(votes.workerCount(), k, votes.size(), votes.taskCount(), new Shrinkage.OwnCoin(4, 4));
        ConfusionEm.Counts counts = em.countPosterior(votes, options.gold().toArray(votes), mean, options.threads());
        Parameters parameters = em.finish(counts);
        return new Consensus(
                votes,
                posterior,
                prior,
                em.quality(counts),
                worker -> em.confusion(parameters, worker),
                (task, worker, label, category) -> em.logAnswer(parameters, worker, label, category),
                "nats",
                true,
                options.gold(),
                evidence);
    }

    private static double[] withAnUnseenVote(Votes votes, Gold gold, double[] mean) {
        int k = votes.classCount();
        double right = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                right += mean[t * k + votes.label(i)];
            }
        }
        double wrong = 1 - right / Math.max(1, votes.size());
        double[] posterior = mean.clone();
        for (int t = 0; t < votes.taskCount(); t++) {
            int n = votes.count(t);
            for (int c = 0; c < k && n > 0 && !gold.isKnown(t); c++) {
                posterior[t * k + c] = (n * mean[t * k + c] + wrong / k) / (n + wrong);
            }
        }
        return posterior;
    }

    /** What each member says about the label that was chosen together. */
    private static String opinions(List<Member> members, int task, int k, double[] mean) {
        int best = 0;
        for (int c = 1; c < k; c++) {
            if (mean[task * k + c] > mean[task * k + best] + Consensus.TIE) {
                best = c;
            }
        }
        StringBuilder text = new StringBuilder();
        for (Member member : members) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(String.format(Locale.ROOT, "%s %.2f", member.name, member.result.probability(task, best)));
        }
        return text.toString();
    }
}
