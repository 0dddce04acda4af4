import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A simulated crowd as a CSV: R labels, five per task, W workers, four classes with shares
 * .4, .3, .2, .1; row k of a worker's confusion matrix is Dirichlet(7 on the diagonal, 1 elsewhere); a worker is drawn
 * with weight 1 / sqrt(rank). Seeded: the same arguments give the same bytes.
 *
 * <p>java bench/CsvCrowd.java ROWS LABELS.csv TRUTH.csv WORKERS
 */
public final class CsvCrowd {
    private static final int CLASSES = 4;
    private static final double[] SHARES = {.4, .7, .9, 1};

    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        int tasks = rows / 5;
        int workers = Integer.parseInt(arguments[3]);
        SplittableRandom random = new SplittableRandom(42);
        double[][] confusion = new double[workers][CLASSES * CLASSES];
        double[] weight = new double[workers];
        double sum = 0;
        for (int j = 0; j < workers; j++) {
            for (int k = 0; k < CLASSES; k++) {
                double total = 0;
                for (int l = 0; l < CLASSES; l++) {
                    total += confusion[j][k * CLASSES + l] = gamma(random, k == l ? 7 : 1);
                }
                double below = 0;
                for (int l = 0; l < CLASSES; l++) {
                    below += confusion[j][k * CLASSES + l] / total;
                    confusion[j][k * CLASSES + l] = below;
                }
            }
            sum += 1 / Math.sqrt(j + 1.0);
            weight[j] = sum;
        }
        byte[][] workerNames = new byte[workers][];
        for (int j = 0; j < workers; j++) {
            workerNames[j] = (",w" + j + ",").getBytes(StandardCharsets.US_ASCII);
        }
        try (OutputStream labels = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[1])), 1 << 20);
                OutputStream truths = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 20)) {
            labels.write("task,worker,label\n".getBytes(StandardCharsets.US_ASCII));
            truths.write("task,label\n".getBytes(StandardCharsets.US_ASCII));
            for (int task = 0; task < tasks; task++) {
                int truth = below(SHARES, 0, random.nextDouble());
                byte[] name = ("t" + task).getBytes(StandardCharsets.US_ASCII);
                truths.write(name);
                truths.write((",c" + truth + "\n").getBytes(StandardCharsets.US_ASCII));
                for (int vote = 0; vote < 5; vote++) {
                    int worker = search(weight, random.nextDouble() * sum);
                    int label = below(confusion[worker], truth * CLASSES, random.nextDouble());
                    labels.write(name);
                    labels.write(workerNames[worker]);
                    labels.write('c');
                    labels.write('0' + label);
                    labels.write('\n');
                }
            }
        }
    }

    private static int below(double[] cumulated, int from, double u) {
        int k = 0;
        while (k < CLASSES - 1 && u >= cumulated[from + k]) {
            k++;
        }
        return k;
    }

    private static int search(double[] cumulated, double u) {
        int low = 0;
        int high = cumulated.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulated[middle] > u) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Gamma of a whole shape: a sum of exponentials. */
    private static double gamma(SplittableRandom random, int shape) {
        double product = 1;
        for (int i = 0; i < shape; i++) {
            product *= 1 - random.nextDouble();
        }
        return -Math.log(product);
    }
}
