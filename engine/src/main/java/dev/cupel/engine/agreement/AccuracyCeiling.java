package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Interval;
import java.util.Optional;

/**
 * What the agreement of annotators says about how high an honest accuracy can be.
 *
 * <p>Two votes on an item with class shares p agree with probability sum p². Given that sum, the largest share is at most
 * {@code (1 + sqrt((K - 1)(K P - 1))) / K}, which is concave in P; so no predictor, however good, can match a fresh
 * single vote more often than this value at the mean agreement P. The same number is the accuracy of a single vote if
 * annotators err independently and evenly over the other classes (one-coin model). The majority's accuracy is that
 * model's, with ties broken evenly: real errors are partly shared, which makes it a hopeful figure.
 *
 * @param singleVote most often a prediction can equal one fresh vote, in [1/K, 1]
 * @param interval of it, from the interval of percent agreement
 * @param votesPerItem the usual number of votes on an item that has at least two (the median)
 * @param majority accuracy of the plurality of that many votes under the one-coin model
 */
public record AccuracyCeiling(double singleVote, Optional<Interval> interval, int votesPerItem, double majority) {
    /**
     * @param percent percent agreement
     * @param classes classes in use, at least 2
     * @return empty if annotators agree less often than even guessing would
     */
    static Optional<AccuracyCeiling> of(Coefficient percent, int classes, int votesPerItem) {
        if (!(percent instanceof Coefficient.Estimate estimate) || classes < 2 || estimate.value() < 1.0 / classes) {
            return Optional.empty();
        }
        double single = single(estimate.value(), classes);
        Optional<Interval> interval = estimate.interval()
                .map(i -> new Interval(single(i.low(), classes), single(i.high(), classes), i.level()));
        return Optional.of(
                new AccuracyCeiling(single, interval, votesPerItem, majority(single, classes, votesPerItem)));
    }

    /** Solves {@code P = p² + (1 - p)² / (K - 1)} for the larger p. */
    static double single(double agreement, int classes) {
        double k = classes;
        return (1 + Math.sqrt(Math.max(0, (k - 1) * (k * agreement - 1)))) / k;
    }

    /**
     * Probability that the true class wins a plurality of m votes, an n-way tie counting 1/n. Votes are right with
     * probability p, else even over the K - 1 others. O(m^3) by adding wrong classes' votes one class at a time.
     */
    static double majority(double p, int classes, int m) {
        int votes = Math.min(m, 51); // beyond that the answer hardly moves
        int wrongClasses = Math.min(classes - 1, 200);
        double win = 0;
        for (int right = 1; right <= votes; right++) {
            double binomial = Math.exp(logFactorial(votes) - logFactorial(right) - logFactorial(votes - right));
            double chance = binomial * Math.pow(p, right) * Math.pow(1 - p, votes - right);
            win += chance * winGiven(right, votes - right, wrongClasses);
        }
        return Math.min(1, win);
    }

    /** Expected credit when {@code right} votes face {@code wrong} votes spread evenly over {@code classes} classes. */
    private static double winGiven(int right, int wrong, int classes) {
        // ways[t][n]: exponential generating function of n votes spread so that t classes have exactly `right` votes
        // and
        // none has more. Only wrong / right classes can reach a tie.
        int ties = wrong / right;
        double[][] ways = new double[ties + 1][wrong + 1];
        ways[0][0] = 1;
        for (int k = 0; k < classes; k++) {
            double[][] next = new double[ties + 1][wrong + 1];
            for (int t = 0; t <= ties; t++) {
                for (int n = 0; n <= wrong; n++) {
                    if (ways[t][n] == 0) {
                        continue;
                    }
                    for (int more = 0; more <= right && n + more <= wrong; more++) {
                        int tied = more == right ? t + 1 : t;
                        if (tied <= ties) {
                            next[tied][n + more] += ways[t][n]
                                    * Math.exp(logFactorial(n + more)
                                            - logFactorial(n)
                                            - logFactorial(more)
                                            - more * Math.log(classes));
                        }
                    }
                }
            }
            ways = next;
        }
        double credit = 0;
        for (int t = 0; t <= ties; t++) {
            credit += ways[t][wrong] / (t + 1);
        }
        return credit;
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }
}
