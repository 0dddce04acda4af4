package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints.Joint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One set of labeled keypoints from many annotators' on each picture: {@link Clusters} of bodies with object keypoint similarity,
 * each of which becomes one. A joint is marked if more than half of the cluster's annotators marked it, at the median of their
 * places, x and y on their own; it can be seen if at least half of those who marked it say so.
 */
public final class Poses {
    private static final Comparator<Joint> BY_JOINT = Comparator.comparing(Joint::marked)
            .thenComparingDouble(Joint::x)
            .thenComparingDouble(Joint::y)
            .thenComparing(Joint::visible);
    private static final Comparator<Keypoints> BY_PLACE = Comparator.comparingInt(Keypoints::label)
            .thenComparing(Keypoints::joints, Poses::byJoints)
            .thenComparingDouble(Keypoints::areaPx2);

    private Poses() {}

    /** @param deviations of each joint, see {@link Keypoints#oks} */
    public static Clusters<Keypoints> estimate(Answers<List<Keypoints>> answers, List<Double> deviations) {
        return Clusters.estimate(
                answers,
                new Clusters.Form<>(
                        "keypoints",
                        Keypoints::label,
                        BY_PLACE,
                        Keypoints.oks(deviations),
                        (one, later) -> false,
                        Poses::fuse,
                        Poses::place),
                Clusters.Options.DEFAULTS,
                "keypoint-median",
                Clusters.Options.DEFAULTS.toString());
    }

    private static int byJoints(List<Joint> a, List<Joint> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = BY_JOINT.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }

    private static Keypoints fuse(List<Clusters.Member<Keypoints>> group) {
        List<Joint> fused = new ArrayList<>();
        for (int i = 0; i < group.getFirst().region().joints().size(); i++) {
            int joint = i;
            List<Joint> marked = group.stream()
                    .map(member -> member.region().joints().get(joint))
                    .filter(Joint::marked)
                    .toList();
            long visible = marked.stream().filter(Joint::visible).count();
            fused.add(
                    2 * marked.size() > group.size()
                            ? new Joint(
                                    Medians.of(marked.stream()
                                            .mapToDouble(Joint::x)
                                            .toArray()),
                                    Medians.of(marked.stream()
                                            .mapToDouble(Joint::y)
                                            .toArray()),
                                    true,
                                    2 * visible >= marked.size())
                            : new Joint(0, 0, false));
        }
        return Keypoints.boxed(group.getFirst().region().label(), fused);
    }

    private static String place(Keypoints keypoints) {
        return keypoints.joints().stream()
                .filter(Joint::marked)
                .findFirst()
                .map(joint -> String.format(Locale.ROOT, "%.1f, %.1f", joint.x(), joint.y()))
                .orElse("no place");
    }
}
