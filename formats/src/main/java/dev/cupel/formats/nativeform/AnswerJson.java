package dev.cupel.formats.nativeform;

import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Answer.Shown;
import dev.cupel.engine.answer.Answer.TimeBase;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Verdict;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Region.Origin;
import dev.cupel.engine.answer.Region.Spot;
import dev.cupel.engine.answer.Region.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final Set<String> TRACKS = Set.of("timeBase", "tracks");
    /** What a consensus says of a region beside it, which is not a part of the region. */
    private static final Set<String> FIGURES = Set.of("probability", "exactly", "confidence", "spread");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Findings findings;
    private final JsonValues values;
    private final RegionShapes shapes;
    /** One for each label: most regions have nothing else. */
    private final Map<String, Tag> plain = new HashMap<>();

    /** @param findings takes everything that is wrong; what has a finding is left out of the answer */
    public AnswerJson(Findings findings) {
        this.findings = findings;
        this.values = new JsonValues(findings);
        this.shapes = new RegionShapes(findings, values);
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
                List<Region.Span> read = regions(spans, value, where, RegionShapes.SPAN, shapes::span);
                yield read == null ? null : new Answer.Spans(read);
            }
            case Question.Boxes boxes -> {
                List<Region.Box> read = regions(boxes, value, where, RegionShapes.BOX, shapes::box);
                yield read == null ? null : new Answer.Boxes(read);
            }
            case Question.Masks masks
            when masks.single() && value.isObject() -> {
                Region.Mask mask = region(masks, value, where, RegionShapes.MASK, shapes::mask);
                yield mask == null ? null : new Answer.Masks(List.of(mask));
            }
            case Question.Masks masks -> {
                List<Region.Mask> read = regions(masks, value, where, RegionShapes.MASK, shapes::mask);
                yield read == null ? null : new Answer.Masks(read);
            }
            case Question.Segments segments -> {
                List<Region.Segment> read = regions(segments, value, where, RegionShapes.SEGMENT, shapes::segment);
                yield read == null ? null : new Answer.Segments(read);
            }
            case Question.Polygons polygons -> {
                List<Region.Polygon> read = regions(polygons, value, where, RegionShapes.POLYGON, shapes::polygon);
                yield read == null ? null : new Answer.Polygons(read);
            }
            case Question.Polylines polylines -> {
                List<Region.Polyline> read = regions(polylines, value, where, RegionShapes.POINTS, shapes::polyline);
                yield read == null ? null : new Answer.Polylines(read);
            }
            case Question.Keypoints keypoints -> {
                List<Region.Keypoints> read = regions(keypoints, value, where, RegionShapes.POINTS, shapes::keypoints);
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
        Verdict choice = JsonValues.named(Verdict.values(), value.get("choice"));
        if (choice == null) {
            findings.add(
                    Code.UNKNOWN_VALUE,
                    where + ".choice",
                    "is " + JsonValues.shown(value.get("choice")),
                    "write left, right, tie or both_bad");
        }
        boolean[] fine = {choice != null};
        OptionalInt strength = values.index(value, where, "strength", fine);
        Shown arrangement = JsonValues.named(Shown.values(), value.get("shown"));
        if (arrangement == null && !JsonValues.isAbsent(value.get("shown"))) {
            findings.add(
                    Code.UNKNOWN_VALUE,
                    where + ".shown",
                    "is " + JsonValues.shown(value.get("shown")),
                    "write plain or swapped");
            fine[0] = false;
        }
        return choice == null || !fine[0]
                ? null
                : new Answer.Preferred(choice, strength, Optional.ofNullable(arrangement));
    }

    private @Nullable Answer wrong(String where, JsonNode value, String what, String fix) {
        findings.add(Code.MALFORMED, where, what + ", not " + JsonValues.shown(value), fix);
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
                    "is " + JsonValues.shown(region) + ", not one of the " + question.kind(),
                    "write " + RegionShapes.form(question));
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
        List<Region.Track> read = regions(question, list, where + ".tracks", RegionShapes.TRACK, shapes::track);
        return timeBase == null || read == null ? null : new Answer.Tracks(timeBase, read);
    }

    private @Nullable TimeBase timeBase(@Nullable JsonNode node, String where) {
        boolean fraction = node != null
                && node.isArray()
                && node.size() == 2
                && JsonValues.isInt(node.get(0))
                && JsonValues.isInt(node.get(1));
        if (node == null
                || !fraction
                || node.get(0).intValue() <= 0
                || node.get(1).intValue() <= 0) {
            findings.add(
                    node == null ? Code.MISSING : Code.BAD_NUMBER,
                    where,
                    node == null ? "is missing" : "is " + JsonValues.shown(node),
                    "write the seconds of one tick as two whole numbers above 0: [1, 30000]");
            return null;
        }
        return new TimeBase(node.get(0).intValue(), node.get(1).intValue());
    }

    // ---------------------------------------------------------------- what regions share

    private @Nullable Tag tag(Question.Marking question, JsonNode region, String where) {
        boolean[] fine = {true};
        String id = values.text(region, where, "id", fine);
        String label = values.text(region, where, "label", fine);
        String comment = values.text(region, where, "comment", fine);
        String input = values.text(region, where, "input", fine);
        OptionalInt turn = values.index(region, where, "turn", fine);
        OptionalInt page = values.index(region, where, "page", fine);
        OptionalInt frame = values.index(region, where, "frame", fine);
        Optional<Origin> origin = origin(region, where, fine);
        Map<String, Answer> attributes = attributes(question, region, where, fine);
        boolean nowhere = input.isEmpty() && turn.isEmpty() && page.isEmpty() && frame.isEmpty();
        if (fine[0] && nowhere && id.isEmpty() && comment.isEmpty() && origin.isEmpty() && attributes.isEmpty()) {
            return plain.computeIfAbsent(label, Tag::of);
        }
        Spot spot = nowhere ? Spot.ONLY : new Spot(input, turn, page, frame);
        return fine[0] ? new Tag(id, label, attributes, origin, comment, spot) : null;
    }

    private Optional<Origin> origin(JsonNode region, String where, boolean[] fine) {
        JsonNode node = region.get("origin");
        if (JsonValues.isAbsent(node)) {
            return Optional.empty();
        }
        Origin origin = JsonValues.named(Origin.values(), node);
        if (origin != null) {
            return Optional.of(origin);
        }
        findings.add(
                Code.UNKNOWN_VALUE,
                where + ".origin",
                "is " + JsonValues.shown(node),
                "write hand, draft or draft_edited");
        fine[0] = false;
        return Optional.empty();
    }

    private Map<String, Answer> attributes(Question.Marking question, JsonNode region, String where, boolean[] fine) {
        JsonNode node = region.get("attributes");
        Map<String, Answer> attributes = new LinkedHashMap<>();
        if (JsonValues.isAbsent(node)) {
            return attributes;
        }
        if (!node.isObject()) {
            findings.add(
                    Code.MALFORMED,
                    where + ".attributes",
                    "is " + JsonValues.shown(node),
                    "write {\"question\": answer, ...}");
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
            case Answer.Numeric numeric -> JsonValues.number(numeric.value());
            case Answer.Preferred preferred -> {
                ObjectNode json =
                        NODES.objectNode().put("choice", preferred.choice().key());
                preferred.strength().ifPresent(strength -> json.put("strength", strength));
                preferred.shown().ifPresent(shown -> json.put("shown", JsonValues.name(shown)));
                yield json;
            }
            case Answer.Written written -> NODES.stringNode(written.text());
            case Answer.Spans spans -> list(question, spans.regions(), RegionShapes::span);
            case Answer.Boxes boxes -> list(question, boxes.regions(), RegionShapes::box);
            case Answer.Masks masks
            when question instanceof Question.Masks asked
                    && asked.single()
                    && masks.regions().size() == 1 ->
                list(question, masks.regions(), RegionShapes::mask).get(0);
            case Answer.Masks masks -> list(question, masks.regions(), RegionShapes::mask);
            case Answer.Segments segments -> list(question, segments.regions(), RegionShapes::segment);
            case Answer.Polygons polygons -> list(question, polygons.regions(), RegionShapes::polygon);
            case Answer.Polylines polylines -> list(question, polylines.regions(), RegionShapes::polyline);
            case Answer.Keypoints keypoints -> list(question, keypoints.regions(), RegionShapes::keypoints);
            case Answer.Tracks tracks -> {
                ObjectNode json = NODES.objectNode();
                json.putArray("timeBase")
                        .add(tracks.timeBase().numerator())
                        .add(tracks.timeBase().denominator());
                json.set("tracks", list(question, tracks.regions(), RegionShapes::track));
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
            tag.origin().ifPresent(origin -> json.put("origin", JsonValues.name(origin)));
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
}
