package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Bootstrap;
import dev.cupel.engine.numbers.Interval;
import dev.cupel.engine.votes.Votes;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;

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
        final long[] cells;

        Joint(int classCount, int items, long[] cells) {
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
        long[] cells = new long[votes.size()];
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
                        cells[count++] = (long) votes.label(a) * votes.classCount() + votes.label(b);
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
        long[] distinct = Arrays.stream(joint.cells).sorted().distinct().toArray();
        int[] kindOf = new int[pairs];
        int[] times = new int[distinct.length];
        for (int i = 0; i < pairs; i++) {
            kindOf[i] = Arrays.binarySearch(distinct, joint.cells[i]);
            times[kindOf[i]]++;
        }
        Formula formula = new Formula(measure, joint.classCount, distinct, pairs);
        double value = formula.of(times);
        if (Double.isNaN(value)) {
            return new Coefficient.Undefined("On the " + joint.items
                    + " items that both rated, both always gave the same single class, so agreement beyond chance"
                    + " cannot be told from a lack of variation. Include items of other classes.");
        }
        double[][] resampled = Bootstrap.replicate(
                Bootstrap.Kinds.of(kindOf, distinct.length),
                distinct.length,
                bootstrap,
                chunk -> drawn -> new double[] {formula.of(drawn)});
        Optional<Interval> interval = Bootstrap.interval(resampled, 0, bootstrap.level());
        return new Coefficient.Estimate(value, interval, joint.items, 2L * pairs);
    }

    /** One minus observed over expected disagreement, over the classes that occur. */
    private static final class Formula {
        private final Measure measure;
        private final int pairs;
        private final int[] position;
        private final int[] first;
        private final int[] second;

        Formula(Measure measure, int classCount, long[] distinct, int pairs) {
            this.measure = measure;
            this.pairs = pairs;
            position = Arrays.stream(distinct)
                    .flatMap(cell -> LongStream.of(cell / classCount, cell % classCount))
                    .mapToInt(Math::toIntExact)
                    .sorted()
                    .distinct()
                    .toArray();
            first = new int[distinct.length];
            second = new int[distinct.length];
            for (int c = 0; c < distinct.length; c++) {
                first[c] = Arrays.binarySearch(position, (int) (distinct[c] / classCount));
                second[c] = Arrays.binarySearch(position, (int) (distinct[c] % classCount));
            }
        }

        /** NaN if no disagreement is expected. */
        double of(int[] times) {
            double[] a = new double[position.length];
            double[] b = new double[position.length];
            double observed = 0;
            for (int c = 0; c < first.length; c++) {
                a[first[c]] += times[c];
                b[second[c]] += times[c];
                observed += times[c] * disagreement(first[c], second[c]);
            }
            if (measure == Measure.PERCENT) {
                return 1 - observed / pairs;
            }
            if (measure == Measure.SCOTT_PI) {
                for (int k = 0; k < a.length; k++) {
                    a[k] = (a[k] + b[k]) / 2;
                    b[k] = a[k];
                }
            }
            double expected = 0;
            for (int k = 0; k < a.length; k++) {
                for (int l = 0; l < b.length && a[k] > 0; l++) {
                    expected += a[k] * b[l] * disagreement(k, l);
                }
            }
            return expected > 0 ? 1 - observed * pairs / expected : Double.NaN;
        }

        private double disagreement(int k, int l) {
            double lag = (double) position[k] - position[l];
            return switch (measure) {
                case COHEN_KAPPA_LINEAR -> Math.abs(lag);
                case COHEN_KAPPA_QUADRATIC -> lag * lag;
                default -> k == l ? 0 : 1;
            };
        }
    }
}
