package dev.cupel.cli.demo;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a simulated annotator does with one item. */
sealed interface DemoDecision {
    /** Time spent, in milliseconds, as if a person had worked. */
    int activeMs();

    /**
     * @param answers the answers that stay, by question
     * @param slip what was submitted first and then corrected, or null where the first answer stayed
     * @param ambiguous whether the item is flagged
     * @param doubt what the annotator would write beside the flag, or null
     */
    record Answered(
            ObjectNode answers,
            @Nullable ObjectNode slip,
            boolean ambiguous,
            @Nullable String doubt,
            int activeMs) implements DemoDecision {}

    /** @param reason why the item was passed over */
    record Skipped(String reason, int activeMs) implements DemoDecision {}
}
