package dev.cupel.cli.consensus;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.consensus.ConsensusMethod;
import dev.cupel.engine.consensus.Evaluation;
import dev.cupel.engine.votes.Votes;
import dev.cupel.formats.labels.LabelTable;
import dev.cupel.formats.labels.TruthTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What there is to say about a consensus, counted in one pass over the votes.
 *
 * @param file as the user named it
 * @param workers one per worker, by number
 * @param classes one per class, by number
 * @param uncertain tasks with the least probable labels first, ties by number; at most {@link #UNCERTAIN_SHOWN}
 * @param meanProbability of the labels given, over tasks
 * @param unanimous tasks with several votes, all for one class
 * @param warnings sentences, each a reason to look twice
 */
record ConsensusFigures(
        String file,
        ConsensusMethod method,
        LabelTable table,
        Consensus consensus,
        List<Worker> workers,
        List<ClassShare> classes,
        List<Integer> uncertain,
        double meanProbability,
        int tied,
        int unanimous,
        Optional<Truth> truth,
        List<String> warnings) {
    static final int UNCERTAIN_SHOWN = 20;

    /**
     * @param votes how many they cast
     * @param quality as the method says, in [0, 1]
     * @param agreement share of their votes that equal the consensus, 1/m of an m-way tie
     * @param accuracy share of their votes on tasks with a truth that are right; empty if there are none
     */
    record Worker(int number, String name, int votes, double quality, double agreement, Optional<Double> accuracy) {}

    /**
     * @param votes for it
     * @param tasks whose consensus it is
     */
    record ClassShare(int number, String name, long votes, int tasks) {}

    /**
     * @param evaluation on tasks whose truth is a class of the votes
     * @param notVoted tasks whose truth nobody voted for; they count as wrong
     * @param accuracy over both, a tie of m counting 1/m
     * @param macroF1 over the classes of both
     * @param majorityAccuracy what the plain majority reaches on the same tasks, ties counted likewise
     * @param withoutVotes truths of tasks that are not among the votes; they do not count
     * @param alsoGold truths of tasks that were gold while estimating; they do not count
     */
    record Truth(
            Evaluation evaluation,
            int notVoted,
            double accuracy,
            double macroF1,
            double majorityAccuracy,
            int withoutVotes,
            int alsoGold) {}

    static ConsensusFigures of(
            String file,
            ConsensusMethod method,
            LabelTable table,
            Consensus consensus,
            Optional<TruthTable> known,
            KnownGold gold) {
        Votes votes = table.votes();
        int tasks = votes.taskCount();
        int[] label = new int[tasks];
        double[] probability = new double[tasks];
        double sum = 0;
        int tied = 0;
        int unanimous = 0;
        int[] tasksOfClass = new int[votes.classCount()];
        long[] votesForClass = new long[votes.classCount()];
        int[] votesOfWorker = new int[votes.workerCount()];
        double[] agreeing = new double[votes.workerCount()];
        for (int task = 0; task < tasks; task++) {
            label[task] = consensus.label(task);
            probability[task] = consensus.probability(task, label[task]);
            sum += probability[task];
            tied += consensus.tied(task) ? 1 : 0;
            tasksOfClass[label[task]]++;
            boolean same = votes.count(task) > 1;
            for (int i = votes.begin(task); i < votes.end(task); i++) {
                int said = votes.label(i);
                votesForClass[said]++;
                votesOfWorker[votes.worker(i)]++;
                agreeing[votes.worker(i)] += consensus.credit(task, said);
                same &= said == votes.label(votes.begin(task));
            }
            unanimous += same ? 1 : 0;
        }
        int[] truth = known.map(t -> t.classes(table)).orElseGet(() -> new int[0]);
        List<Worker> workers = new ArrayList<>();
        int[][] right = rightVotes(votes, truth);
        for (int j = 0; j < votes.workerCount(); j++) {
            workers.add(new Worker(
                    j,
                    table.workers().get(j),
                    votesOfWorker[j],
                    consensus.workerQuality(j),
                    agreeing[j] / Math.max(1, votesOfWorker[j]),
                    right[1][j] == 0 ? Optional.empty() : Optional.of((double) right[0][j] / right[1][j])));
        }
        List<ClassShare> classes = new ArrayList<>();
        for (int c = 0; c < votes.classCount(); c++) {
            classes.add(new ClassShare(c, table.classes().get(c), votesForClass[c], tasksOfClass[c]));
        }
        return new ConsensusFigures(
                file,
                method,
                table,
                consensus,
                List.copyOf(workers),
                List.copyOf(classes),
                leastProbable(probability),
                sum / Math.max(1, tasks),
                tied,
                unanimous,
                known.map(t -> truth(table, consensus, t, truth, gold)),
                warnings(table, consensus, votesOfWorker, gold));
    }

    /** What the method does; of a combination, what it combined this time. */
    String methodInWords() {
        int members = consensus.members().size();
        return members == 0
                ? method.summary()
                : members == 1
                        ? "of its models only "
                                + consensus.members().firstEntry().getKey() + " took part"
                        : "mean of " + members + " models that fail in different places ("
                                + String.join(", ", consensus.members().keySet()) + ")";
    }

    /** Per worker votes that equal the truth, and votes on tasks that have one. */
    private static int[][] rightVotes(Votes votes, int[] truth) {
        int[][] right = new int[2][votes.workerCount()];
        for (int task = 0; task < truth.length; task++) {
            for (int i = votes.begin(task); truth[task] != TruthTable.UNKNOWN && i < votes.end(task); i++) {
                right[1][votes.worker(i)]++;
                right[0][votes.worker(i)] += votes.label(i) == truth[task] ? 1 : 0;
            }
        }
        return right;
    }

    /** The tasks with the smallest probabilities, by a heap-free pass: few are wanted of perhaps millions. */
    private static List<Integer> leastProbable(double[] probability) {
        int[] kept = new int[Math.min(UNCERTAIN_SHOWN, probability.length)];
        int size = 0;
        for (int task = 0; task < probability.length; task++) {
            if (size == kept.length && probability[task] >= probability[kept[size - 1]]) {
                continue;
            }
            int at = size < kept.length ? size++ : size - 1;
            while (at > 0 && probability[kept[at - 1]] > probability[task]) {
                kept[at] = kept[at - 1];
                at--;
            }
            kept[at] = task;
        }
        return Arrays.stream(kept, 0, size).boxed().toList();
    }

    private static Truth truth(
            LabelTable table, Consensus consensus, TruthTable known, int[] everyTruth, KnownGold gold) {
        int[] truth = everyTruth.clone();
        int notVoted = 0;
        int withVotes = 0;
        int alsoGold = 0;
        int missed = -1;
        boolean[] missedLabel = new boolean[known.labels().size()];
        for (int task = 0; task < truth.length; task++) {
            withVotes += truth[task] != TruthTable.UNKNOWN ? 1 : 0;
            if (truth[task] != TruthTable.UNKNOWN && gold.gold().isKnown(task)) {
                truth[task] = TruthTable.UNKNOWN;
                alsoGold++;
            }
            if (truth[task] == TruthTable.NOT_VOTED) {
                notVoted++;
                missed = known.find(table.tasks(), task);
                missedLabel[missed] = true;
            }
        }
        int[] voted = truth.clone();
        Arrays.setAll(voted, task -> truth[task] == TruthTable.NOT_VOTED ? TruthTable.UNKNOWN : truth[task]);
        requireTruth(table, known, withVotes, alsoGold, notVoted, missed);
        Evaluation evaluation = Evaluation.of(consensus, voted);
        int missedClasses = 0;
        for (boolean one : missedLabel) {
            missedClasses += one ? 1 : 0;
        }
        int classes = Math.max(1, classesIn(consensus, voted));
        return new Truth(
                evaluation,
                notVoted,
                evaluation.accuracy() * evaluation.tasks() / (evaluation.tasks() + notVoted),
                evaluation.macroF1() * classes / (classes + missedClasses),
                majorityAccuracy(table.votes(), truth),
                known.size() - withVotes,
                alsoGold);
    }

    /** Refuses a truth that says nothing about these votes, with the reason. */
    private static void requireTruth(
            LabelTable table, TruthTable known, int withVotes, int alsoGold, int notVoted, int missed) {
        if (withVotes == 0) {
            throw new InputException(
                    Code.EMPTY,
                    "--truth " + known.file(),
                    "none of its tasks is among the votes",
                    "check that both files use the same task ids");
        }
        if (withVotes == alsoGold) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "--truth " + known.file(),
                    "all of its tasks are gold too, and gold was used while estimating",
                    "give --truth tasks that are not gold, or leave out --gold");
        }
        if (withVotes == alsoGold + notVoted) {
            throw new InputException(
                    Code.UNKNOWN_VALUE,
                    "--truth " + known.file(),
                    "none of its labels was ever given: it says \""
                            + known.labels().get(missed) + "\", the votes say \""
                            + table.classes().get(0) + "\"",
                    "write labels alike in both files");
        }
    }

    private static int classesIn(Consensus consensus, int[] truth) {
        boolean[] seen = new boolean[consensus.classCount()];
        for (int task = 0; task < truth.length; task++) {
            if (truth[task] >= 0) {
                seen[truth[task]] = true;
                seen[consensus.label(task)] = true;
            }
        }
        int count = 0;
        for (boolean one : seen) {
            count += one ? 1 : 0;
        }
        return count;
    }

    private static double majorityAccuracy(Votes votes, int[] truth) {
        double right = 0;
        int known = 0;
        int[] counts = new int[votes.classCount()];
        for (int task = 0; task < truth.length; task++) {
            if (truth[task] == TruthTable.UNKNOWN) {
                continue;
            }
            known++;
            int best = 0;
            int winners = 0;
            for (int i = votes.begin(task); i < votes.end(task); i++) {
                int count = ++counts[votes.label(i)];
                winners = count > best ? 1 : count == best ? winners + 1 : winners;
                best = Math.max(best, count);
            }
            right += truth[task] >= 0 && winners > 0 && counts[truth[task]] == best ? 1.0 / winners : 0;
            for (int i = votes.begin(task); i < votes.end(task); i++) {
                counts[votes.label(i)] = 0;
            }
        }
        return known == 0 ? 0 : right / known;
    }

    private static List<String> warnings(LabelTable table, Consensus consensus, int[] votesOfWorker, KnownGold gold) {
        List<String> warnings = new ArrayList<>();
        Votes votes = table.votes();
        if (table.rowsLeftOut() > 0) {
            warnings.add(Count.of(table.rowsLeftOut(), "row") + " without a label "
                    + (table.rowsLeftOut() == 1 ? "was" : "were") + " left out: no answer.");
        }
        warnings.addAll(table.warnings());
        if (votes.classCount() == 1) {
            warnings.add("There is only one class: there is nothing to estimate.");
        }
        int few = (int) Arrays.stream(votesOfWorker).filter(count -> count < 3).count();
        if (few > 0 && votes.workerCount() > 1) {
            warnings.add(Count.of(few, votes.workerCount(), "worker", "has", "have")
                    + " fewer than three votes; little can be known about them.");
        }
        if (gold.elsewhere() > 0) {
            warnings.add(Count.of(gold.elsewhere(), "gold task") + (gold.elsewhere() == 1 ? " is" : " are")
                    + " not among the votes.");
        }
        consensus.evidence().warnings().forEach(warning -> warnings.add(sentence(warning)));
        return warnings.stream().distinct().toList();
    }

    /** The engine's warnings begin small and end open. */
    private static String sentence(String warning) {
        return Character.toUpperCase(warning.charAt(0)) + warning.substring(1) + (warning.endsWith(".") ? "" : ".");
    }
}
