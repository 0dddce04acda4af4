package dev.cupel.engine.consensus;

/** A worker's probabilities of answers given the truth. */
@FunctionalInterface
interface ConfusionSource {
    /** P(answer | truth) of a worker. */
    double probability(int worker, int truth, int answer);

    /** All of them, K*K row-major, rows the true class, each summing to 1. */
    default double[] matrix(int worker, int classCount) {
        double[] rows = new double[classCount * classCount];
        for (int c = 0; c < classCount; c++) {
            for (int l = 0; l < classCount; l++) {
                rows[c * classCount + l] = probability(worker, c, l);
            }
        }
        return rows;
    }

    /** Of somebody who is right with one probability and wrong evenly. */
    static ConfusionSource coin(double[] accuracy, int classCount) {
        return (worker, truth, answer) ->
                truth == answer ? accuracy[worker] : (1 - accuracy[worker]) / (classCount - 1);
    }
}
