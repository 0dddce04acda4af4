package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers to "choose all that apply": every distinct set of options is a class of its own in {@link #votes()}. Immutable.
 */
public final class SetVotes {
    private final int optionCount;
    private final Votes votes;
    private final List<BitSet> sets;

    private SetVotes(int optionCount, Votes votes, List<BitSet> sets) {
        this.optionCount = optionCount;
        this.votes = votes;
        this.sets = sets;
    }

    /**
     * @param task rows, each in {@code [0, taskCount)}
     * @param worker as many, each in {@code [0, workerCount)}
     * @param chosen as many: the options of each answer, each in {@code [0, optionCount)}; may be empty
     * @throws InputException if lengths differ or an index is out of range; names the row
     */
    public static SetVotes of(
            int taskCount, int workerCount, int optionCount, int[] task, int[] worker, List<List<Integer>> chosen) {
        if (task.length != chosen.size()) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "task, chosen",
                    "have " + task.length + " and " + chosen.size() + " entries",
                    "give one set per answer");
        }
        String[] keys = new String[task.length];
        Map<List<Integer>, String> known = new HashMap<>(); // answers are many, sets are few
        TreeMap<String, BitSet> distinct = new TreeMap<>(); // by content, so that numbers do not depend on row order
        for (int r = 0; r < task.length; r++) {
            String key = known.get(chosen.get(r));
            if (key == null) {
                BitSet set = set(r, chosen.get(r), optionCount);
                key = set.toString();
                known.put(chosen.get(r), key);
                distinct.putIfAbsent(key, set);
            }
            keys[r] = key;
        }
        List<String> order = List.copyOf(distinct.keySet());
        Map<String, Integer> number = new HashMap<>();
        for (int k = 0; k < order.size(); k++) {
            number.put(order.get(k), k);
        }
        int[] label =
                Arrays.stream(keys).mapToInt(key -> number.getOrDefault(key, 0)).toArray();
        Votes votes = Votes.of(taskCount, workerCount, order.size(), task, worker, label);
        return new SetVotes(optionCount, votes, List.copyOf(distinct.values()));
    }

    private static BitSet set(int row, List<Integer> options, int optionCount) {
        BitSet set = new BitSet(optionCount);
        for (int option : options) {
            if (option < 0 || option >= optionCount) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        "chosen[" + row + "]",
                        "has option " + option + " but there are " + optionCount,
                        "give indices from 0 to " + (optionCount - 1));
            }
            set.set(option);
        }
        return set;
    }

    public int optionCount() {
        return optionCount;
    }

    /** The answers as votes for whole sets. */
    public Votes votes() {
        return votes;
    }

    /** The options of a class of {@link #votes()}, ascending. */
    public int[] options(int setClass) {
        return sets.get(setClass).stream().toArray();
    }

    /** Answers to "does option o apply?": class 1 if it was chosen. */
    public Votes option(int option) {
        int n = votes.size();
        int[] task = new int[n];
        int[] worker = new int[n];
        int[] label = new int[n];
        for (int i = 0; i < votes.taskCount(); i++) {
            Arrays.fill(task, votes.begin(i), votes.end(i), i);
        }
        for (int v = 0; v < n; v++) {
            worker[v] = votes.worker(v);
            label[v] = sets.get(votes.label(v)).get(option) ? 1 : 0;
        }
        return Votes.of(votes.taskCount(), votes.workerCount(), 2, task, worker, label);
    }

    /** One minus shared over all options; 0 for two empty sets. */
    public double jaccardDistance(int a, int b) {
        return jaccardDistance(sets.get(a), sets.get(b));
    }

    private static double jaccardDistance(BitSet a, BitSet b) {
        int shared = shared(a, b);
        int all = a.cardinality() + b.cardinality() - shared;
        return all == 0 ? 0 : 1 - (double) shared / all;
    }

    /**
     * Passonneau's MASI distance (LREC 2006): one minus Jaccard's index times 1 if the sets are equal, 2/3 if one holds the
     * other, 1/3 if they overlap, 0 if they are disjoint.
     */
    public double masiDistance(int a, int b) {
        return masiDistance(sets.get(a), sets.get(b));
    }

    /** The same of two sets of options. */
    public static double masiDistance(BitSet a, BitSet b) {
        if (a.equals(b)) {
            return 0;
        }
        int shared = shared(a, b);
        int smaller = Math.min(a.cardinality(), b.cardinality());
        double kind = shared == 0 ? 0 : shared == smaller ? 2.0 / 3 : 1.0 / 3;
        return 1 - kind * (1 - jaccardDistance(a, b));
    }

    private static int shared(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        return both.cardinality();
    }
}
