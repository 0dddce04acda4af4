package dev.cupel.engine.judgement;

import dev.cupel.engine.answer.Answer.Shown;
import dev.cupel.engine.answer.Question.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Whether what stands on the left of the screen is preferred for standing there. */
final class Sides {
    private Sides() {}

    /** The figures of preferences with the share of decided comparisons that whatever stood on the left has won. */
    static Figures noted(Figures figures, QuestionVotes votes) {
        int left = votes.optionIds().indexOf(Verdict.LEFT.key());
        int right = votes.optionIds().indexOf(Verdict.RIGHT.key());
        long decided = 0;
        long forLeft = 0;
        for (int r = 0; r < votes.size(); r++) {
            if (!votes.isGold(votes.task(r)) && (votes.label(r) == left || votes.label(r) == right)) {
                Shown shown = votes.shown(r).orElse(null);
                if (shown != null) {
                    decided++;
                    forLeft += (shown == Shown.PLAIN) == (votes.label(r) == left) ? 1 : 0;
                }
            }
        }
        Estimate share = Estimate.share(
                (double) forLeft,
                decided,
                "No decided comparison says which of the two stood on the left of the screen.");
        QualityReport.Agreement agreement = figures.agreement();
        List<String> notes = new ArrayList<>(agreement.notes());
        if (share.low() != null && share.high() != null && (share.low() > 0.5 || share.high() < 0.5)) {
            notes.add("What stood on the " + (share.low() > 0.5 ? "left" : "right") + " of the screen won "
                    + Math.round(100.0 * (share.low() > 0.5 ? forLeft : decided - forLeft) / decided) + " % of "
                    + decided + " decided comparisons; without a leaning it would be half.");
        }
        return figures.with(new QualityReport.Agreement(
                agreement.alpha(),
                agreement.percent(),
                agreement.ac1(),
                agreement.interpretation(),
                notes,
                agreement.perClass(),
                List.of(new QualityReport.Measured("shown_left", share))));
    }
}
