package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.consensus.Evidence;
import dev.cupel.engine.structured.Answers.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * One set of labeled boxes from many annotators' on each picture.
 *
 * <p>Shapes: {@code N} pictures, {@code m} answers per picture, {@code n} boxes per picture in all answers together, {@code
 * P} pairs of boxes that overlap by at least {@link Options#iou()}. Boxes of one label are clustered: pairs are taken from
 * the most alike downwards, and two clusters are joined if no annotator would have two boxes in the result and the mean
 * intersection over union between their boxes reaches the threshold. Each cluster becomes one box. Time O(n² + P log P + P
 * m²), memory O(n + P) per picture. No chance; independent of the order and the names of annotators.
 *
 * <p>Source: R. Solovyev, W. Wang, T. Gabruseva, "Weighted boxes fusion: Ensembling boxes from different object detection
 * models", Image and Vision Computing 107, 2021, doi:10.1016/j.imavis.2021.104117. Differences: one box per annotator and
 * cluster; the weighted median of each side by default, which one careless annotator cannot move; weights are learned
 * from agreement, because people give no scores.
 */
public final class Boxes {
    /** How the sides of a cluster become the sides of one box. */
    public enum Fusion {
        /** Median of each side; the mean of the middle two for an even number. */
        MEDIAN,
        /** Weighted median of each side. */
        WEIGHTED_MEDIAN,
        /** Mean of each side. */
        MEAN,
        /** Weighted mean of each side: weighted boxes fusion. */
        WEIGHTED_MEAN
    }

    /**
     * A cluster of boxes that mean the same thing.
     *
     * @param box fused
     * @param confidence share of the picture's answers with a box in the cluster, in (0, 1]
     * @param spread mean intersection over union of the cluster's boxes with the fused one, in [0, 1]
     * @param workers who drew them, ascending
     * @param kept whether the cluster is part of the consensus
     */
    public record Cluster(Box box, double confidence, double spread, List<Integer> workers, boolean kept) {
        public Cluster {
            workers = List.copyOf(workers);
        }
    }

    /**
     * @param fusion how
     * @param iou least mean intersection over union within a cluster, in (0, 1]
     * @param share a cluster is kept if more than this share of the picture's answers has a box in it, in [0, 1); 0.5 is a
     *     strict majority, 0 keeps everything
     * @param sharpness how steeply the weight of a box grows with agreement, that of its annotator times its own with the
     *     cluster, in [0, 20]; only for weighted fusion
     * @param pseudoBoxes boxes' worth by which an annotator's agreement is pulled to the crowd's, in (0, 1e6]
     */
    public record Options(Fusion fusion, double iou, double share, double sharpness, double pseudoBoxes) {
        public static final Options DEFAULTS = new Options(Fusion.WEIGHTED_MEDIAN, 0.4, 0.5, 4, 5);

        public Options {
            InputException.unless(iou > 0 && iou <= 1, "iou", iou, "in (0, 1]");
            InputException.unless(share >= 0 && share < 1, "share", share, "in [0, 1)");
            InputException.unless(sharpness >= 0 && sharpness <= 20, "sharpness", sharpness, "in [0, 20]");
            InputException.unless(pseudoBoxes > 0 && pseudoBoxes <= 1e6, "pseudoBoxes", pseudoBoxes, "in (0, 1e6]");
        }

        public Options withFusion(Fusion how) {
            return new Options(how, iou, share, sharpness, pseudoBoxes);
        }

        public Options withIou(double least) {
            return new Options(fusion, least, share, sharpness, pseudoBoxes);
        }

        public Options withShare(double moreThan) {
            return new Options(fusion, iou, moreThan, sharpness, pseudoBoxes);
        }

        public Options withSharpness(double exponent) {
            return new Options(fusion, iou, share, exponent, pseudoBoxes);
        }
    }

    private static final Comparator<Box> BY_PLACE = Comparator.comparingInt(Box::label)
            .thenComparingDouble(Box::left)
            .thenComparingDouble(Box::top)
            .thenComparingDouble(Box::width)
            .thenComparingDouble(Box::height);
    private static final Comparator<List<Box>> BY_BOXES = (a, b) -> {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = BY_PLACE.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    };

    /** A box with the position of its answer within the task: a repeated answer is like another annotator's. */
    private record Drawn(Box box, int answer, int worker) {}

    private record Pair(double iou, int a, int b) {}

    private final Answers<List<Box>> answers;
    private final List<List<Cluster>> clusters = new ArrayList<>();
    private final double[] workerAgreement;
    private final Evidence evidence;

    private Boxes(Answers<List<Box>> answers, Options options) {
        this.answers = answers;
        List<List<List<Drawn>>> grouped = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            grouped.add(cluster(drawn(t), options.iou()));
        }
        workerAgreement = workerAgreement(grouped, options.pseudoBoxes());
        for (int t = 0; t < answers.taskCount(); t++) {
            int given = answers.of(t).size();
            List<Cluster> ofTask = new ArrayList<>();
            for (List<Drawn> group : grouped.get(t)) {
                // Equal boxes by agreement instead of by name: sums of their weights then do not depend on names.
                group.sort(Comparator.comparing(Drawn::box, BY_PLACE)
                        .thenComparingDouble(drawn -> workerAgreement[drawn.worker()]));
                Box box = fuse(group, options);
                double share = (double) group.size() / given;
                ofTask.add(new Cluster(
                        box,
                        share,
                        group.stream()
                                .mapToDouble(drawn -> Box.iou(drawn.box(), box))
                                .average()
                                .orElse(0),
                        group.stream().map(Drawn::worker).sorted().toList(),
                        share > options.share()));
            }
            ofTask.sort(Comparator.comparing(Cluster::box, BY_PLACE));
            clusters.add(List.copyOf(ofTask));
        }
        evidence = new Evidence(
                "boxes-" + options.fusion().name().toLowerCase(Locale.ROOT),
                "1",
                options.toString(),
                0,
                Evidence.Stop.CLOSED_FORM,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                answers.warnings());
    }

    public static Boxes estimate(Answers<List<Box>> answers) {
        return estimate(answers, Options.DEFAULTS);
    }

    /** @throws InputException if a box has a side that is not a number, or no extent; the message names task and worker */
    public static Boxes estimate(Answers<List<Box>> answers, Options options) {
        List<List<Answer<List<Box>>>> inOrder = new ArrayList<>();
        for (int t = 0; t < answers.taskCount(); t++) {
            List<Answer<List<Box>>> ofTask = new ArrayList<>();
            for (Answer<List<Box>> answer : answers.of(t)) {
                for (Box box : answer.value()) {
                    check(box, "task " + t + ", worker " + answer.worker());
                }
                ofTask.add(new Answer<>(
                        answer.worker(),
                        answer.value().stream().sorted(BY_PLACE).toList()));
            }
            inOrder.add(ofTask);
        }
        return new Boxes(Answers.of(answers.workerCount(), inOrder).sorted(BY_BOXES), options);
    }

    private static void check(Box box, String where) {
        double sum = box.left() + box.top() + box.width() + box.height();
        if (!Double.isFinite(sum) || box.width() <= 0 || box.height() <= 0) {
            throw new InputException(
                    Code.BAD_NUMBER,
                    where,
                    box + " has no extent or a side that is not a number",
                    "give pixels with width and height above 0");
        }
    }

    public int taskCount() {
        return clusters.size();
    }

    /** The consensus: kept boxes by label, then from left to right. */
    public List<Box> boxes(int task) {
        return clusters.get(task).stream()
                .filter(Cluster::kept)
                .map(Cluster::box)
                .toList();
    }

    /** All clusters, also those too few annotators drew, so that a reviewer can see them. */
    public List<Cluster> clusters(int task) {
        return clusters.get(task);
    }

    /**
     * How an annotator's boxes fit those of others: mean intersection over union with the other boxes of the cluster, 0
     * for a box that nobody else drew; pulled to the crowd's mean. In [0, 1].
     */
    public double workerAgreement(int worker) {
        return workerAgreement[worker];
    }

    public Evidence evidence() {
        return evidence;
    }

    /**
     * Similarity of an answer: total intersection over union with the consensus boxes, each matched with the answer's most
     * similar one, divided by matched and unmatched boxes of both; 1 if both are empty. Weights are equal.
     */
    public TaskExplanation explain(int task) {
        List<Box> consensus = boxes(task);
        List<TaskExplanation.Contribution> contributions = new ArrayList<>();
        List<Answer<List<Box>>> given = answers.of(task);
        for (Answer<List<Box>> answer : given) {
            List<Box> left = new ArrayList<>(answer.value());
            double total = 0;
            int matched = 0;
            for (Box box : consensus) {
                left.sort(Comparator.comparingDouble(other -> -Box.iou(box, other)));
                if (!left.isEmpty() && Box.iou(box, left.getFirst()) > 0) {
                    total += Box.iou(box, left.removeFirst());
                    matched++;
                }
            }
            int union = consensus.size() + answer.value().size() - matched;
            contributions.add(new TaskExplanation.Contribution(
                    answer.worker(), union == 0 ? 1 : total / union, 1.0 / given.size()));
        }
        StringBuilder summary = new StringBuilder();
        summary.append(consensus.size())
                .append(" boxes from ")
                .append(given.size())
                .append(" annotators");
        for (Cluster cluster : clusters.get(task)) {
            summary.append(String.format(
                    Locale.ROOT,
                    "; label %d at %.1f, %.1f drawn by %d%s",
                    cluster.box().label(),
                    cluster.box().left(),
                    cluster.box().top(),
                    cluster.workers().size(),
                    cluster.kept() ? "" : " and dropped"));
        }
        return TaskExplanation.of(task, contributions, summary.toString());
    }

    /** All boxes of a task by place, so that neither clusters nor sums depend on who drew them. */
    private List<Drawn> drawn(int task) {
        List<Drawn> drawn = new ArrayList<>();
        List<Answer<List<Box>>> given = answers.of(task);
        for (int a = 0; a < given.size(); a++) {
            for (Box box : given.get(a).value()) {
                drawn.add(new Drawn(box, a, given.get(a).worker()));
            }
        }
        drawn.sort(Comparator.comparing(Drawn::box, BY_PLACE));
        return drawn;
    }

    private static List<List<Drawn>> cluster(List<Drawn> drawn, double threshold) {
        List<Pair> pairs = new ArrayList<>();
        for (int a = 0; a < drawn.size(); a++) {
            Box box = drawn.get(a).box();
            for (int b = a + 1; b < drawn.size(); b++) {
                Box other = drawn.get(b).box();
                if (other.label() != box.label() || other.left() >= box.left() + box.width()) {
                    break; // in order of label and left side, nothing further can overlap
                }
                double iou = Box.iou(box, other);
                if (iou >= threshold && drawn.get(a).answer() != drawn.get(b).answer()) {
                    pairs.add(new Pair(iou, a, b));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::iou).reversed()); // stable: by place among equals
        int[] groupOf = new int[drawn.size()];
        List<List<Drawn>> groups = new ArrayList<>();
        List<List<Integer>> members = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            groupOf[i] = i;
            groups.add(new ArrayList<>(List.of(drawn.get(i))));
            members.add(new ArrayList<>(List.of(i)));
        }
        for (Pair pair : pairs) {
            int into = groupOf[pair.a()];
            int from = groupOf[pair.b()];
            if (into != from && fit(groups.get(into), groups.get(from), threshold)) {
                groups.get(into).addAll(groups.get(from));
                for (int moved : members.get(from)) {
                    groupOf[moved] = into;
                }
                members.get(into).addAll(members.get(from));
                groups.get(from).clear();
            }
        }
        groups.removeIf(List::isEmpty);
        return groups;
    }

    private static boolean fit(List<Drawn> one, List<Drawn> other, double threshold) {
        double sum = 0;
        for (Drawn a : one) {
            for (Drawn b : other) {
                if (a.answer() == b.answer()) {
                    return false;
                }
                sum += Box.iou(a.box(), b.box());
            }
        }
        // Rounding must not part boxes that are exactly as alike as asked.
        return sum >= threshold * one.size() * other.size() - 1e-9;
    }

    /** Mean intersection over union with the other boxes of the cluster; 0 without any. */
    private static double agreement(Drawn one, List<Drawn> group) {
        double alike = 0;
        for (Drawn other : group) {
            alike += other.answer() == one.answer() ? 0 : Box.iou(one.box(), other.box());
        }
        return alike / Math.max(1, group.size() - 1);
    }

    private double[] workerAgreement(List<List<List<Drawn>>> grouped, double pseudoBoxes) {
        double[] sum = new double[answers.workerCount()];
        int[] count = new int[answers.workerCount()];
        double all = 0;
        int boxes = 0;
        for (int t = 0; t < grouped.size(); t++) {
            if (answers.of(t).size() < 2) {
                continue;
            }
            for (List<Drawn> group : grouped.get(t)) {
                for (Drawn one : group) {
                    double alike = agreement(one, group);
                    sum[one.worker()] += alike;
                    count[one.worker()]++;
                    all += alike;
                    boxes++;
                }
            }
        }
        double crowd = boxes == 0 ? 1 : all / boxes;
        double[] agreement = new double[sum.length];
        for (int w = 0; w < sum.length; w++) {
            agreement[w] = (sum[w] + pseudoBoxes * crowd) / (count[w] + pseudoBoxes);
        }
        return agreement;
    }

    private Box fuse(List<Drawn> group, Options options) {
        double[] weights = weights(group, options);
        double left = side(group, weights, options.fusion(), Box::left);
        double top = side(group, weights, options.fusion(), Box::top);
        double right = side(group, weights, options.fusion(), box -> box.left() + box.width());
        double bottom = side(group, weights, options.fusion(), box -> box.top() + box.height());
        return new Box(group.getFirst().box().label(), left, top, right - left, bottom - top);
    }

    private double[] weights(List<Drawn> group, Options options) {
        double[] weights = new double[group.size()];
        if (options.fusion() == Fusion.MEDIAN || options.fusion() == Fusion.MEAN) {
            Arrays.fill(weights, 1);
            return weights;
        }
        for (int i = 0; i < weights.length; i++) {
            Drawn one = group.get(i);
            // Never quite nothing, so that boxes without anything in common still have a middle.
            weights[i] = 1e-6 + Math.pow(workerAgreement[one.worker()] * agreement(one, group), options.sharpness());
        }
        return weights;
    }

    private static double side(List<Drawn> group, double[] weights, Fusion fusion, ToDoubleFunction<Box> side) {
        double[] values = group.stream()
                .mapToDouble(drawn -> side.applyAsDouble(drawn.box()))
                .toArray();
        return fusion == Fusion.MEDIAN || fusion == Fusion.WEIGHTED_MEDIAN
                ? median(values, weights)
                : mean(values, weights);
    }

    private static double mean(double[] values, double[] weights) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            sum += weights[i] * values[i];
            total += weights[i];
        }
        return sum / total;
    }

    /** The value up to which half of the weight lies; half way to the next if it is exactly half. */
    private static double median(double[] values, double[] weights) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double half = Arrays.stream(weights).sum() / 2;
        double below = 0;
        for (int i = 0; i < order.length - 1; i++) {
            below += weights[order[i]];
            if (Math.abs(below - half) <= 1e-9 * half) {
                return (values[order[i]] + values[order[i + 1]]) / 2;
            }
            if (below > half) {
                return values[order[i]];
            }
        }
        return values[order[order.length - 1]];
    }
}
