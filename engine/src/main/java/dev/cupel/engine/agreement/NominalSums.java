package dev.cupel.engine.agreement;

import java.util.Arrays;

/** Sums over the items of one (re)sample; every nominal coefficient is a formula in them. */
final class NominalSums {
    private final VotePatterns patterns;
    /** Items with at least one vote, and with at least two. */
    double items;

    double pairableItems;
    /** Votes on items with at least two votes. */
    double pairableVotes;
    /** Votes per class on items with at least one vote, and with at least two. */
    final double[] all;

    final double[] pairable;
    /** Sum over items with a vote of the class's share of the item's votes. */
    final double[] share;
    /** As {@link #share}, over items with at least two votes. */
    final double[] pairableShare;
    /** Per class: sum over pairable items of n (n - 1) / (m - 1), the votes that a random other vote confirms. */
    final double[] confirmed;
    /** Sum over pairable items of the share of agreeing pairs. */
    double agreeing;

    private final double[] agreeingOf;

    NominalSums(VotePatterns patterns) {
        this.patterns = patterns;
        all = new double[patterns.classCount];
        pairable = new double[patterns.classCount];
        share = new double[patterns.classCount];
        pairableShare = new double[patterns.classCount];
        confirmed = new double[patterns.classCount];
        agreeingOf = new double[patterns.size];
        for (int p = 0; p < patterns.size; p++) {
            double m = patterns.votes[p];
            double pairs = 0;
            for (int c = patterns.begin[p]; c < patterns.begin[p + 1]; c++) {
                double n = patterns.count[c];
                pairs += n * (n - 1);
            }
            agreeingOf[p] = m < 2 ? 0 : pairs / (m * (m - 1));
        }
    }

    /** @param times how often each pattern occurs, or the weight of its items */
    NominalSums count(double[] times) {
        Arrays.fill(all, 0);
        Arrays.fill(pairable, 0);
        Arrays.fill(share, 0);
        Arrays.fill(pairableShare, 0);
        Arrays.fill(confirmed, 0);
        items = 0;
        pairableItems = 0;
        pairableVotes = 0;
        agreeing = 0;
        for (int p = 0; p < patterns.size; p++) {
            double t = times[p];
            if (t == 0) {
                continue;
            }
            int m = patterns.votes[p];
            items += t;
            boolean pairs = m >= 2;
            if (pairs) {
                pairableItems += t;
                pairableVotes += t * m;
                agreeing += t * agreeingOf[p];
            }
            double perVote = t / m;
            double perPair = pairs ? t / (m - 1.0) : 0;
            for (int c = patterns.begin[p]; c < patterns.begin[p + 1]; c++) {
                int k = patterns.category[c];
                double n = patterns.count[c];
                all[k] += t * n;
                share[k] += perVote * n;
                if (pairs) {
                    pairable[k] += t * n;
                    pairableShare[k] += perVote * n;
                    confirmed[k] += perPair * n * (n - 1);
                }
            }
        }
        return this;
    }

    /** How many classes have a vote. */
    int classesUsed() {
        int used = 0;
        for (double n : all) {
            used += n > 0 ? 1 : 0;
        }
        return used;
    }

    /** How many classes have a vote on an item with at least two votes. */
    int pairableClassesUsed() {
        int used = 0;
        for (double n : pairable) {
            used += n > 0 ? 1 : 0;
        }
        return used;
    }

    /** Mean over items of the share of agreeing pairs. */
    double observed() {
        return agreeing / pairableItems;
    }
}
