package dev.cupel.engine.agreement;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.numbers.Bootstrap;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Agreement of annotators who mark regions (boxes, segments, outlines, keypoints): regions of two annotators are matched one to one so
 * that the total similarity is largest, counting only pairs that reach a threshold. Greedy matching can lose such pairs.
 * Unmatched regions count as similarity 0. Items of m annotators weigh their pairs by 1 / (m - 1).
 *
 * <p>Time O(pairs of annotators * regions³) (J. Munkres, SIAM Journal 5, 1957, in Jonker and Volgenant's form).
 *
 * @param similarity mean similarity over matched and unmatched regions
 * @param f1 twice the matched pairs over all regions of both
 */
public record MatchedAgreement(Coefficient similarity, Coefficient f1) {
    /** How much two regions have in common, in [0, 1]; 0 for different labels. */
    @FunctionalInterface
    public interface Similarity<R> {
        double of(R a, R b);
    }

    /**
     * Axis-aligned box in pixels.
     *
     * @param label class
     */
    public record Box(int label, double left, double top, double width, double height) {
        /** Intersection over union; 0 for boxes of different labels. */
        public static double iou(Box a, Box b) {
            double w = Math.min(a.right(), b.right()) - Math.max(a.left, b.left);
            double h = Math.min(a.bottom(), b.bottom()) - Math.max(a.top, b.top);
            if (a.label != b.label || w <= 0 || h <= 0) {
                return 0;
            }
            return w * h / (a.area() + b.area() - w * h);
        }

        private double right() {
            return left + width;
        }

        private double bottom() {
            return top + height;
        }

        /** Between the sides as they are rounded, so that no box overlaps another by more than there is of it. */
        private double area() {
            return (right() - left) * (bottom() - top);
        }
    }

    /**
     * Stretch of time in seconds, {@code [begin, end)}.
     *
     * @param label class
     */
    public record Segment(int label, double begin, double end) {
        /** Intersection over union; 0 for segments of different labels. */
        public static double iou(Segment a, Segment b) {
            double both = Math.min(a.end, b.end) - Math.max(a.begin, b.begin);
            return a.label != b.label || both <= 0 ? 0 : both / ((a.end - a.begin) + (b.end - b.begin) - both);
        }
    }

    /**
     * The joints of one body, hand or thing, as many and in the same order for all of a class.
     *
     * @param label class
     * @param joints in pixels
     * @param areaPx2 area that the thing covers, above 0: what is far for a small thing is near for a large one
     */
    public record Keypoints(int label, List<Joint> joints, double areaPx2) {
        public Keypoints {
            InputException.unless(areaPx2 > 0, "areaPx2", areaPx2, "above 0");
            joints = List.copyOf(joints);
        }

        /**
         * Where a joint is.
         *
         * @param marked whether it was marked at all; if not, x and y mean nothing
         * @param visible whether it can be seen where it is marked; nothing that is compared here
         */
        public record Joint(double x, double y, boolean marked, boolean visible) {
            /** One that can be seen if it is marked. */
            public Joint(double x, double y, boolean marked) {
                this(x, y, marked, marked);
            }
        }

        /**
         * With the area of the box around the marked joints, for files that say no other. A side counts at least a quarter of the
         * other one, because joints on one line have an area, too, and the whole at least one square pixel.
         */
        public static Keypoints boxed(int label, List<Joint> joints) {
            double[] xs = joints.stream()
                    .filter(Joint::marked)
                    .mapToDouble(Joint::x)
                    .sorted()
                    .toArray();
            double[] ys = joints.stream()
                    .filter(Joint::marked)
                    .mapToDouble(Joint::y)
                    .sorted()
                    .toArray();
            if (xs.length == 0) {
                return new Keypoints(label, joints, 1);
            }
            double width = xs[xs.length - 1] - xs[0];
            double height = ys[ys.length - 1] - ys[0];
            return new Keypoints(label, joints, Math.max(1, Math.max(width, height / 4) * Math.max(height, width / 4)));
        }

        /**
         * Object keypoint similarity, in [0, 1]: mean over joints of {@code exp(-d² / (2 area (2 deviation)²))}; 0 for
         * different labels. COCO compares with a reference and takes the reference's area and joints; between two annotators
         * neither is the reference, so here the area is the mean of both, and a joint that only one of them marked counts
         * as 0. For equal areas and joints it is COCO's figure. 1 if nobody marked any joint.
         *
         * <p>Source: T.-Y. Lin et al., "Microsoft COCO", ECCV 2014, and its keypoint evaluation.
         *
         * @param deviations of each joint, as share of the size, above 0: what COCO calls sigma
         */
        public static Similarity<Keypoints> oks(List<Double> deviations) {
            return (a, b) -> {
                if (a.label != b.label) {
                    return 0;
                }
                if (a.joints.size() != deviations.size() || b.joints.size() != deviations.size()) {
                    throw new InputException(
                            Code.LENGTH_MISMATCH,
                            "joints",
                            "are " + a.joints.size() + " and " + b.joints.size() + " for " + deviations.size()
                                    + " deviations",
                            "give every joint of the class, those not marked included");
                }
                double area = (a.areaPx2 + b.areaPx2) / 2;
                double sum = 0;
                int either = 0;
                for (int i = 0; i < deviations.size(); i++) {
                    Joint one = a.joints.get(i);
                    Joint other = b.joints.get(i);
                    either += one.marked || other.marked ? 1 : 0;
                    if (one.marked && other.marked) {
                        double dx = one.x - other.x;
                        double dy = one.y - other.y;
                        double scale = 2 * deviations.get(i);
                        sum += Math.exp(-(dx * dx + dy * dy) / (2 * area * scale * scale));
                    }
                }
                return either == 0 ? 1 : sum / either;
            };
        }
    }

    /**
     * @param items per item, per annotator who worked on it, their regions; a list may be empty
     * @param threshold least similarity of a match, in (0, 1]; 0.5 is usual
     */
    public static <R> MatchedAgreement of(
            List<List<List<R>>> items, Similarity<R> similarity, double threshold, Bootstrap.Options bootstrap) {
        InputException.unless(threshold > 0 && threshold <= 1, "threshold", threshold, "in (0, 1]");
        ItemSums sums = new ItemSums(items.size(), 2);
        int pairable = 0;
        long answers = 0;
        for (int i = 0; i < items.size(); i++) {
            List<List<R>> annotators = items.get(i);
            if (annotators.size() < 2) {
                continue;
            }
            pairable++;
            answers += annotators.size();
            double weight = 1.0 / (annotators.size() - 1);
            for (int a = 0; a < annotators.size(); a++) {
                for (int b = 0; b < a; b++) {
                    Matching matching = match(annotators.get(a), annotators.get(b), similarity, threshold);
                    int regions = annotators.get(a).size() + annotators.get(b).size();
                    sums.add(0, i, weight * matching.total, weight * (regions - matching.pairs));
                    sums.add(1, i, weight * 2 * matching.pairs, weight * regions);
                }
            }
        }
        String reason = pairable == 0
                ? "No item was marked by two or more annotators. Give some items to a second annotator."
                : "Nobody marked anything on an item with two or more annotators, so there is nothing to compare.";
        List<Coefficient> values = sums.coefficients(false, pairable, answers, bootstrap, reason);
        return new MatchedAgreement(values.get(0), values.get(1));
    }

    /**
     * @param pairs matched pairs
     * @param total their similarities added up
     */
    public record Matching(int pairs, double total) {
        /**
         * Similarities over matched and unmatched regions of both; 1 if there are none.
         *
         * @param a how many regions one of them has
         * @param b how many the other has
         */
        public double share(int a, int b) {
            return a + b == 0 ? 1 : total / (a + b - pairs);
        }
    }

    /**
     * The one-to-one matching of two sets of regions with the largest total similarity.
     *
     * @param threshold least similarity of a match, above 0
     */
    public static <R> Matching match(List<R> a, List<R> b, Similarity<R> similarity, double threshold) {
        int n = Math.max(a.size(), b.size());
        double[][] gain = new double[n][n];
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < b.size(); j++) {
                double s = similarity.of(a.get(i), b.get(j));
                gain[i][j] = s >= threshold ? s : 0;
            }
        }
        int[] partner = assign(gain);
        // Added up by size: which of the two is called the first must not change the last digit.
        double[] gains = IntStream.range(0, n)
                .mapToDouble(i -> gain[i][partner[i]])
                .filter(one -> one > 0)
                .sorted()
                .toArray();
        double total = 0;
        for (double one : gains) {
            total += one;
        }
        return new Matching(gains.length, total);
    }

    /** Column of each row so that the sum of gains is largest; shortest augmenting paths with potentials. */
    static int[] assign(double[][] gain) {
        int n = gain.length;
        double[] rowPotential = new double[n + 1];
        double[] columnPotential = new double[n + 1];
        int[] rowOf = new int[n + 1]; // by column; index 0 is a dummy column
        int[] previous = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            int column = 0;
            double[] least = new double[n + 1];
            boolean[] used = new boolean[n + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            do {
                used[column] = true;
                int at = rowOf[column];
                int next = 0;
                double step = Double.POSITIVE_INFINITY;
                for (int c = 1; c <= n; c++) {
                    if (used[c]) {
                        continue;
                    }
                    double reduced = -gain[at - 1][c - 1] - rowPotential[at] - columnPotential[c];
                    if (reduced < least[c]) {
                        least[c] = reduced;
                        previous[c] = column;
                    }
                    if (least[c] < step) {
                        step = least[c];
                        next = c;
                    }
                }
                for (int c = 0; c <= n; c++) {
                    if (used[c]) {
                        rowPotential[rowOf[c]] += step;
                        columnPotential[c] -= step;
                    } else {
                        least[c] -= step;
                    }
                }
                column = next;
            } while (rowOf[column] != 0);
            while (column != 0) {
                rowOf[column] = rowOf[previous[column]];
                column = previous[column];
            }
        }
        int[] partner = new int[n];
        for (int c = 1; c <= n; c++) {
            partner[rowOf[c] - 1] = c - 1;
        }
        return partner;
    }
}
