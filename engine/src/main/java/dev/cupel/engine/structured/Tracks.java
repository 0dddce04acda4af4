package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.answer.Answer.TimeBase;
import dev.cupel.engine.answer.Region.Keyframe;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * One set of labeled tracks from many annotators' on each video: {@link Clusters} of tracks with {@link Track#similarity}, each of
 * which becomes one. At every keyframe of any of them it is in sight if it is in more than half, its box has the median of each side
 * over those in which it is in sight, and it is occluded if it is in more than half of these. Keyframes that the way between their
 * neighbours gives as well (intersection over union of 0.99 or more) are left out.
 */
public final class Tracks {
    private static final double AS_WELL = 0.99;

    private Tracks() {}

    public static Clusters<Track> estimate(Answers<List<Track>> answers) {
        return Clusters.estimate(
                answers,
                new Clusters.Form<>(
                        "tracks",
                        Track::label,
                        Track.BY_TIME,
                        Track::similarity,
                        // Tracks of which neither is ever in sight are alike, whenever that is.
                        (track, later) -> false,
                        Tracks::fuse,
                        track -> String.format(Locale.ROOT, "frame %d", track.first())),
                Clusters.Options.DEFAULTS,
                "keyframe-median",
                Clusters.Options.DEFAULTS.toString());
    }

    private static Track fuse(List<Clusters.Member<Track>> group) {
        List<Track> tracks = group.stream().map(Clusters.Member::region).toList();
        if (tracks.stream().distinct().count() == 1) {
            return tracks.getFirst();
        }
        TreeSet<Integer> frames = new TreeSet<>();
        // Where one comes or goes the majority may turn; the frame before is the last on the old way.
        tracks.stream().flatMapToInt(Track::turns).forEach(frame -> {
            frames.add(frame);
            frames.add(Math.max(0, frame - 1));
        });
        List<Keyframe> fused = new ArrayList<>();
        for (int frame : frames) {
            List<Track> inSight =
                    tracks.stream().filter(track -> track.at(frame).isPresent()).toList();
            if (2 * inSight.size() > tracks.size()) {
                long occluded = inSight.stream()
                        .filter(track -> track.occludedAt(frame))
                        .count();
                fused.add(fused(inSight, frame, 2 * occluded > inSight.size()));
            } else if (!fused.isEmpty() && !fused.getLast().isOutside()) {
                fused.add(outside(fused.getLast(), frame));
            }
        }
        if (!fused.isEmpty() && fused.getLast().isOutside()) {
            fused.removeLast();
        }
        return fused.isEmpty()
                ? Clusters.mostAlike(group)
                : new Track(tracks.getFirst().label(), tracks.getFirst().timeBase(), needed(fused));
    }

    private static Keyframe fused(List<Track> tracks, int frame, boolean occluded) {
        double left = side(tracks, frame, Box::left);
        double top = side(tracks, frame, Box::top);
        double right = side(tracks, frame, box -> box.left() + box.width());
        double bottom = side(tracks, frame, box -> box.top() + box.height());
        return new Keyframe(
                frame,
                left,
                top,
                right - left,
                bottom - top,
                Optional.empty(),
                occluded ? Optional.of(true) : Optional.empty());
    }

    private static double side(List<Track> tracks, int frame, ToDoubleFunction<Box> side) {
        return Medians.of(tracks.stream()
                .flatMap(track -> track.at(frame).stream())
                .mapToDouble(side)
                .toArray());
    }

    private static Keyframe outside(Keyframe last, int frame) {
        return new Keyframe(
                frame, last.left(), last.top(), last.width(), last.height(), Optional.of(true), Optional.empty());
    }

    /** Without the keyframes that a straight way between two others gives as well; what is out of sight or occluded stays so. */
    private static List<Keyframe> needed(List<Keyframe> all) {
        List<Keyframe> needed = new ArrayList<>();
        int from = 0;
        while (from < all.size()) {
            needed.add(all.get(from));
            int next = from + 1;
            while (next + 1 < all.size() && spares(all, from, next + 1)) {
                next++;
            }
            from = next;
        }
        return needed;
    }

    /** Whether the keyframes between two others can be left out. */
    private static boolean spares(List<Keyframe> all, int from, int to) {
        Track straight = new Track(0, new TimeBase(1, 1), List.of(all.get(from), all.get(to)));
        for (int i = from + 1; i < to; i++) {
            Keyframe one = all.get(i);
            if (one.isOutside() != all.get(from).isOutside()
                    || one.isOccluded() != all.get(from).isOccluded()) {
                return false;
            }
            Box there = new Box(0, one.left(), one.top(), one.width(), one.height());
            if (!one.isOutside()
                    && straight.at(one.frame())
                            .filter(box -> Box.iou(box, there) >= AS_WELL)
                            .isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
