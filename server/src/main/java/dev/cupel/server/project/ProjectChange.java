package dev.cupel.server.project;

import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.platform.web.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to change about a project; what is left out stays.
 *
 * @param description what the project is for, up to 2,000 characters; may be empty
 */
record ProjectChange(
        @Nullable String name,
        @Nullable String description,
        @Nullable Integer overlap,
        @Nullable Integer goldEvery,
        @Nullable Boolean goldFeedback,
        @Nullable Boolean decisionFeedback,
        @Nullable Integer repeatEvery,
        @Nullable Integer repeatAfterHours,
        @Nullable Integer draftsWithheldEvery,
        Projects.@Nullable LabelersSee labelersSee,
        @Nullable Integer leaseMinutes,
        @Nullable Boolean paused) {
    private static final int LONGEST_DESCRIPTION = 2_000;

    /** Metadata columns that labelers may be shown. */
    private static final int MOST_SHOWN = 50;

    /** @throws Problem labelers_see_invalid, name_invalid, description_too_long, and what a number out of its range is called */
    void check() {
        if (labelersSee != null) {
            checkShown(labelersSee.metadata());
        }
        if (name != null) {
            checkName(name);
        }
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw Problem.invalid(
                    "description_too_long",
                    "description",
                    "over 2,000 characters",
                    "write the rest into the guideline");
        }
        requireRange("overlap", overlap, 1, 100);
        requireRange("goldEvery", goldEvery, 0, 1000);
        requireRange("repeatEvery", repeatEvery, 0, 1000);
        requireRange("repeatAfterHours", repeatAfterHours, 0, 720);
        requireRange("draftsWithheldEvery", draftsWithheldEvery, 0, 1000);
        requireRange("leaseMinutes", leaseMinutes, 1, 1440);
    }

    private static void requireRange(String name, @Nullable Integer value, int min, int max) {
        if (value != null) {
            Problem.requireRange(name, value, min, max);
        }
    }

    private static void checkShown(@Nullable List<String> metadata) {
        List<Problem.Detail> problems = new ArrayList<>();
        if (metadata == null) {
            problems.add(new Problem.Detail("labelersSee.metadata", "is missing", "send a list of columns, or []"));
        } else if (metadata.size() > MOST_SHOWN) {
            problems.add(new Problem.Detail(
                    "labelersSee.metadata", "over " + MOST_SHOWN + " columns", "name those that help with labeling"));
        } else {
            for (String column : metadata) {
                if (column == null || column.isBlank() || column.length() > 500) {
                    problems.add(new Problem.Detail(
                            "labelersSee.metadata",
                            "a name is empty or too long",
                            "use the names of metadata columns"));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw Problem.invalid("labelers_see_invalid", "These columns cannot be shown.", problems);
        }
    }

    /** @throws Problem name_invalid */
    static void checkName(String name) {
        if (VisibleText.isInvisible(name) || name.length() > 120) {
            throw Problem.invalid("name_invalid", "name", "the name is empty or too long", "use 1 to 120 characters");
        }
    }
}
