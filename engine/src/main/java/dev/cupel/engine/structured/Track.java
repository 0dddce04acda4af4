package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.answer.Answer.TimeBase;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Keyframe;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A {@link Region.Track} as the statistics know it, with its label as a number.
 *
 * @param timeBase of the frames; tracks of another one are on other frames
 * @param keyframes at least one, ascending
 */
public record Track(int label, TimeBase timeBase, List<Keyframe> keyframes) {
    /** Total: by label, then by time. */
    static final Comparator<Track> BY_TIME = Comparator.comparingInt(Track::label)
            .thenComparingInt(track -> track.timeBase.numerator())
            .thenComparingInt(track -> track.timeBase.denominator())
            .thenComparing(Track::keyframes, (a, b) -> {
                for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                    int order = Track.BY_KEYFRAME.compare(a.get(i), b.get(i));
                    if (order != 0) {
                        return order;
                    }
                }
                return Integer.compare(a.size(), b.size());
            });

    private static final Comparator<Keyframe> BY_KEYFRAME = Comparator.comparingInt(Keyframe::frame)
            .thenComparingDouble(Keyframe::left)
            .thenComparingDouble(Keyframe::top)
            .thenComparingDouble(Keyframe::width)
            .thenComparingDouble(Keyframe::height)
            .thenComparing(Keyframe::isOutside)
            .thenComparing(Keyframe::isOccluded);

    public Track {
        keyframes = List.copyOf(keyframes);
    }

    public static Track of(int label, TimeBase timeBase, Region.Track track) {
        return new Track(label, timeBase, track.keyframes());
    }

    int first() {
        return keyframes.getFirst().frame();
    }

    int last() {
        return keyframes.getLast().frame();
    }

    /** The last keyframe up to a frame; -1 before the first. */
    private int before(int frame) {
        int low = 0;
        int high = keyframes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (keyframes.get(middle).frame() <= frame) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** Where it is, on a straight way from keyframe to keyframe; empty where it is out of sight, or there are no keyframes around. */
    public Optional<Box> at(int frame) {
        int from = before(frame);
        return from < 0 || frame > last() || keyframes.get(from).isOutside()
                ? Optional.empty()
                : Optional.of(between(from, frame));
    }

    /** Whether something is in front of it. */
    boolean occludedAt(int frame) {
        int from = before(frame);
        return from >= 0 && keyframes.get(from).isOccluded();
    }

    private Box between(int from, int frame) {
        Keyframe a = keyframes.get(from);
        if (a.frame() == frame) {
            return new Box(label, a.left(), a.top(), a.width(), a.height());
        }
        Keyframe b = keyframes.get(from + 1);
        double along = (double) (frame - a.frame()) / (b.frame() - a.frame());
        return new Box(
                label,
                a.left() + along * (b.left() - a.left()),
                a.top() + along * (b.top() - a.top()),
                a.width() + along * (b.width() - a.width()),
                a.height() + along * (b.height() - a.height()));
    }

    /** Whether it stands still, in sight or not, from a frame up to the next keyframe. */
    private boolean still(int frame) {
        int from = before(frame);
        if (from < 0 || from + 1 >= keyframes.size() || keyframes.get(from).isOutside()) {
            return true;
        }
        Keyframe a = keyframes.get(from);
        Keyframe b = keyframes.get(from + 1);
        return a.left() == b.left() && a.top() == b.top() && a.width() == b.width() && a.height() == b.height();
    }

    private boolean isSeen() {
        return keyframes.stream().anyMatch(keyframe -> !keyframe.isOutside());
    }

    /** The box around all its boxes. */
    private Box around() {
        double left = keyframes.getFirst().left();
        double top = keyframes.getFirst().top();
        double right = left;
        double bottom = top;
        for (Keyframe keyframe : keyframes) {
            left = Math.min(left, keyframe.left());
            top = Math.min(top, keyframe.top());
            right = Math.max(right, keyframe.left() + keyframe.width());
            bottom = Math.max(bottom, keyframe.top() + keyframe.height());
        }
        return new Box(label, left, top, right - left, bottom - top);
    }

    /** Frames at which it may begin to move otherwise, come or go, ascending: keyframes, and the one after the last. */
    IntStream turns() {
        return IntStream.concat(keyframes.stream().mapToInt(Keyframe::frame), IntStream.of(last() + 1));
    }

    /**
     * Mean intersection over union of the boxes over the frames on which either is in sight; 0 for different labels or time
     * bases. 1 if neither is ever in sight. Time O(frames), where both stand still O(keyframes).
     */
    public static double similarity(Track a, Track b) {
        if (a.label != b.label || !a.timeBase.equals(b.timeBase)) {
            return 0;
        }
        if (a.isSeen() && b.isSeen() && Box.iou(a.around(), b.around()) == 0) {
            return 0; // they never come near each other
        }
        int[] turns =
                Stream.of(a, b).flatMapToInt(Track::turns).sorted().distinct().toArray();
        double sum = 0;
        long frames = 0;
        for (int i = 0; i + 1 < turns.length; i++) {
            if (a.at(turns[i]).isEmpty() && b.at(turns[i]).isEmpty()) {
                continue;
            }
            int length = turns[i + 1] - turns[i];
            frames += length;
            if (a.still(turns[i]) && b.still(turns[i])) {
                sum += length * iou(a, b, turns[i]);
            } else if (a.at(turns[i]).isPresent() && b.at(turns[i]).isPresent()) {
                int from = a.before(turns[i]);
                int other = b.before(turns[i]);
                for (int frame = turns[i]; frame < turns[i + 1]; frame++) {
                    sum += Box.iou(a.between(from, frame), b.between(other, frame));
                }
            }
        }
        return frames == 0 ? 1 : sum / frames;
    }

    private static double iou(Track a, Track b, int frame) {
        Optional<Box> one = a.at(frame);
        Optional<Box> other = b.at(frame);
        return one.isPresent() && other.isPresent() ? Box.iou(one.get(), other.get()) : 0;
    }
}
