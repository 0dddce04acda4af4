package dev.cupel.formats.answers;

import dev.cupel.engine.InputException;
import dev.cupel.engine.InputException.Code;
import dev.cupel.engine.agreement.MatchedAgreement.Box;
import dev.cupel.engine.agreement.MatchedAgreement.Segment;
import dev.cupel.engine.structured.Mask;
import dev.cupel.formats.columns.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON form of the regions of one answer. Problems are collected; what has one is left out. */
final class AnswerForm {
    static final String HELP =
            "write a text in quotes, a list of {\"begin\", \"end\", \"label\"} (spans), {\"left\", \"top\", \"width\","
                    + " \"height\", \"label\"} (boxes) or {\"beginSeconds\", \"endSeconds\", \"label\"} (segments), or"
                    + " {\"size\", \"counts\"} (a mask)";

    // What the command itself writes into a region is read again without a word.
    private static final Set<String> SPAN_KEYS =
            Set.of("begin", "end", "label", "text", "id", "probability", "exactly");
    private static final Set<String> BOX_KEYS =
            Set.of("left", "top", "width", "height", "label", "id", "rotation", "confidence", "spread");
    private static final Set<String> SEGMENT_KEYS = Set.of("beginSeconds", "endSeconds", "label", "id", "confidence");

    private final Problems problems;
    private final long line;
    private final Map<String, Integer> labels;
    private final Map<String, Long> unusedKeys;

    AnswerForm(Problems problems, long line, Map<String, Integer> labels, Map<String, Long> unusedKeys) {
        this.problems = problems;
        this.line = line;
        this.labels = labels;
        this.unusedKeys = unusedKeys;
    }

    static String singular(Kind kind) {
        return switch (kind) {
            case TEXT -> "a text";
            case SPANS -> "a list of spans";
            case BOXES -> "a list of boxes";
            case MASK -> "a mask";
            case SEGMENTS -> "a list of segments";
        };
    }

    static Optional<Kind> kindOfRegion(JsonNode region) {
        if (!region.isObject()) {
            return Optional.empty();
        }
        if (region.has("beginSeconds") || region.has("endSeconds")) {
            return Optional.of(Kind.SEGMENTS);
        }
        if (region.has("begin") || region.has("end")) {
            return Optional.of(Kind.SPANS);
        }
        return region.has("left") || region.has("top") || region.has("width") || region.has("height")
                ? Optional.of(Kind.BOXES)
                : Optional.empty();
    }

    /** Takes a span as it is written. */
    interface SpanTaker {
        void take(int begin, int end, int label, @Nullable String quoted);
    }

    void spans(JsonNode list, SpanTaker taker) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode region = region(list, i, Kind.SPANS, SPAN_KEYS);
            if (region != null) {
                OptionalInt begin = whole(region, i, "begin");
                OptionalInt end = whole(region, i, "end");
                OptionalInt label = label(region, i);
                JsonNode quoted = region.get("text");
                if (begin.isPresent() && end.isPresent() && label.isPresent()) {
                    taker.take(
                            begin.getAsInt(),
                            end.getAsInt(),
                            label.getAsInt(),
                            quoted != null && quoted.isString() ? quoted.stringValue() : null);
                }
            }
        }
    }

    List<Box> boxes(JsonNode list) {
        List<Box> boxes = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode region = region(list, i, Kind.BOXES, BOX_KEYS);
            if (region == null) {
                continue;
            }
            OptionalDouble left = number(region, i, "left");
            OptionalDouble top = number(region, i, "top");
            OptionalDouble width = number(region, i, "width");
            OptionalDouble height = number(region, i, "height");
            OptionalInt label = label(region, i);
            JsonNode rotation = region.get("rotation");
            if (rotation != null && !rotation.isNull() && !(rotation.isNumber() && rotation.doubleValue() == 0)) {
                problem(
                        Code.CONTRADICTION,
                        place(i, "rotation") + " is " + AnswerReader.shown(rotation)
                                + "; turned boxes have no consensus yet",
                        "give the upright box around it, without \"rotation\"");
            } else if (left.isPresent()
                    && top.isPresent()
                    && width.isPresent()
                    && height.isPresent()
                    && label.isPresent()) {
                if (width.getAsDouble() > 0 && height.getAsDouble() > 0) {
                    boxes.add(new Box(
                            label.getAsInt(),
                            left.getAsDouble(),
                            top.getAsDouble(),
                            width.getAsDouble(),
                            height.getAsDouble()));
                } else {
                    problem(
                            Code.BAD_NUMBER,
                            "answer[" + i + "] is " + AnswerReader.shown(region.get("width")) + " wide and "
                                    + AnswerReader.shown(region.get("height")) + " high",
                            "give width and height above 0, in pixels");
                }
            }
        }
        return boxes;
    }

    List<Segment> segments(JsonNode list) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode region = region(list, i, Kind.SEGMENTS, SEGMENT_KEYS);
            if (region == null) {
                continue;
            }
            OptionalDouble begin = number(region, i, "beginSeconds");
            OptionalDouble end = number(region, i, "endSeconds");
            OptionalInt label = label(region, i);
            if (begin.isPresent() && end.isPresent() && label.isPresent()) {
                if (begin.getAsDouble() < end.getAsDouble()) {
                    segments.add(new Segment(label.getAsInt(), begin.getAsDouble(), end.getAsDouble()));
                } else {
                    problem(
                            Code.BAD_NUMBER,
                            "answer[" + i + "] ends at " + AnswerReader.shown(region.get("endSeconds"))
                                    + " s and begins at " + AnswerReader.shown(region.get("beginSeconds")) + " s",
                            "give the begin first, in seconds");
                }
            }
        }
        return segments;
    }

    Value.@Nullable Pixels mask(JsonNode answer) {
        answer.propertyNames().stream()
                .filter(key -> !key.equals("size") && !key.equals("counts"))
                .forEach(key -> unusedKeys.merge(key, 1L, Long::sum));
        JsonNode size = answer.get("size");
        JsonNode counts = answer.get("counts");
        if (size == null
                || !size.isArray()
                || size.size() != 2
                || !size.get(0).isIntegralNumber()
                || !size.get(1).isIntegralNumber()
                || counts == null
                || !(counts.isArray() || counts.isString())) {
            problem(
                    Code.MALFORMED,
                    "the answer is " + AnswerReader.shown(answer) + ", no mask",
                    "write {\"size\": [height, width], \"counts\": [background, set, ...]}, column by column as COCO does");
            return null;
        }
        int[] runs = new int[counts.size()];
        for (int i = 0; i < runs.length; i++) {
            if (!counts.get(i).isIntegralNumber() || !counts.get(i).canConvertToInt()) {
                problem(
                        Code.BAD_NUMBER,
                        "answer.counts[" + i + "] is " + AnswerReader.shown(counts.get(i)),
                        "give whole numbers of pixels");
                return null;
            }
            runs[i] = counts.get(i).intValue();
        }
        try {
            int[] lengths = counts.isString() ? compressed(counts.stringValue()) : runs;
            return new Value.Pixels(
                    Mask.ofColumns(size.get(1).intValue(), size.get(0).intValue(), lengths));
        } catch (InputException refused) {
            problem(Code.BAD_NUMBER, "answer." + refused.where() + " " + refused.what(), refused.howToMend());
            return null;
        }
    }

    /** COCO's text form of run lengths: six bits a character, each length beyond the third as a difference. */
    private static int[] compressed(String text) {
        int[] counts = new int[text.length()];
        int n = 0;
        for (int p = 0; p < text.length(); ) {
            long length = 0;
            int shift = 0;
            int bits;
            do {
                bits = p < text.length() ? text.charAt(p++) - 48 : -1;
                if (bits < 0 || bits > 63 || shift > 30) {
                    throw new InputException(
                            Code.MALFORMED,
                            "counts",
                            "is no compressed run-length code of COCO at character " + p,
                            "write the run lengths as a list, or compress them again");
                }
                length |= (long) (bits & 0x1f) << shift;
                shift += 5;
            } while ((bits & 0x20) != 0);
            if ((bits & 0x10) != 0) {
                length |= -1L << shift;
            }
            counts[n] = (int) (length + (n > 2 ? counts[n - 2] : 0));
            n++;
        }
        return Arrays.copyOf(counts, n);
    }

    private @Nullable JsonNode region(JsonNode list, int i, Kind kind, Set<String> keys) {
        JsonNode region = list.get(i);
        Optional<Kind> looksLike = kindOfRegion(region);
        if (looksLike.isEmpty() || looksLike.get() != kind) {
            problem(
                    Code.CONTRADICTION,
                    "answer[" + i + "] is " + AnswerReader.shown(region) + ", not one of the " + kind.things(),
                    HELP);
            return null;
        }
        region.propertyNames().stream()
                .filter(key -> !keys.contains(key))
                .forEach(key -> unusedKeys.merge(key, 1L, Long::sum));
        return region;
    }

    private OptionalInt whole(JsonNode region, int i, String key) {
        JsonNode number = region.get(key);
        if (number == null || !number.isIntegralNumber() || !number.canConvertToInt()) {
            problem(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    place(i, key) + (number == null ? " is missing" : " is " + AnswerReader.shown(number)),
                    "give a whole number");
            return OptionalInt.empty();
        }
        return OptionalInt.of(number.intValue());
    }

    private OptionalDouble number(JsonNode region, int i, String key) {
        JsonNode number = region.get(key);
        if (number == null || !number.isNumber() || !Double.isFinite(number.doubleValue())) {
            problem(
                    number == null ? Code.MISSING : Code.BAD_NUMBER,
                    place(i, key) + (number == null ? " is missing" : " is " + AnswerReader.shown(number)),
                    "give a finite number" + (number != null && number.isString() ? " without quotes" : ""));
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(number.doubleValue());
    }

    /** A region without a label has the empty one. */
    private OptionalInt label(JsonNode region, int i) {
        JsonNode label = region.get("label");
        String name = label == null || label.isNull() ? "" : label.isString() ? label.stringValue() : label.toString();
        boolean whole = name.equals(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
        if (!whole || (label != null && label.isContainer())) {
            problem(
                    Code.MALFORMED,
                    place(i, "label") + " is " + AnswerReader.shown(label == null ? region : label),
                    "give one label as a text");
            return OptionalInt.empty();
        }
        return OptionalInt.of(labels.computeIfAbsent(name, n -> labels.size()));
    }

    private static String place(int i, String key) {
        return "answer[" + i + "]." + key;
    }

    private void problem(Code code, String what, String fix) {
        problems.add(code, line, 0, what, fix);
    }

    static Value relabeled(Value.Boxes boxes, int[] label) {
        return new Value.Boxes(boxes.boxes().stream()
                .map(b -> new Box(label[b.label()], b.left(), b.top(), b.width(), b.height()))
                .toList());
    }

    static Value relabeled(Value.Segments segments, int[] label) {
        return new Value.Segments(segments.segments().stream()
                .map(s -> new Segment(label[s.label()], s.begin(), s.end()))
                .toList());
    }
}
