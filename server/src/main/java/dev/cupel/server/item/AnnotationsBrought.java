package dev.cupel.server.item;

import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.project.SchemaCodes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What rows of an import bring along besides their item: a question to the room above, which knows what an annotation is. */
public interface AnnotationsBrought {
    /** @param codes the schema by which all rows of the import are read */
    Run begin(long project, SchemaCodes codes);

    /** After an import that brought many: the database hears at once how much there is now. */
    void analyze();

    /** One run of an import: rows are read by one thread, and kept in the same order by others, one at a time. */
    interface Run {
        /**
         * @param given what stands under {@code annotations} of the row; its texts can be stored
         * @param fields of the item
         * @param unit what offsets of spans count
         * @param findings takes everything that is wrong, with its place in the row
         * @return the annotations, if nothing was found
         */
        List<Annotation> read(JsonNode given, Map<String, JsonNode> fields, SpanUnit unit, Findings findings);

        /** To be called in the transaction before anything is locked that savers of answers wait for. */
        void hold();

        /**
         * Stores annotations in the transaction of their items, whose gold is stored already.
         *
         * @param byKey of items that are stored
         */
        Figures keep(Map<String, List<Annotation>> byKey);
    }

    /**
     * One annotation as it will be stored.
     *
     * @param annotator the name in the file
     * @param member whose it is; null for somebody who is no member yet
     * @param kind person, simulated or model, of somebody who is no member yet
     * @param again whether they were asked once more: no second opinion
     * @param answers JSON by question, offsets in UTF-16 units
     * @param votes the same as statistics read it
     * @param guidelineVersion 0 for none of this project's
     * @param savedAt null for now
     */
    record Annotation(
            String annotator,
            @Nullable Long member,
            String kind,
            boolean again,
            String outcome,
            String answers,
            List<SchemaCodes.Stored> votes,
            boolean ambiguous,
            @Nullable String comment,
            @Nullable String skipReason,
            int activeMs,
            int guidelineVersion,
            @Nullable Instant savedAt) {}

    /**
     * What became of the annotations of a batch.
     *
     * @param unchanged were there already
     * @param kept were not taken, because the annotator has said something else about the item here
     * @param annotators who are new
     */
    record Figures(int added, int unchanged, int kept, int annotators) {}
}
