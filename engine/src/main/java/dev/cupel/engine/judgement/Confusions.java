package dev.cupel.engine.judgement;

import dev.cupel.engine.consensus.Consensus;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The annotators' confusion matrices, over the shown options. */
final class Confusions {
    private final int[][][] counts;
    private final Consensus consensus;
    private final QuestionVotes votes;
    private final int[] shown;

    /** @param shown option numbers in the order of rows and columns */
    Confusions(QuestionVotes votes, int[] shown, Consensus consensus) {
        this.votes = votes;
        this.shown = shown;
        this.consensus = consensus;
        Votes all = consensus.votes();
        int[] row = new int[all.classCount()];
        Arrays.fill(row, -1);
        for (int i = 0; i < shown.length; i++) {
            row[shown[i]] = i;
        }
        counts = new int[all.workerCount()][shown.length][shown.length];
        for (int t = 0; t < all.taskCount(); t++) {
            int truth = votes.isGold(t) ? votes.goldLabel(t) : consensus.label(t);
            if (truth < 0 || row[truth] < 0) {
                continue;
            }
            for (int v = all.begin(t); v < all.end(t); v++) {
                if (row[all.label(v)] >= 0) {
                    counts[all.worker(v)][row[truth]][row[all.label(v)]]++;
                }
            }
        }
    }

    QualityReport.Confusion of(int worker) {
        double[][] estimated = consensus.confusion(worker).orElse(null);
        List<List<Double>> rows = new ArrayList<>();
        List<List<Integer>> counted = new ArrayList<>();
        for (int i = 0; i < shown.length; i++) {
            int total = Arrays.stream(counts[worker][i]).sum();
            List<Double> row = new ArrayList<>();
            for (int j = 0; j < shown.length; j++) {
                double p = estimated != null
                        ? estimated[shown[i]][shown[j]]
                        : total == 0 ? 1.0 / shown.length : (double) counts[worker][i][j] / total;
                row.add(Math.rint(p * 1e4) / 1e4);
            }
            rows.add(row);
            counted.add(Arrays.stream(counts[worker][i]).boxed().toList());
        }
        return new QualityReport.Confusion(
                Arrays.stream(shown).mapToObj(o -> votes.optionIds().get(o)).toList(), rows, counted);
    }
}
