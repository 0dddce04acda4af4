package dev.cupel.engine.preference;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plackett-Luce: the best item is chosen with odds exp(strength), then the best of the rest, and so on. A tie counts as the
 * average over all orders of the tied items (of two, as half a win each). Concave.
 */
final class RankingModel implements Objective {
    private static final int MOST_TIED = 10;

    private final int items;
    private final double prior;
    private final List<Choice> choices;
    private final int[][] choicesOf; // by ranking: begin, end
    private final double[] weight;

    /** One item chosen from several, this often; {@code from} lists what was available. */
    private static final class Choice {
        final int[] chosen;
        final int[] from;
        final double share;

        Choice(int[] chosen, int[] from, double share) {
            this.chosen = chosen;
            this.from = from;
            this.share = share;
        }
    }

    RankingModel(Rankings rankings, double prior) {
        items = rankings.itemCount();
        this.prior = prior;
        choices = new ArrayList<>();
        choicesOf = new int[rankings.all().size()][];
        for (int r = 0; r < choicesOf.length; r++) {
            int begin = choices.size();
            addChoices(rankings.all().get(r), r);
            choicesOf[r] = new int[] {begin, choices.size()};
        }
        weight = new double[choices.size()];
        Arrays.fill(weight, 1);
    }

    private RankingModel(RankingModel other) {
        items = other.items;
        prior = other.prior;
        choices = other.choices;
        choicesOf = other.choicesOf;
        weight = new double[choices.size()];
    }

    RankingModel copy() {
        return new RankingModel(this);
    }

    /** @param times how often each ranking counts */
    RankingModel count(int[] times) {
        for (int r = 0; r < choicesOf.length; r++) {
            Arrays.fill(weight, choicesOf[r][0], choicesOf[r][1], times[r]);
        }
        return this;
    }

    /**
     * Over random orders of a tied group, what is still available after k of its g items are gone is the later items and
     * each (g - k)-subset of the group equally often.
     */
    private void addChoices(Rankings.Ranking ranking, int index) {
        List<Integer> later = new ArrayList<>();
        for (int place = ranking.places().size() - 1; place >= 0; place--) {
            List<Integer> tied = ranking.places().get(place);
            int g = tied.size();
            if (g > MOST_TIED) {
                throw new InputException(
                        Code.TOO_LARGE,
                        "ranking " + index,
                        g + " items are tied in one place, and Plackett-Luce averages over their orders",
                        "use Borda, or break ties beyond " + MOST_TIED);
            }
            double[] subsets = new double[g + 1]; // number of subsets of each size
            for (int mask = 1; mask < 1 << g; mask++) {
                subsets[Integer.bitCount(mask)]++;
            }
            for (int mask = 1; mask < 1 << g; mask++) {
                int left = Integer.bitCount(mask);
                if (left + later.size() < 2) {
                    continue; // nothing to choose
                }
                List<Integer> from = new ArrayList<>(later);
                List<Integer> chosen = new ArrayList<>();
                for (int i = 0; i < g; i++) {
                    if ((mask >> i & 1) == 1) {
                        from.add(tied.get(i));
                        chosen.add(tied.get(i));
                    }
                }
                choices.add(new Choice(array(chosen), array(from), 1 / subsets[left]));
            }
            later.addAll(tied);
        }
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(i -> i).toArray();
    }

    @Override
    public int dimension() {
        return items;
    }

    @Override
    public double value(double[] at, double[] gradient) {
        double value = 0;
        for (int i = 0; i < items; i++) {
            value -= prior / 2 * at[i] * at[i];
            gradient[i] = -prior * at[i];
        }
        for (int c = 0; c < weight.length; c++) {
            double w = weight[c] * choices.get(c).share;
            if (w == 0) {
                continue;
            }
            int[] from = choices.get(c).from;
            int[] chosen = choices.get(c).chosen;
            double log = logSum(at, from);
            for (int i : from) {
                gradient[i] -= w * Math.exp(at[i] - log);
            }
            // Given the subset, each of its tied items is equally often the one that is chosen next.
            for (int i : chosen) {
                value += w / chosen.length * (at[i] - log);
                gradient[i] += w / chosen.length;
            }
        }
        return value;
    }

    private static double logSum(double[] at, int[] from) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i : from) {
            most = Math.max(most, at[i]);
        }
        double sum = 0;
        for (int i : from) {
            sum += Math.exp(at[i] - most);
        }
        return most + Math.log(sum);
    }

    @Override
    public void information(double[] at, Entries h) {
        for (int i = 0; i < items; i++) {
            h.add(i, i, prior);
        }
        for (int c = 0; c < weight.length; c++) {
            double w = weight[c] * choices.get(c).share;
            int[] from = choices.get(c).from;
            double log = logSum(at, from);
            for (int i : from) {
                double p = Math.exp(at[i] - log);
                h.add(i, i, w * p);
                for (int j : from) {
                    h.add(i, j, -(w * p * Math.exp(at[j] - log)));
                }
            }
        }
    }
}
