package dev.cupel.engine.structured;

import java.util.List;
import java.util.Locale;

/**
 * One set of labeled polygons from many annotators' on each picture: {@link Clusters} of outlines with intersection over union,
 * each of which becomes the outline of what lies in more than half of its polygons. Of several pieces the largest stays; points that
 * leave it by less than 0.25 % of its size are dropped. Where no place lies in more than half of them, the polygon that is most like the
 * others stands for them.
 */
public final class Polygons {
    private Polygons() {}

    public static Clusters<Outline> estimate(Answers<List<Outline>> answers) {
        return Clusters.estimate(
                answers,
                new Clusters.Form<>(
                        "polygons",
                        Outline::label,
                        Outline.BY_PLACE,
                        Outline::iou,
                        // In order of label and left side, nothing further can overlap.
                        (outline, later) -> later.left() >= outline.right(),
                        Polygons::fuse,
                        outline -> String.format(Locale.ROOT, "%.1f, %.1f", outline.left(), outline.top())),
                Clusters.Options.DEFAULTS,
                "area-vote",
                Clusters.Options.DEFAULTS.toString());
    }

    private static Outline fuse(List<Clusters.Member<Outline>> group) {
        List<Outline> outlines = group.stream().map(Clusters.Member::region).toList();
        return outlines.stream().distinct().count() == 1
                ? outlines.getFirst()
                : OutlineVote.majority(outlines).orElse(Clusters.mostAlike(group));
    }
}
