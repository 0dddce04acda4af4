package dev.cupel.engine.agreement;

import org.jspecify.annotations.Nullable;

/** Formulas of one class against all others. */
final class PerClass {
    private PerClass() {}

    /** Specific agreement: of the votes for the class, the share that a random other vote on the item confirms. */
    record Confirmation(int label, String name) implements Pooled {
        @Override
        public double of(double[] times, NominalSums tally) {
            return tally.pairable[label] > 0 ? tally.confirmed[label] / tally.pairable[label] : Double.NaN;
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            return tally.pairable[label] > 0
                    ? null
                    : "No item with two or more votes has a vote for " + name + ", so nobody could confirm it.";
        }
    }

    /** Nominal alpha of "this class or not". */
    record OneAgainstRest(int label, String name) implements Pooled {
        @Override
        public double of(double[] times, NominalSums tally) {
            double n = tally.pairableVotes;
            double chosen = tally.pairable[label];
            double expected = chosen * (n - chosen) / (n - 1);
            // n_k - confirmed_k: votes for the class that another vote contradicts
            return expected > 0 ? 1 - (chosen - tally.confirmed[label]) / expected : Double.NaN;
        }

        @Override
        public @Nullable String undefined(NominalSums tally) {
            double chosen = tally.pairable[label];
            if (tally.pairableItems == 0) {
                return Alpha.NO_PAIRS;
            }
            return chosen == 0 || chosen == tally.pairableVotes
                    ? "On items with two or more votes, " + (chosen == 0 ? "nobody chose " : "everybody always chose ")
                            + name + ", so agreement beyond chance cannot be told from a lack of variation."
                    : null;
        }
    }
}
