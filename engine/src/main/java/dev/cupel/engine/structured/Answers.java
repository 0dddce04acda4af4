package dev.cupel.engine.structured;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that {@code J} workers answered on {@code N} tasks, where an answer is one value: a text, a mask, or all the
 * spans, boxes or segments that the worker marked there (an empty list is an answer, too). Immutable. Names belong to the
 * caller; tasks and workers are indices.
 *
 * <p>A worker who answers a task twice counts twice; {@link #repeats()} says how often that happened.
 *
 * @param <T> kind of value, itself immutable
 */
public final class Answers<T> {
    private final int workerCount;
    private final List<List<Answer<T>>> tasks;

    /** @param worker in [0, {@link #workerCount()}) */
    public record Answer<T>(int worker, T value) {}

    private Answers(int workerCount, List<List<Answer<T>>> tasks) {
        this.workerCount = workerCount;
        this.tasks = tasks;
    }

    /**
     * @param tasks per task its answers in any order; a task may have none
     * @throws InputException if there is no answer at all, or a worker is out of range; the message names the place
     */
    public static <T> Answers<T> of(int workerCount, List<List<Answer<T>>> tasks) {
        List<List<Answer<T>>> copy = new ArrayList<>(tasks.size());
        int count = 0;
        for (int t = 0; t < tasks.size(); t++) {
            List<Answer<T>> answers = List.copyOf(tasks.get(t));
            for (int i = 0; i < answers.size(); i++) {
                int worker = answers.get(i).worker();
                if (worker < 0 || worker >= workerCount) {
                    throw new InputException(
                            Code.UNKNOWN_VALUE,
                            "task " + t + ", answer " + i,
                            "is by worker " + worker + " but there are " + workerCount,
                            "give an index from 0 to " + (workerCount - 1));
                }
            }
            count += answers.size();
            copy.add(answers);
        }
        if (count == 0) {
            throw new InputException(Code.EMPTY, "answers", "there are none", "give at least one answer");
        }
        return new Answers<>(workerCount, List.copyOf(copy));
    }

    public int taskCount() {
        return tasks.size();
    }

    public int workerCount() {
        return workerCount;
    }

    /** Answers to one task. */
    public List<Answer<T>> of(int task) {
        return tasks.get(task);
    }

    /** Answers beyond the first of one worker on one task; all of them count. */
    public int repeats() {
        int repeats = 0;
        for (List<Answer<T>> answers : tasks) {
            Set<Integer> seen = new HashSet<>();
            for (Answer<T> answer : answers) {
                repeats += seen.add(answer.worker()) ? 0 : 1;
            }
        }
        return repeats;
    }

    /** The same answers by value, then by worker: what is computed from them depends neither on rows nor on names. */
    Answers<T> sorted(Comparator<? super T> byValue) {
        Comparator<Answer<T>> order =
                Comparator.<Answer<T>, T>comparing(Answer::value, byValue).thenComparingInt(Answer::worker);
        return new Answers<>(
                workerCount,
                tasks.stream()
                        .map(answers -> answers.stream().sorted(order).toList())
                        .toList());
    }

    /** Reasons to look twice that every kind of answer shares. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        int repeats = repeats();
        if (repeats > 0) {
            warnings.add(Count.of(repeats, "answer") + (repeats == 1 ? " repeats" : " repeat")
                    + " a worker on the same task; all of them count");
        }
        long empty = tasks.stream().filter(List::isEmpty).count();
        if (empty > 0) {
            warnings.add(Count.of(empty, tasks.size(), "task", "has", "have")
                    + " no answers; there is no consensus for them");
        }
        if (tasks.stream().allMatch(answers -> answers.size() < 2)) {
            warnings.add("no task has two answers: the only answer is taken as it is");
        }
        return warnings;
    }
}
