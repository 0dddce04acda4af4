package dev.cupel.formats.annotations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item as it leaves. JSON texts are taken over as they are; whoever makes them vouches that they are well-formed, on
 * one line, and that places in texts count code points, as every export does.
 *
 * @param id of the item
 * @param key the key it was imported under; null if it had none
 * @param fieldsJson object of its input fields
 * @param metadataJson object of its metadata
 * @param annotations the standing revision of each annotator, in the order they were given
 * @param consensus one per question that has one
 */
public record ExportedItem(
        String id,
        @Nullable String key,
        String fieldsJson,
        String metadataJson,
        List<Annotation> annotations,
        List<Consensus> consensus) {
    public ExportedItem {
        annotations = List.copyOf(annotations);
        consensus = List.copyOf(consensus);
    }

    /**
     * @param annotator who; the name under which annotators leave, which need not be a person's name
     * @param model whether the annotator is a program
     * @param kind of the assignment: production, gold, ...
     * @param answers by question; empty if skipped
     * @param skipReason why it was skipped; null if it was not
     * @param comment what the annotator added; null if nothing
     * @param revision from 1, counts what the annotator saved on this item
     * @param activeMs time spent
     * @param savedAt when it was acknowledged
     */
    public record Annotation(
            String annotator,
            boolean model,
            String kind,
            List<Answer> answers,
            @Nullable String skipReason,
            @Nullable String comment,
            int revision,
            int schemaVersion,
            int guidelineVersion,
            long activeMs,
            Instant savedAt) {
        public Annotation {
            answers = List.copyOf(answers);
        }
    }

    /**
     * @param question its id
     * @param valueJson the answer
     */
    public record Answer(String question, String valueJson) {}

    /**
     * @param question its id
     * @param valueJson the estimated true answer, or the decided one
     * @param probability of it, in [0, 1]; null where the method gives none
     * @param method that estimated it, or {@code adjudication}
     * @param methodVersion of the method
     * @param votes how many answers it rests on
     * @param adjudicatedBy who decided; null if it was estimated
     * @param reason of the decision; null if it was estimated
     */
    public record Consensus(
            String question,
            String valueJson,
            @Nullable Double probability,
            String method,
            String methodVersion,
            int votes,
            @Nullable String adjudicatedBy,
            @Nullable String reason) {}
}
