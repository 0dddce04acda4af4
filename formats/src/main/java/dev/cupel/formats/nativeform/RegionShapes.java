package dev.cupel.formats.nativeform;

import dev.cupel.engine.Count;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.InputException;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Keyframe;
import dev.cupel.engine.answer.Region.Keypoint;
import dev.cupel.engine.answer.Region.Point;
import dev.cupel.engine.answer.Region.Stretch;
import dev.cupel.engine.answer.Region.Tag;
import dev.cupel.engine.answer.Region.Visibility;
import dev.cupel.engine.answer.RunLengths;
import dev.cupel.engine.structured.Line;
import dev.cupel.engine.structured.Outline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shapes of regions in JSON: each kind's own properties, what is wrong with them, and how they are written. What all regions share (id, label,
 * attributes, where they lie) is {@link AnswerJson}'s.
 */
final class RegionShapes {
    static final Set<String> SPAN = Set.of("begin", "end", "parts", "text");
    static final Set<String> BOX = Set.of("left", "top", "width", "height", "rotation");
    static final Set<String> MASK = Set.of("size", "counts");
    static final Set<String> SEGMENT = Set.of("beginSeconds", "endSeconds");
    static final Set<String> POLYGON = Set.of("points", "holes");
    static final Set<String> POINTS = Set.of("points");
    static final Set<String> TRACK = Set.of("keyframes");
    private static final Set<String> KEYFRAME =
            Set.of("frame", "left", "top", "width", "height", "outside", "occluded");

    private static final String A_POINT = "write [x, y] with two numbers in pixels, up to 1e9 in size";

    private final Findings findings;
    private final JsonValues values;

    RegionShapes(Findings findings, JsonValues values) {
        this.findings = findings;
        this.values = values;
    }

    /** The form of one region, for people who have to write it. */
    static String form(Question.Marking question) {
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

    // ---------------------------------------------------------------- in

    Region.@Nullable Span span(Tag tag, JsonNode region, String where) {
        List<Stretch> parts = new ArrayList<>();
        JsonNode list = region.get("parts");
        if (list == null || list.isNull()) {
            add(parts, stretch(region, where));
        } else if (!list.isArray() || list.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".parts",
                    "is " + JsonValues.shown(list),
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
        OptionalInt begin = values.whole(region, where, "begin");
        OptionalInt end = values.whole(region, where, "end");
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

    Region.@Nullable Box box(Tag tag, JsonNode region, String where) {
        OptionalDouble left = values.number(region, where, "left");
        OptionalDouble top = values.number(region, where, "top");
        OptionalDouble width = values.number(region, where, "width");
        OptionalDouble height = values.number(region, where, "height");
        OptionalDouble rotation = JsonValues.isAbsent(region.get("rotation"))
                ? OptionalDouble.of(0)
                : values.number(region, where, "rotation");
        if (left.isEmpty() || top.isEmpty() || width.isEmpty() || height.isEmpty() || rotation.isEmpty()) {
            return null;
        }
        if (width.getAsDouble() <= 0 || height.getAsDouble() <= 0) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "is " + JsonValues.shown(region.get("width")) + " wide and "
                            + JsonValues.shown(region.get("height")) + " high",
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

    Region.@Nullable Segment segment(Tag tag, JsonNode region, String where) {
        OptionalDouble begin = values.number(region, where, "beginSeconds");
        OptionalDouble end = values.number(region, where, "endSeconds");
        if (begin.isEmpty() || end.isEmpty()) {
            return null;
        }
        if (begin.getAsDouble() >= end.getAsDouble()) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "ends at " + JsonValues.shown(region.get("endSeconds")) + " s and begins at "
                            + JsonValues.shown(region.get("beginSeconds")) + " s",
                    "give the begin first, in seconds");
            return null;
        }
        return new Region.Segment(tag, begin.getAsDouble(), end.getAsDouble());
    }

    Region.@Nullable Mask mask(Tag tag, JsonNode region, String where) {
        JsonNode size = region.get("size");
        JsonNode counts = region.get("counts");
        if (size == null
                || size.size() != 2
                || !JsonValues.isInt(size.get(0))
                || !JsonValues.isInt(size.get(1))
                || counts == null
                || !(counts.isArray() || counts.isString())) {
            findings.add(
                    Code.MALFORMED,
                    where,
                    "is " + JsonValues.shown(region) + ", no mask",
                    "write {\"size\": [height, width], \"counts\": [background, set, ...]}, column by column as COCO does");
            return null;
        }
        int[] runs = new int[counts.size()];
        for (int i = 0; i < runs.length; i++) {
            if (!JsonValues.isInt(counts.get(i))) {
                findings.add(
                        Code.BAD_NUMBER,
                        where + ".counts[" + i + "]",
                        "is " + JsonValues.shown(counts.get(i)),
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

    Region.@Nullable Polygon polygon(Tag tag, JsonNode region, String where) {
        List<Point> points = points(region.get("points"), where + ".points", Region.Polygon.LEAST_POINTS);
        List<List<Point>> holes = new ArrayList<>();
        JsonNode list = region.get("holes");
        boolean fine = points != null;
        if (!JsonValues.isAbsent(list) && !list.isArray()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".holes",
                    "is " + JsonValues.shown(list),
                    "write a list of rings: [[[x, y], ...], ...]");
            return null;
        }
        for (int i = 0; !JsonValues.isAbsent(list) && i < list.size(); i++) {
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

    Region.@Nullable Polyline polyline(Tag tag, JsonNode region, String where) {
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
                    list == null ? "is missing" : "is " + JsonValues.shown(list),
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
                findings.add(Code.BAD_NUMBER, where + "[" + i + "]", "is " + JsonValues.shown(list.get(i)), A_POINT);
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

    Region.@Nullable Keypoints keypoints(Tag tag, JsonNode region, String where) {
        JsonNode named = region.get("points");
        if (named == null || !named.isObject() || named.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".points",
                    "is " + JsonValues.shown(named),
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
                        Code.BAD_NUMBER,
                        at,
                        "is " + JsonValues.shown(value),
                        "write [x, y, visibility] with numbers in pixels");
            } else if (visibility == null) {
                findings.add(
                        Code.UNKNOWN_VALUE,
                        at + "[2]",
                        "is " + JsonValues.shown(value.get(2)),
                        "write 0 (not marked), 1 (hidden) or 2 (visible)");
            } else {
                points.put(entry.getKey(), new Keypoint(point, visibility));
            }
        }
        return points.size() == named.size() ? new Region.Keypoints(tag, points) : null;
    }

    private static @Nullable Visibility visibility(JsonNode node) {
        for (Visibility visibility : Visibility.values()) {
            if (JsonValues.isInt(node) && node.intValue() == visibility.code()) {
                return visibility;
            }
        }
        return null;
    }

    Region.@Nullable Track track(Tag tag, JsonNode region, String where) {
        JsonNode list = region.get("keyframes");
        if (list == null || !list.isArray() || list.isEmpty()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".keyframes",
                    "is " + JsonValues.shown(list),
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
                    "is " + JsonValues.shown(json) + ", no keyframe",
                    "write {\"frame\", \"left\", \"top\", \"width\", \"height\"}");
            return null;
        }
        for (String key : json.propertyNames()) {
            if (!KEYFRAME.contains(key)) {
                findings.unused(key, where);
            }
        }
        boolean[] fine = {true};
        OptionalInt frame = values.whole(json, where, "frame");
        if (frame.isPresent() && (frame.getAsInt() < 0 || frame.getAsInt() > Keyframe.MOST_FRAME)) {
            findings.add(
                    Code.BAD_NUMBER,
                    where + ".frame",
                    "is " + frame.getAsInt(),
                    "count frames from 0, up to " + Keyframe.MOST_FRAME);
            fine[0] = false;
        }
        OptionalDouble left = values.number(json, where, "left");
        OptionalDouble top = values.number(json, where, "top");
        OptionalDouble width = values.number(json, where, "width");
        OptionalDouble height = values.number(json, where, "height");
        Optional<Boolean> outside = values.flag(json, where, "outside", fine);
        Optional<Boolean> occluded = values.flag(json, where, "occluded", fine);
        if (frame.isEmpty() || left.isEmpty() || top.isEmpty() || width.isEmpty() || height.isEmpty() || !fine[0]) {
            return null;
        }
        if (width.getAsDouble() <= 0 || height.getAsDouble() <= 0) {
            findings.add(
                    Code.BAD_NUMBER,
                    where,
                    "is " + JsonValues.shown(json.get("width")) + " wide and " + JsonValues.shown(json.get("height"))
                            + " high",
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

    // ---------------------------------------------------------------- out

    static void span(Region.Span span, ObjectNode json) {
        json.put("begin", span.begin());
        json.put("end", span.end());
        if (span.parts().size() > 1) {
            ArrayNode parts = json.putArray("parts");
            span.parts()
                    .forEach(
                            part -> parts.addObject().put("begin", part.begin()).put("end", part.end()));
        }
    }

    static void box(Region.Box box, ObjectNode json) {
        json.set("left", JsonValues.number(box.left()));
        json.set("top", JsonValues.number(box.top()));
        json.set("width", JsonValues.number(box.width()));
        json.set("height", JsonValues.number(box.height()));
        if (box.rotation() != 0) {
            json.set("rotation", JsonValues.number(box.rotation()));
        }
    }

    static void mask(Region.Mask mask, ObjectNode json) {
        json.putArray("size").add(mask.pixels().height()).add(mask.pixels().width());
        ArrayNode counts = json.putArray("counts");
        for (int count : mask.pixels().counts()) {
            counts.add(count);
        }
    }

    static void segment(Region.Segment segment, ObjectNode json) {
        json.set("beginSeconds", JsonValues.number(segment.beginSeconds()));
        json.set("endSeconds", JsonValues.number(segment.endSeconds()));
    }

    static void polygon(Region.Polygon polygon, ObjectNode json) {
        points(polygon.points(), json.putArray("points"));
        if (!polygon.holes().isEmpty()) {
            ArrayNode holes = json.putArray("holes");
            polygon.holes().forEach(hole -> points(hole, holes.addArray()));
        }
    }

    static void polyline(Region.Polyline line, ObjectNode json) {
        points(line.points(), json.putArray("points"));
    }

    private static void points(List<Point> points, ArrayNode list) {
        points.forEach(
                point -> list.addArray().add(JsonValues.number(point.x())).add(JsonValues.number(point.y())));
    }

    static void keypoints(Region.Keypoints keypoints, ObjectNode json) {
        ObjectNode points = json.putObject("points");
        keypoints
                .points()
                .forEach((name, point) -> points.putArray(name)
                        .add(JsonValues.number(point.at().x()))
                        .add(JsonValues.number(point.at().y()))
                        .add(point.visibility().code()));
    }

    static void track(Region.Track track, ObjectNode json) {
        ArrayNode keyframes = json.putArray("keyframes");
        for (Keyframe keyframe : track.keyframes()) {
            ObjectNode one = keyframes.addObject().put("frame", keyframe.frame());
            one.set("left", JsonValues.number(keyframe.left()));
            one.set("top", JsonValues.number(keyframe.top()));
            one.set("width", JsonValues.number(keyframe.width()));
            one.set("height", JsonValues.number(keyframe.height()));
            keyframe.outside().ifPresent(outside -> one.put("outside", outside));
            keyframe.occluded().ifPresent(occluded -> one.put("occluded", occluded));
        }
    }
}
