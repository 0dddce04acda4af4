package dev.cupel.formats.dataset;

import dev.cupel.engine.answer.Answer;
import dev.cupel.engine.answer.Input;
import dev.cupel.engine.answer.Question;
import dev.cupel.engine.answer.Question.Common;
import dev.cupel.engine.answer.Question.Marks;
import dev.cupel.engine.answer.Question.Option;
import dev.cupel.engine.answer.Region;
import dev.cupel.engine.answer.Schema;
import dev.cupel.formats.nativeform.ExactJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Labeled items of every kind out of a seed, with what real texts hold: line ends, quotes, many scripts, emoji. */
final class LabeledItems {
    static final Schema SCHEMA = new Schema(
            List.of(
                    new Input.Text("body", "text"),
                    new Input.Chat("talk", "talk"),
                    new Input.Table("facts", "facts", List.of("n", "v"))),
            List.of(
                    new Question.Choice(Common.of("mood"), options("good", "so, so", "1.0", "\"bad\"")),
                    new Question.Choices(Common.of("topics"), options("price", "a|b", "taste", "[x]")),
                    new Question.Rating(Common.of("stars"), 0, 5, 0.5, "", ""),
                    new Question.Quantity(
                            Common.of("age"),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            OptionalDouble.empty(),
                            "years"),
                    new Question.Text(Common.of("retell")),
                    new Question.Spans(
                            Common.of("names"),
                            new Marks(
                                    "body",
                                    options("PER", "LOC"),
                                    List.of(new Question.Choice(Common.of("sure"), options("yes", "no"))))),
                    new Question.Preference(Common.of("better"), "body", "body", true, true, 3)));

    private static final List<String> PIECES = List.of(
            "a", "B", " ", "\n", "\r\n", "\"", ",", ";", "|", "'", "\\", "\t", "é", "ß", "Ж", "ع", "漢", "क्षि", "😀",
            "👩‍🔬", "𝒳", "=1+1", "{", "]", "NaN", "\u2028", "0.50", "null");

    private static final List<String> FACTS = List.of(
            "[[\"n\",\"v\"],[\"x\",1.50],[null,12345678901234567890]]",
            "[{\"v\":0.10,\"n\":\"😀\"},{\"n\":true}]",
            "[[]]");

    private final Random random;

    LabeledItems(long seed) {
        random = new Random(seed);
    }

    private static List<Option> options(String... ids) {
        return java.util.Arrays.stream(ids).map(Option::of).toList();
    }

    private boolean maybe() {
        return random.nextBoolean();
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String words() {
        StringBuilder text = new StringBuilder(any(PIECES));
        for (int more = random.nextInt(12); more > 0; more--) {
            text.append(any(PIECES));
        }
        return text.toString();
    }

    private ObjectNode turn(String role) {
        return JsonMapper.shared().createObjectNode().put("role", role).put("text", words());
    }

    LabeledItem item(int number) {
        String text = words() + "x";
        ObjectNode fields = JsonMapper.shared().createObjectNode().put("text", text);
        if (maybe()) {
            fields.putArray("talk").add(turn("user")).add(turn("model").put("tokens", random.nextInt(9)));
        }
        if (maybe()) {
            fields.set("facts", ExactJson.read(any(FACTS)));
        }
        ObjectNode metadata = JsonMapper.shared().createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put(any(List.of("lang", "status", "text", "metadata.lang", "x.mood", "出典")), words());
        }
        Map<String, LabeledItem.Consensus> consensus = new LinkedHashMap<>();
        Map<String, Given> gold = new LinkedHashMap<>();
        for (Question question : SCHEMA.questions()) {
            if (maybe()) {
                consensus.put(
                        question.id(),
                        new LabeledItem.Consensus(
                                new Given.Known(answer(question, text)),
                                any(List.of("consensus", "gold", "adjudication")),
                                maybe() ? random.nextDouble() : null,
                                maybe() ? (double) random.nextFloat() : null,
                                maybe() ? true : null,
                                maybe() ? "dawid-skene" : null,
                                maybe() ? "1" : null,
                                maybe() ? Map.of("good", random.nextDouble() / 1000) : Map.of()));
            }
            if (maybe()) {
                gold.put(question.id(), new Given.Known(answer(question, text)));
            }
        }
        List<LabeledItem.Annotation> annotations = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            annotations.add(annotation(text));
        }
        return new LabeledItem(
                maybe() ? random.nextLong(1000) : null,
                "k" + number + (maybe() ? words().strip() : ""),
                new Content(fields.toString()),
                new Content(metadata.toString()),
                maybe() ? any(List.of("unlabeled", "complete", "disputed")) : null,
                maybe() ? "2026-01-02T03:04:05.678Z" : null,
                consensus,
                gold,
                maybe()
                        ? List.of(new LabeledItem.Adjudication(
                                "names",
                                new Given.Known(answer(SCHEMA.question("names").orElseThrow(), text)),
                                words(),
                                "Rita",
                                maybe() ? "2026-01-02T03:04:05Z" : null,
                                maybe() ? 3 : null))
                        : List.of(),
                annotations,
                Map.of());
    }

    private LabeledItem.Annotation annotation(String text) {
        Map<String, Given> answers = new LinkedHashMap<>();
        for (Question question : SCHEMA.questions()) {
            if (maybe()) {
                answers.put(question.id(), new Given.Known(answer(question, text)));
            }
        }
        boolean skipped = random.nextInt(5) == 0;
        return new LabeledItem.Annotation(
                maybe() ? random.nextLong(1000) : null,
                any(List.of("Ann", "Bob, Jr.", "\"Cy\"", "Дора")),
                maybe() ? random.nextLong(1000) : null,
                maybe() ? any(List.of("person", "simulated", "model")) : null,
                maybe() ? any(List.of("production", "gold")) : null,
                skipped ? "skipped" : maybe() ? "submitted" : null,
                skipped ? Map.of() : answers,
                maybe() ? maybe() : null,
                maybe() ? words() : null,
                skipped ? words() : null,
                maybe() ? random.nextLong(100_000) : null,
                maybe() ? 1 + random.nextInt(3) : null,
                maybe() ? 1 + random.nextInt(3) : null,
                maybe() ? 1 + random.nextInt(3) : null,
                maybe() ? any(List.of("model 3", "rules")) : null,
                maybe() ? maybe() : null,
                maybe() ? "2026-01-02T03:04:05.678901Z" : null,
                random.nextInt(8) == 0 ? words() : null,
                random.nextInt(8) == 0 ? "2026-01-03T03:04:05.678901Z" : null);
    }

    private Answer answer(Question question, String text) {
        return switch (question) {
            case Question.Choice choice ->
                new Answer.Chosen(any(choice.options()).id());
            case Question.Choices choices -> {
                Set<String> chosen = new LinkedHashSet<>();
                choices.options().forEach(option -> {
                    if (maybe()) {
                        chosen.add(option.id());
                    }
                });
                yield new Answer.ChosenSet(chosen);
            }
            case Question.Rating rating -> new Answer.Numeric(random.nextInt(11) / 2.0);
            case Question.Quantity quantity ->
                new Answer.Numeric(maybe() ? random.nextGaussian() * 1e9 : random.nextInt(100) + 1);
            case Question.Preference preference ->
                new Answer.Preferred(
                        any(List.of(Question.Verdict.values())),
                        maybe() ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty(),
                        maybe() ? Optional.of(any(List.of(Answer.Shown.values()))) : Optional.empty());
            case Question.Text words -> new Answer.Written(words());
            case Question.Spans spans -> spans(text);
            case Question.Boxes boxes -> new Answer.Boxes(List.of());
            case Question.Masks masks -> new Answer.Masks(List.of());
            case Question.Segments segments -> new Answer.Segments(List.of());
            case Question.Polygons polygons -> new Answer.Polygons(List.of());
            case Question.Polylines polylines -> new Answer.Polylines(List.of());
            case Question.Keypoints keypoints -> new Answer.Keypoints(List.of());
            case Question.Tracks tracks -> new Answer.Tracks(new Answer.TimeBase(1, 25), List.of());
        };
    }

    private Answer spans(String text) {
        int[] ends = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < ends.length; i++) {
            ends[i] = text.offsetByCodePoints(ends[i - 1], 1);
        }
        List<Region.Span> regions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            List<Region.Stretch> parts = new ArrayList<>();
            int at = 0;
            for (int part = 1 + random.nextInt(3); part > 0 && at < ends.length - 1; part--) {
                int begin = at + random.nextInt(ends.length - 1 - at);
                int end = begin + 1 + random.nextInt(ends.length - 1 - begin);
                parts.add(new Region.Stretch(ends[begin], ends[end]));
                at = end;
            }
            Region.Span bare = new Region.Span(
                    new Region.Tag(
                            maybe() ? "s" + i : "",
                            any(List.of("PER", "LOC")),
                            maybe() ? Map.of("sure", new Answer.Chosen("yes")) : Map.of(),
                            maybe() ? Optional.of(any(List.of(Region.Origin.values()))) : Optional.empty(),
                            maybe() ? words() : "",
                            Region.Spot.ONLY),
                    parts,
                    Optional.empty());
            regions.add(maybe() ? bare : new Region.Span(bare.tag(), parts, Optional.of(bare.quote(text))));
        }
        return new Answer.Spans(regions);
    }
}
