package dev.cupel.engine.judgement;

import dev.cupel.engine.agreement.SetVotes;
import java.util.BitSet;
import java.util.List;

/**
 * How far the answers to one item are apart, from 0 (all equal, or only one) to 1 (as far as this many answers can be),
 * from the answers alone so that anybody can check it by hand; and whether somebody should look.
 */
final class Disagreement {
    /** A consensus less probable than this is worth a look if the answers differ. */
    static final double SURE = 0.8;
    /** Ratings further apart than this are worth a look. */
    static final double FAR = 0.5;

    /** Texts and regions less alike than this are worth a look. */
    static final double UNLIKE = 0.3;

    private Disagreement() {}

    /**
     * Entropy of the answers over the largest that this many answers to this many options can have: 2 of 3 answers equal
     * with three options give 0.58, with two options 0.92.
     *
     * @param counts answers by option
     */
    static double ofCounts(int[] counts) {
        int n = 0;
        for (int count : counts) {
            n += count;
        }
        int distinct = Math.min(n, counts.length);
        if (distinct < 2) {
            return 0;
        }
        double entropy = 0;
        for (int count : counts) {
            if (count > 0) {
                entropy -= (double) count / n * Math.log((double) count / n);
            }
        }
        // The most even split of n answers over the options; log(distinct) where n is a multiple of it or smaller.
        int each = n / distinct;
        int more = n % distinct;
        double most = -more * ((each + 1.0) / n) * Math.log((each + 1.0) / n)
                - (distinct - more) * ((double) each / n) * Math.log((double) each / n);
        return Math.clamp(entropy / most, 0, 1);
    }

    /** Mean MASI distance over pairs of sets. */
    static double ofSets(List<BitSet> sets) {
        return ofPairs(sets.size(), (i, j) -> SetVotes.masiDistance(sets.get(i), sets.get(j)));
    }

    /** How far answer {@code i} and answer {@code j} are apart, in [0, 1]. */
    @FunctionalInterface
    interface Apart {
        double of(int i, int j);
    }

    /** Mean distance over pairs of {@code n} answers; 0 where there is no pair. */
    static double ofPairs(int n, Apart apart) {
        if (n < 2) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += apart.of(i, j);
            }
        }
        return 2 * sum / ((double) n * (n - 1));
    }

    /** Sum of distances over pairs, over what it would be with half of the answers at either end of the scale. */
    static double ofNumbers(double[] values, double min, double max) {
        int n = values.length;
        if (n < 2) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.abs(values[i] - values[j]);
            }
        }
        int half = n / 2;
        double most = (max - min) * half * (n - half);
        return Math.clamp(sum / most, 0, 1);
    }

    /** Whether answers that differ leave the choice open: no option has more than half of them, or it is not sure. */
    static boolean open(int[] counts, double probability) {
        int n = 0;
        int most = 0;
        for (int count : counts) {
            n += count;
            most = Math.max(most, count);
        }
        return n > most && (2 * most <= n || probability < SURE);
    }
}
