package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.Arrays;

/** The votes of each worker: where they are and which task they are on, in the order of tasks. 8 bytes per vote. */
public final class ByWorker {
    private final int[] begin;
    private final int[] vote;
    private final int[] task;

    private ByWorker(int[] begin, int[] vote, int[] task) {
        this.begin = begin;
        this.vote = vote;
        this.task = task;
    }

    /** Sorts by counting; O(R + J). */
    public static ByWorker of(Votes votes) {
        int[] begin = new int[votes.workerCount() + 1];
        for (int i = 0; i < votes.size(); i++) {
            begin[votes.worker(i) + 1]++;
        }
        for (int j = 0; j < votes.workerCount(); j++) {
            begin[j + 1] += begin[j];
        }
        int[] next = begin.clone();
        int[] vote = new int[votes.size()];
        int[] task = new int[votes.size()];
        for (int t = 0; t < votes.taskCount(); t++) {
            for (int i = votes.begin(t); i < votes.end(t); i++) {
                int at = next[votes.worker(i)]++;
                vote[at] = i;
                task[at] = t;
            }
        }
        return new ByWorker(begin, vote, task);
    }

    /** The first entry of a worker; the last one is before that of the next. */
    int begin(int worker) {
        return begin[worker];
    }

    int vote(int entry) {
        return vote[entry];
    }

    int task(int entry) {
        return task[entry];
    }

    /** Positions of a worker's votes in {@link Votes}. A fresh array. */
    public int[] votesOf(int worker) {
        return Arrays.copyOfRange(vote, begin[worker], begin[worker + 1]);
    }

    /** Tasks of a worker's votes, one per position. A fresh array. */
    public int[] tasksOf(int worker) {
        return Arrays.copyOfRange(task, begin[worker], begin[worker + 1]);
    }
}
