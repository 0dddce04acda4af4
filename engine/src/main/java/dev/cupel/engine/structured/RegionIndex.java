package dev.cupel.engine.structured;

import dev.cupel.engine.agreement.MatchedAgreement;
import dev.cupel.engine.agreement.MatchedAgreement.Keypoints;
import dev.cupel.engine.agreement.MatchedAgreement.Similarity;
import dev.cupel.engine.agreement.SpanAgreement;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Question.Skeleton;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.Region.Visibility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The way between answers, whose regions are called by name, and the statistics, which know labels by number: what a
 * consensus or an agreement is computed from, and the answer that it gives back. Attributes and comments do not cross it.
 */
public final class RegionIndex {
    private final List<String> labels;
    private final Map<String, Integer> numbers = new HashMap<>();
    /** Names of the keypoints that occur, each at the number of its joint. */
    private final List<String> joints;

    /** @param answers whose labels are all that occur, each at its number in {@code labels}, and whose keypoints are */
    public RegionIndex(List<String> labels, Collection<? extends Answer.Structured> answers) {
        this.labels = List.copyOf(labels);
        TreeSet<String> names = new TreeSet<>();
        answers.forEach(answer -> answer.regions().forEach(region -> {
            if (region instanceof Region.Keypoints keypoints) {
                names.addAll(keypoints.points().keySet());
            }
        }));
        this.joints = List.copyOf(names);
        for (int i = 0; i < this.labels.size(); i++) {
            numbers.put(this.labels.get(i), i);
        }
    }

    /** @param answers whose labels get their numbers in alphabetical order */
    public static RegionIndex of(Collection<? extends Answer.Structured> answers) {
        TreeSet<String> labels = new TreeSet<>();
        answers.forEach(answer ->
                answer.regions().forEach(region -> labels.add(region.tag().label())));
        return new RegionIndex(List.copyOf(labels), answers);
    }

    /** Each at its number. */
    public List<String> labels() {
        return labels;
    }

    private int number(Region region) {
        Integer number = numbers.get(region.tag().label());
        if (number == null) {
            throw new IllegalStateException(
                    "label without a number: " + region.tag().label());
        }
        return number;
    }

    /**
     * @param text what the spans lie in, at offsets in UTF-16 units; empty if they count positions of the caller's own
     * @return one for each stretch, in code points of the text: the statistics know nothing of what belongs together
     */
    public List<SpanAgreement.Span> spans(Answer.Spans answer, Optional<String> text) {
        List<SpanAgreement.Span> spans = new ArrayList<>();
        CodePoints at = new CodePoints(text.orElse(""));
        for (Region.Span span : answer.regions()) {
            for (Region.Stretch part : span.parts()) {
                spans.add(new SpanAgreement.Span(
                        number(span),
                        text.isEmpty() ? part.begin() : at.before(part.begin()),
                        text.isEmpty() ? part.end() : at.before(part.end())));
            }
        }
        return List.copyOf(spans);
    }

    /** Counts on from where it counted last: most spans come in the order of the text. */
    private static final class CodePoints {
        private final String text;
        private int utf16;
        private int codePoints;

        CodePoints(String text) {
            this.text = text;
        }

        int before(int offset) {
            if (offset < utf16) {
                utf16 = 0;
                codePoints = 0;
            }
            codePoints += text.codePointCount(utf16, offset);
            utf16 = offset;
            return codePoints;
        }
    }

    /** The way back. */
    public Answer.Spans answerOfSpans(List<SpanAgreement.Span> spans, Optional<String> text) {
        return new Answer.Spans(spans.stream()
                .map(span -> Region.Span.of(
                        labels.get(span.label()),
                        text.map(t -> t.offsetByCodePoints(0, span.begin())).orElse(span.begin()),
                        text.map(t -> t.offsetByCodePoints(0, span.end())).orElse(span.end())))
                .toList());
    }

    /** @throws IllegalStateException for a turned box: the statistics know upright ones, see {@link #turned} */
    public List<MatchedAgreement.Box> boxes(Answer.Boxes answer) {
        if (turned(answer).isPresent()) {
            throw new IllegalStateException("a turned box has no upright form");
        }
        return answer.regions().stream()
                .map(box -> new MatchedAgreement.Box(number(box), box.left(), box.top(), box.width(), box.height()))
                .toList();
    }

    /** The number of the first box that is turned; such boxes have neither agreement nor consensus yet. */
    public static OptionalInt turned(Answer.Boxes answer) {
        return IntStream.range(0, answer.regions().size())
                .filter(i -> answer.regions().get(i).rotation() != 0)
                .findFirst();
    }

    public Answer.Boxes answerOfBoxes(List<MatchedAgreement.Box> boxes) {
        return new Answer.Boxes(boxes.stream()
                .map(box -> new Region.Box(
                        Tag.of(labels.get(box.label())), box.left(), box.top(), box.width(), box.height(), 0))
                .toList());
    }

    public List<MatchedAgreement.Segment> segments(Answer.Segments answer) {
        return answer.regions().stream()
                .map(segment ->
                        new MatchedAgreement.Segment(number(segment), segment.beginSeconds(), segment.endSeconds()))
                .toList();
    }

    public Answer.Segments answerOfSegments(List<MatchedAgreement.Segment> segments) {
        return new Answer.Segments(segments.stream()
                .map(segment -> new Region.Segment(Tag.of(labels.get(segment.label())), segment.begin(), segment.end()))
                .toList());
    }

    /** @param answer of exactly one mask: the statistics know one structure a picture */
    public static Mask mask(Answer.Masks answer) {
        if (answer.regions().size() != 1) {
            throw new IllegalStateException(answer.regions().size() + " masks where there is one");
        }
        return Mask.of(answer.regions().getFirst().pixels());
    }

    public static Answer.Masks answerOfMask(Mask mask) {
        return new Answer.Masks(List.of(new Region.Mask(Tag.of(""), mask.runLengths())));
    }

    public List<Outline> outlines(Answer.Polygons answer) {
        return answer.regions().stream()
                .map(polygon -> Outline.of(number(polygon), polygon))
                .toList();
    }

    public Answer.Polygons answerOfOutlines(List<Outline> outlines) {
        return new Answer.Polygons(outlines.stream()
                .map(outline -> outline.polygon(Tag.of(labels.get(outline.label()))))
                .toList());
    }

    public List<Line> lines(Answer.Polylines answer) {
        return answer.regions().stream()
                .map(line -> Line.of(number(line), line))
                .toList();
    }

    public Answer.Polylines answerOfLines(List<Line> lines) {
        return new Answer.Polylines(lines.stream()
                .map(line -> line.polyline(Tag.of(labels.get(line.label()))))
                .toList());
    }

    /** Each with a joint for every name that occurs; a point that was not given is not marked. */
    public List<Keypoints> keypoints(Answer.Keypoints answer) {
        return answer.regions().stream()
                .map(region -> Keypoints.boxed(
                        number(region),
                        joints.stream()
                                .map(name -> joint(region.points().get(name)))
                                .toList()))
                .toList();
    }

    private static Keypoints.Joint joint(Region.@Nullable Keypoint point) {
        return point == null || point.visibility() == Visibility.UNMARKED
                ? new Keypoints.Joint(0, 0, false)
                : new Keypoints.Joint(point.at().x(), point.at().y(), true, point.visibility() == Visibility.VISIBLE);
    }

    /** How alike keypoints of this index are, with the deviations of a skeleton. */
    public Similarity<Keypoints> oks(Skeleton skeleton) {
        return Keypoints.oks(deviations(skeleton));
    }

    /** How far people differ on each joint. */
    public List<Double> deviations(Skeleton skeleton) {
        return joints.stream().map(skeleton::sigma).toList();
    }

    /** With the marked points in the order of the skeleton; where it names none, in alphabetical order. */
    public Answer.Keypoints answerOfKeypoints(List<Keypoints> keypoints, Skeleton skeleton) {
        List<String> order = skeleton.points().isEmpty() ? joints : skeleton.names();
        List<Region.Keypoints> regions = new ArrayList<>();
        for (Keypoints one : keypoints) {
            Map<String, Region.Keypoint> points = new LinkedHashMap<>();
            for (String name : order) {
                int at = joints.indexOf(name);
                if (at >= 0 && one.joints().get(at).marked()) {
                    Keypoints.Joint joint = one.joints().get(at);
                    points.put(
                            name,
                            new Region.Keypoint(
                                    new Region.Point(joint.x(), joint.y()),
                                    joint.visible() ? Visibility.VISIBLE : Visibility.HIDDEN));
                }
            }
            regions.add(new Region.Keypoints(Tag.of(labels.get(one.label())), points));
        }
        return new Answer.Keypoints(regions);
    }

    public List<Track> tracks(Answer.Tracks answer) {
        return answer.regions().stream()
                .map(track -> Track.of(number(track), answer.timeBase(), track))
                .toList();
    }

    /** @param timeBase of all the tracks */
    public Answer.Tracks answerOfTracks(Answer.TimeBase timeBase, List<Track> tracks) {
        return new Answer.Tracks(
                timeBase,
                tracks.stream()
                        .map(track -> new Region.Track(Tag.of(labels.get(track.label())), track.keyframes()))
                        .toList());
    }
}
