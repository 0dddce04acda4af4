package dev.cupel.server.quality;

import java.util.List;

/** What the votes on one kind of question give: the parts of a {@link Report} that depend on the kind. */
record Figures(
        String method,
        String methodVersion,
        Report.Agreement agreement,
        List<Report.Pair> pairs,
        Report.Consensus consensus,
        List<Report.Annotator> annotators,
        List<Report.Share> shares,
        Estimates estimates) {
    static final String NO_ITEM = "No item has an answer yet.";
}
