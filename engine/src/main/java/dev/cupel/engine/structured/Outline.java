package dev.cupel.engine.structured;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Region;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The area of a {@link Region.Polygon} as the statistics know it, with its label as a number. */
public final class Outline {
    /** Total: by label, then from left to right. */
    static final Comparator<Outline> BY_PLACE = Comparator.comparingInt(Outline::label)
            .thenComparingDouble(Outline::left)
            .thenComparingDouble(Outline::top)
            .thenComparingDouble(Outline::right)
            .thenComparingDouble(Outline::bottom)
            .thenComparing(outline -> outline.rings, (a, b) -> Arrays.compare(a, b, Arrays::compare));

    /** Points on one line enclose what rounding makes of nothing, as share of the square of their distance. */
    private static final double FLAT = 1e-12;

    private final int label;
    private final double[][] rings;
    private final double left;
    private final double top;
    private final double right;
    private final double bottom;
    private final double area;

    /** @param rings each {@code x, y, x, y, ...}, the outer one first */
    private Outline(int label, double[][] rings) {
        this.label = label;
        this.rings = rings;
        double[] box = Simplified.box(rings[0]);
        this.left = box[0];
        this.top = box[1];
        this.right = box[2];
        this.bottom = box[3];
        this.area = area(rings);
        if (!(area > FLAT * (Math.pow(right - left, 2) + Math.pow(bottom - top, 2)))) {
            throw new InputException(
                    Code.CONTRADICTION,
                    "points",
                    "enclose no area",
                    "give the outline of something: at least 3 points that do not lie on one line");
        }
    }

    /** @throws InputException if nothing lies inside */
    public static Outline of(int label, Region.Polygon polygon) {
        double[][] rings = new double[1 + polygon.holes().size()][];
        rings[0] = ring(polygon.points());
        for (int i = 1; i < rings.length; i++) {
            rings[i] = ring(polygon.holes().get(i - 1));
        }
        return new Outline(label, rings);
    }

    /** @param rings each {@code x, y, x, y, ...}, the outer one first; they belong to the outline from here on */
    static Outline ofRings(int label, List<double[]> rings) {
        return new Outline(label, rings.toArray(double[][]::new));
    }

    private static double[] ring(List<Region.Point> points) {
        double[] ring = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            ring[2 * i] = points.get(i).x();
            ring[2 * i + 1] = points.get(i).y();
        }
        return ring;
    }

    private static double area(double[][] rings) {
        double[] area = new double[1];
        AreaSweep.over(List.<double[][]>of(rings), (in, slab) -> area[0] += in[0] ? slab.area() : 0);
        return area[0];
    }

    public int label() {
        return label;
    }

    /** In square pixels, above 0. */
    public double area() {
        return area;
    }

    public double left() {
        return left;
    }

    public double top() {
        return top;
    }

    public double right() {
        return right;
    }

    public double bottom() {
        return bottom;
    }

    double[][] rings() {
        return rings;
    }

    /** The way back to a region. */
    public Region.Polygon polygon(Region.Tag tag) {
        List<List<Region.Point>> points = new ArrayList<>();
        for (double[] ring : rings) {
            List<Region.Point> ofRing = new ArrayList<>();
            for (int i = 0; i < ring.length; i += 2) {
                ofRing.add(new Region.Point(ring[i], ring[i + 1]));
            }
            points.add(ofRing);
        }
        return new Region.Polygon(tag, points.getFirst(), points.subList(1, points.size()));
    }

    /** Intersection over union of the areas; 0 for outlines of different labels. */
    public static double iou(Outline a, Outline b) {
        if (a.label != b.label || a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom) {
            return 0;
        }
        // In one order, so that which of them is called the first does not change the last digit.
        boolean ordered = BY_PLACE.compare(a, b) <= 0;
        double[] both = new double[1];
        double[] either = new double[1];
        AreaSweep.over(List.of(ordered ? a.rings : b.rings, ordered ? b.rings : a.rings), (in, slab) -> {
            both[0] += in[0] && in[1] ? slab.area() : 0;
            either[0] += in[0] || in[1] ? slab.area() : 0;
        });
        return both[0] / either[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Outline outline && label == outline.label && Arrays.deepEquals(rings, outline.rings);
    }

    @Override
    public int hashCode() {
        return 31 * label + Arrays.deepHashCode(rings);
    }

    @Override
    public String toString() {
        return "label " + label + " " + Arrays.deepToString(rings);
    }
}
