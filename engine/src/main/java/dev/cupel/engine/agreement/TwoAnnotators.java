package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.Optional;

/**
 * Coefficients of exactly two annotators, from the table of their joint answers on the items that both rated. If one of
 * them voted twice on an item, every combination of their votes on it counts.
 */
final class TwoAnnotators {
    private TwoAnnotators() {}

    /** Joint answers: cell a * K + b of each vote pair, a from the first annotator. */
    static final class Joint {
        final int classCount;
        final int items;
        final int[] cells;

        Joint(int classCount, int items, int[] cells) {
            this.classCount = classCount;
            this.items = items;
            this.cells = cells;
        }
    }

    static Coefficient coefficient(Votes votes, Measure measure, AgreementOptions options) {
        int[] present = present(votes);
        if (present.length != 2) {
            return new Coefficient.Undefined(measure.title() + " compares exactly two annotators and there are "
                    + present.length + ". Use Krippendorff's alpha or Fleiss' kappa, or look at the pairs.");
        }
        return coefficient(joint(votes, present[0], present[1]), measure, options.bootstrap());
    }

    /** Workers that have a vote. */
    private static int[] present(Votes votes) {
        boolean[] seen = new boolean[votes.workerCount()];
        for (int v = 0; v < votes.size(); v++) {
            seen[votes.worker(v)] = true;
        }
        int[] workers = new int[votes.workerCount()];
        int count = 0;
        for (int j = 0; j < seen.length; j++) {
            if (seen[j]) {
                workers[count++] = j;
            }
        }
        return Arrays.copyOf(workers, count);
    }

    private static Joint joint(Votes votes, int first, int second) {
        int[] cells = new int[votes.size()];
        int count = 0;
        int items = 0;
        for (int i = 0; i < votes.taskCount(); i++) {
            int before = count;
            for (int a = votes.begin(i); a < votes.end(i); a++) {
                for (int b = votes.begin(i); b < votes.end(i) && votes.worker(a) == first; b++) {
                    if (votes.worker(b) == second) {
                        if (count == cells.length) {
                            cells = Arrays.copyOf(cells, 2 * count);
                        }
                        cells[count++] = votes.label(a) * votes.classCount() + votes.label(b);
                    }
                }
            }
            items += count > before ? 1 : 0;
        }
        return new Joint(votes.classCount(), items, Arrays.copyOf(cells, count));
    }

    static Coefficient coefficient(Joint joint, Measure measure, Bootstrap.Options bootstrap) {
        int pairs = joint.cells.length;
        if (pairs == 0) {
            return new Coefficient.Undefined(
                    "The two annotators have no item in common. Give both of them some of the same items.");
        }
        int[] distinct = Arrays.stream(joint.cells).sorted().distinct().toArray();
        int[] kindOf = new int[pairs];
        int[] times = new int[distinct.length];
        for (int i = 0; i < pairs; i++) {
            kindOf[i] = Arrays.binarySearch(distinct, joint.cells[i]);
            times[kindOf[i]]++;
        }
        double value = value(measure, joint.classCount, distinct, times, pairs);
        if (Double.isNaN(value)) {
            return new Coefficient.Undefined("On the " + joint.items
                    + " items that both rated, both always gave the same single class, so agreement beyond chance"
                    + " cannot be told from a lack of variation. Include items of other classes.");
        }
        double[][] resampled = Bootstrap.replicate(
                Bootstrap.Kinds.of(kindOf, distinct.length),
                distinct.length,
                bootstrap,
                chunk -> drawn -> new double[] {value(measure, joint.classCount, distinct, drawn, pairs)});
        Optional<Interval> interval = Bootstrap.interval(resampled, 0, bootstrap.level());
        return new Coefficient.Estimate(value, interval, joint.items, 2L * pairs);
    }

    /** One minus observed over expected disagreement; NaN if none is expected. */
    private static double value(Measure measure, int classCount, int[] distinct, int[] times, int pairs) {
        double[] first = new double[classCount];
        double[] second = new double[classCount];
        double observed = 0;
        for (int c = 0; c < distinct.length; c++) {
            int a = distinct[c] / classCount;
            int b = distinct[c] % classCount;
            first[a] += times[c];
            second[b] += times[c];
            observed += times[c] * disagreement(measure, a, b);
        }
        if (measure == Measure.SCOTT_PI) {
            for (int k = 0; k < classCount; k++) {
                first[k] = (first[k] + second[k]) / 2;
                second[k] = first[k];
            }
        }
        double expected = 0;
        for (int a = 0; a < classCount; a++) {
            for (int b = 0; b < classCount && first[a] > 0; b++) {
                expected += first[a] * second[b] * disagreement(measure, a, b);
            }
        }
        return expected > 0 ? 1 - observed * pairs / expected : Double.NaN;
    }

    private static double disagreement(Measure measure, int a, int b) {
        double lag = a - b;
        return switch (measure) {
            case COHEN_KAPPA_LINEAR -> Math.abs(lag);
            case COHEN_KAPPA_QUADRATIC -> lag * lag;
            default -> a == b ? 0 : 1;
        };
    }
}
