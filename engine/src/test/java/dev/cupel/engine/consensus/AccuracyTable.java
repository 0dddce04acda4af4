package dev.cupel.engine.consensus;

import dev.cupel.engine.InputException;
import dev.cupel.engine.votes.RepeatPolicy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints the accuracy of every method on every development set, beside what the most used Python library reaches, and how far
 * its probabilities can be believed (log loss and Brier score, calibration error by 15 equal bins and debiased); run by
 * {@code bench/accuracy.sh}. Ties count 1/m. With {@code keep-all} repeated votes of a worker on a task all count, as is the
 * default elsewhere; without it the first one counts, as in the reference figures.
 */
public final class AccuracyTable {
    private AccuracyTable() {}

    public static void main(String[] args) {
        Optional<Path> folder = CrowdData.folder();
        if (folder.isEmpty()) {
            System.out.println("no data: set CUPEL_DATA to a folder with the crowd-label sets");
            return;
        }
        RepeatPolicy repeats =
                args.length > 0 && args[0].equals("keep-all") ? RepeatPolicy.KEEP_ALL : RepeatPolicy.FIRST;
        System.out.println("Accuracy, repeated votes: " + repeats + " (each figure / common library's figure)");
        System.out.printf("%-20s", "");
        CrowdData.DEVELOPMENT_SETS.forEach(set -> System.out.printf("%12s", set));
        System.out.printf("%12s%9s%10s%8s%8s%10s%n", "mean", "seconds", "log loss", "Brier", "ECE", "debiased");
        for (ConsensusMethod method : ConsensusMethod.values()) {
            System.out.printf("%-20s", method.id());
            double sum = 0;
            double seconds = 0;
            double logLoss = 0;
            double brier = 0;
            double error = 0;
            double debiased = 0;
            int sets = 0;
            for (String set : CrowdData.DEVELOPMENT_SETS) {
                CrowdData data = CrowdData.read(folder.get(), set, repeats);
                try {
                    long start = System.nanoTime();
                    Consensus consensus = method.estimate(data.votes);
                    seconds += (System.nanoTime() - start) * 1e-9;
                    Evaluation evaluation = Evaluation.of(consensus, data.truth);
                    sum += evaluation.accuracy();
                    logLoss += evaluation.logLossNats();
                    brier += evaluation.brier();
                    error += evaluation.calibration().expectedCalibrationError();
                    debiased += evaluation.calibration().debiasedError();
                    sets++;
                    System.out.printf("%12s", cell(evaluation.accuracy(), ReferenceFigures.commonLibrary(method, set)));
                } catch (InputException e) {
                    System.out.printf("%12s", "-");
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%12s%9.2f%10.4f%8.4f%8.4f%10.4f%n",
                    cell(sum / sets, Double.NaN),
                    seconds,
                    logLoss / sets,
                    brier / sets,
                    error / sets,
                    debiased / sets);
        }
    }

    private static String cell(double own, double reference) {
        String figure = String.format(Locale.ROOT, "%.4f", own).substring(1);
        return Double.isNaN(reference)
                ? figure
                : figure + "/" + String.format(Locale.ROOT, "%.4f", reference).substring(1);
    }
}
