package dev.cupel.formats.answers;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.judgement.Fusion;
import dev.cupel.engine.structured.Answers;
import dev.cupel.engine.structured.RegionIndex;
import dev.cupel.formats.nativeform.SpanUnit;
import java.util.List;
import java.util.Optional;

/**
 * Structured answers to one question with the names that their numbers stand for. Tasks are numbered in order of first
 * appearance, workers and labels in natural order of their names.
 *
 * @param question what was asked, as far as the file says
 * @param tasks one per task
 * @param labels names of the labels of regions
 * @param repeats answers beyond the first of one worker on one task, before the repeat policy
 * @param rowsLeftOut rows of a worker without an answer
 * @param notes sentences on what of the file the consensus does not use
 */
public record AnswerTable(
        Question.Structured question,
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
     * @param unit what the length counts: code points or tokens
     * @param length of the text in this unit; 0 for other kinds
     * @param given the answers in the order of the file
     */
    public record Task(String name, Optional<String> text, SpanUnit unit, int length, List<Given> given) {
        public Task {
            given = List.copyOf(given);
        }

        /** As the engine fuses it. */
        public Fusion.Task toFuse() {
            return new Fusion.Task(
                    text,
                    length,
                    given.stream()
                            .map(one -> new Answers.Answer<>(one.worker(), one.answer()))
                            .toList());
        }
    }

    /**
     * @param worker number of the worker
     * @param answer spans at offsets in UTF-16 units of the text; without a text, in the unit of the task
     */
    public record Given(int worker, Answer.Structured answer) {}

    /** The way to what statistics take. */
    public RegionIndex index() {
        List<Answer.Structured> named = question instanceof Question.Keypoints
                ? tasks.stream()
                        .flatMap(task -> task.given().stream())
                        .map(Given::answer)
                        .toList()
                : List.of(); // of other kinds the labels say all
        return new RegionIndex(labels, named);
    }

    public int answerCount() {
        return tasks.stream().mapToInt(task -> task.given().size()).sum();
    }
}
