package dev.cupel.engine.consensus;

import dev.cupel.engine.votes.Votes;
import java.util.SplittableRandom;

/** Crowds with a known truth, from a seed: confusion rows 70 % right in the mean, workers of uneven activity. */
final class SimulatedCrowd {
    final Votes votes;
    final int[] truth;

    private SimulatedCrowd(Votes votes, int[] truth) {
        this.votes = votes;
        this.truth = truth;
    }

    static SimulatedCrowd seeded(long seed, int tasks, int perTask, int workers, int classes) {
        SplittableRandom chance = new SplittableRandom(seed);
        double[][][] confusion = new double[workers][classes][classes];
        for (double[][] rows : confusion) {
            for (int c = 0; c < classes; c++) {
                double sum = 0;
                for (int l = 0; l < classes; l++) {
                    double weight = l == c ? 7 : 3.0 / Math.max(1, classes - 1);
                    rows[c][l] = weight * -Math.log(chance.nextDouble(1e-9, 1));
                    sum += rows[c][l];
                }
                for (int l = 0; l < classes; l++) {
                    rows[c][l] /= sum;
                }
            }
        }
        int size = tasks * perTask;
        int[] truth = new int[tasks];
        int[] task = new int[size];
        int[] worker = new int[size];
        int[] label = new int[size];
        for (int r = 0; r < size; r++) {
            int t = r / perTask;
            if (r % perTask == 0) {
                truth[t] = (int) (classes * Math.pow(chance.nextDouble(), 1.5));
            }
            task[r] = t;
            worker[r] = (int) (workers * Math.pow(chance.nextDouble(), 2));
            double u = chance.nextDouble();
            int l = 0;
            while (l < classes - 1 && u > confusion[worker[r]][truth[t]][l]) {
                u -= confusion[worker[r]][truth[t]][l++];
            }
            label[r] = l;
        }
        return new SimulatedCrowd(Votes.of(tasks, workers, classes, task, worker, label), truth);
    }
}
