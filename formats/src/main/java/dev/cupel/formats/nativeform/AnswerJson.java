package dev.cupel.formats.nativeform;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Answer.Shown;
import dev.cupel.engine.answer.Answer.TimeBase;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Verdict;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Keyframe;
import dev.cupel.engine.answer.Region.Keypoint;
import dev.cupel.engine.answer.Region.Origin;
import dev.cupel.engine.answer.Region.Point;
import dev.cupel.engine.answer.Region.Spot;
import dev.cupel.engine.answer.Region.Stretch;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.Region.Visibility;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.structured.Line;
import dev.cupel.engine.structured.Outline;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers as JSON, read by their question. The form of each kind:
 *
 * <ul>
 *   <li>{@code choice}: {@code "positive"}; {@code choices}: {@code ["a","b"]}; {@code rating}: {@code 4};
 *       {@code number}: {@code 12.5}; {@code text}: {@code "..."}
 *   <li>{@code preference}: {@code {"choice":"left","strength":2,"shown":"swapped"}}: left, right, tie or both_bad as the
 *       item has them; strength and shown (plain or swapped) are optional
 *   <li>{@code spans}: {@code [{"begin":2,"end":6,"label":"PER","text":"Anna"}]}, discontinuous ones with
 *       {@code "parts":[{"begin","end"},...]}
 *   <li>{@code boxes}: {@code [{"left","top","width","height","rotation","label"}]}
 *   <li>{@code masks}: {@code [{"size":[height,width],"counts":[...],"label"}]} with the run lengths of COCO, also in its
 *       text form; without the list where a question takes one mask
 *   <li>{@code segments}: {@code [{"beginSeconds","endSeconds","label"}]}
 *   <li>{@code polygons}: {@code [{"points":[[x,y],...],"holes":[[[x,y],...]],"label"}]}, holes only where there are some
 *   <li>{@code polylines}: {@code [{"points":[[x,y],...],"label"}]}
 *   <li>{@code keypoints}: {@code [{"points":{"nose":[x,y,2],...},"label"}]} with the visibility of COCO: 0 not marked, 1 hidden, 2
 *       visible
 *   <li>{@code tracks}: {@code {"timeBase":[1,30000],"tracks":[{"keyframes":[{"frame","left","top","width","height","outside",
 *       "occluded"}],"label"}]}}, outside and occluded are optional
 * </ul>
 *
 * Every region may have {@code id}, {@code label}, {@code attributes} (answers to attribute questions), {@code origin},
 * {@code comment}, and where it lies: {@code input}, {@code turn}, {@code page}, {@code frame}. What is absent stays
 * absent. Offsets of spans are taken and given as they are; {@link SpanPlaces} turns them into UTF-16 units.
 */
public final class AnswerJson {
    private static final Set<String> TAG =
            Set.of("id", "label", "attributes", "origin", "comment", "input", "turn", "page", "frame");
    private static final Set<String> PREFERENCE = Set.of("choice", "strength", "shown");
    private static final Set<String> SPAN = Set.of("begin", "end", "parts", "text");
    private static final Set<String> BOX = Set.of("left", "top", "width", "height", "rotation");
    private static final Set<String> MASK = Set.of("size", "counts");
    private static final Set<String> SEGMENT = Set.of("beginSeconds", "endSeconds");
    private static final Set<String> POLYGON = Set.of("points", "holes");
    private static final Set<String> POINTS = Set.of("points");
    private static final Set<String> TRACK = Set.of("keyframes");
    private static final Set<String> TRACKS = Set.of("timeBase", "tracks");
    private static final Set<String> KEYFRAME =
            Set.of("frame", "left", "top", "width", "height", "outside", "occluded");
    /** What a consensus says of a region beside it, which is not a part of the region. */
    private static final Set<String> FIGURES = Set.of("probability", "exactly", "confidence", "spread");

    private static final String A_POINT = "write [x, y] with two numbers in pixels, up to 1e9 in size";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Findings findings;
    /** One for each label: most regions have nothing else. */
    private final Map<String, Tag> plain = new HashMap<>();

    /** @param findings takes everything that is wrong; what has a finding is left out of the answer */
    public AnswerJson(Findings findings) {
        this.findings = findings;
    }

    // ---------------------------------------------------------------- in

    /**
     * @param where the answer's place, for findings: {@code answers.sentiment}
     * @return null if it is no answer of this kind; whether its values fit the question is for the schema to say
     */
    public @Nullable Answer read(Question question, JsonNode value, String where) {
        return switch (question) {
            case Question.Choice choice ->
                value.isString()
                        ? new Answer.Chosen(value.stringValue())
                        : wrong(where, value, "one option is wanted", "send a string");
            case Question.Choices choices -> options(value, where);
            case Question.Rating rating -> numeric(value, where);
            case Question.Quantity number -> numeric(value, where);
            case Question.Preference preference -> preferred(value, where);
            case Question.Text text ->
                value.isString()
                        ? new Answer.Written(value.stringValue())
                        : wrong(where, value, "a text is wanted", "send a string");
            case Question.Spans spans -> {
                List<Region.Span> read = regions(spans, value, where, SPAN, this::span);
                yield read == null ? null : new Answer.Spans(read);
            }
            case Question.Boxes boxes -> {
                List<Region.Box> read = regions(boxes, value, where, BOX, this::box);
                yield read == null ? null : new Answer.Boxes(read);
            }
            case Question.Masks masks
            when masks.single() && value.isObject() -> {
                Region.Mask mask = region(masks, value, where, MASK, this::mask);
                yield mask == null ? null : new Answer.Masks(List.of(mask));
            }
            case Question.Masks masks -> {
                List<Region.Mask> read = regions(masks, value, where, MASK, this::mask);
                yield read == null ? null : new Answer.Masks(read);
            }
            case Question.Segments segments -> {
                List<Region.Segment> read = regions(segments, value, where, SEGMENT, this::segment);
                yield read == null ? null : new Answer.Segments(read);
            }
            case Question.Polygons polygons -> {
                List<Region.Polygon> read = regions(polygons, value, where, POLYGON, this::polygon);
                yield read == null ? null : new Answer.Polygons(read);
            }
            case Question.Polylines polylines -> {
                List<Region.Polyline> read = regions(polylines, value, where, POINTS, this::polyline);
                yield read == null ? null : new Answer.Polylines(read);
            }
            case Question.Keypoints keypoints -> {
                List<Region.Keypoints> read = regions(keypoints, value, where, POINTS, this::keypoints);
                yield read == null ? null : new Answer.Keypoints(read);
            }
            case Question.Tracks tracks -> tracks(tracks, value, where);
        };
    }

    private @Nullable Answer numeric(JsonNode value, String where) {
        return value.isNumber() && Double.isFinite(value.doubleValue())
                ? new Answer.Numeric(value.doubleValue())
                : wrong(where, value, "a number is wanted", "send a number");
    }

    private @Nullable Answer preferred(JsonNode value, String where) {
        if (!value.isObject()) {
            return wrong(where, value, "a preference is wanted", "send {\"choice\": \"left\"}");
        }
        for (String key : value.propertyNames()) {
            if (!PREFERENCE.contains(key)) {
                findings.unused(key, where);
            }
        }
        Verdict choice = named(Verdict.values(), value.get("choice"));
        if (choice == null) {
            findings.add(
                    Code.UNKNOWN_VALUE,
                    where + ".choice",
                    "is " + shown(value.get("choice")),
                    "write left, right, tie or both_bad");
        }
        boolean[] fine = {choice != null};
        OptionalInt strength = index(value, where, "strength", fine);
        Shown arrangement = named(Shown.values(), value.get("shown"));
        if (arrangement == null && !isAbsent(value.get("shown"))) {
            findings.add(
                    Code.UNKNOWN_VALUE, where + ".shown", "is " + shown(value.get("shown")), "write plain or swapped");
            fine[0] = false;
        }
        return choice == null || !fine[0]
                ? null
                : new Answer.Preferred(choice, strength, Optional.ofNullable(arrangement));
    }

    private @Nullable Answer wrong(String where, JsonNode value, String what, String fix) {
        findings.add(Code.MALFORMED, where, what + ", not " + shown(value), fix);
        return null;
    }

    private @Nullable Answer options(JsonNode value, String where) {
        if (!value.isArray()) {
            return wrong(where, value, "a list of options is wanted", "send an array of strings");
        }
        Set<String> options = new LinkedHashSet<>();
        for (JsonNode option : value) {
            if (!option.isString()) {
                return wrong(where, value, "a list of options is wanted", "send an array of strings");
            }
            options.add(option.stringValue());
        }
        return new Answer.ChosenSet(options);
    }

    /** Reads one region; null, with findings, if anything is wrong with it. */
    @FunctionalInterface
    private interface RegionReader<R> {
        @Nullable
        R read(Tag tag, JsonNode region, String where);
    }

    /** @return null if it is no list, or anything is wrong with a region: half an answer is none */
    private <R> @Nullable List<R> regions(
            Question.Marking question, JsonNode value, String where, Set<String> own, RegionReader<R> reader) {
        if (!value.isArray()) {
            wrong(where, value, "a list of " + question.kind() + " is wanted", "send an array of objects");
            return null;
        }
        List<R> regions = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            R region = region(question, value.get(i), where + "[" + i + "]", own, reader);
            if (region != null) {
                regions.add(region);
            }
        }
        return regions.size() == value.size() ? regions : null;
    }

    private <R> @Nullable R region(
            Question.Marking question, JsonNode region, String where, Set<String> own, RegionReader<R> reader) {
        if (!region.isObject() || own.stream().noneMatch(region::has)) {
            findings.add(
                    Code.MALFORMED,
                    where,
                    "is " + shown(region) + ", not one of the " + question.kind(),
                    "write " + form(question));
            return null;
        }
        for (String key : region.propertyNames()) {
            if (!own.contains(key) && !TAG.contains(key) && !FIGURES.contains(key)) {
                findings.unused(key, where);
            }
        }
        Tag tag = tag(question, region, where);
        R shape = reader.read(tag == null ? Tag.of("") : tag, region, where);
        return tag == null ? null : shape;
    }

    /** The form of one region, for people who have to write it. */
    private static String form(Question.Marking question) {
        return switch (question) {
            case Question.Spans q -> "{\"begin\", \"end\", \"label\"}";
            case Question.Boxes q -> "{\"left\", \"top\", \"width\", \"height\", \"label\"}";
            case Question.Masks q -> "{\"size\": [height, width], \"counts\": [background, set, ...]}";
            case Question.Segments q -> "{\"beginSeconds\", \"endSeconds\", \"label\"}";
            case Question.Polygons q -> "{\"points\": [[x, y], ...], \"holes\": [[[x, y], ...]], \"label\"}";
            case Question.Polylines q -> "{\"points\": [[x, y], ...], \"label\"}";
            case Question.Keypoints q -> "{\"points\": {\"name\": [x, y, visibility], ...}, \"label\"}";
            case Question.Tracks q ->
                "{\"keyframes\": [{\"frame\", \"left\", \"top\", \"width\", \"height\"}], \"label\"}";
        };
    }

    private Region.@Nullable Span span(Tag tag, JsonNode region, String where) {
        List<Stretch> parts = new ArrayList<>();
        JsonNode list = region.get("parts");
        if (list == null || list.isNull()) {
            add(parts, stretch(region, where));
        } else if (!list.isArray() || list.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".parts",
                    "is " + shown(list),
                    "write a list of {\"begin\", \"end\"}, or begin and end alone");
            return null;
        } else {
            for (int i = 0; i < list.size(); i++) {
                add(parts, stretch(list.get(i), where + ".parts[" + i + "]"));
            }
            if (parts.size() < list.size() || !apart(parts, where)) {
                return null;
            }
        }
        JsonNode text = region.get("text");
        Optional<String> quoted = text != null && text.isString() ? Optional.of(text.stringValue()) : Optional.empty();
        return parts.isEmpty() ? null : new Region.Span(tag, parts, quoted);
    }

    private static void add(List<Stretch> parts, @Nullable Stretch part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private boolean apart(List<Stretch> parts, String where) {
        for (int i = 1; i < parts.size(); i++) {
            if (parts.get(i).begin() < parts.get(i - 1).end()) {
                findings.add(
                        Code.CONTRADICTION,
                        where + ".parts[" + i + "]",
                        "begins at " + parts.get(i).begin() + ", before the part ahead of it ends",
                        "give the parts in the order of the text, apart from each other");
                return false;
            }
        }
        return true;
    }

    private @Nullable Stretch stretch(JsonNode region, String where) {
        OptionalInt begin = whole(region, where, "begin");
        OptionalInt end = whole(region, where, "end");
        if (begin.isEmpty() || end.isEmpty()) {
            return null;
        }
        String from = "from " + begin.getAsInt() + " to " + end.getAsInt();
        if (begin.getAsInt() >= end.getAsInt()) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    from + " holds nothing",
                    "the end is behind the last position: [begin, end)");
            return null;
        }
        if (begin.getAsInt() < 0) {
            findings.add(Code.BAD_NUMBER, where, from + " begins before the text", "count from 0");
            return null;
        }
        return new Stretch(begin.getAsInt(), end.getAsInt());
    }

    private Region.@Nullable Box box(Tag tag, JsonNode region, String where) {
        OptionalDouble left = number(region, where, "left");
        OptionalDouble top = number(region, where, "top");
        OptionalDouble width = number(region, where, "width");
        OptionalDouble height = number(region, where, "height");
        OptionalDouble rotation =
                isAbsent(region.get("rotation")) ? OptionalDouble.of(0) : number(region, where, "rotation");
        if (left.isEmpty() || top.isEmpty() || width.isEmpty() || height.isEmpty() || rotation.isEmpty()) {
            return null;
        }
        if (width.getAsDouble() <= 0 || height.getAsDouble() <= 0) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "is " + shown(region.get("width")) + " wide and " + shown(region.get("height")) + " high",
                    "give width and height above 0, in pixels");
            return null;
        }
        return new Region.Box(
                tag,
                left.getAsDouble(),
                top.getAsDouble(),
                width.getAsDouble(),
                height.getAsDouble(),
                rotation.getAsDouble());
    }

    private Region.@Nullable Segment segment(Tag tag, JsonNode region, String where) {
        OptionalDouble begin = number(region, where, "beginSeconds");
        OptionalDouble end = number(region, where, "endSeconds");
        if (begin.isEmpty() || end.isEmpty()) {
            return null;
        }
        if (begin.getAsDouble() >= end.getAsDouble()) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "ends at " + shown(region.get("endSeconds")) + " s and begins at "
                            + shown(region.get("beginSeconds")) + " s",
                    "give the begin first, in seconds");
            return null;
        }
        return new Region.Segment(tag, begin.getAsDouble(), end.getAsDouble());
    }

    private Region.@Nullable Mask mask(Tag tag, JsonNode region, String where) {
        JsonNode size = region.get("size");
        JsonNode counts = region.get("counts");
        if (size == null
                || size.size() != 2
                || !isInt(size.get(0))
                || !isInt(size.get(1))
                || counts == null
                || !(counts.isArray() || counts.isString())) {
            findings.add(
                    Code.MALFORMED,
                    where,
                    "is " + shown(region) + ", no mask",
                    "write {\"size\": [height, width], \"counts\": [background, set, ...]}, column by column as COCO does");
            return null;
        }
        int[] runs = new int[counts.size()];
        for (int i = 0; i < runs.length; i++) {
            if (!isInt(counts.get(i))) {
                findings.add(
                        Code.BAD_NUMBER,
                        where + ".counts[" + i + "]",
                        "is " + shown(counts.get(i)),
                        "give whole numbers of pixels");
                return null;
            }
            runs[i] = counts.get(i).intValue();
        }
        int width = size.get(1).intValue();
        int height = size.get(0).intValue();
        try {
            return new Region.Mask(
                    tag,
                    counts.isString()
                            ? RunLengths.ofText(width, height, counts.stringValue())
                            : RunLengths.of(width, height, runs));
        } catch (InputException refused) {
            findings.add(refused.code(), where + "." + refused.where(), refused.what(), refused.fix());
            return null;
        }
    }

    private Region.@Nullable Polygon polygon(Tag tag, JsonNode region, String where) {
        List<Point> points = points(region.get("points"), where + ".points", Region.Polygon.LEAST_POINTS);
        List<List<Point>> holes = new ArrayList<>();
        JsonNode list = region.get("holes");
        boolean fine = points != null;
        if (!isAbsent(list) && !list.isArray()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".holes",
                    "is " + shown(list),
                    "write a list of rings: [[[x, y], ...], ...]");
            return null;
        }
        for (int i = 0; !isAbsent(list) && i < list.size(); i++) {
            List<Point> hole = points(list.get(i), where + ".holes[" + i + "]", Region.Polygon.LEAST_POINTS);
            fine &= hole != null;
            if (hole != null) {
                holes.add(hole);
            }
        }
        if (points == null || !fine) {
            return null;
        }
        Region.Polygon polygon = new Region.Polygon(tag, points, holes);
        return measured(() -> Outline.of(0, polygon), where) ? polygon : null;
    }

    private Region.@Nullable Polyline polyline(Tag tag, JsonNode region, String where) {
        List<Point> points = points(region.get("points"), where + ".points", Region.Polyline.LEAST_POINTS);
        if (points == null) {
            return null;
        }
        Region.Polyline line = new Region.Polyline(tag, points);
        return measured(() -> Line.of(0, line), where) ? line : null;
    }

    /** Whether statistics can measure it; if not, why is a finding. */
    private boolean measured(Runnable measuring, String where) {
        try {
            measuring.run();
            return true;
        } catch (InputException refused) {
            findings.add(refused.code(), where + "." + refused.where(), refused.what(), refused.fix());
            return false;
        }
    }

    /** @return null, with findings, if anything is wrong with a point, or there are too few */
    private @Nullable List<Point> points(@Nullable JsonNode list, String where, int least) {
        if (list == null || !list.isArray()) {
            findings.add(
                    list == null ? Code.MISSING : Code.MALFORMED,
                    where,
                    list == null ? "is missing" : "is " + shown(list),
                    "write a list of points: [[x, y], ...]");
            return null;
        }
        if (list.size() > Region.MOST_POINTS) {
            findings.add(
                    Code.TOO_LARGE,
                    where,
                    "has " + list.size() + " points",
                    "give at most " + Region.MOST_POINTS + ", such as every second one");
            return null;
        }
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Point point = list.get(i).size() == 2 ? point(list.get(i)) : null;
            if (point == null) {
                findings.add(Code.BAD_NUMBER, where + "[" + i + "]", "is " + shown(list.get(i)), A_POINT);
            } else {
                points.add(point);
            }
        }
        if (list.size() < least) {
            findings.add(
                    Code.EMPTY,
                    where,
                    list.isEmpty() ? "has no points" : "has " + Count.of(list.size(), "point"),
                    "give at least " + least + " points");
        }
        return points.size() == list.size() && list.size() >= least ? points : null;
    }

    /** @return null if the first two are no coordinates */
    private static @Nullable Point point(JsonNode list) {
        return list.isArray() && isCoordinate(list.get(0)) && isCoordinate(list.get(1))
                ? new Point(list.get(0).doubleValue(), list.get(1).doubleValue())
                : null;
    }

    private static boolean isCoordinate(JsonNode node) {
        return node.isNumber() && Math.abs(node.doubleValue()) <= Point.MOST;
    }

    private Region.@Nullable Keypoints keypoints(Tag tag, JsonNode region, String where) {
        JsonNode named = region.get("points");
        if (named == null || !named.isObject() || named.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".points",
                    "is " + shown(named),
                    "write {\"name\": [x, y, visibility], ...} with at least one point");
            return null;
        }
        Map<String, Keypoint> points = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : named.properties()) {
            JsonNode value = entry.getValue();
            String at = where + ".points." + entry.getKey();
            Point point = value.size() == 3 ? point(value) : null;
            Visibility visibility = value.size() == 3 ? visibility(value.get(2)) : null;
            if (point == null) {
                findings.add(
                        Code.BAD_NUMBER, at, "is " + shown(value), "write [x, y, visibility] with numbers in pixels");
            } else if (visibility == null) {
                findings.add(
                        Code.UNKNOWN_VALUE,
                        at + "[2]",
                        "is " + shown(value.get(2)),
                        "write 0 (not marked), 1 (hidden) or 2 (visible)");
            } else {
                points.put(entry.getKey(), new Keypoint(point, visibility));
            }
        }
        return points.size() == named.size() ? new Region.Keypoints(tag, points) : null;
    }

    private static @Nullable Visibility visibility(JsonNode node) {
        for (Visibility visibility : Visibility.values()) {
            if (isInt(node) && node.intValue() == visibility.code()) {
                return visibility;
            }
        }
        return null;
    }

    private @Nullable Answer tracks(Question.Tracks question, JsonNode value, String where) {
        if (!value.isObject()) {
            return wrong(where, value, "tracks are wanted", "send {\"timeBase\": [1, 30000], \"tracks\": [...]}");
        }
        for (String key : value.propertyNames()) {
            if (!TRACKS.contains(key)) {
                findings.unused(key, where);
            }
        }
        TimeBase timeBase = timeBase(value.get("timeBase"), where + ".timeBase");
        JsonNode list = value.get("tracks");
        if (list == null) {
            findings.add(
                    Code.MISSING, where + ".tracks", "is missing", "send an array of objects, empty if there are none");
            return null;
        }
        List<Region.Track> read = regions(question, list, where + ".tracks", TRACK, this::track);
        return timeBase == null || read == null ? null : new Answer.Tracks(timeBase, read);
    }

    private @Nullable TimeBase timeBase(@Nullable JsonNode node, String where) {
        boolean fraction =
                node != null && node.isArray() && node.size() == 2 && isInt(node.get(0)) && isInt(node.get(1));
        if (node == null
                || !fraction
                || node.get(0).intValue() <= 0
                || node.get(1).intValue() <= 0) {
            findings.add(
                    node == null ? Code.MISSING : Code.BAD_NUMBER,
                    where,
                    node == null ? "is missing" : "is " + shown(node),
                    "write the seconds of one tick as two whole numbers above 0: [1, 30000]");
            return null;
        }
        return new TimeBase(node.get(0).intValue(), node.get(1).intValue());
    }

    private Region.@Nullable Track track(Tag tag, JsonNode region, String where) {
        JsonNode list = region.get("keyframes");
        if (list == null || !list.isArray() || list.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".keyframes",
                    "is " + shown(list),
                    "write a list of {\"frame\", \"left\", \"top\", \"width\", \"height\"}, at least one");
            return null;
        }
        List<Keyframe> keyframes = new ArrayList<>();
        boolean fine = true;
        for (int i = 0; i < list.size(); i++) {
            String at = where + ".keyframes[" + i + "]";
            Keyframe keyframe = keyframe(list.get(i), at);
            fine &= keyframe != null;
            if (keyframe == null) {
                continue;
            }
            if (!keyframes.isEmpty() && keyframe.frame() <= keyframes.getLast().frame()) {
                findings.add(
                        Code.CONTRADICTION,
                        at + ".frame",
                        "is " + keyframe.frame() + ", but a keyframe before is at "
                                + keyframes.getLast().frame(),
                        "give the keyframes in the order of the video, one at a frame");
                fine = false;
            }
            keyframes.add(keyframe);
        }
        return fine ? new Region.Track(tag, keyframes) : null;
    }

    private @Nullable Keyframe keyframe(JsonNode json, String where) {
        if (!json.isObject()) {
            findings.add(
                    Code.MALFORMED,
                    where,
                    "is " + shown(json) + ", no keyframe",
                    "write {\"frame\", \"left\", \"top\", \"width\", \"height\"}");
            return null;
        }
        for (String key : json.propertyNames()) {
            if (!KEYFRAME.contains(key)) {
                findings.unused(key, where);
            }
        }
        boolean[] fine = {true};
        OptionalInt frame = whole(json, where, "frame");
        if (frame.isPresent() && (frame.getAsInt() < 0 || frame.getAsInt() > Keyframe.MOST_FRAME)) {
            findings.add(
                    Code.BAD_NUMBER,
                    where + ".frame",
                    "is " + frame.getAsInt(),
                    "count frames from 0, up to " + Keyframe.MOST_FRAME);
            fine[0] = false;
        }
        OptionalDouble left = number(json, where, "left");
        OptionalDouble top = number(json, where, "top");
        OptionalDouble width = number(json, where, "width");
        OptionalDouble height = number(json, where, "height");
        Optional<Boolean> outside = flag(json, where, "outside", fine);
        Optional<Boolean> occluded = flag(json, where, "occluded", fine);
        if (frame.isEmpty() || left.isEmpty() || top.isEmpty() || width.isEmpty() || height.isEmpty() || !fine[0]) {
            return null;
        }
        if (width.getAsDouble() <= 0 || height.getAsDouble() <= 0) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "is " + shown(json.get("width")) + " wide and " + shown(json.get("height")) + " high",
                    "give width and height above 0, in pixels");
            return null;
        }
        double[] sizes = {left.getAsDouble(), top.getAsDouble(), width.getAsDouble(), height.getAsDouble()};
        if (Arrays.stream(sizes).anyMatch(size -> Math.abs(size) > Point.MOST)) {
            findings.add(Code.TOO_LARGE, where, "is larger than any picture", "give pixels, up to 1e9 in size");
            return null;
        }
        return new Keyframe(
                frame.getAsInt(),
                left.getAsDouble(),
                top.getAsDouble(),
                width.getAsDouble(),
                height.getAsDouble(),
                outside,
                occluded);
    }

    private Optional<Boolean> flag(JsonNode json, String where, String key, boolean[] fine) {
        JsonNode node = json.get(key);
        if (isAbsent(node)) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            findings.add(Code.MALFORMED, where + "." + key, "is " + shown(node), "write true or false");
            fine[0] = false;
            return Optional.empty();
        }
        return Optional.of(node.booleanValue());
    }

    // ---------------------------------------------------------------- what regions share

    private @Nullable Tag tag(Question.Marking question, JsonNode region, String where) {
        boolean[] fine = {true};
        String id = text(region, where, "id", fine);
        String label = text(region, where, "label", fine);
        String comment = text(region, where, "comment", fine);
        String input = text(region, where, "input", fine);
        OptionalInt turn = index(region, where, "turn", fine);
        OptionalInt page = index(region, where, "page", fine);
        OptionalInt frame = index(region, where, "frame", fine);
        Optional<Origin> origin = origin(region, where, fine);
        Map<String, Answer> attributes = attributes(question, region, where, fine);
        boolean nowhere = input.isEmpty() && turn.isEmpty() && page.isEmpty() && frame.isEmpty();
        if (fine[0] && nowhere && id.isEmpty() && comment.isEmpty() && origin.isEmpty() && attributes.isEmpty()) {
            return plain.computeIfAbsent(label, Tag::of);
        }
        Spot spot = nowhere ? Spot.ONLY : new Spot(input, turn, page, frame);
        return fine[0] ? new Tag(id, label, attributes, origin, comment, spot) : null;
    }

    /** What is absent is the empty text; a bare number is taken as it is written. */
    private String text(JsonNode region, String where, String key, boolean[] fine) {
        JsonNode node = region.get(key);
        if (isAbsent(node)) {
            return "";
        }
        String text = node.isString() ? node.stringValue() : node.toString();
        boolean whole = text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        if (node.isContainer() || !whole) {
            findings.add(Code.MALFORMED, where + "." + key, "is " + shown(node), "give one " + key + " as a text");
            fine[0] = false;
        }
        return text;
    }

    private OptionalInt index(JsonNode region, String where, String key, boolean[] fine) {
        if (isAbsent(region.get(key))) {
            return OptionalInt.empty();
        }
        OptionalInt index = whole(region, where, key);
        if (index.isPresent() && index.getAsInt() < 0) {
            findings.add(Code.BAD_NUMBER, where + "." + key, "is " + index.getAsInt(), "count from 0");
            fine[0] = false;
        }
        fine[0] &= index.isPresent();
        return index;
    }

    private Optional<Origin> origin(JsonNode region, String where, boolean[] fine) {
        JsonNode node = region.get("origin");
        if (isAbsent(node)) {
            return Optional.empty();
        }
        Origin origin = named(Origin.values(), node);
        if (origin != null) {
            return Optional.of(origin);
        }
        findings.add(Code.UNKNOWN_VALUE, where + ".origin", "is " + shown(node), "write hand, draft or draft_edited");
        fine[0] = false;
        return Optional.empty();
    }

    /** @return the value that is called like this in JSON; null if there is none */
    private static <E extends Enum<E>> @Nullable E named(E[] values, @Nullable JsonNode node) {
        for (E value : values) {
            if (node != null && node.isString() && name(value).equals(node.stringValue())) {
                return value;
            }
        }
        return null;
    }

    private Map<String, Answer> attributes(Question.Marking question, JsonNode region, String where, boolean[] fine) {
        JsonNode node = region.get("attributes");
        Map<String, Answer> attributes = new LinkedHashMap<>();
        if (isAbsent(node)) {
            return attributes;
        }
        if (!node.isObject()) {
            findings.add(
                    Code.MALFORMED, where + ".attributes", "is " + shown(node), "write {\"question\": answer, ...}");
            fine[0] = false;
            return attributes;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Question asked = question.marks().attributes().stream()
                    .filter(attribute -> attribute.id().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            String at = where + ".attributes." + entry.getKey();
            if (asked == null) {
                findings.unused("attributes." + entry.getKey(), where);
            } else if (!entry.getValue().isNull()) {
                Answer answer = read(asked, entry.getValue(), at);
                fine[0] &= answer != null;
                if (answer != null) {
                    attributes.put(asked.id(), answer);
                }
            }
        }
        return attributes;
    }

    private OptionalInt whole(JsonNode region, String where, String key) {
        JsonNode number = region.get(key);
        if (number == null || !isInt(number)) {
            findings.add(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    where + "." + key,
                    number == null ? "is missing" : "is " + shown(number),
                    "give a whole number");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValue());
    }

    private OptionalDouble number(JsonNode region, String where, String key) {
        JsonNode number = region.get(key);
        if (number == null || !number.isNumber() || !Double.isFinite(number.doubleValue())) {
            findings.add(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    where + "." + key,
                    number == null ? "is missing" : "is " + shown(number),
                    "give a finite number" + (number != null && number.isString() ? " without quotes" : ""));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number.doubleValue());
    }

    private static boolean isInt(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToInt();
    }

    private static boolean isAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }

    /** A value as messages quote it: at most 60 characters. */
    public static String shown(@Nullable JsonNode node) {
        String text = node == null ? "nothing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 59) + "…";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    // ---------------------------------------------------------------- out

    /** The answer in the form that {@link #read} takes; offsets of spans as they are. */
    public static JsonNode write(Question question, Answer answer) {
        return switch (answer) {
            case Answer.Chosen chosen -> NODES.stringNode(chosen.option());
            case Answer.ChosenSet set -> {
                ArrayNode options = NODES.arrayNode();
                set.options().forEach(options::add);
                yield options;
            }
            case Answer.Numeric numeric -> number(numeric.value());
            case Answer.Preferred preferred -> {
                ObjectNode json =
                        NODES.objectNode().put("choice", preferred.choice().key());
                preferred.strength().ifPresent(strength -> json.put("strength", strength));
                preferred.shown().ifPresent(shown -> json.put("shown", name(shown)));
                yield json;
            }
            case Answer.Written written -> NODES.stringNode(written.text());
            case Answer.Spans spans -> list(question, spans.regions(), AnswerJson::span);
            case Answer.Boxes boxes -> list(question, boxes.regions(), AnswerJson::box);
            case Answer.Masks masks
            when question instanceof Question.Masks asked
                    && asked.single()
                    && masks.regions().size() == 1 ->
                list(question, masks.regions(), AnswerJson::mask).get(0);
            case Answer.Masks masks -> list(question, masks.regions(), AnswerJson::mask);
            case Answer.Segments segments -> list(question, segments.regions(), AnswerJson::segment);
            case Answer.Polygons polygons -> list(question, polygons.regions(), AnswerJson::polygon);
            case Answer.Polylines polylines -> list(question, polylines.regions(), AnswerJson::polyline);
            case Answer.Keypoints keypoints -> list(question, keypoints.regions(), AnswerJson::keypoints);
            case Answer.Tracks tracks -> {
                ObjectNode json = NODES.objectNode();
                json.putArray("timeBase")
                        .add(tracks.timeBase().numerator())
                        .add(tracks.timeBase().denominator());
                json.set("tracks", list(question, tracks.regions(), AnswerJson::track));
                yield json;
            }
        };
    }

    /** What {@link #write} gave for each region of an answer, in their order; none for a text. */
    public static List<JsonNode> regions(JsonNode written) {
        JsonNode list = written.isObject() && written.has("tracks") ? written.get("tracks") : written;
        List<JsonNode> regions = new ArrayList<>();
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            regions.add(list.get(i));
        }
        return regions;
    }

    /** A whole number without a fraction, as people write it. */
    public static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }

    /** Writes the shape of a region into an object that has its id. */
    @FunctionalInterface
    private interface Shape<R> {
        void write(R region, ObjectNode json);
    }

    private static <R extends Region> ArrayNode list(Question question, List<R> regions, Shape<R> shape) {
        ArrayNode list = NODES.arrayNode();
        for (R region : regions) {
            ObjectNode json = list.addObject();
            Tag tag = region.tag();
            put(json, "id", tag.id());
            shape.write(region, json);
            put(json, "label", tag.label());
            if (region instanceof Region.Span span) {
                span.text().ifPresent(text -> json.put("text", text));
            }
            attributes(question, tag, json);
            tag.origin().ifPresent(origin -> json.put("origin", name(origin)));
            put(json, "comment", tag.comment());
            put(json, "input", tag.spot().input());
            tag.spot().turn().ifPresent(turn -> json.put("turn", turn));
            tag.spot().page().ifPresent(page -> json.put("page", page));
            tag.spot().frame().ifPresent(frame -> json.put("frame", frame));
        }
        return list;
    }

    private static void attributes(Question question, Tag tag, ObjectNode json) {
        if (tag.attributes().isEmpty() || !(question instanceof Question.Marking marking)) {
            return;
        }
        ObjectNode attributes = json.putObject("attributes");
        for (Question attribute : marking.marks().attributes()) {
            Answer answer = tag.attributes().get(attribute.id());
            if (answer != null) {
                attributes.set(attribute.id(), write(attribute, answer));
            }
        }
    }

    private static void put(ObjectNode json, String key, String text) {
        if (!text.isEmpty()) {
            json.put(key, text);
        }
    }

    private static void span(Region.Span span, ObjectNode json) {
        json.put("begin", span.begin());
        json.put("end", span.end());
        if (span.parts().size() > 1) {
            ArrayNode parts = json.putArray("parts");
            span.parts()
                    .forEach(
                            part -> parts.addObject().put("begin", part.begin()).put("end", part.end()));
        }
    }

    private static void box(Region.Box box, ObjectNode json) {
        json.set("left", number(box.left()));
        json.set("top", number(box.top()));
        json.set("width", number(box.width()));
        json.set("height", number(box.height()));
        if (box.rotation() != 0) {
            json.set("rotation", number(box.rotation()));
        }
    }

    private static void mask(Region.Mask mask, ObjectNode json) {
        json.putArray("size").add(mask.pixels().height()).add(mask.pixels().width());
        ArrayNode counts = json.putArray("counts");
        for (int count : mask.pixels().counts()) {
            counts.add(count);
        }
    }

    private static void segment(Region.Segment segment, ObjectNode json) {
        json.set("beginSeconds", number(segment.beginSeconds()));
        json.set("endSeconds", number(segment.endSeconds()));
    }

    private static void polygon(Region.Polygon polygon, ObjectNode json) {
        points(polygon.points(), json.putArray("points"));
        if (!polygon.holes().isEmpty()) {
            ArrayNode holes = json.putArray("holes");
            polygon.holes().forEach(hole -> points(hole, holes.addArray()));
        }
    }

    private static void polyline(Region.Polyline line, ObjectNode json) {
        points(line.points(), json.putArray("points"));
    }

    private static void points(List<Point> points, ArrayNode list) {
        points.forEach(point -> list.addArray().add(number(point.x())).add(number(point.y())));
    }

    private static void keypoints(Region.Keypoints keypoints, ObjectNode json) {
        ObjectNode points = json.putObject("points");
        keypoints
                .points()
                .forEach((name, point) -> points.putArray(name)
                        .add(number(point.at().x()))
                        .add(number(point.at().y()))
                        .add(point.visibility().code()));
    }

    private static void track(Region.Track track, ObjectNode json) {
        ArrayNode keyframes = json.putArray("keyframes");
        for (Keyframe keyframe : track.keyframes()) {
            ObjectNode one = keyframes.addObject().put("frame", keyframe.frame());
            one.set("left", number(keyframe.left()));
            one.set("top", number(keyframe.top()));
            one.set("width", number(keyframe.width()));
            one.set("height", number(keyframe.height()));
            keyframe.outside().ifPresent(outside -> one.put("outside", outside));
            keyframe.occluded().ifPresent(occluded -> one.put("occluded", occluded));
        }
    }
}
