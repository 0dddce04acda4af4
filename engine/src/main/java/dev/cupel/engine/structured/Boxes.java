package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.structured.Answers.Answer;
import dev.cupel.engine.structured.Clusters.Member;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One set of labeled boxes from many annotators' on each picture: {@link Clusters} of boxes with intersection over union, each of
 * which becomes one box.
 *
 * <p>Source: R. Solovyev, W. Wang, T. Gabruseva, "Weighted boxes fusion: Ensembling boxes from different object detection
 * models", Image and Vision Computing 107, 2021, doi:10.1016/j.imavis.2021.104117. Differences: one box per annotator and
 * cluster; the weighted median of each side by default, which one careless annotator cannot move; weights are learned
 * from agreement, because people give no scores.
 */
public final class Boxes {
    private Boxes() {}

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

    public static Clusters<Box> estimate(Answers<List<Box>> answers) {
        return estimate(answers, Options.DEFAULTS);
    }

    /** @throws InputException if a box has a side that is not a number, or no extent; the message names task and worker */
    public static Clusters<Box> estimate(Answers<List<Box>> answers, Options options) {
        for (int t = 0; t < answers.taskCount(); t++) {
            for (Answer<List<Box>> answer : answers.of(t)) {
                for (Box box : answer.value()) {
                    check(box, "task " + t + ", worker " + answer.worker());
                }
            }
        }
        return Clusters.estimate(
                answers,
                new Clusters.Form<>(
                        "boxes",
                        Box::label,
                        BY_PLACE,
                        Box::iou,
                        // In order of label and left side, nothing further can overlap.
                        (box, later) -> later.left() >= box.left() + box.width(),
                        group -> fuse(group, options),
                        box -> String.format(Locale.ROOT, "%.1f, %.1f", box.left(), box.top())),
                new Clusters.Options(options.iou(), options.share(), options.pseudoBoxes()),
                "boxes-" + options.fusion().name().toLowerCase(Locale.ROOT),
                options.toString());
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

    private static Box fuse(List<Member<Box>> group, Options options) {
        double[] weights = weights(group, options);
        double left = side(group, weights, options.fusion(), Box::left);
        double top = side(group, weights, options.fusion(), Box::top);
        double right = side(group, weights, options.fusion(), box -> box.left() + box.width());
        double bottom = side(group, weights, options.fusion(), box -> box.top() + box.height());
        return new Box(group.getFirst().region().label(), left, top, right - left, bottom - top);
    }

    private static double[] weights(List<Member<Box>> group, Options options) {
        double[] weights = new double[group.size()];
        if (options.fusion() == Fusion.MEDIAN || options.fusion() == Fusion.MEAN) {
            Arrays.fill(weights, 1);
            return weights;
        }
        for (int i = 0; i < weights.length; i++) {
            Member<Box> one = group.get(i);
            // Never quite nothing, so that boxes without anything in common still have a middle.
            weights[i] = 1e-6 + Math.pow(one.annotator() * one.own(), options.sharpness());
        }
        return weights;
    }

    private static double side(List<Member<Box>> group, double[] weights, Fusion fusion, ToDoubleFunction<Box> side) {
        double[] values = group.stream()
                .mapToDouble(member -> side.applyAsDouble(member.region()))
                .toArray();
        return fusion == Fusion.MEDIAN || fusion == Fusion.WEIGHTED_MEDIAN
                ? Medians.weighted(values, weights)
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
}
