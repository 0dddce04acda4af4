package dev.cupel.engine.numbers;

import dev.cupel.engine.Figure;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Numeric answers: {@code R} numbers by {@code J} workers on {@code N} tasks, each named by its index. Immutable.
 *
 * <p>Held by task, within a task by worker, within a worker by value, whatever the order of the rows was, so that sums
 * come out bit for bit the same. All repetitions of a worker on a task are kept.
 */
public final class Ratings {
    /** The largest size of an answer. */
    public static final double MOST = Figure.MOST;

    private final int workerCount;
    private final int[] begin;
    private final int[] worker;
    private final double[] value;

    private Ratings(int workerCount, int[] begin, int[] worker, double[] value) {
        this.workerCount = workerCount;
        this.begin = begin;
        this.worker = worker;
        this.value = value;
    }

    /**
     * @param task rows, each in {@code [0, taskCount)}
     * @param worker as many, each in {@code [0, workerCount)}
     * @param value as many, each finite and at most {@link #MOST} in size; leave out missing answers instead of passing NaN
     * @throws InputException if lengths differ, an index is out of range or a value is not such a number; names the row
     */
    public static Ratings of(int taskCount, int workerCount, int[] task, int[] worker, double[] value) {
        if (task.length != worker.length || task.length != value.length) {
            throw new InputException(
                    Code.LENGTH_MISMATCH,
                    "task, worker, value",
                    "have " + task.length + ", " + worker.length + " and " + value.length + " entries",
                    "give one entry of each per answer");
        }
        int[] begin = new int[taskCount + 1];
        for (int r = 0; r < task.length; r++) {
            index("task", r, task[r], taskCount);
            index("worker", r, worker[r], workerCount);
            if (!Double.isFinite(value[r])) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        "value[" + r + "]",
                        "is " + value[r],
                        "give a finite number, or leave the row out if the answer is missing");
            }
            if (Math.abs(value[r]) > MOST) {
                throw new InputException(
                        Code.BAD_NUMBER,
                        "value[" + r + "]",
                        "is " + value[r] + ", and sums of squares of such numbers cannot be computed",
                        "leave the row out if it is a code for a missing answer, or use a larger unit");
            }
            begin[task[r] + 1]++;
        }
        for (int i = 0; i < taskCount; i++) {
            begin[i + 1] += begin[i];
        }
        int[] next = begin.clone();
        int[] row = new int[task.length];
        for (int r = 0; r < task.length; r++) {
            row[next[task[r]]++] = r;
        }
        int[] sortedWorker = new int[task.length];
        double[] sortedValue = new double[task.length];
        for (int i = 0; i < taskCount; i++) {
            sort(row, begin[i], begin[i + 1], worker, value);
        }
        for (int r = 0; r < row.length; r++) {
            sortedWorker[r] = worker[row[r]];
            sortedValue[r] = value[row[r]] + 0.0; // -0.0 becomes 0.0, so that equal numbers are equal
        }
        return new Ratings(workerCount, begin, sortedWorker, sortedValue);
    }

    /** By worker, then value; insertion for the usual handful of answers, which needs no objects. */
    private static void sort(int[] row, int from, int to, int[] worker, double[] value) {
        Comparator<Integer> order =
                Comparator.<Integer>comparingInt(r -> worker[r]).thenComparingDouble(r -> value[r]);
        if (to - from > 48) {
            Integer[] boxed = Arrays.stream(row, from, to).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, order);
            for (int i = from; i < to; i++) {
                row[i] = boxed[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int moving = row[i];
            int at = i;
            while (at > from
                    && (worker[row[at - 1]] > worker[moving]
                            || (worker[row[at - 1]] == worker[moving] && value[row[at - 1]] > value[moving]))) {
                row[at] = row[at - 1];
                at--;
            }
            row[at] = moving;
        }
    }

    private static void index(String array, int row, int index, int count) {
        if (index < 0 || index >= count) {
            throw new InputException(
                    Code.UNKNOWN_VALUE,
                    array + "[" + row + "]",
                    "is " + index + " but there are " + count,
                    "give an index from 0 to " + (count - 1));
        }
    }

    public int taskCount() {
        return begin.length - 1;
    }

    public int workerCount() {
        return workerCount;
    }

    /** Number of answers. */
    public int size() {
        return value.length;
    }

    /** Position of a task's first answer. */
    public int begin(int task) {
        return begin[task];
    }

    /** Position after a task's last answer. */
    public int end(int task) {
        return begin[task + 1];
    }

    /** How many answers a task has. */
    public int count(int task) {
        return begin[task + 1] - begin[task];
    }

    /** Who gave the answer at a position. */
    public int worker(int position) {
        return worker[position];
    }

    /** The number at a position; finite. */
    public double value(int position) {
        return value[position];
    }

    /** The numbers of one task, ascending; a fresh array. */
    public double[] sorted(int task) {
        double[] values = Arrays.copyOfRange(value, begin[task], begin[task + 1]);
        Arrays.sort(values);
        return values;
    }

    /** All numbers that occur, ascending; a fresh array. */
    public double[] distinctValues() {
        double[] all = value.clone();
        Arrays.sort(all);
        int distinct = 0;
        for (int i = 0; i < all.length; i++) {
            if (distinct == 0 || all[i] != all[distinct - 1]) {
                all[distinct++] = all[i];
            }
        }
        return Arrays.copyOf(all, distinct);
    }
}
