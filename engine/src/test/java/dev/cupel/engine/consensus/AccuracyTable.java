package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Prints the accuracy of every method on every development set; run by {@code bench/accuracy}. */
public final class AccuracyTable {
    private AccuracyTable() {}

    public static void main(String[] args) {
        Optional<Path> folder = CrowdData.folder();
        if (folder.isEmpty()) {
            System.out.println("no data: set CUPEL_DATA to a folder with the crowd-label sets");
            return;
        }
        ConsensusMethod[] methods = ConsensusMethod.values();
        double[] sums = new double[methods.length];
        double[] seconds = new double[methods.length];
        int[] sets = new int[methods.length];
        System.out.printf("%-12s", "");
        for (ConsensusMethod method : methods) {
            System.out.printf("%9.9s", method.id());
        }
        System.out.println();
        for (String name : CrowdData.DEVELOPMENT_SETS) {
            CrowdData data = CrowdData.read(folder.get(), name);
            System.out.printf("%-12s", name);
            for (int m = 0; m < methods.length; m++) {
                try {
                    long start = System.nanoTime();
                    Consensus consensus = methods[m].estimate(data.votes);
                    seconds[m] += (System.nanoTime() - start) * 1e-9;
                    double accuracy = Evaluation.of(consensus, data.truth).accuracy();
                    sums[m] += accuracy;
                    sets[m]++;
                    System.out.printf(Locale.ROOT, "%9.4f", accuracy);
                } catch (InputException e) {
                    System.out.printf("%9s", "-");
                }
            }
            System.out.println();
        }
        System.out.printf("%-12s", "mean");
        for (int m = 0; m < methods.length; m++) {
            System.out.printf(Locale.ROOT, "%9.4f", sums[m] / sets[m]);
        }
        System.out.printf("%n%-12s", "seconds");
        for (int m = 0; m < methods.length; m++) {
            System.out.printf(Locale.ROOT, "%9.2f", seconds[m]);
        }
        System.out.println();
    }
}
