package dev.cupel.engine.votes;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;

/**
 * All votes on one question: {@code R} votes by {@code J} workers on {@code N} tasks with {@code K} classes, every one of
 * them named by its index. Immutable. Names belong to the caller.
 *
 * <p>Votes are held in one canonical order: by task, within a task by worker, within a worker by label. The order of the
 * input rows is forgotten, so whatever is computed from votes is bit for bit independent of it. Memory: 4 bytes per vote
 * (worker and label packed into one int) plus 4 bytes per task.
 */
public final class Votes {
    private final int workerCount;
    private final int classCount;
    /** Votes of task {@code t} are at {@code [begin[t], begin[t + 1])}. */
    private final int[] begin;
    /** {@code worker << labelBits | label}; within a task ascending, which is the canonical order. */
    private final int[] cells;

    private final int labelBits;
    private final int repeats;
    private final RepeatPolicy repeatPolicy;

    private Votes(
            int workerCount,
            int classCount,
            int[] begin,
            int[] cells,
            int labelBits,
            int repeats,
            RepeatPolicy repeatPolicy) {
        this.workerCount = workerCount;
        this.classCount = classCount;
        this.begin = begin;
        this.cells = cells;
        this.labelBits = labelBits;
        this.repeats = repeats;
        this.repeatPolicy = repeatPolicy;
    }

    /** As {@link #of(int, int, int, int[], int[], int[], RepeatPolicy)}, keeping all repeated votes. */
    public static Votes of(int taskCount, int workerCount, int classCount, int[] task, int[] worker, int[] label) {
        return of(taskCount, workerCount, classCount, task, worker, label, RepeatPolicy.KEEP_ALL);
    }

    /**
     * Sorts the rows {@code (task[r], worker[r], label[r])} into canonical order by counting; O(R + N) time. The arrays
     * are read, not kept and not changed: the caller may reuse or drop them. Tasks without votes and workers without
     * votes are allowed; every method states what it makes of them.
     *
     * @param task rows, each in {@code [0, taskCount)}, in order of arrival
     * @param worker as many, each in {@code [0, workerCount)}
     * @param label as many, each in {@code [0, classCount)}
     * @throws InputException if lengths differ, an index is out of range, a count is negative, or workers times classes
     *     (each rounded up to a power of two) exceed 2^31
     */
    public static Votes of(
            int taskCount,
            int workerCount,
            int classCount,
            int[] task,
            int[] worker,
            int[] label,
            RepeatPolicy repeatPolicy) {
        InputException.unless(taskCount >= 0, "taskCount", taskCount, "at least 0");
        InputException.unless(workerCount >= 0, "workerCount", workerCount, "at least 0");
        InputException.unless(classCount >= 0, "classCount", classCount, "at least 0");
        if (task.length != worker.length || task.length != label.length) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "task, worker, label",
                    "have " + task.length + ", " + worker.length + " and " + label.length + " entries",
                    "give one entry of each per vote");
        }
        int labelBits = bitsFor(classCount);
        requireCells(workerCount, classCount);
        int[] begin = new int[taskCount + 1];
        for (int r = 0; r < task.length; r++) {
            int t = task[r];
            if (t < 0 || t >= taskCount) {
                throw outOfRange("task", r, t, taskCount);
            }
            if (worker[r] < 0 || worker[r] >= workerCount) {
                throw outOfRange("worker", r, worker[r], workerCount);
            }
            if (label[r] < 0 || label[r] >= classCount) {
                throw outOfRange("label", r, label[r], classCount);
            }
            begin[t + 1]++;
        }
        for (int t = 0; t < taskCount; t++) {
            begin[t + 1] += begin[t];
        }
        int[] cells = new int[task.length];
        // begin[t] walks to the end of its task while placing, which is the beginning of the next one: shift it back.
        for (int r = 0; r < task.length; r++) {
            cells[begin[task[r]]++] = worker[r] << labelBits | label[r];
        }
        System.arraycopy(begin, 0, begin, 1, taskCount);
        begin[0] = 0;
        int repeats = repeatPolicy == RepeatPolicy.KEEP_ALL
                ? sortAndCountRepeats(begin, cells, labelBits)
                : keepOne(begin, cells, labelBits, repeatPolicy);
        if (begin[taskCount] < cells.length) {
            cells = Arrays.copyOf(cells, begin[taskCount]);
        }
        return new Votes(workerCount, classCount, begin, cells, labelBits, repeats, repeatPolicy);
    }

    private static int bitsFor(int count) {
        return count <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(count - 1);
    }

    private static InputException outOfRange(String array, int row, int value, int count) {
        return new InputException(
                Code.UNKNOWN_VALUE,
                array + "[" + row + "]",
                "is " + value + " but there are " + count,
                "give an index from 0 to " + (count - 1));
    }

    private static int sortAndCountRepeats(int[] begin, int[] cells, int labelBits) {
        int repeats = 0;
        for (int t = 0; t + 1 < begin.length; t++) {
            Arrays.sort(cells, begin[t], begin[t + 1]);
            for (int i = begin[t] + 1; i < begin[t + 1]; i++) {
                if (cells[i] >>> labelBits == cells[i - 1] >>> labelBits) {
                    repeats++;
                }
            }
        }
        return repeats;
    }

    /** Keeps one vote per worker and task, compacting {@code cells} and {@code begin} in place; returns the dropped. */
    private static int keepOne(int[] begin, int[] cells, int labelBits, RepeatPolicy policy) {
        int kept = 0;
        int dropped = 0;
        long[] byWorkerThenArrival = new long[0];
        for (int t = 0; t + 1 < begin.length; t++) {
            int from = begin[t];
            int count = begin[t + 1] - from;
            if (byWorkerThenArrival.length < count) {
                byWorkerThenArrival = new long[Math.max(count, 16)];
            }
            for (int i = 0; i < count; i++) {
                byWorkerThenArrival[i] = (long) (cells[from + i] >>> labelBits) << 32 | i;
            }
            Arrays.sort(byWorkerThenArrival, 0, count);
            int[] chosen = new int[count];
            int chosenCount = 0;
            for (int i = 0; i < count; i++) {
                boolean first = i == 0 || byWorkerThenArrival[i - 1] >>> 32 != byWorkerThenArrival[i] >>> 32;
                boolean last = i == count - 1 || byWorkerThenArrival[i + 1] >>> 32 != byWorkerThenArrival[i] >>> 32;
                if (policy == RepeatPolicy.FIRST ? first : last) {
                    chosen[chosenCount++] = cells[from + (int) byWorkerThenArrival[i]];
                }
            }
            System.arraycopy(chosen, 0, cells, kept, chosenCount);
            begin[t] = kept;
            kept += chosenCount;
            dropped += count - chosenCount;
        }
        begin[begin.length - 1] = kept;
        return dropped;
    }

    /**
     * The same votes under other numbers of the classes.
     *
     * @param newClassCount K, at least the largest new number plus one
     * @param newLabel new number of each class, distinct
     * @throws InputException if workers times classes exceed what {@link #of} can hold
     */
    public Votes relabelled(int newClassCount, int[] newLabel) {
        int newBits = bitsFor(newClassCount);
        requireCells(workerCount, newClassCount);
        int[] renamed = new int[cells.length];
        for (int i = 0; i < cells.length; i++) {
            renamed[i] = worker(i) << newBits | newLabel[label(i)];
        }
        for (int t = 0; t < taskCount(); t++) {
            Arrays.sort(renamed, begin[t], begin[t + 1]);
        }
        return new Votes(workerCount, newClassCount, begin, renamed, newBits, repeats, repeatPolicy);
    }

    private static void requireCells(int workers, int classes) {
        if (bitsFor(workers) + bitsFor(classes) > 31) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "workers x classes",
                    workers + " workers times " + classes + " classes is more than 2^31 cells",
                    "merge rare classes, or treat free-form answers as text instead of classes");
        }
    }

    public int taskCount() {
        return begin.length - 1;
    }

    public int workerCount() {
        return workerCount;
    }

    public int classCount() {
        return classCount;
    }

    /** Number of votes, after the repeat policy. */
    public int size() {
        return cells.length;
    }

    /** Position of the first vote of a task; positions run from 0 to {@link #size()}. */
    public int begin(int task) {
        return begin[task];
    }

    /** Position after the last vote of a task. */
    public int end(int task) {
        return begin[task + 1];
    }

    /** How many votes a task has. */
    public int count(int task) {
        return begin[task + 1] - begin[task];
    }

    /** The worker who cast the vote at a position. */
    public int worker(int position) {
        return cells[position] >>> labelBits;
    }

    /** The class that the vote at a position names. */
    public int label(int position) {
        return cells[position] & ((1 << labelBits) - 1);
    }

    /**
     * Worker and label of a vote as one number, {@code worker << labelBits | label}: an index into tables with one row
     * per worker and label, for loops in which two look-ups are one too many.
     */
    public int cell(int position) {
        return cells[position];
    }

    /** Bits that a label takes inside a {@link #cell(int)}: the smallest {@code b} with {@code 2^b >= K}. */
    public int labelBits() {
        return labelBits;
    }

    /** Votes beyond the first of one worker on one task: kept if the policy keeps all, otherwise dropped. */
    public int repeats() {
        return repeats;
    }

    public RepeatPolicy repeatPolicy() {
        return repeatPolicy;
    }
}
