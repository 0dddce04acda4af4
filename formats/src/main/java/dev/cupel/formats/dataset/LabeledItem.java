package dev.cupel.formats.dataset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item with everything that is known about it, whichever format it came in or goes out in. Null, an empty map and an empty
 * list mean that nothing was said. Inside, offsets of spans count UTF-16 units; files count code points and say so ({@code unit}).
 *
 * @param id number in the installation it comes from
 * @param fields what labelers see, by name
 * @param metadata what goes along with it
 * @param status unlabeled, in_progress, complete, disputed or adjudicated
 * @param createdAt as it was written
 * @param consensus best known answer by question id
 * @param gold verified answer by question id
 * @param adjudications decisions in force, oldest first
 * @param annotations of every annotator the one in force, oldest first
 * @param answered by question id how many answered it, where the annotations are not at hand, as in a table; see {@link
 *     #answered(String)}
 */
public record LabeledItem(
        @Nullable Long id,
        String key,
        Content fields,
        Content metadata,
        @Nullable String status,
        @Nullable String createdAt,
        Map<String, Consensus> consensus,
        Map<String, Given> gold,
        List<Adjudication> adjudications,
        List<Annotation> annotations,
        Map<String, Integer> answered) {
    public LabeledItem {
        consensus = ordered(consensus);
        gold = ordered(gold);
        adjudications = List.copyOf(adjudications);
        annotations = List.copyOf(annotations);
        answered = ordered(answered);
    }

    /** An item without any answers. */
    public static LabeledItem of(String key, Content fields, Content metadata) {
        return new LabeledItem(
                null, key, fields, metadata, null, null, Map.of(), Map.of(), List.of(), List.of(), Map.of());
    }

    /** Not copied, for there are millions: whoever makes an item hands its maps over. */
    private static <V> Map<String, V> ordered(Map<String, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(map);
    }

    /** How many answered a question. */
    public int answered(String question) {
        Integer said = answered.get(question);
        return said != null
                ? said
                : (int) annotations.stream()
                        .filter(annotation ->
                                annotation.counts() && annotation.answers().containsKey(question))
                        .count();
    }

    /**
     * Where an item stands on one question alone: an item that is disputed on another one may be complete on this.
     *
     * @return a status as {@link #status()} has it; empty if the item has none, or if the question was not asked about it
     */
    public String status(String question) {
        Consensus best = consensus.get(question);
        if (status == null) {
            return "";
        }
        if (best != null && "adjudication".equals(best.source())) {
            return "adjudicated";
        }
        if (gold.containsKey(question)) {
            return "complete";
        }
        if (best != null && Boolean.TRUE.equals(best.disputed())) {
            return "disputed";
        }
        boolean answered = answered(question) > 0;
        if (status.equals("unlabeled") || status.equals("in_progress")) {
            return answered ? "in_progress" : "unlabeled";
        }
        return answered || best != null ? "complete" : "";
    }

    /** The same, saying nothing about any other question. */
    public LabeledItem about(Set<String> questions) {
        return new LabeledItem(
                id,
                key,
                fields,
                metadata,
                status,
                createdAt,
                only(questions, consensus),
                only(questions, gold),
                adjudications.stream()
                        .filter(decision -> questions.contains(decision.question()))
                        .toList(),
                annotations.stream()
                        .map(annotation -> annotation.about(questions))
                        .toList(),
                only(questions, answered));
    }

    private static <V> Map<String, V> only(Set<String> questions, Map<String, V> byQuestion) {
        Map<String, V> kept = new LinkedHashMap<>(byQuestion);
        kept.keySet().retainAll(questions);
        return kept;
    }

    /**
     * The best known answer to a question.
     *
     * @param source consensus, adjudication or gold
     * @param probability in [0, 1]
     * @param disagreement in [0, 1]
     * @param disputed people disagree, and nobody has decided; null if that was not said
     * @param posterior probability by option id
     */
    public record Consensus(
            Given value,
            @Nullable String source,
            @Nullable Double probability,
            @Nullable Double disagreement,
            @Nullable Boolean disputed,
            @Nullable String method,
            @Nullable String methodVersion,
            Map<String, Double> posterior) {
        public Consensus {
            posterior = ordered(posterior);
        }

        boolean hasFigures() {
            return disagreement != null || method != null || methodVersion != null || !posterior.isEmpty();
        }
    }

    /**
     * A trusted person's decision.
     *
     * @param question id; empty if the schema no longer has it
     * @param by name of whoever decided
     * @param at as it was written
     */
    public record Adjudication(
            String question,
            Given value,
            @Nullable String reason,
            @Nullable String by,
            @Nullable String at,
            @Nullable Integer guidelineVersion) {}

    /**
     * One annotator's answers to all questions.
     *
     * @param annotator a name that is theirs alone in the file
     * @param annotatorKind person, simulated or model
     * @param kind of the assignment: production, gold, repeat (the same person once more), ...
     * @param outcome submitted or skipped
     * @param answers by question id
     * @param draft who made the draft that there was for the item; null if there was none
     * @param draftShown whether that was filled in, rather than withheld
     * @param savedAt as it was written
     * @param takenOut why it counts no more; null if it counts
     * @param takenOutAt when that was decided, as it was written
     */
    public record Annotation(
            @Nullable Long id,
            String annotator,
            @Nullable Long annotatorId,
            @Nullable String annotatorKind,
            @Nullable String kind,
            @Nullable String outcome,
            Map<String, Given> answers,
            @Nullable Boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            @Nullable Long activeMs,
            @Nullable Integer revision,
            @Nullable Integer schemaVersion,
            @Nullable Integer guidelineVersion,
            @Nullable String draft,
            @Nullable Boolean draftShown,
            @Nullable String savedAt,
            @Nullable String takenOut,
            @Nullable String takenOutAt) {
        public Annotation {
            answers = ordered(answers);
        }

        private Annotation about(Set<String> questions) {
            return new Annotation(
                    id,
                    annotator,
                    annotatorId,
                    annotatorKind,
                    kind,
                    outcome,
                    only(questions, answers),
                    ambiguous,
                    comment,
                    skipReason,
                    activeMs,
                    revision,
                    schemaVersion,
                    guidelineVersion,
                    draft,
                    draftShown,
                    savedAt,
                    takenOut,
                    takenOutAt);
        }

        /** The bare answers of somebody. */
        public static Annotation of(String annotator, Map<String, Given> answers) {
            return new Annotation(
                    null, annotator, null, null, null, null, answers, null, null, null, null, null, null, null, null,
                    null, null, null, null);
        }

        /**
         * Whether its answers are votes: an item that was skipped has none, what was taken out is none any more, who is asked again gives no
         * second opinion, and an audit looks at what opinions came to.
         */
        public boolean counts() {
            return takenOut == null && !"skipped".equals(outcome) && !"repeat".equals(kind) && !"audit".equals(kind);
        }
    }
}
