import dev.cupel.engine.agreement.Agreement;
import dev.cupel.engine.agreement.AgreementOptions;
import dev.cupel.engine.agreement.AgreementReport;
import dev.cupel.engine.agreement.Measure;
import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.votes.Votes;
import java.util.SplittableRandom;

/**
 * The speed bars of agreement, on simulated crowds (5 votes per item, 4 classes, one worker per 2,000 votes).
 *
 * <p>Run {@code bench/agreement.sh}. Each line: what, labels, median and best seconds of the repetitions.
 */
public class AgreementBench {
    public static void main(String[] args) {
        int large = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
        AgreementOptions point = AgreementOptions.DEFAULTS.withBootstrap(Bootstrap.Options.NONE);
        Votes big = simulate(large, 4);
        report("alpha nominal", large, 7, () -> Agreement.measure(big, Measure.KRIPPENDORFF_NOMINAL, point));
        report("alpha ordinal", large, 3, () -> Agreement.measure(big, Measure.KRIPPENDORFF_ORDINAL, point));
        report("report without intervals, 200 pairs", large, 3, () -> AgreementReport.of(big, point));
        Votes million = simulate(1_000_000, 4);
        report("alpha nominal, 1,000-fold bootstrap", 1_000_000, 3, () ->
                Agreement.measure(million, Measure.KRIPPENDORFF_NOMINAL, AgreementOptions.DEFAULTS));
        report("whole report, 1,000-fold bootstrap", 1_000_000, 3, () ->
                AgreementReport.of(million, AgreementOptions.DEFAULTS));
        Votes many = simulate(1_000_000, 200);
        report("alpha nominal, 200 classes, 1,000-fold bootstrap", 1_000_000, 3, () ->
                Agreement.measure(many, Measure.KRIPPENDORFF_NOMINAL, AgreementOptions.DEFAULTS));
    }

    static Votes simulate(int labels, int classes) {
        SplittableRandom random = new SplittableRandom(42);
        int tasks = labels / 5;
        int workers = Math.max(5, labels / 2_000);
        int[] task = new int[labels];
        int[] worker = new int[labels];
        int[] label = new int[labels];
        for (int i = 0; i < tasks; i++) {
            int truth = random.nextInt(classes);
            for (int v = 0; v < 5; v++) {
                int r = 5 * i + v;
                task[r] = i;
                worker[r] = (random.nextInt(workers / 5) * 5 + v) % workers;
                label[r] = random.nextDouble() < 0.7 ? truth : random.nextInt(classes);
            }
        }
        return Votes.of(tasks, workers, classes, task, worker, label);
    }

    static void report(String what, int labels, int repetitions, Runnable work) {
        double[] seconds = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        java.util.Arrays.sort(seconds);
        System.out.printf("%-52s %,12d  median %.3f s  best %.3f s%n", what, labels, seconds[repetitions / 2], seconds[0]);
    }
}
