package dev.cupel.engine.judgement;

import java.util.List;

/** What the votes on one kind of question give: the parts of a {@link QualityReport} that depend on the kind. */
record Figures(
        String method,
        String methodVersion,
        QualityReport.Agreement agreement,
        List<QualityReport.Pair> pairs,
        QualityReport.Consensus consensus,
        List<QualityReport.Annotator> annotators,
        List<QualityReport.Share> shares,
        ItemEstimates estimates) {
    Figures with(QualityReport.Agreement other) {
        return new Figures(method, methodVersion, other, pairs, consensus, annotators, shares, estimates);
    }

    static final String NO_ITEM = "No item has an answer yet.";
}
