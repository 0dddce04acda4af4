package dev.cupel.engine.agreement;

import dev.cupel.engine.numbers.Reweighting;
import dev.cupel.engine.votes.Votes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Coefficients of exactly two annotators, from the table of their joint answers on the items that both rated. If one of
 * them voted twice on an item, every combination of their votes on it counts; intervals weigh whole items all the same.
 */
final class TwoAnnotators {
    private TwoAnnotators() {}

    /** Joint answers by item. */
    static final class Joint {
        final int classCount;
        /** Items that both rated. */
        int items;

        private int[] begin = new int[16];
        private long[] cells = new long[16];
        private int size;

        Joint(int classCount) {
            this.classCount = classCount;
        }

        /** Adds a vote pair of the item that is being filled. */
        void add(int first, int second) {
            if (size == cells.length) {
                cells = Arrays.copyOf(cells, 2 * size);
            }
            cells[size++] = (long) first * classCount + second;
        }

        /** Ends an item; one without vote pairs does not count. */
        void endItem() {
            if (size > begin[items]) {
                items++;
                if (items == begin.length) {
                    begin = Arrays.copyOf(begin, 2 * items);
                }
                begin[items] = size;
            }
        }
    }

    static Coefficient coefficient(Votes votes, Measure measure, AgreementOptions options) {
        int[] present = present(votes);
        if (present.length != 2) {
            return new Coefficient.Undefined(measure.title() + " compares exactly two annotators and there "
                    + (present.length == 1 ? "is 1" : "are " + present.length)
                    + ". Use Krippendorff's alpha or Fleiss' kappa, or look at the pairs.");
        }
        return coefficients(joint(votes, present[0], present[1]), List.of(measure), options)
                .getFirst();
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
        Joint joint = new Joint(votes.classCount());
        for (int i = 0; i < votes.taskCount(); i++) {
            for (int a = votes.begin(i); a < votes.end(i); a++) {
                for (int b = votes.begin(i); b < votes.end(i) && votes.worker(a) == first; b++) {
                    if (votes.worker(b) == second) {
                        joint.add(votes.label(a), votes.label(b));
                    }
                }
            }
            joint.endItem();
        }
        return joint;
    }

    /** All measures over the same random weights, in their order. */
    static List<Coefficient> coefficients(Joint joint, List<Measure> measures, AgreementOptions options) {
        if (joint.items == 0) {
            Coefficient none = new Coefficient.Undefined(
                    "The two annotators have no item in common. Give both of them some of the same items.");
            return measures.stream().map(measure -> none).toList();
        }
        Kinds kinds = new Kinds(joint);
        List<Formula> formulas = measures.stream()
                .map(measure -> new Formula(measure, kinds, options))
                .toList();
        double[][] resampled = Reweighting.replicate(kinds.mass, joint.items, options.bootstrap(), chunk -> weights -> {
            double[] cells = kinds.cells(weights);
            return formulas.stream().mapToDouble(formula -> formula.of(cells)).toArray();
        });
        double[] whole = kinds.cells(kinds.items);
        List<Coefficient> result = new ArrayList<>();
        for (int f = 0; f < formulas.size(); f++) {
            double value = formulas.get(f).of(whole);
            result.add(
                    Double.isNaN(value)
                            ? new Coefficient.Undefined("On the "
                                    + Interpretation.count(joint.items, "item", "items")
                                    + " that both rated, both always gave the same single class, so agreement beyond"
                                    + " chance cannot be told from a lack of variation. Include items of other"
                                    + " classes.")
                            : Intervals.estimate(
                                    value,
                                    resampled,
                                    f,
                                    options.bootstrap(),
                                    joint.classCount < 2 ? Intervals.ONE_CLASS : null,
                                    joint.items,
                                    2L * joint.size));
        }
        return result;
    }

    /** Items grouped by their joint answers, most often a single cell, with prior mass as for {@link VotePatterns}. */
    private static final class Kinds {
        /** Classes in use, ascending. */
        final int[] used;
        /** Positions in {@link #used} of the first and the second annotator's answer, by distinct cell. */
        final int[] first;

        final int[] second;
        final double[] items;
        final double[] mass;
        private final List<int[]> cellsOf = new ArrayList<>();

        Kinds(Joint joint) {
            long[] seen = distinct(joint.cells, joint.size);
            int k = joint.classCount;
            long[] classes = new long[2 * seen.length];
            for (int c = 0; c < seen.length; c++) {
                classes[2 * c] = seen[c] / k;
                classes[2 * c + 1] = seen[c] % k;
            }
            int[] occurring = Arrays.stream(distinct(classes, classes.length))
                    .mapToInt(Math::toIntExact)
                    .toArray();
            int spare = occurring.length == 1 && k > 1 ? (occurring[0] == 0 ? 1 : 0) : -1;
            long[] extra = prior(occurring, spare, k);
            long[] cells = Arrays.copyOf(seen, seen.length + extra.length);
            System.arraycopy(extra, 0, cells, seen.length, extra.length);
            cells = distinct(cells, cells.length);
            used = spare < 0 ? occurring : new int[] {Math.min(spare, occurring[0]), Math.max(spare, occurring[0])};
            first = new int[cells.length];
            second = new int[cells.length];
            for (int c = 0; c < cells.length; c++) {
                first[c] = Arrays.binarySearch(used, (int) (cells[c] / k));
                second[c] = Arrays.binarySearch(used, (int) (cells[c] % k));
            }

            int[] kindOfCell = new int[cells.length];
            Arrays.fill(kindOfCell, -1);
            Map<List<Integer>, Integer> kindOfSeveral = new HashMap<>();
            double[] count = new double[16];
            for (int i = 0; i < joint.items; i++) {
                int[] own = new int[joint.begin[i + 1] - joint.begin[i]];
                for (int c = 0; c < own.length; c++) {
                    own[c] = Arrays.binarySearch(cells, joint.cells[joint.begin[i] + c]);
                }
                Arrays.sort(own);
                boolean one = own.length == 1;
                int kind = one
                        ? kindOfCell[own[0]]
                        : kindOfSeveral.getOrDefault(Arrays.stream(own).boxed().toList(), -1);
                if (kind < 0) {
                    kind = cellsOf.size();
                    cellsOf.add(own);
                    if (one) {
                        kindOfCell[own[0]] = kind;
                    } else {
                        kindOfSeveral.put(Arrays.stream(own).boxed().toList(), kind);
                    }
                }
                count = kind < count.length ? count : Arrays.copyOf(count, 2 * kind);
                count[kind]++;
            }
            int real = cellsOf.size();
            double disputed = 0;
            for (int p = 0; p < real; p++) {
                disputed += disputed(p) ? count[p] : 0;
            }
            for (long cell : extra) {
                boolean unanimous = cell / k == cell % k;
                if (unanimous || disputed == 0) {
                    cellsOf.add(new int[] {Arrays.binarySearch(cells, cell)});
                }
            }
            items = new double[cellsOf.size()];
            mass = new double[cellsOf.size()];
            int pairs = 0;
            for (long cell : extra) {
                pairs += cell / k != cell % k ? 1 : 0;
            }
            for (int p = 0; p < mass.length; p++) {
                if (p < real) {
                    items[p] = count[p];
                    mass[p] = items[p] + (disputed(p) ? Intervals.DISPUTED * items[p] / disputed : 0);
                } else {
                    mass[p] = disputed(p) ? Intervals.DISPUTED / pairs : Intervals.UNANIMOUS / (extra.length - pairs);
                }
            }
        }

        private static long[] prior(int[] occurring, int spare, long k) {
            int n = Math.min(occurring.length, 64);
            long[] cells = new long[3 * n];
            int size = 0;
            for (int i = 0; i < n; i++) {
                long own = occurring[(int) ((long) i * occurring.length / n)];
                long next = occurring[(int) ((i + 1L) % n * occurring.length / n)];
                cells[size++] = own * k + own;
                if (n > 1 || spare >= 0) {
                    long other = n > 1 ? next : spare;
                    cells[size++] = own * k + other;
                    cells[size++] = other * k + own;
                }
            }
            return Arrays.stream(cells, 0, size).distinct().toArray();
        }

        /** The first {@code size} numbers, ascending, each once. */
        private static long[] distinct(long[] numbers, int size) {
            long[] sorted = Arrays.copyOf(numbers, size);
            Arrays.sort(sorted);
            int kept = 0;
            for (int i = 0; i < size; i++) {
                if (kept == 0 || sorted[i] != sorted[kept - 1]) {
                    sorted[kept++] = sorted[i];
                }
            }
            return Arrays.copyOf(sorted, kept);
        }

        private boolean disputed(int kind) {
            for (int cell : cellsOf.get(kind)) {
                if (first[cell] != second[cell]) {
                    return true;
                }
            }
            return false;
        }

        double[] cells(double[] weights) {
            double[] cells = new double[first.length];
            for (int p = 0; p < weights.length; p++) {
                for (int cell : cellsOf.get(p)) {
                    cells[cell] += weights[p];
                }
            }
            return cells;
        }
    }

    /** One minus observed over expected disagreement, over the classes that occur. */
    private static final class Formula {
        private final Measure measure;
        private final Kinds kinds;
        private final double[] value;

        Formula(Measure measure, Kinds kinds, AgreementOptions options) {
            this.measure = measure;
            this.kinds = kinds;
            value = Arrays.stream(kinds.used)
                    .mapToDouble(k -> options.positionOf(k))
                    .toArray();
        }

        /** NaN if no disagreement is expected. */
        double of(double[] cells) {
            double[] a = new double[value.length];
            double[] b = new double[value.length];
            double observed = 0;
            double pairs = 0;
            for (int c = 0; c < cells.length; c++) {
                a[kinds.first[c]] += cells[c];
                b[kinds.second[c]] += cells[c];
                observed += cells[c] * disagreement(kinds.first[c], kinds.second[c]);
                pairs += cells[c];
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
            double lag = value[k] - value[l];
            return switch (measure) {
                case COHEN_KAPPA_LINEAR -> Math.abs(lag);
                case COHEN_KAPPA_QUADRATIC -> lag * lag;
                default -> k == l ? 0 : 1;
            };
        }
    }
}
