package dev.cupel.engine.structured;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The outline of what lies in more than half of several outlines.
 *
 * <p>The trapezoids of {@link AreaSweep} that win the vote are put together: each brings the edges around it, edges that run both
 * ways between two of them go, and what is left is followed from point to point into rings. Coordinates are rounded to a grid of
 * twelve digits first, so that points that are the same are so to the last bit; as every trapezoid brings a closed way, so is what is left.
 */
final class OutlineVote {
    private static final int DIGITS = 12;

    /** On the grid; in reading order. */
    private record Corner(long x, long y) implements Comparable<Corner> {
        @Override
        public int compareTo(Corner other) {
            return y != other.y ? Long.compare(y, other.y) : Long.compare(x, other.x);
        }
    }

    private record Way(Corner from, Corner to) {}

    private final double scale;
    /** How often a way that is not level is taken, less how often the other way round. */
    private final Map<Way, Integer> ways = new HashMap<>();
    /** By height, how the number of level ways to the right less those to the left changes along x. */
    private final TreeMap<Long, TreeMap<Long, Integer>> level = new TreeMap<>();

    private OutlineVote(double most) {
        // A power of ten, so that what people write with few digits stays as it is.
        this.scale = Math.pow(10, DIGITS - Math.ceil(Math.log10(Math.max(most, 1e-9))));
    }

    /**
     * @param outlines of one label
     * @return the largest piece with its holes, without points that hardly matter; empty if nothing lies in more than half
     */
    static Optional<Outline> majority(List<Outline> outlines) {
        double most = 0;
        for (Outline outline : outlines) {
            most = Math.max(
                    most,
                    Math.max(
                            Math.max(Math.abs(outline.left()), Math.abs(outline.right())),
                            Math.max(Math.abs(outline.top()), Math.abs(outline.bottom()))));
        }
        OutlineVote vote = new OutlineVote(most);
        Joined joined = vote.new Joined();
        AreaSweep.over(outlines.stream().map(Outline::rings).toList(), (in, slab) -> {
            int votes = 0;
            for (boolean inside : in) {
                votes += inside ? 1 : 0;
            }
            if (2 * votes > in.length) {
                joined.take(slab);
            }
        });
        joined.end();
        return vote.largest(outlines.getFirst().label());
    }

    /** Neighbours that both win are one trapezoid. */
    private final class Joined {
        private AreaSweep.Trapezoid last = new AreaSweep.Trapezoid(0, 0, 0, 0, 0, 0);
        private boolean any;

        void take(AreaSweep.Trapezoid next) {
            if (any
                    && last.top() == next.top()
                    && last.rightTop() == next.leftTop()
                    && last.rightBottom() == next.leftBottom()) {
                last = new AreaSweep.Trapezoid(
                        last.top(),
                        last.bottom(),
                        last.leftTop(),
                        last.leftBottom(),
                        next.rightTop(),
                        next.rightBottom());
            } else {
                end();
                last = next;
                any = true;
            }
        }

        void end() {
            if (any) {
                around(last);
            }
            any = false;
        }
    }

    private Corner corner(double x, double y) {
        return new Corner(Math.round(x * scale), Math.round(y * scale));
    }

    /** The way around a trapezoid that has it on the right hand. */
    private void around(AreaSweep.Trapezoid slab) {
        Corner leftTop = corner(slab.leftTop(), slab.top());
        Corner rightTop = corner(slab.rightTop(), slab.top());
        Corner rightBottom = corner(slab.rightBottom(), slab.bottom());
        Corner leftBottom = corner(slab.leftBottom(), slab.bottom());
        add(leftTop, rightTop);
        add(rightTop, rightBottom);
        add(rightBottom, leftBottom);
        add(leftBottom, leftTop);
    }

    private void add(Corner from, Corner to) {
        if (from.y() == to.y()) {
            TreeMap<Long, Integer> changes = level.computeIfAbsent(from.y(), y -> new TreeMap<>());
            changes.merge(from.x(), 1, Integer::sum);
            changes.merge(to.x(), -1, Integer::sum);
            return;
        }
        Way back = new Way(to, from);
        if (ways.containsKey(back)) {
            ways.computeIfPresent(back, (way, times) -> times == 1 ? null : times - 1);
        } else {
            ways.merge(new Way(from, to), 1, Integer::sum);
        }
    }

    /** Where each corner leads. */
    private NavigableMap<Corner, List<Corner>> onwards() {
        NavigableMap<Corner, List<Corner>> onwards = new TreeMap<>();
        ways.forEach((way, times) -> {
            for (int i = 0; i < times; i++) {
                onwards.computeIfAbsent(way.from(), corner -> new ArrayList<>()).add(way.to());
            }
        });
        level.forEach((y, changes) -> {
            int net = 0;
            long since = 0;
            for (Map.Entry<Long, Integer> change : changes.entrySet()) {
                Corner left = new Corner(since, y);
                Corner right = new Corner(change.getKey(), y);
                for (int i = 0; i < Math.abs(net); i++) {
                    onwards.computeIfAbsent(net > 0 ? left : right, corner -> new ArrayList<>())
                            .add(net > 0 ? right : left);
                }
                net += change.getValue();
                since = change.getKey();
            }
        });
        return onwards;
    }

    private Optional<Outline> largest(int label) {
        List<double[]> rings = rings();
        double[] outer = rings.stream()
                .filter(ring -> signedArea(ring) > 0)
                .max(Comparator.comparingDouble(OutlineVote::signedArea))
                .orElse(null);
        if (outer == null) {
            return Optional.empty();
        }
        double tolerance = Simplified.TOLERANCE * Simplified.size(outer);
        List<double[]> piece = new ArrayList<>();
        piece.add(Simplified.ring(outer, tolerance));
        rings.stream()
                .filter(ring -> signedArea(ring) < 0 && within(ring, outer))
                .map(ring -> Simplified.ring(ring, tolerance))
                .filter(ring -> Math.abs(signedArea(ring)) > tolerance * tolerance)
                .forEach(piece::add);
        return piece.getFirst().length < 6 ? Optional.empty() : Optional.of(Outline.ofRings(label, piece));
    }

    /** Closed ways, those around an area with it on the right hand, those around a hole the other way round. */
    private List<double[]> rings() {
        NavigableMap<Corner, List<Corner>> onwards = onwards();
        List<double[]> rings = new ArrayList<>();
        while (!onwards.isEmpty()) {
            Corner start = onwards.firstKey();
            List<Corner> ring = new ArrayList<>();
            Corner before = new Corner(start.x() - 1, start.y());
            Corner at = start;
            do {
                ring.add(at);
                Corner after = next(onwards, before, at);
                before = at;
                at = after;
            } while (!at.equals(start));
            double[] places = new double[2 * ring.size()];
            for (int i = 0; i < ring.size(); i++) {
                places[2 * i] = ring.get(i).x() / scale;
                places[2 * i + 1] = ring.get(i).y() / scale;
            }
            rings.add(places);
        }
        return rings;
    }

    /** Turns as far to the right as there is a way, so that rings which touch in a corner stay apart, and takes the way. */
    private static Corner next(Map<Corner, List<Corner>> onwards, Corner before, Corner at) {
        List<Corner> ways = onwards.get(at);
        if (ways == null) {
            throw new IllegalStateException("a way that is not closed ends at " + at);
        }
        Corner best = ways.getFirst();
        for (Corner way : ways) {
            if (turn(before, at, way) > turn(before, at, best)) {
                best = way;
            }
        }
        ways.remove(best);
        if (ways.isEmpty()) {
            onwards.remove(at);
        }
        return best;
    }

    /** Angle to the right, with y downwards. */
    private static double turn(Corner before, Corner at, Corner after) {
        double dx = at.x() - before.x();
        double dy = at.y() - before.y();
        double ex = after.x() - at.x();
        double ey = after.y() - at.y();
        return Math.atan2(dx * ey - dy * ex, dx * ex + dy * ey);
    }

    /** Above 0 if it has the area on the right hand, with y downwards. */
    private static double signedArea(double[] ring) {
        double sum = 0;
        for (int i = 0; i < ring.length; i += 2) {
            double x = ring[(i + 2) % ring.length] - ring[0];
            double y = ring[(i + 3) % ring.length] - ring[1];
            sum += (ring[i] - ring[0]) * y - x * (ring[i + 1] - ring[1]);
        }
        return sum / 2;
    }

    /** Whether the middle of a hole's first edge lies in the ring. */
    private static boolean within(double[] hole, double[] ring) {
        double x = (hole[0] + hole[2]) / 2;
        double y = (hole[1] + hole[3]) / 2;
        boolean inside = false;
        for (int i = 0; i < ring.length; i += 2) {
            double fromX = ring[i];
            double fromY = ring[i + 1];
            double toX = ring[(i + 2) % ring.length];
            double toY = ring[(i + 3) % ring.length];
            if (fromY > y != toY > y && x < fromX + (toX - fromX) * ((y - fromY) / (toY - fromY))) {
                inside = !inside;
            }
        }
        return inside;
    }
}
