package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which classes of each task have a probability of their own, and where in one array it stands.
 *
 * <p>With few classes: all of them, N*K row-major. With many classes and a big table: only those that somebody named on
 * the task (and its gold class), because a table of all would be nearly all zeros. A class that nobody named on a task
 * then is no candidate for its truth. Which of the two it is depends on the votes alone, never on the machine.
 *
 * <p>A <em>slot</em> is a place in the array; a task's slots are {@code [begin(t), end(t))}, ascending by class. A task
 * without votes and gold has no slots in the second form.
 */
final class Candidates {
    /** Up to so many classes all are candidates, however many tasks there are. */
    static final int FEW_CLASSES = 8;
    /** Tables of all classes with up to so many entries (64 MB) are not worth cutting down. */
    static final long SMALL_TABLE = 1L << 23;

    private final int taskCount;
    private final int classCount;
    private final Votes votes;
    /** Null where all classes are candidates. */
    private final int @Nullable [] begin;

    private final int[] classes;
    private final int[] offsetOfVote;

    private Candidates(Votes votes, int @Nullable [] begin, int[] classes, int[] offsetOfVote) {
        this.votes = votes;
        this.taskCount = votes.taskCount();
        this.classCount = votes.classCount();
        this.begin = begin;
        this.classes = classes;
        this.offsetOfVote = offsetOfVote;
    }

    static Candidates of(Votes votes, int[] gold) {
        return allClasses(votes) ? all(votes) : named(votes, gold);
    }

    /** Whether these votes get tables of all classes. */
    static boolean allClasses(Votes votes) {
        long answers = ((long) votes.workerCount() << votes.labelBits()) * votes.classCount();
        long posteriors = (long) votes.taskCount() * votes.classCount();
        return votes.classCount() <= FEW_CLASSES || answers + posteriors <= SMALL_TABLE;
    }

    static Candidates all(Votes votes) {
        Memory.require(
                8L * votes.taskCount() * votes.classCount(),
                "a probability for each of " + votes.classCount() + " classes on " + votes.taskCount() + " tasks");
        return new Candidates(votes, null, new int[0], new int[0]);
    }

    static Candidates named(Votes votes, int[] gold) {
        Memory.require(8L * votes.size() + 4L * votes.taskCount(), "the classes named on each task");
        int n = votes.taskCount();
        int[] begin = new int[n + 1];
        int[] classes = new int[votes.size() + n];
        int[] offset = new int[votes.size()];
        int size = 0;
        for (int t = 0; t < n; t++) {
            begin[t] = size;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                classes[size++] = votes.label(i);
            }
            if (gold[t] >= 0) {
                classes[size++] = gold[t];
            }
            Arrays.sort(classes, begin[t], size);
            int kept = begin[t];
            for (int s = begin[t]; s < size; s++) {
                if (s == begin[t] || classes[s] != classes[kept - 1]) {
                    classes[kept++] = classes[s];
                }
            }
            size = kept;
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                offset[i] = Arrays.binarySearch(classes, begin[t], size, votes.label(i)) - begin[t];
            }
        }
        begin[n] = size;
        return new Candidates(votes, begin, Arrays.copyOf(classes, size), offset);
    }

    /** Whether every class is a candidate for every task. */
    boolean all() {
        return begin == null;
    }

    int taskCount() {
        return taskCount;
    }

    int classCount() {
        return classCount;
    }

    /** Slots of all tasks together. */
    int size() {
        return begin == null ? taskCount * classCount : begin[taskCount];
    }

    int begin(int task) {
        return begin == null ? task * classCount : begin[task];
    }

    int end(int task) {
        return begin == null ? (task + 1) * classCount : begin[task + 1];
    }

    /** How many candidates a task has. */
    int count(int task) {
        return begin == null ? classCount : begin[task + 1] - begin[task];
    }

    /** The class at a task's slot {@code first + offset}, where {@code first} is where the task begins. */
    int classAt(int first, int offset) {
        return begin == null ? offset : classes[first + offset];
    }

    /** Which of its task's candidates a vote names: its slot less the task's first. */
    int offset(int vote) {
        return begin == null ? votes.label(vote) : offsetOfVote[vote];
    }

    /** The slot of a class on a task, or -1 if it is no candidate there. */
    int find(int task, int category) {
        if (begin == null) {
            return task * classCount + category;
        }
        int found = Arrays.binarySearch(classes, begin[task], begin[task + 1], category);
        return found < 0 ? -1 : found;
    }
}
