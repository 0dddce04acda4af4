package dev.cupel.formats.answers;

import dev.cupel.engine.structured.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Structured answers of one kind with the names that their numbers stand for. Tasks are numbered in order of first
 * appearance, workers and labels in natural order of their names.
 *
 * @param tasks one per task
 * @param labels names of the labels of regions
 * @param repeats answers beyond the first of one worker on one task, before the repeat policy
 * @param rowsLeftOut rows of a worker without an answer
 * @param notes sentences on what of the file the consensus does not use
 */
public record AnswerTable(
        Kind kind,
        List<Task> tasks,
        List<String> workers,
        List<String> labels,
        int repeats,
        long rowsLeftOut,
        List<String> notes) {
    public AnswerTable {
        tasks = List.copyOf(tasks);
        workers = List.copyOf(workers);
        labels = List.copyOf(labels);
        notes = List.copyOf(notes);
    }

    /**
     * @param text what spans lie in; empty if only its length is known, or for other kinds
     * @param unit of spans: code points or tokens
     * @param length of the text in this unit; 0 for other kinds
     * @param given the answers in the order of the file
     */
    public record Task(String name, Optional<String> text, SpanUnit unit, int length, List<Given> given) {
        public Task {
            given = List.copyOf(given);
        }
    }

    /** @param worker number of the worker */
    public record Given(int worker, Value value) {}

    public int answerCount() {
        return tasks.stream().mapToInt(task -> task.given().size()).sum();
    }

    /** What the engine takes. */
    public <T> Answers<T> answers(Function<Value, T> content) {
        List<List<Answers.Answer<T>>> all = new ArrayList<>();
        for (Task task : tasks) {
            all.add(task.given().stream()
                    .map(given -> new Answers.Answer<>(given.worker(), content.apply(given.value())))
                    .toList());
        }
        return Answers.of(workers.size(), all);
    }
}
