package dev.cupel.engine.consensus;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What every method asks of its input before it starts, and what it warns about. */
final class Inputs {
    private Inputs() {}

    /**
     * Tasks with a second vote or gold below which the votes do not tell how often workers are right: even if all of 30 are
     * unanimous, one more in ten may not be (the 95 % bound of a share of which nothing was seen is 1 - .05^(1/n)).
     */
    private static final int FEW_COMPARED = 30;

    static void check(Votes votes, Gold gold) {
        if (votes.taskCount() == 0 || votes.classCount() == 0 || (votes.size() == 0 && gold.size() == 0)) {
            throw new InputException(
                    Code.EMPTY,
                    "votes",
                    "there is nothing to estimate from: no votes and no gold",
                    "give at least one vote or one gold task");
        }
        if (Candidates.allClasses(votes) && (long) votes.taskCount() * votes.classCount() > Integer.MAX_VALUE - 8) {
            throw new InputException(
                    Code.TOO_LARGE,
                    "tasks x classes",
                    votes.taskCount() + " tasks times " + votes.classCount() + " classes are more than 2,147,483,639",
                    "split the tasks, or merge rare classes");
        }
    }

    /** Whether any answer can be held against another, or against gold: without that nothing is learned of workers. */
    static boolean overlap(Votes votes, int[] gold) {
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.count(t) > 1 || (gold[t] >= 0 && votes.count(t) > 0)) {
                return true;
            }
        }
        return false;
    }

    /** Tasks on which an answer can be held against another worker's, or against gold. */
    private static int compared(Votes votes, int[] gold) {
        int tasks = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            // Votes of a task are ordered by worker.
            boolean several = votes.count(t) > 1 && votes.worker(votes.begin(t)) != votes.worker(votes.end(t) - 1);
            tasks += several || (gold[t] >= 0 && votes.count(t) > 0) ? 1 : 0;
        }
        return tasks;
    }

    static List<String> warnings(Votes votes, Gold gold) {
        List<String> warnings = new ArrayList<>();
        int unlabeled = 0;
        for (int t = 0; t < votes.taskCount(); t++) {
            if (votes.count(t) == 0 && !gold.isKnown(t)) {
                unlabeled++;
            }
        }
        if (unlabeled > 0) {
            warnings.add(Count.of(unlabeled, votes.taskCount(), "task", "has", "have")
                    + " no votes; the estimate there is the share of each class");
        }
        if (votes.repeats() > 0) {
            String repeat = Count.of(votes.repeats(), "vote") + (votes.repeats() == 1 ? " repeats" : " repeat");
            warnings.add(
                    switch (votes.repeatPolicy()) {
                        case KEEP_ALL ->
                            repeat + " an earlier one of the same worker on the same task; all are counted";
                        case FIRST ->
                            repeat + " an earlier one of the same worker on the same task; the earlier one counts";
                        case LAST ->
                            repeat + " an earlier one of the same worker on the same task; the last one counts";
                    });
        }
        if (votes.workerCount() == 1) {
            warnings.add("there is only one worker: nothing in the votes can tell right from wrong answers");
        }
        int compared = compared(votes, gold.toArray(votes));
        if (votes.size() > 0 && !overlap(votes, gold.toArray(votes))) {
            warnings.add("no task has a second vote or a gold answer: nothing is known about how good the workers are");
        } else if (compared > 0 && compared < FEW_COMPARED) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "with %s on %s that can be compared, the probabilities rest on the method's assumptions, not on the"
                            + " data: even if all agreed, up to %.0f %% of further ones might not",
                    Count.of(votes.size(), "vote"),
                    Count.of(compared, "task"),
                    100 * (1 - Math.pow(0.05, 1.0 / compared))));
        }
        return warnings;
    }
}
