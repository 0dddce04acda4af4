package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.ConfusionEm.Counts;
import dev.cupel.engine.consensus.ConfusionEm.Parameters;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The default: the mean of the class probabilities of three models that fail in different places.
 *
 * <table>
 * <caption>Members</caption>
 * <tr><td>{@link Wawa}</td><td>stays near the votes; cannot see bias between classes</td></tr>
 * <tr><td>{@link Mace}</td><td>sees spam; cannot see bias between two real classes</td></tr>
 * <tr><td>{@link DawidSkene}, shrunk to {@linkplain Shrinkage.Coin the crowd's coin}</td><td>sees all bias; fits how the
 * crowd answers even where its classes are not the truth</td></tr>
 * </table>
 *
 * <p>Chosen by leaving out one data set at a time, see decision 0077.
 *
 * <p><b>Guards.</b> A model-based member sits out if it gives a class (of more than 2 % of the votes, and less than half
 * of the tasks) over 1.75 times its share of the votes: it then redefines the class instead of cleaning it. Wawa always
 * votes. A member whose tables would not fit into memory sits out too. Who sat out is in the warnings.
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
    private static final Shrinkage SHRINKAGE = new Shrinkage.Coin(4);

    private Auto() {}

    public static Consensus estimate(Votes votes) {
        return estimate(votes, ConsensusOptions.DEFAULTS);
    }

    /** Uses gold, names and threads of the options; every member keeps its own rounds and tolerance. */
    public static Consensus estimate(Votes votes, ConsensusOptions options) {
        Inputs.check(votes, options.gold());
        ConsensusOptions common =
                ConsensusOptions.DEFAULTS.withGold(options.gold()).withThreads(options.threads());
        List<String> warnings = Inputs.warnings(votes, options.gold());
        Members members = new Members(votes, options, warnings);
        members.add("wawa", Wawa.estimate(votes, options.gold()));
        members.join("mace", () -> Mace.estimate(votes, Mace.Options.of(common)));
        members.join(
                "dawid-skene (coin)",
                () -> DawidSkene.estimate(
                        votes, DawidSkene.Options.shrunk(common).withShrinkage(SHRINKAGE)));
        Candidates rows = members.all.getFirst().result.candidates();
        double[] mean = members.mean(rows.size());
        ConfusionModel model = confusions(votes, options, rows, warnings);
        Evidence evidence = new Evidence(
                "auto",
                "3",
                "members=" + members.all.stream().map(Member::name).collect(Collectors.joining(" + ")),
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                warnings);
        return result(votes, options.gold(), rows, mean, model, evidence)
                .withNote(task -> members.opinions(task, rows, mean))
                .withMembers(members.evidence());
    }

    private record Member(String name, Consensus result) {}

    private static final class Members {
        private final Votes votes;
        private final ConsensusOptions options;
        private final List<String> warnings;
        final List<Member> all = new ArrayList<>();

        Members(Votes votes, ConsensusOptions options, List<String> warnings) {
            this.votes = votes;
            this.options = options;
            this.warnings = warnings;
        }

        void add(String name, Consensus member) {
            all.add(new Member(name, member));
        }

        /** Runs a model; it takes part if it fits into memory and leaves the classes what they are. */
        void join(String name, Supplier<Consensus> model) {
            Consensus member;
            try {
                member = model.get();
            } catch (InputException e) {
                if (e.code() != Code.TOO_LARGE) {
                    throw e;
                }
                warnings.add(name + " sat out: " + e.what());
                return;
            }
            int c = strayClass(votes, VoteShares.prior(member.posterior(), member.candidates()));
            if (c < 0) {
                add(name, member);
            } else {
                warnings.add(name + " sat out: its share of " + options.className(c)
                        + " is far from the share of the votes");
            }
        }

        double[] mean(int slots) {
            double[] mean = new double[slots];
            for (Member member : all) {
                double[] posterior = member.result.posterior();
                for (int i = 0; i < slots; i++) {
                    mean[i] += posterior[i];
                }
            }
            for (int i = 0; i < slots; i++) {
                mean[i] /= all.size();
            }
            return mean;
        }

        SequencedMap<String, Evidence> evidence() {
            SequencedMap<String, Evidence> evidence = new LinkedHashMap<>();
            all.forEach(member -> evidence.put(member.name, member.result.evidence()));
            return evidence;
        }

        /** What each member says about the label that was chosen together. */
        String opinions(int task, Candidates rows, double[] mean) {
            int first = rows.begin(task);
            int count = rows.count(task);
            if (count == 0) {
                return "";
            }
            int best = 0;
            for (int o = 1; o < count; o++) {
                if (mean[first + o] > mean[first + best] + Consensus.TIE) {
                    best = o;
                }
            }
            StringBuilder text = new StringBuilder();
            for (Member member : all) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(String.format(
                                Locale.ROOT,
                                "%s %.2f",
                                member.name,
                                member.result.posterior()[first + best]));
            }
            return text.toString();
        }
    }

    /** The first class whose estimated share is implausible given its share of the votes, or -1. */
    private static int strayClass(Votes votes, double[] estimated) {
        long[] said = VoteShares.counts(votes);
        for (int c = 0; c < said.length; c++) {
            double share = (double) said[c] / Math.max(1, votes.size());
            if (share > 0.02 && estimated[c] > RUNAWAY * share && estimated[c] < 0.5) {
                return c;
            }
        }
        return -1;
    }

    /** Confusion matrices for what is reported; null, with a warning, where they do not fit into memory. */
    private static @Nullable ConfusionModel confusions(
            Votes votes, ConsensusOptions options, Candidates rows, List<String> warnings) {
        try {
            return ConfusionModel.of(votes, options.gold().toArray(votes), rows, SHRINKAGE, false, options.threads());
        } catch (InputException e) {
            if (e.code() != Code.TOO_LARGE) {
                throw e;
            }
            warnings.add("no confusion matrices are reported: they do not fit into memory");
            return null;
        }
    }

    private static Consensus result(
            Votes votes, Gold gold, Candidates rows, double[] mean, @Nullable ConfusionModel model, Evidence evidence) {
        double[] prior = VoteShares.prior(mean, rows);
        Posterior posterior = withAnUnseenVote(votes, gold, rows, mean);
        if (model == null) {
            double[] quality = VoteShares.quality(votes, mean, rows);
            return new Consensus(
                    votes,
                    posterior,
                    prior,
                    quality,
                    null,
                    (task, worker, label, category) -> label == category ? quality[worker] : 0,
                    "weighted votes",
                    false,
                    gold,
                    evidence);
        }
        Counts counts = model.countPosterior(mean);
        Parameters parameters = model.finish(counts);
        return new Consensus(
                votes,
                posterior,
                prior,
                model.quality(counts),
                model.confusions(counts, parameters),
                (task, worker, label, category) -> model.logAnswer(counts, parameters, worker, label, category),
                "nats",
                true,
                gold,
                evidence);
    }

    private static Posterior withAnUnseenVote(Votes votes, Gold gold, Candidates rows, double[] mean) {
        int k = votes.classCount();
        double right = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            int first = rows.begin(t);
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                right += mean[first + rows.offset(i)];
            }
        }
        double wrong = 1 - right / Math.max(1, votes.size());
        double[] posterior = mean.clone();
        double[] rest = rows.all() ? null : new double[votes.taskCount()];
        for (int t = 0; t < votes.taskCount(); t++) {
            int n = votes.count(t);
            if (n == 0 || gold.isKnown(t)) {
                continue;
            }
            int end = rows.end(t);
            for (int s = rows.begin(t); s < end; s++) {
                posterior[s] = (n * mean[s] + wrong / k) / (n + wrong);
            }
            if (rest != null) {
                rest[t] = wrong / k / (n + wrong);
            }
        }
        return new Posterior(rows, posterior, rest);
    }
}
