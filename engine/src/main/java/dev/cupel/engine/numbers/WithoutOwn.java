package dev.cupel.engine.numbers;

import java.util.Arrays;

/**
 * How far an item's weighted mean may be off, with the weights and biases that the <em>other</em> items gave its raters.
 * What an item's own answers say of its raters must not decide how precise they look there: agreement by luck would look
 * like precision, and the interval would be too narrow. With fewer than {@link Spreads#LEAST_OTHERS} other items nothing
 * is learned of raters, and the result is the mean.
 */
final class WithoutOwn {
    private final Ratings ratings;
    private final double[] x;
    private final RaterModel model;
    private final double prior;
    /** By rater, over all items: expected squared residuals, differences to the items, answers. */
    private final double[] squares;

    private final double[] sums;
    private final double[] answers;
    private final int items;
    private final double all;
    private final double pooled;
    /** What was taken from all shrunk biases, so that they are 0 on average over answers. */
    private final double shift;

    WithoutOwn(Ratings ratings, double[] x, RaterModel model, NumberOptions options) {
        this.ratings = ratings;
        this.x = x;
        this.model = model;
        this.prior = options.pseudoAnswers();
        int workers = ratings.workerCount();
        squares = new double[workers];
        sums = new double[workers];
        answers = new double[workers];
        double sum = 0;
        int answered = 0;
        for (int i = 0; i < ratings.taskCount(); i++) {
            answered += ratings.count(i) > 0 ? 1 : 0;
            for (int v = ratings.begin(i); v < ratings.end(i); v++) {
                int j = ratings.worker(v);
                squares[j] += square(i, v);
                sum += square(i, v);
                sums[j] += x[v] - model.mu[i];
                answers[j]++;
            }
        }
        items = answered;
        all = sum;
        pooled = all / x.length;
        double shifted = 0;
        for (int j = 0; j < workers; j++) {
            shifted += answers[j] * shrunk(sums[j], answers[j], model.variance[j]);
        }
        shift = shifted / x.length;
    }

    private double square(int item, int position) {
        int j = ratings.worker(position);
        double residual = x[position] - model.mu[item] - model.bias[j];
        return residual * residual + model.muVariance[item] + model.biasVariance[j];
    }

    private double shrunk(double sum, double count, double variance) {
        return model.biasSpread == 0 || count == 0 ? 0 : sum / (count + variance / model.biasSpread);
    }

    /** The combined number alone. */
    double value(int item) {
        return nothingLearned() ? mean(item).value() : model.mu[item];
    }

    private boolean nothingLearned() {
        return items - 1 < Spreads.LEAST_OTHERS || pooled == 0;
    }

    private Centre.Raw mean(int item) {
        double[] sorted = Arrays.copyOfRange(x, ratings.begin(item), ratings.end(item));
        Arrays.sort(sorted);
        return Centre.mean(sorted);
    }

    /** @param item with at least one answer */
    Centre.Raw centre(int item) {
        int begin = ratings.begin(item);
        int end = ratings.end(item);
        double[] weight = new double[end - begin];
        double[] value = new double[end - begin];
        double own = 0;
        for (int v = begin; v < end; v++) {
            own += square(item, v);
        }
        if (nothingLearned()) {
            return mean(item);
        }
        double common = Math.max(0, all - own) / (x.length - (end - begin));
        double floor = 1e-6 * pooled;
        for (int v = begin; v < end; ) {
            int j = ratings.worker(v);
            int next = v;
            double ownSquares = 0;
            double ownSum = 0;
            for (; next < end && ratings.worker(next) == j; next++) { // answers of a task are sorted by worker
                ownSquares += square(item, next);
                ownSum += x[next] - model.mu[item];
            }
            double count = answers[j] - (next - v);
            double variance = count + prior > 0
                    ? Math.max(floor, (Math.max(0, squares[j] - ownSquares) + prior * common) / (count + prior))
                    : common;
            double bias = shrunk(sums[j] - ownSum, count, variance) - shift;
            for (; v < next; v++) {
                weight[v - begin] = variance > 0 ? pooled / variance : 1;
                value[v - begin] = x[v] - bias;
            }
        }
        Centre.Raw without = Centre.weighted(value, weight);
        return new Centre.Raw(model.mu[item], without.spread(), without.factor(), without.degrees());
    }
}
