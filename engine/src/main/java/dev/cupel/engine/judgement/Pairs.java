package dev.cupel.engine.judgement;

import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How like the answers of two annotators are, where answers are no classes. */
final class Pairs {
    private static final String NO_KAPPA = "Kappa compares classes; these answers are more or less alike.";

    private Pairs() {}

    /** How like two classes are, in [0, 1]. */
    @FunctionalInterface
    interface Like {
        double of(int a, int b);
    }

    /** @param all votes with gold items, which are left out */
    static List<QualityReport.Pair> of(QuestionVotes votes, Votes all, Like like) {
        Map<Long, double[]> sums = new HashMap<>();
        for (int t = 0; t < all.taskCount(); t++) {
            if (votes.isGold(t)) {
                continue;
            }
            for (int v = all.begin(t); v < all.end(t); v++) {
                for (int w = all.begin(t); w < v; w++) {
                    int low = Math.min(all.worker(v), all.worker(w));
                    int high = Math.max(all.worker(v), all.worker(w));
                    if (low != high) {
                        double[] sum =
                                sums.computeIfAbsent((long) low * votes.workerCount() + high, pair -> new double[2]);
                        sum[0] += like.of(all.label(v), all.label(w));
                        sum[1]++;
                    }
                }
            }
        }
        List<QualityReport.Pair> pairs = new ArrayList<>();
        sums.forEach((pair, sum) -> pairs.add(new QualityReport.Pair(
                votes.memberId((int) (pair / votes.workerCount())),
                votes.memberId((int) (pair % votes.workerCount())),
                (long) sum[1],
                Estimate.share(sum[0], (long) sum[1], ""),
                Estimate.undefined(NO_KAPPA))));
        pairs.sort(Comparator.comparingLong(QualityReport.Pair::n)
                .reversed()
                .thenComparingLong(QualityReport.Pair::a)
                .thenComparingLong(QualityReport.Pair::b));
        return pairs.size() > QualityReport.MOST_PAIRS
                ? List.copyOf(pairs.subList(0, QualityReport.MOST_PAIRS))
                : List.copyOf(pairs);
    }
}
