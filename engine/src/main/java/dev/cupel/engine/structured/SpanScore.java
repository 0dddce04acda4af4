package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.SpanAgreement.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Spans against known ones, counted over all tasks that somebody annotated; a span is right if label and both ends are.
 *
 * @param found spans of the consensus
 * @param known true spans
 * @param right those in both
 */
public record SpanScore(int found, int known, int right) {
    /** @param truth per task its true spans; tasks beyond its end have none */
    public static SpanScore of(Spans spans, List<List<Span>> truth) {
        int found = 0;
        int known = 0;
        int right = 0;
        for (int t = 0; t < spans.taskCount(); t++) {
            if (spans.annotators(t) == 0) {
                continue;
            }
            List<Span> left = new ArrayList<>(t < truth.size() ? truth.get(t) : List.of());
            known += left.size();
            for (Spans.Found one : spans.spans(t)) {
                found++;
                right += left.remove(one.span()) ? 1 : 0;
            }
        }
        return new SpanScore(found, known, right);
    }

    /** Share of the found spans that are right; 1 if none was found. */
    public double precision() {
        return found == 0 ? 1 : (double) right / found;
    }

    /** Share of the true spans that were found; 1 if there are none. */
    public double recall() {
        return known == 0 ? 1 : (double) right / known;
    }

    /** Harmonic mean of both; 1 if there is nothing to find and nothing was found. */
    public double f1() {
        return found + known == 0 ? 1 : 2.0 * right / (found + known);
    }
}
