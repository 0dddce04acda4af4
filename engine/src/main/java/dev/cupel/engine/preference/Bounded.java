package dev.cupel.engine.preference;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Whether comparisons bound an advantage at all, whatever the strengths of the items. An advantage that always went with the
 * better item explains nothing that strengths do not explain as well: then strengths and advantage can move against each other
 * without end and the likelihood never falls.
 *
 * <p>The likelihood bounds an advantage from below exactly if winners form a circle (A beat B, B beat C, C beat A) along
 * which the winners had the advantage more than they lacked it, for instance A and B beating each other from the left; and
 * from above if they lacked it more. A circle is what no strengths can explain. Found by Bellman and Ford's method; time
 * O(items times pairs) at worst, a few passes over the pairs as a rule.
 */
final class Bounded {
    private final int items;
    private final int[] winner;
    private final int[] loser;
    private final double[] least;
    private final double[] most;
    private final double resolution;

    /** @param factor per comparison what the left item has of the advantage, negative if the right one has it */
    Bounded(Comparisons comparisons, IntToDoubleFunction factor) {
        items = comparisons.itemCount();
        Map<Long, double[]> gains = new HashMap<>();
        double largest = 0;
        for (int r = 0; r < comparisons.size(); r++) {
            double f = factor.applyAsDouble(r);
            largest = Math.max(largest, Math.abs(f));
            int left = comparisons.left(r);
            int right = comparisons.right(r);
            // A tie is half a win for each.
            if (comparisons.winner(r) != right) {
                note(gains, left, right, f);
            }
            if (comparisons.winner(r) != left) {
                note(gains, right, left, -f);
            }
        }
        int pairs = gains.size();
        winner = new int[pairs];
        loser = new int[pairs];
        least = new double[pairs];
        most = new double[pairs];
        long[] keys = gains.keySet().stream().mapToLong(key -> key).sorted().toArray();
        for (int p = 0; p < pairs; p++) {
            winner[p] = (int) (keys[p] >> 32);
            loser[p] = (int) keys[p];
            double[] range = gains.getOrDefault(keys[p], new double[2]);
            least[p] = range[0];
            most[p] = range[1];
        }
        resolution = 1e-9 * largest;
    }

    private static void note(Map<Long, double[]> gains, int winner, int loser, double gain) {
        double[] range = gains.computeIfAbsent((long) winner << 32 | loser, pair -> new double[] {gain, gain});
        range[0] = Math.min(range[0], gain);
        range[1] = Math.max(range[1], gain);
    }

    /** Whether the advantage cannot be arbitrarily small. */
    boolean below() {
        return circle(/* sign= */ -1, most);
    }

    /** Whether the advantage cannot be arbitrarily large. */
    boolean above() {
        return circle(/* sign= */ 1, least);
    }

    /** Whether there is a circle of winners along which {@code sign} times the gains is less than zero. */
    private boolean circle(double sign, double[] gain) {
        double[] distance = new double[items];
        int[] from = new int[items];
        Arrays.fill(from, -1);
        for (int round = 0; round <= items; round++) {
            boolean shorter = false;
            for (int p = 0; p < winner.length; p++) {
                double way = distance[winner[p]] + sign * gain[p];
                if (way < distance[loser[p]] - resolution) {
                    distance[loser[p]] = way;
                    from[loser[p]] = winner[p];
                    shorter = true;
                }
            }
            if (!shorter) {
                return false;
            }
            if (closed(from)) {
                return true;
            }
        }
        return true;
    }

    /** Whether the ways back lead in a circle. */
    private static boolean closed(int[] from) {
        int[] seen = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            int at = i;
            while (at >= 0 && seen[at] == 0) {
                seen[at] = i + 1;
                at = from[at];
            }
            if (at >= 0 && seen[at] == i + 1) {
                return true;
            }
        }
        return false;
    }
}
