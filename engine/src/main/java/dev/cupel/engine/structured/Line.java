package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/** A {@link Region.Polyline} as the statistics know it, with its label as a number. Which end it was drawn from says nothing. */
public final class Line {
    /** Total: by label, then from left to right. */
    static final Comparator<Line> BY_PLACE = Comparator.comparingInt(Line::label)
            .thenComparingDouble(Line::left)
            .thenComparing(line -> line.points, Arrays::compare);

    /** Two lines have nothing in common if they are so far apart, as share of their size. */
    static final double FAR = 0.25;

    /** How many even pieces a line is cut into beside its own points. */
    static final int PIECES = 32;

    private final int label;
    /** {@code x, y, x, y, ...}. */
    private final double[] points;
    /** Where each point lies, as share of the length: from 0 to 1. */
    private final double[] shares;

    /** Left, top, right, bottom. */
    private final double[] box;

    private final double size;

    private Line(int label, double[] points) {
        this.label = label;
        this.points = points;
        this.box = Simplified.box(points);
        this.size = Math.hypot(box[2] - box[0], box[3] - box[1]);
        this.shares = new double[points.length / 2];
        for (int i = 1; i < shares.length; i++) {
            shares[i] = shares[i - 1]
                    + Math.hypot(points[2 * i] - points[2 * i - 2], points[2 * i + 1] - points[2 * i - 1]);
        }
        double length = shares[shares.length - 1];
        if (!(length > 0)) {
            throw new InputException(
                    Code.CONTRADICTION, "points", "all lie in one place", "give a line: at least 2 different points");
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= length;
        }
    }

    /** @throws InputException if it has no length */
    public static Line of(int label, Region.Polyline line) {
        double[] points = new double[2 * line.points().size()];
        for (int i = 0; i < line.points().size(); i++) {
            points[2 * i] = line.points().get(i).x();
            points[2 * i + 1] = line.points().get(i).y();
        }
        return new Line(label, points);
    }

    static Line of(int label, double[] points) {
        return new Line(label, points);
    }

    public int label() {
        return label;
    }

    public double left() {
        return box[0];
    }

    double[] points() {
        return points;
    }

    double[] shares() {
        return shares;
    }

    /** Diagonal of the box around it. */
    double size() {
        return size;
    }

    Line reversed() {
        double[] back = new double[points.length];
        for (int i = 0; i < points.length; i += 2) {
            back[i] = points[points.length - 2 - i];
            back[i + 1] = points[points.length - 1 - i];
        }
        return new Line(label, back);
    }

    /** The way back to a region. */
    public Region.Polyline polyline(Region.Tag tag) {
        List<Region.Point> list = new ArrayList<>();
        for (int i = 0; i < points.length; i += 2) {
            list.add(new Region.Point(points[i], points[i + 1]));
        }
        return new Region.Polyline(tag, list);
    }

    /**
     * One minus the discrete Fréchet distance over a quarter of the lines' size (mean of the diagonals of their boxes), at least 0;
     * 0 for different labels. Both are compared as drawn from the one end and from the other; the nearer counts.
     *
     * <p>Both lines are cut at the same shares of their lengths: those of the points of either, and 32 even ones. Else the same line
     * would be far from itself as soon as somebody clicks one point more on it. Time O(p²) for {@code p} such shares.
     */
    public static double similarity(Line a, Line b) {
        if (a.label != b.label) {
            return 0;
        }
        double far = FAR * (a.size + b.size) / 2;
        for (int side = 0; side < 4; side++) {
            // The outermost points are met by none that is nearer than this.
            if (Math.abs(a.box[side] - b.box[side]) >= far) {
                return 0;
            }
        }
        // In one order, so that which of them is called the first does not change the last digit.
        boolean ordered = BY_PLACE.compare(a, b) <= 0;
        Line one = ordered ? a : b;
        Line other = ordered ? b : a;
        Line back = other.reversed();
        boolean along = ends(one, other) <= ends(one, back);
        double apart = nearer(one, along ? other : back, far);
        // The ends meet whatever happens between them: the other way round may be out of the question.
        apart = Math.min(apart, nearer(one, along ? back : other, apart));
        return Math.max(0, 1 - apart / far);
    }

    /** How far they are apart, or {@code far} if that is not nearer. */
    private static double nearer(Line a, Line b, double far) {
        return ends(a, b) >= far ? far : Math.min(far, apart(a, b));
    }

    /** The larger distance of their ends. */
    private static double ends(Line a, Line b) {
        int i = a.points.length - 2;
        int j = b.points.length - 2;
        return Math.max(
                Math.hypot(a.points[0] - b.points[0], a.points[1] - b.points[1]),
                Math.hypot(a.points[i] - b.points[j], a.points[i + 1] - b.points[j + 1]));
    }

    static double apart(Line a, Line b) {
        double[] cuts = cuts(List.of(a, b));
        return Frechet.discrete(a.at(cuts), b.at(cuts));
    }

    /** Shares of the length at which any of the lines has a point, and even ones. */
    static double[] cuts(List<Line> lines) {
        return DoubleStream.concat(
                        DoubleStream.iterate(0, i -> i + 1).limit(PIECES + 1).map(i -> i / PIECES),
                        lines.stream().flatMapToDouble(line -> Arrays.stream(line.shares)))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The places at ascending shares of the length. */
    double[] at(double[] ascending) {
        double[] places = new double[2 * ascending.length];
        int piece = 0;
        for (int i = 0; i < ascending.length; i++) {
            while (piece + 2 < shares.length && shares[piece + 1] <= ascending[i]) {
                piece++;
            }
            double length = shares[piece + 1] - shares[piece];
            double along = length == 0 ? 1 : Math.clamp((ascending[i] - shares[piece]) / length, 0, 1);
            for (int axis = 0; axis < 2; axis++) {
                double from = points[2 * piece + axis];
                double to = points[2 * piece + 2 + axis];
                places[2 * i + axis] = along == 1 ? to : from + along * (to - from);
            }
        }
        return places;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Line line && label == line.label && Arrays.equals(points, line.points);
    }

    @Override
    public int hashCode() {
        return 31 * label + Arrays.hashCode(points);
    }

    @Override
    public String toString() {
        return "label " + label + " " + Arrays.toString(points);
    }
}
