package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The estimated class of every task with its probability, what was learned about each worker, and the evidence.
 * Immutable. Shapes: {@code N} tasks, {@code J} workers, {@code K} classes, all named by index as in {@link #votes()}.
 *
 * <p><b>Ties.</b> The label is the most probable class; among equally probable ones the one with the smallest index,
 * and {@link #tied(int)} says so. {@link Evaluation} gives an m-way tie 1/m of the credit.
 *
 * <p><b>Tasks without votes</b> have the class prior as probabilities; the evidence carries a warning.
 */
public final class Consensus {
    /** Probabilities closer than this are a tie: far above rounding, far below anything a vote can do. */
    static final double TIE = 1e-9;

    private final Votes votes;
    private final double[] posterior;
    private final double[] classPrior;
    private final double[] workerQuality;
    private final @Nullable ConfusionSource confusions;
    private final Support support;
    private final String unit;
    private final boolean logSupport;
    private final Gold gold;
    private final Evidence evidence;
    private final double @Nullable [] difficulty;
    private final IntFunction<String> note;
    private final SequencedMap<String, Evidence> members;

    /** Gives a worker's confusion matrix, row-major, rows the true class. */
    @FunctionalInterface
    interface ConfusionSource {
        double[] of(int worker);
    }

    /**
     * @param posterior N*K, row-major, each row sums to 1; taken over, not copied
     * @param logSupport whether support is in nats, to which the log prior adds
     */
    Consensus(
            Votes votes,
            double[] posterior,
            double[] classPrior,
            double[] workerQuality,
            @Nullable ConfusionSource confusions,
            Support support,
            String unit,
            boolean logSupport,
            Gold gold,
            Evidence evidence) {
        this(
                votes,
                posterior,
                classPrior,
                workerQuality,
                confusions,
                support,
                unit,
                logSupport,
                gold,
                evidence,
                null,
                task -> "",
                Collections.emptyNavigableMap());
    }

    private Consensus(
            Votes votes,
            double[] posterior,
            double[] classPrior,
            double[] workerQuality,
            @Nullable ConfusionSource confusions,
            Support support,
            String unit,
            boolean logSupport,
            Gold gold,
            Evidence evidence,
            double @Nullable [] difficulty,
            IntFunction<String> note,
            SequencedMap<String, Evidence> members) {
        this.votes = votes;
        this.posterior = posterior;
        this.classPrior = classPrior;
        this.workerQuality = workerQuality;
        this.confusions = confusions;
        this.support = support;
        this.unit = unit;
        this.logSupport = logSupport;
        this.gold = gold;
        this.evidence = evidence;
        this.difficulty = difficulty;
        this.note = note;
        this.members = members;
    }

    Consensus withDifficulty(double[] perTask) {
        return with(perTask, note);
    }

    /** @param perTask what to add to the summary of an explanation; empty for nothing */
    Consensus withNote(IntFunction<String> perTask) {
        return with(difficulty, perTask);
    }

    private Consensus with(double @Nullable [] otherDifficulty, IntFunction<String> otherNote) {
        return new Consensus(
                votes,
                posterior,
                classPrior,
                workerQuality,
                confusions,
                support,
                unit,
                logSupport,
                gold,
                evidence,
                otherDifficulty,
                otherNote,
                members);
    }

    /** @param combined evidence of the methods whose mean this is, by name, in their order; taken over, not copied */
    Consensus withMembers(SequencedMap<String, Evidence> combined) {
        return new Consensus(
                votes,
                posterior,
                classPrior,
                workerQuality,
                confusions,
                support,
                unit,
                logSupport,
                gold,
                evidence,
                difficulty,
                note,
                Collections.unmodifiableSequencedMap(combined));
    }

    /** The probabilities themselves, N*K row-major; not to be written to. */
    double[] posterior() {
        return posterior;
    }

    public Votes votes() {
        return votes;
    }

    public int taskCount() {
        return votes.taskCount();
    }

    public int workerCount() {
        return votes.workerCount();
    }

    public int classCount() {
        return votes.classCount();
    }

    /** The most probable class of a task; see the class comment for ties and for tasks without votes. */
    public int label(int task) {
        int k = classCount();
        int best = 0;
        for (int c = 1; c < k; c++) {
            if (posterior[task * k + c] > posterior[task * k + best] + TIE) {
                best = c;
            }
        }
        return best;
    }

    /** How many classes share the highest probability of a task: 1 unless tied. */
    public int winners(int task) {
        double best = probability(task, label(task));
        int winners = 0;
        for (int c = 0; c < classCount(); c++) {
            if (probability(task, c) >= best - TIE) {
                winners++;
            }
        }
        return winners;
    }

    public boolean tied(int task) {
        return winners(task) > 1;
    }

    /** Probability that the task's true class is {@code category}, in [0, 1]; sums to 1 over classes. */
    public double probability(int task, int category) {
        return posterior[task * classCount() + category];
    }

    /** Probability of the task's label. */
    public double probability(int task) {
        return probability(task, label(task));
    }

    /**
     * Probability of each answer given each true class, {@code [truth][answer]}, rows sum to 1; empty for methods that
     * do not model classes separately. A fresh array.
     */
    public Optional<double[][]> confusion(int worker) {
        if (confusions == null) {
            return Optional.empty();
        }
        double[] flat = confusions.of(worker);
        int k = classCount();
        double[][] rows = new double[k][k];
        for (int c = 0; c < k; c++) {
            System.arraycopy(flat, c * k, rows[c], 0, k);
        }
        return Optional.of(rows);
    }

    /**
     * How good a worker is, in [0, 1]: the estimated probability that their answer is right, unless the method's own
     * documentation states another meaning. Workers without votes have the method's prior belief.
     */
    public double workerQuality(int worker) {
        return workerQuality[worker];
    }

    /** Estimated share of each class among the tasks; sums to 1. A fresh array. */
    public double[] classPrior() {
        return classPrior.clone();
    }

    /** How hard a task was for these workers, larger is harder; only {@link Glad} estimates it with the labels. */
    public OptionalDouble difficulty(int task) {
        return difficulty == null ? OptionalDouble.empty() : OptionalDouble.of(difficulty[task]);
    }

    public Evidence evidence() {
        return evidence;
    }

    /** The evidence of the methods this one combines, by name, in their order; empty for a method that stands alone. */
    public SequencedMap<String, Evidence> members() {
        return members;
    }

    /** Why a task got its label: what each vote said for it over the runner-up. */
    public Explanation explain(int task) {
        int k = classCount();
        int label = label(task);
        int runnerUp = -1;
        for (int c = 0; c < k; c++) {
            if (c != label && (runnerUp < 0 || probability(task, c) > probability(task, runnerUp))) {
                runnerUp = c;
            }
        }
        int other = runnerUp < 0 ? label : runnerUp;
        List<Explanation.Contribution> contributions = new ArrayList<>(votes.count(task));
        int agreeing = 0;
        for (int i = votes.begin(task); i < votes.end(task); i++) {
            int worker = votes.worker(i);
            int said = votes.label(i);
            if (said == label) {
                agreeing++;
            }
            double forLabel = support.of(task, worker, said, label) - support.of(task, worker, said, other);
            contributions.add(new Explanation.Contribution(worker, said, forLabel, workerQuality(worker)));
        }
        double prior = logSupport && runnerUp >= 0 ? Math.log(classPrior[label]) - Math.log(classPrior[other]) : 0;
        boolean known = gold.isKnown(task);
        String why = known
                ? "given as gold"
                : agreeing + " of " + votes.count(task) + " votes name it"
                        + (tied(task) ? ", tied, smallest class index taken" : "");
        String more = note.apply(task);
        return new Explanation(
                task,
                label,
                probability(task, label),
                runnerUp,
                runnerUp < 0 ? 0 : probability(task, runnerUp),
                tied(task),
                known,
                unit,
                prior,
                contributions,
                String.format(
                        java.util.Locale.ROOT,
                        "class %d with probability %.4f by %s: %s",
                        label,
                        probability(task, label),
                        evidence.method(),
                        more.isEmpty() ? why : why + "; " + more));
    }
}
