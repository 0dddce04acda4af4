package dev.cupel.engine.structured;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the plane along several outlines into trapezoids, and says for each how many of the outlines it lies in. Between two
 * neighbouring heights at which a point lies or two edges cross, no edges cross, so that their order from left to right says it all:
 * areas are sums of trapezoids, exact but for rounding, whatever the outlines look like. There is no case in which it fails.
 *
 * <p>Time O((n + c) a) for {@code n} edges, {@code c} crossings and {@code a} edges at one height (a few for the outlines of things), memory
 * O(n + c).
 */
final class AreaSweep {
    /** A part of a slab between two edges that are neighbours. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param in by outline, whether the trapezoid lies in it
         * @param slab from {@code top} to {@code bottom}, and the ends of the edges left and right of it at both
         */
        void take(boolean[] in, Trapezoid slab);
    }

    record Trapezoid(
            double top, double bottom, double leftTop, double leftBottom, double rightTop, double rightBottom) {
        double area() {
            return Math.max(0, ((rightTop - leftTop) + (rightBottom - leftBottom)) / 2 * (bottom - top));
        }
    }

    /** An edge that is not level, its upper end first. */
    private record Edge(double topX, double top, double bottomX, double bottom, int outline, int ring) {
        double x(double y) {
            if (y <= top) {
                return topX;
            }
            return y >= bottom ? bottomX : topX + (bottomX - topX) * ((y - top) / (bottom - top));
        }
    }

    private final int outlines;
    private final int mostRings;
    private final List<Edge> edges;

    private AreaSweep(List<double[][]> outlines) {
        this.outlines = outlines.size();
        this.mostRings = outlines.stream().mapToInt(rings -> rings.length).max().orElse(0);
        this.edges = new ArrayList<>();
        for (int o = 0; o < outlines.size(); o++) {
            for (int r = 0; r < outlines.get(o).length; r++) {
                add(outlines.get(o)[r], o, r);
            }
        }
        edges.sort((a, b) -> Double.compare(a.top, b.top));
    }

    /** @param outlines each as its rings {@code x, y, x, y, ...}; the first is the outer one, the others are holes */
    static void over(List<double[][]> outlines, Taker taker) {
        new AreaSweep(outlines).sweep(taker);
    }

    private void add(double[] ring, int outline, int number) {
        for (int i = 0; i < ring.length; i += 2) {
            double x = ring[i];
            double y = ring[i + 1];
            double nextX = ring[(i + 2) % ring.length];
            double nextY = ring[(i + 3) % ring.length];
            if (y < nextY) {
                edges.add(new Edge(x, y, nextX, nextY, outline, number));
            } else if (y > nextY) {
                edges.add(new Edge(nextX, nextY, x, y, outline, number));
            }
        }
    }

    private void sweep(Taker taker) {
        double[] heights = heights();
        Edge[] active = new Edge[16];
        double[] top = new double[16];
        double[] bottom = new double[16];
        int count = 0;
        int next = 0;
        boolean[][] odd = new boolean[outlines][mostRings];
        int[] holes = new int[outlines];
        boolean[] in = new boolean[outlines];
        for (int h = 0; h + 1 < heights.length; h++) {
            double from = heights[h];
            double to = heights[h + 1];
            int stay = 0;
            for (int i = 0; i < count; i++) {
                if (active[i].bottom > from) {
                    active[stay++] = active[i];
                }
            }
            count = stay;
            for (; next < edges.size() && edges.get(next).top <= from; next++) {
                if (count == active.length) {
                    active = Arrays.copyOf(active, 2 * count);
                    top = new double[2 * count];
                    bottom = new double[2 * count];
                }
                active[count++] = edges.get(next);
            }
            for (int i = 0; i < count; i++) {
                place(active, top, bottom, i, from, to);
            }
            for (boolean[] rings : odd) {
                Arrays.fill(rings, false);
            }
            Arrays.fill(holes, 0);
            Arrays.fill(in, false);
            for (int i = 0; i + 1 < count; i++) {
                int o = active[i].outline;
                int r = active[i].ring;
                odd[o][r] = !odd[o][r];
                holes[o] += r == 0 ? 0 : odd[o][r] ? 1 : -1;
                in[o] = odd[o][0] && holes[o] == 0;
                taker.take(in, new Trapezoid(from, to, top[i], bottom[i], top[i + 1], bottom[i + 1]));
            }
        }
    }

    /** Puts an edge among those before it, from left to right; they are nearly in order from the slab above. */
    private static void place(Edge[] active, double[] top, double[] bottom, int at, double from, double to) {
        Edge edge = active[at];
        double x = edge.x(from);
        double below = edge.x(to);
        int i = at;
        for (; i > 0 && top[i - 1] + bottom[i - 1] > x + below; i--) {
            active[i] = active[i - 1];
            top[i] = top[i - 1];
            bottom[i] = bottom[i - 1];
        }
        active[i] = edge;
        top[i] = x;
        bottom[i] = below;
    }

    /** Where an edge ends or two cross, downwards. */
    private double[] heights() {
        double[] heights = new double[2 * edges.size() + 16];
        int count = 0;
        for (int i = 0; i < edges.size(); i++) {
            Edge one = edges.get(i);
            heights = room(heights, count + 2);
            heights[count++] = one.top;
            heights[count++] = one.bottom;
            double left = Math.min(one.topX, one.bottomX);
            double right = Math.max(one.topX, one.bottomX);
            for (int j = i + 1; j < edges.size() && edges.get(j).top < one.bottom; j++) {
                Edge other = edges.get(j);
                if (Math.max(other.topX, other.bottomX) < left || Math.min(other.topX, other.bottomX) > right) {
                    continue;
                }
                double from = other.top;
                double to = Math.min(one.bottom, other.bottom);
                double apart = one.x(from) - other.x(from);
                double later = one.x(to) - other.x(to);
                if ((apart < 0 && later > 0) || (apart > 0 && later < 0)) {
                    heights = room(heights, count + 1);
                    heights[count++] = from + (to - from) * (apart / (apart - later));
                }
            }
        }
        return Arrays.stream(heights, 0, count).sorted().distinct().toArray();
    }

    private static double[] room(double[] heights, int wanted) {
        return wanted <= heights.length ? heights : Arrays.copyOf(heights, 2 * wanted);
    }
}
