package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;

/**
 * Scores against comparisons they have not seen.
 *
 * @param comparisons how many
 * @param decided those that were not ties
 * @param accuracy share of the decided ones that the scores decide the same way, equal scores one half
 * @param logLossNats mean over all comparisons of minus the log probability of the answer, a tie being half of each
 */
public record PreferenceErrors(int comparisons, int decided, double accuracy, double logLossNats) {
    /** @throws InputException if there are no decided comparisons to test on */
    public static PreferenceErrors of(Preferences preferences, Comparisons test) {
        int decided = 0;
        double right = 0;
        double loss = 0;
        for (int r = 0; r < test.size(); r++) {
            double p = preferences.probability(test.left(r), test.right(r));
            double share = test.leftShare(r);
            loss -= share * Math.log(Math.max(1e-12, p)) + (1 - share) * Math.log(Math.max(1e-12, 1 - p));
            if (test.winner(r) != Comparisons.TIE) {
                decided++;
                right += p == 0.5 ? 0.5 : p > 0.5 == share > 0.5 ? 1 : 0;
            }
        }
        if (decided == 0) {
            throw new InputException(
                    Code.NOT_ENOUGH_DATA,
                    "test",
                    "has no decided comparison",
                    "give comparisons that are not all ties");
        }
        return new PreferenceErrors(test.size(), decided, right / decided, loss / test.size());
    }
}
