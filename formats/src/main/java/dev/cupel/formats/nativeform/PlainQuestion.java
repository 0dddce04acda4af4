package dev.cupel.formats.nativeform;

import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Skeleton;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The question behind a file of answers that comes without a schema. The only place that looks at the shape of an answer;
 * everything else reads by the question.
 */
public final class PlainQuestion {
    /** What its answers are called in files and messages. */
    public static final String ID = "answer";

    private static final Common COMMON = Common.of(ID);
    private static final List<Question.Structured> ALL = List.of(
            new Question.Text(COMMON),
            new Question.Spans(COMMON, Marks.ANY),
            new Question.Boxes(COMMON, Marks.ANY),
            new Question.Masks(COMMON, Marks.ANY, true),
            new Question.Segments(COMMON, Marks.ANY),
            new Question.Polygons(COMMON, Marks.ANY),
            new Question.Polylines(COMMON, Marks.ANY),
            new Question.Keypoints(COMMON, Marks.ANY, Skeleton.ANY),
            new Question.Tracks(COMMON, Marks.ANY));

    private PlainQuestion() {}

    /** One for each kind of answer that files without a schema can hold. */
    public static List<Question.Structured> all() {
        return ALL;
    }

    /** What a person calls the kind, and commands take: a mask is one a picture here. */
    public static String kind(Question question) {
        return question instanceof Question.Masks ? "mask" : question.kind();
    }

    /** What a consensus has several of, in words. */
    public static String things(Question question) {
        return question instanceof Question.Text ? "texts" : question.kind();
    }

    /**
     * What an answer may be an answer to, by its form.
     *
     * @return one question, or several whose answers are written alike; none for an empty list, which may be of any regions, and for
     *     what is no structured answer
     */
    public static List<Question.Structured> of(JsonNode answer) {
        if (answer.isString()) {
            return List.of(new Question.Text(COMMON));
        }
        if (answer.isObject()) {
            return answer.has("tracks") || answer.has("timeBase")
                    ? List.of(new Question.Tracks(COMMON, Marks.ANY))
                    : isMask(answer) ? List.of(new Question.Masks(COMMON, Marks.ANY, true)) : List.of();
        }
        if (!answer.isArray() || answer.isEmpty() || !answer.get(0).isObject()) {
            return List.of();
        }
        if (answer.get(0).has("points") || answer.get(0).has("holes")) {
            return ofPoints(answer);
        }
        return ofRegion(answer.get(0)).map(List::of).orElse(List.of());
    }

    /** Without holes polygons and polylines look the same. */
    private static List<Question.Structured> ofPoints(JsonNode regions) {
        if (regions.get(0).path("points").isObject()) {
            return List.of(new Question.Keypoints(COMMON, Marks.ANY, Skeleton.ANY));
        }
        for (JsonNode region : regions) {
            if (region.has("holes")) {
                return List.of(new Question.Polygons(COMMON, Marks.ANY));
            }
        }
        return List.of(new Question.Polygons(COMMON, Marks.ANY), new Question.Polylines(COMMON, Marks.ANY));
    }

    private static Optional<Question.Structured> ofRegion(JsonNode region) {
        if (region.has("beginSeconds") || region.has("endSeconds")) {
            return Optional.of(new Question.Segments(COMMON, Marks.ANY));
        }
        if (region.has("begin") || region.has("end")) {
            return Optional.of(new Question.Spans(COMMON, Marks.ANY));
        }
        if (isMask(region)) {
            return Optional.of(new Question.Masks(COMMON, Marks.ANY, false));
        }
        return region.has("left") || region.has("top") || region.has("width") || region.has("height")
                ? Optional.of(new Question.Boxes(COMMON, Marks.ANY))
                : Optional.empty();
    }

    private static boolean isMask(JsonNode region) {
        return region.has("counts") || region.has("size");
    }
}
