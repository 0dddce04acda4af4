package dev.cupel.engine.structured;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.stream.IntStream;

/**
 * Lines and rings without the points that hardly matter: nothing that is left out lies further than the tolerance from what stays.
 *
 * <p>Source: D. H. Douglas, T. K. Peucker, "Algorithms for the reduction of the number of points required to represent a
 * digitized line or its caricature", Cartographica 10(2), 1973, doi:10.3138/FM57-6770-U75U-7727. Time O(n²) at worst, O(n log n)
 * usually.
 */
final class Simplified {
    /** What can be left out, as share of the size: the diagonal of the box around. */
    static final double TOLERANCE = 0.0025;

    private Simplified() {}

    /** @param line {@code x, y, x, y, ...} */
    static double[] line(double[] line, double tolerance) {
        BitSet kept = new BitSet();
        int last = line.length / 2 - 1;
        kept.set(0);
        kept.set(last);
        keep(line, 0, last, tolerance, kept);
        return of(line, kept);
    }

    /** @param ring {@code x, y, x, y, ...}; its first point stays */
    static double[] ring(double[] ring, double tolerance) {
        double[] closed = Arrays.copyOf(ring, ring.length + 2);
        closed[ring.length] = ring[0];
        closed[ring.length + 1] = ring[1];
        int far = 0;
        double most = -1;
        for (int i = 1; i < ring.length / 2; i++) {
            double distance = Math.hypot(ring[2 * i] - ring[0], ring[2 * i + 1] - ring[1]);
            if (distance > most) {
                most = distance;
                far = i;
            }
        }
        BitSet kept = new BitSet();
        kept.set(0);
        kept.set(far);
        keep(closed, 0, far, tolerance, kept);
        keep(closed, far, ring.length / 2, tolerance, kept);
        return of(ring, kept);
    }

    /** Diagonal of the box around some points. */
    static double size(double[] points) {
        double[] box = box(points);
        return Math.hypot(box[2] - box[0], box[3] - box[1]);
    }

    /** Left, top, right and bottom of some points. */
    static double[] box(double[] points) {
        double[] box = {
            Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY
        };
        for (int i = 0; i < points.length; i++) {
            box[i % 2] = Math.min(box[i % 2], points[i]);
            box[2 + i % 2] = Math.max(box[2 + i % 2], points[i]);
        }
        return box;
    }

    private static double[] of(double[] points, BitSet kept) {
        return kept.stream()
                .flatMap(i -> IntStream.of(2 * i, 2 * i + 1))
                .mapToDouble(i -> points[i])
                .toArray();
    }

    /** Marks what has to stay between two points that do; ranges wait in a list, because a long line would nest too deep. */
    private static void keep(double[] line, int from, int to, double tolerance, BitSet kept) {
        Deque<int[]> ranges = new ArrayDeque<>();
        ranges.push(new int[] {from, to});
        while (!ranges.isEmpty()) {
            int[] range = ranges.pop();
            int furthest = -1;
            double most = tolerance;
            for (int i = range[0] + 1; i < range[1]; i++) {
                double distance = distance(line, i, range[0], range[1]);
                if (distance > most) {
                    most = distance;
                    furthest = i;
                }
            }
            if (furthest >= 0) {
                kept.set(furthest);
                ranges.push(new int[] {range[0], furthest});
                ranges.push(new int[] {furthest, range[1]});
            }
        }
    }

    /** Of a point from the straight piece between two others. */
    private static double distance(double[] line, int point, int from, int to) {
        double dx = line[2 * to] - line[2 * from];
        double dy = line[2 * to + 1] - line[2 * from + 1];
        double px = line[2 * point] - line[2 * from];
        double py = line[2 * point + 1] - line[2 * from + 1];
        double length = dx * dx + dy * dy;
        double along = length == 0 ? 0 : Math.clamp((px * dx + py * dy) / length, 0, 1);
        return Math.hypot(px - along * dx, py - along * dy);
    }
}
