package dev.cupel.engine.judgement;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
    /**
     * @param shown numbers of the schema's options, in its order
     * @param mass sum of each option's probability over the items
     * @return mean probability of each option; null if there is no item
     */
    static @Nullable Map<String, Double> classPrior(QuestionVotes votes, int[] shown, double[] mass, long items) {
        if (items == 0) {
            return null;
        }
        Map<String, Double> prior = new LinkedHashMap<>();
        for (int option : shown) {
            prior.put(votes.optionIds().get(option), Estimate.rounded(mass[option] / items));
        }
        return prior;
    }

    /** @param named how many answers name each option */
    static List<QualityReport.Share> shares(QuestionVotes votes, int[] shown, long[] named, double[] mass, long items) {
        return Arrays.stream(shown)
                .mapToObj(option -> new QualityReport.Share(
                        votes.optionIds().get(option), named[option], Estimate.share(mass[option], items, NO_ITEM)))
                .toList();
    }

    Figures with(QualityReport.Agreement other) {
        return new Figures(method, methodVersion, other, pairs, consensus, annotators, shares, estimates);
    }

    static final String NO_ITEM = "No item has an answer yet.";
}
