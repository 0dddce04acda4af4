package dev.cupel.engine.consensus;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.Votes;
import java.util.Map;

/** Tasks whose class is known. Methods hold these posteriors at 0 and 1 and learn workers and priors from them. */
public final class Gold {
    private static final Gold NONE = new Gold(Map.of());
    private final Map<Integer, Integer> classes;

    private Gold(Map<Integer, Integer> classes) {
        this.classes = classes;
    }

    public static Gold none() {
        return NONE;
    }

    /** @param classByTask known class of each gold task; tasks not in the map are unknown */
    public static Gold of(Map<Integer, Integer> classByTask) {
        return new Gold(Map.copyOf(classByTask));
    }

    public int size() {
        return classes.size();
    }

    public boolean isKnown(int task) {
        return classes.containsKey(task);
    }

    /** Known class of a task, or -1. */
    public int classOf(int task) {
        return classes.getOrDefault(task, -1);
    }

    /** One entry per task: its known class, or -1. Refuses gold that names tasks or classes the votes do not have. */
    int[] toArray(Votes votes) {
        int[] known = new int[votes.taskCount()];
        java.util.Arrays.fill(known, -1);
        classes.forEach((task, category) -> {
            if (task < 0 || task >= votes.taskCount()) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        "gold task " + task,
                        "is not among the " + votes.taskCount() + " tasks",
                        "drop it from the gold, or add the task to the votes");
            }
            if (category < 0 || category >= votes.classCount()) {
                throw new InputException(
                        Code.UNKNOWN_VALUE,
                        "gold class of task " + task,
                        "is " + category + " but there are " + votes.classCount() + " classes",
                        "use a class of the schema");
            }
            known[task] = category;
        });
        return known;
    }
}
