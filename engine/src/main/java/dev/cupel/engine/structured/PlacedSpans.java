package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import dev.cupel.engine.answer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everybody's spans on each task as {@link Spans} takes them, in positions of the task, and the way back from positions to an
 * answer. Labels have their numbers in a {@link RegionIndex}.
 */
public final class PlacedSpans {
    private final RegionIndex index;
    private final List<Optional<String>> texts = new ArrayList<>();
    private final List<SpanPositions> positions = new ArrayList<>();
    private final List<List<Answers.Answer<List<Span>>>> answers = new ArrayList<>();
    private int blanks;

    public PlacedSpans(RegionIndex index) {
        this.index = index;
    }

    /**
     * Adds the next task.
     *
     * @param text what its spans lie in, at offsets in UTF-16 units; empty if they count positions of the caller's own
     * @param length how many such positions there are; not looked at where there is a text
     */
    public void add(Optional<String> text, int length, List<Answers.Answer<Answer.Spans>> given) {
        List<List<Span>> marked =
                given.stream().map(one -> index.spans(one.value(), text)).toList();
        SpanPositions of = text.map(t -> SpanPositions.ofText(
                        t, marked.stream().flatMap(List::stream).toList()))
                .orElseGet(() -> SpanPositions.ofLength(length));
        List<Answers.Answer<List<Span>>> ofTask = new ArrayList<>();
        for (int a = 0; a < marked.size(); a++) {
            List<Span> placed = marked.get(a).stream()
                    .flatMap(span -> of.toPositions(span).stream())
                    .toList();
            blanks += marked.get(a).size() - placed.size();
            ofTask.add(new Answers.Answer<>(given.get(a).worker(), placed));
        }
        texts.add(text);
        positions.add(of);
        answers.add(ofTask);
    }

    /** Spans that cover blanks only, which say nothing. */
    public int blanks() {
        return blanks;
    }

    /** @throws dev.cupel.engine.InputException if nobody answered anything */
    public Spans estimate(int workerCount, Spans.Options options) {
        return Spans.estimate(
                positions.stream().mapToInt(SpanPositions::count).toArray(), Answers.of(workerCount, answers), options);
    }

    /** What was found on a task, as an answer. */
    public Answer.Spans answer(int task, List<Spans.Found> found) {
        return index.answerOfSpans(
                found.stream()
                        .map(one -> positions.get(task).toText(one.span()))
                        .toList(),
                texts.get(task));
    }
}
