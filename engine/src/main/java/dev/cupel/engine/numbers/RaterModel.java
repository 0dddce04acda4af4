package dev.cupel.engine.numbers;

import java.util.Arrays;

/**
 * Two-way rater model {@code x_ij = mu_i + b_j + e_ij}, {@code Var(e_ij) = s_j²}, by expectation-maximisation: item
 * values and biases are averaged over their uncertainty when variances are estimated, so that a rater is not credited
 * for agreeing with a mean that is largely their own answer.
 *
 * <p>Rater variances are shrunk to the pooled one, biases to zero with an estimated spread; biases are centred over
 * answers. Time O(rounds * R), memory O(N + J).
 */
final class RaterModel {
    final double[] mu;
    /** Squared standard error of each mu given the variances. */
    final double[] muVariance;

    final double[] bias;
    /** Squared standard error of each bias. */
    final double[] biasVariance;
    /** Variance of the biases; 0 where the method has none. */
    final double biasSpread;

    final double[] variance;
    final int rounds;
    final boolean converged;

    private RaterModel(
            double[] mu,
            double[] muVariance,
            double[] bias,
            double[] biasVariance,
            double biasSpread,
            double[] variance,
            int rounds,
            boolean converged) {
        this.mu = mu;
        this.muVariance = muVariance;
        this.bias = bias;
        this.biasVariance = biasVariance;
        this.biasSpread = biasSpread;
        this.variance = variance;
        this.rounds = rounds;
        this.converged = converged;
    }

    static RaterModel fit(Ratings ratings, double[] x, NumberOptions options) {
        boolean withBias = options.method() == NumberMethod.RATER;
        int items = ratings.taskCount();
        int workers = ratings.workerCount();
        double[] answers = new double[workers];
        double pooled = startingVariance(ratings, x);
        double scale = Math.sqrt(pooled);
        double[] variance = new double[workers];
        double[] bias = new double[workers];
        double[] biasVariance = new double[workers];
        Arrays.fill(variance, pooled);
        for (int v = 0; v < x.length; v++) {
            answers[ratings.worker(v)]++;
        }
        double biasSpread = 0.1 * pooled;
        double[] mu = new double[items];
        double[] muVariance = new double[items];
        int round = 0;
        boolean converged = pooled == 0;
        items(ratings, x, bias, variance, mu, muVariance);
        while (!converged && round < options.maxRounds()) {
            round++;
            if (withBias) {
                biasSpread = biases(ratings, x, mu, variance, answers, biasSpread, bias, biasVariance);
            }
            double[] squares = new double[workers];
            double all = 0;
            for (int i = 0; i < items; i++) {
                for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                    int j = ratings.worker(v);
                    double residual = x[v] - mu[i] - bias[j];
                    double square = residual * residual + muVariance[i] + biasVariance[j];
                    squares[j] += square;
                    all += square;
                }
            }
            pooled = all / x.length;
            double prior = options.pseudoAnswers();
            // A floor keeps a rater with identical answers from becoming infinitely precise when there is no prior.
            double floor = 1e-6 * pooled;
            for (int j = 0; j < workers; j++) {
                double n = answers[j] + prior;
                variance[j] = n == 0 ? pooled : Math.max(floor, (squares[j] + prior * pooled) / n);
            }
            converged = items(ratings, x, bias, variance, mu, muVariance) <= options.tolerance() * scale;
        }
        return new RaterModel(
                mu, muVariance, bias, biasVariance, withBias ? biasSpread : 0, variance, round, converged);
    }

    /** Mean squared distance from the item's mean, with the item's degrees of freedom. */
    private static double startingVariance(Ratings ratings, double[] x) {
        double squares = 0;
        double degrees = 0;
        double total = 0;
        double mean = 0;
        for (int v = 0; v < x.length; v++) {
            mean += x[v] / x.length;
        }
        for (int i = 0; i < ratings.taskCount(); i++) {
            double sum = 0;
            int n = ratings.count(i);
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                sum += x[v];
                total += (x[v] - mean) * (x[v] - mean);
            }
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                squares += (x[v] - sum / n) * (x[v] - sum / n);
            }
            degrees += Math.max(0, n - 1);
        }
        return degrees > 0 ? squares / degrees : total / Math.max(1, x.length);
    }

    /** Precision-weighted means; returns the furthest move. */
    private static double items(
            Ratings ratings, double[] x, double[] bias, double[] variance, double[] mu, double[] muVariance) {
        double moved = 0;
        for (int i = 0; i < mu.length; i++) {
            double weight = 0;
            double sum = 0;
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                int j = ratings.worker(v);
                double w = variance[j] > 0 ? 1 / variance[j] : 1;
                weight += w;
                sum += w * (x[v] - bias[j]);
            }
            if (weight > 0) {
                moved = Math.max(moved, Math.abs(sum / weight - mu[i]));
                mu[i] = sum / weight;
                muVariance[i] = 1 / weight;
            }
        }
        return moved;
    }

    /** Shrunk biases, centred over answers; returns their new spread. */
    private static double biases(
            Ratings ratings,
            double[] x,
            double[] mu,
            double[] variance,
            double[] answers,
            double spread,
            double[] bias,
            double[] biasVariance) {
        Arrays.fill(bias, 0);
        for (int i = 0; i < mu.length; i++) {
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                bias[ratings.worker(v)] += x[v] - mu[i];
            }
        }
        double sum = 0;
        double n = 0;
        for (int j = 0; j < bias.length; j++) {
            bias[j] = answers[j] == 0 ? 0 : bias[j] / (answers[j] + variance[j] / spread);
            biasVariance[j] = 1 / (answers[j] / variance[j] + 1 / spread);
            sum += answers[j] * bias[j];
            n += answers[j];
        }
        double next = 0;
        int raters = 0;
        for (int j = 0; j < bias.length; j++) {
            if (answers[j] > 0) {
                bias[j] -= sum / n;
                next += bias[j] * bias[j] + biasVariance[j];
                raters++;
            }
        }
        return Math.max(next / raters, 1e-12 * spread);
    }
}
