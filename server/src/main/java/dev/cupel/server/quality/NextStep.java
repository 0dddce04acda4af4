package dev.cupel.server.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one thing worth doing now in a project.
 *
 * @param count how many, where the sentence has a number
 * @param question which question it is about, where it is about one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record NextStep(Code code, @Nullable Long count, @Nullable String question) {
    enum Code {
        IMPORT_ITEMS,
        INVITE_LABELERS,
        START_LABELING,
        REVIEW_DISPUTES,
        EXPORT,
        ADD_GOLD,
        WAIT;

        @JsonValue
        String json() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Answers after which a project without gold should have some: before, there is nobody to measure yet. */
    static final long GOLD_IS_DUE = 50;

    /**
     * What it depends on.
     *
     * @param items items to label, gold not counted
     * @param goldItems items with a verified answer
     * @param people members who can label
     * @param overlap answers wanted per item, from different people
     * @param answers so far
     * @param open answers still wanted
     * @param disputed items waiting for a decision
     * @param disputedQuestion question with most of them
     */
    record Situation(
            long items,
            long goldItems,
            long people,
            int overlap,
            long answers,
            long open,
            long disputed,
            @Nullable String disputedQuestion) {}

    static NextStep of(Situation now) {
        if (now.items() == 0) {
            return new NextStep(Code.IMPORT_ITEMS, null, null);
        }
        if (now.open() > 0 && now.people() < now.overlap()) {
            // However long the others work, items would stay incomplete.
            return new NextStep(Code.INVITE_LABELERS, now.overlap() - now.people(), null);
        }
        if (now.answers() == 0) {
            return new NextStep(Code.START_LABELING, now.items(), null);
        }
        if (now.disputed() > 0) {
            return new NextStep(Code.REVIEW_DISPUTES, now.disputed(), now.disputedQuestion());
        }
        if (now.open() <= 0) {
            return new NextStep(Code.EXPORT, now.items(), null);
        }
        if (now.goldItems() == 0 && now.answers() >= GOLD_IS_DUE) {
            return new NextStep(Code.ADD_GOLD, null, null);
        }
        return new NextStep(Code.WAIT, now.open(), null);
    }
}
