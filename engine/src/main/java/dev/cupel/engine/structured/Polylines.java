package dev.cupel.engine.structured;

import java.util.List;
import java.util.Locale;

/**
 * One set of labeled lines from many annotators' on each picture: {@link Clusters} of lines with {@link Line#similarity}, each of
 * which becomes their middle line: all are taken in the direction of the one that is most like the others, and at each share of the
 * length the place is the median of theirs, x and y on their own. Points that leave it by less than 0.25 % of its size are dropped.
 */
public final class Polylines {
    private Polylines() {}

    public static Clusters<Line> estimate(Answers<List<Line>> answers) {
        return Clusters.estimate(
                answers,
                new Clusters.Form<>(
                        "polylines",
                        Line::label,
                        Line.BY_PLACE,
                        Line::similarity,
                        // A long line can be like one that begins far to the left of it.
                        (line, later) -> false,
                        Polylines::fuse,
                        line -> String.format(Locale.ROOT, "%.1f, %.1f", line.points()[0], line.points()[1])),
                Clusters.Options.DEFAULTS,
                "median-line",
                Clusters.Options.DEFAULTS.toString());
    }

    private static Line fuse(List<Clusters.Member<Line>> group) {
        Line middle = Clusters.mostAlike(group);
        List<Line> lines = group.stream()
                .map(Clusters.Member::region)
                .map(line -> Line.apart(middle, line) <= Line.apart(middle, line.reversed()) ? line : line.reversed())
                .toList();
        if (lines.stream().distinct().count() == 1) {
            return middle;
        }
        double[] cuts = Line.cuts(lines);
        double[][] places = lines.stream().map(line -> line.at(cuts)).toArray(double[][]::new);
        double[] medians = new double[2 * cuts.length];
        double[] values = new double[places.length];
        for (int i = 0; i < medians.length; i++) {
            for (int l = 0; l < places.length; l++) {
                values[l] = places[l][i];
            }
            medians[i] = Medians.of(values);
        }
        double size = Simplified.size(medians);
        return size > 0 ? Line.of(middle.label(), Simplified.line(medians, Simplified.TOLERANCE * size)) : middle;
    }
}
