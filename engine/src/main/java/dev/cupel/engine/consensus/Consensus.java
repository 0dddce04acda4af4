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
    private final Posterior posterior;
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
    private final IntFunction<String> className;

    /**
     * @param posterior each task sums to 1; taken over, not copied
     * @param logSupport whether support is in nats, to which the log prior adds
     */
    Consensus(
            Votes votes,
            Posterior posterior,
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
                Collections.emptyNavigableMap(),
                category -> "class " + category);
    }

    private Consensus(
            Votes votes,
            Posterior posterior,
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
            SequencedMap<String, Evidence> members,
            IntFunction<String> className) {
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
        this.className = className;
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
                members,
                className);
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
                Collections.unmodifiableSequencedMap(combined),
                className);
    }

    /** @param name of a class in a sentence, by index */
    Consensus withClassNames(IntFunction<String> name) {
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
                members,
                name);
    }

    /** The probabilities themselves, one per {@linkplain Candidates slot}; not to be written to. */
    double[] posterior() {
        return posterior.values();
    }

    /** The probability of each class that is no candidate on a task. */
    double restOf(int task) {
        return posterior.restOf(task);
    }

    /** Which classes have a probability of their own on each task. */
    Candidates candidates() {
        return posterior.rows();
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
        Candidates rows = posterior.rows();
        int first = rows.begin(task);
        int count = rows.count(task);
        if (count == 0) {
            return firstOfMost(classPrior, 0, classPrior.length);
        }
        return rows.classAt(first, firstOfMost(posterior.values(), first, count));
    }

    /** Which of the values {@code [first, first + count)} is the first of the largest, ties taken together. */
    private static int firstOfMost(double[] values, int first, int count) {
        int best = 0;
        for (int o = 1; o < count; o++) {
            if (values[first + o] > values[first + best] + TIE) {
                best = o;
            }
        }
        return best;
    }

    /** How many classes share the highest probability of a task: 1 unless tied. */
    public int winners(int task) {
        Candidates rows = posterior.rows();
        boolean known = rows.count(task) > 0;
        double[] values = known ? posterior.values() : classPrior;
        int first = known ? rows.begin(task) : 0;
        int end = known ? rows.end(task) : values.length;
        double best = probability(task);
        int winners = 0;
        for (int s = first; s < end; s++) {
            winners += values[s] >= best - TIE ? 1 : 0;
        }
        return winners;
    }

    /** How far an answer equals a task's label: 1, or 1/m for each of m tied classes, or 0. */
    public double credit(int task, int category) {
        return probability(task, category) >= probability(task) - TIE ? 1.0 / winners(task) : 0;
    }

    public boolean tied(int task) {
        return winners(task) > 1;
    }

    /** Probability that the task's true class is {@code category}, in [0, 1]; sums to 1 over classes. */
    public double probability(int task, int category) {
        Candidates rows = posterior.rows();
        if (rows.count(task) == 0) {
            return classPrior[category];
        }
        int slot = rows.find(task, category);
        return slot < 0 ? posterior.restOf(task) : posterior.values()[slot];
    }

    /**
     * A probability as files carry it: to six decimals. Figures about probabilities are computed from these, so that
     * whoever has the file finds the same.
     */
    public static double written(double probability) {
        return millionths(probability) / 1e6;
    }

    /** The same as a whole number of millionths, from 0 to 1,000,000. */
    public static int millionths(double probability) {
        return (int) (Math.clamp(probability, 0, 1) * 1e6 + 0.5);
    }

    /** Probability of the task's label. */
    public double probability(int task) {
        return probability(task, label(task));
    }

    /**
     * Probability of each answer given each true class, {@code [truth][answer]}, rows sum to 1; empty for methods that
     * do not model classes separately. A fresh array of K*K: with many classes ask for single cells instead.
     */
    public Optional<double[][]> confusion(int worker) {
        if (confusions == null) {
            return Optional.empty();
        }
        int k = classCount();
        double[] flat = confusions.matrix(worker, k);
        double[][] rows = new double[k][k];
        for (int c = 0; c < k; c++) {
            System.arraycopy(flat, c * k, rows[c], 0, k);
        }
        return Optional.of(rows);
    }

    /** Whether {@link #confusion} and {@link #confusionCells} have anything to say. */
    public boolean modelsConfusion() {
        return confusions != null;
    }

    /**
     * One cell of a confusion matrix.
     *
     * @param probability of the answer given the truth, in (0, 1]
     */
    public record Cell(int truth, int answer, double probability) {}

    /**
     * The cells of a worker's confusion matrix that votes bear on, by truth, then answer; cells of probability 0 are left
     * out. Up to {@value Candidates#FEW_CLASSES} classes: all others. With more: those of an answer that the worker gave
     * and a class that somebody named on the same task; what is not listed is the model's prior belief.
     *
     * @param positions the worker's votes, as positions in {@link #votes()}
     * @param tasks their tasks
     * @return empty for methods that do not model classes separately
     */
    public List<Cell> confusionCells(int worker, int[] positions, int[] tasks) {
        if (confusions == null) {
            return List.of();
        }
        int k = classCount();
        List<Cell> cells = new ArrayList<>();
        if (k <= Candidates.FEW_CLASSES) {
            double[] flat = confusions.matrix(worker, k);
            for (int i = 0; i < flat.length; i++) {
                if (flat[i] > 0) {
                    cells.add(new Cell(i / k, i % k, flat[i]));
                }
            }
            return cells;
        }
        java.util.TreeSet<Long> touched = new java.util.TreeSet<>();
        for (int v = 0; v < positions.length; v++) {
            for (int i = votes.begin(tasks[v]); i < votes.end(tasks[v]); i++) {
                touched.add((long) votes.label(i) * k + votes.label(positions[v]));
            }
        }
        double[] flat = posterior.rows().all() ? confusions.matrix(worker, k) : null;
        for (long cell : touched) {
            int truth = (int) (cell / k);
            int answer = (int) (cell % k);
            double p = flat == null ? confusions.probability(worker, truth, answer) : flat[truth * k + answer];
            if (p > 0) {
                cells.add(new Cell(truth, answer, p));
            }
        }
        return cells;
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

    /** The most probable class but the label, the smallest index among equals; -1 if there is only one class. */
    private int runnerUp(int task, int label) {
        Candidates rows = posterior.rows();
        int first = rows.begin(task);
        int count = rows.count(task);
        int best = -1;
        for (int o = 0; o < count; o++) {
            int c = rows.classAt(first, o);
            if (c != label && (best < 0 || posterior.values()[first + o] > probability(task, best))) {
                best = c;
            }
        }
        if (best < 0 && classCount() > 1) {
            for (int c = 0; c < classCount(); c++) {
                if (c != label && (best < 0 || probability(task, c) > probability(task, best))) {
                    best = c;
                }
            }
        }
        return best;
    }

    /** Why a task got its label: what each vote said for it over the runner-up. */
    public Explanation explain(int task) {
        int label = label(task);
        int runnerUp = runnerUp(task, label);
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
                        + (tied(task) ? ", tied, the first class taken" : "");
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
                        "%s with probability %.4f by %s: %s",
                        className.apply(label),
                        probability(task, label),
                        evidence.method(),
                        more.isEmpty() ? why : why + "; " + more));
    }
}
