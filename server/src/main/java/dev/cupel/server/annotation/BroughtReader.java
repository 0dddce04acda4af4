package dev.cupel.server.annotation;

import dev.cupel.engine.Finding;
import dev.cupel.engine.Finding.Code;
import dev.cupel.engine.answer.Answer;
import dev.cupel.formats.nativeform.FindingList;
import dev.cupel.formats.nativeform.Findings;
import dev.cupel.formats.nativeform.JsonValues;
import dev.cupel.formats.nativeform.SpanUnit;
import dev.cupel.server.item.AnnotationsBrought.Annotation;
import dev.cupel.server.platform.VisibleText;
import dev.cupel.server.project.Annotators;
import dev.cupel.server.project.Placing;
import dev.cupel.server.project.SchemaCodes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotations of one row of our own file, read by the questions of the project that takes them. Pure: knows the schema and who
 * is a member, not the database. What is said of an annotation is said by the rules of saving one, but for this: nobody is
 * made to have answered a question, which may have come later.
 */
final class BroughtReader {
    /** Of one item. */
    static final int MOST_ANNOTATIONS = 10_000;
    /** Of one project. */
    static final int MOST_ANNOTATORS = 10_000;
    /** Longest name: an account's, and a number behind it where two have the same. */
    static final int MOST_NAME = 125;

    private static final Set<String> KINDS = Set.of("person", "simulated", "model");

    private final SchemaCodes codes;
    private final Annotators annotators;
    private final Set<Integer> guidelines;
    private final Set<String> newNames = new HashSet<>();

    /** @param guidelines versions that the project has */
    BroughtReader(SchemaCodes codes, Annotators annotators, Set<Integer> guidelines) {
        this.codes = codes;
        this.annotators = annotators;
        this.guidelines = guidelines;
    }

    List<Annotation> read(JsonNode given, Map<String, JsonNode> fields, SpanUnit unit, Findings findings) {
        if (given.size() > MOST_ANNOTATIONS) {
            findings.add(
                    Code.TOO_LARGE,
                    "annotations",
                    "the item has " + given.size() + " annotations; at most " + MOST_ANNOTATIONS + " are taken",
                    "leave some out");
            return List.of();
        }
        List<Annotation> read = new ArrayList<>(given.size());
        Map<Object, String> places = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String where = "annotations[" + i + "]";
            if (given.get(i).hasNonNull("takenOut")) {
                continue; // it counted nowhere where it comes from, and stays behind
            }
            if (given.get(i) instanceof ObjectNode object) {
                Annotation one = new One(object, where, findings).read(fields, unit, places);
                if (one != null) {
                    read.add(one);
                }
            } else {
                findings.add(Code.MALFORMED, where, "is " + JsonValues.shown(given.get(i)), "write an object");
            }
        }
        return read;
    }

    /** One annotation; what is wrong with it is said with its place and whose it is. */
    private final class One {
        private final ObjectNode object;
        private final String where;
        private final Findings findings;
        private String who = "";
        private boolean fine = true;

        One(ObjectNode object, String where, Findings findings) {
            this.object = object;
            this.where = where;
            this.findings = findings;
        }

        private void wrong(Code code, String path, String what, String fix) {
            fine = false;
            findings.add(code, where + "." + path, who + what, fix);
        }

        private void wrong(Finding finding) {
            wrong(finding.code(), finding.where(), finding.what(), finding.fix());
        }

        /** @param places of the annotators before, by member or name, and whether they were asked again */
        @Nullable
        Annotation read(Map<String, JsonNode> fields, SpanUnit unit, Map<Object, String> places) {
            String name = annotator();
            boolean again =
                    Set.of("repeat", "audit").contains(object.path("kind").asString(""));
            Long member = name == null ? null : member(name, again, places);
            String kind = oneOf("annotatorKind", KINDS, "person");
            String outcome = oneOf("outcome", Set.of("submitted", "skipped"), "submitted");
            boolean skipped = outcome.equals("skipped");
            Map<String, Answer> answers = answers(skipped, fields, unit);
            String comment = text("comment");
            String skipReason = text("skipReason");
            if (skipped && skipReason == null) {
                wrong(Code.MISSING, "skipReason", "a skip needs its reason", "say in a few words why");
            }
            if (!skipped && skipReason != null) {
                wrong(
                        Code.CONTRADICTION,
                        "skipReason",
                        "an answer that is submitted is not skipped",
                        "leave it out, or write outcome skipped");
            }
            long activeMs = whole("activeMs", Annotations.MAX_ACTIVE_MS);
            long guideline = whole("guidelineVersion", Integer.MAX_VALUE);
            boolean ambiguous = flag("ambiguous");
            Instant savedAt = savedAt();
            if (!fine || name == null) {
                return null;
            }
            return new Annotation(
                    name,
                    member,
                    kind,
                    again,
                    outcome,
                    codes.write(answers).toString(),
                    answers.entrySet().stream()
                            .map(answer -> codes.store(answer.getKey(), answer.getValue()))
                            .toList(),
                    ambiguous,
                    comment,
                    skipReason,
                    (int) activeMs,
                    guidelines.contains((int) guideline) ? (int) guideline : 0,
                    savedAt);
        }

        private @Nullable String annotator() {
            JsonNode node = object.path("annotator");
            String name = node.isString() ? node.stringValue().strip() : "";
            if (VisibleText.isInvisible(name)) {
                wrong(Code.MISSING, "annotator", "nobody is named", "name the annotator, each by a name of their own");
                return null;
            }
            if (name.length() > MOST_NAME) {
                wrong(
                        Code.TOO_LARGE,
                        "annotator",
                        "the name has " + name.length() + " characters; at most " + MOST_NAME + " are possible",
                        "use a shorter name");
                return null;
            }
            who = "from '" + name + "': ";
            return name;
        }

        private @Nullable Long member(String name, boolean again, Map<Object, String> places) {
            JsonNode number = object.path("annotatorId");
            return switch (annotators.named(name, number.isIntegralNumber() ? number.longValue() : null)) {
                case Annotators.Meant.Member(long id) -> {
                    onlyOnce(List.of(id, again), places);
                    yield id;
                }
                case Annotators.Meant.Nobody() -> {
                    onlyOnce(List.of(name, again), places);
                    if (newNames.add(name) && annotators.count() + newNames.size() > MOST_ANNOTATORS) {
                        newNames.remove(name);
                        wrong(
                                Code.TOO_LARGE,
                                "annotator",
                                "the project would have over " + MOST_ANNOTATORS + " annotators",
                                "split the items over several projects");
                    }
                    yield null;
                }
                case Annotators.Meant.Several(List<String> names) -> {
                    wrong(
                            Code.CONTRADICTION,
                            "annotator",
                            "several members have this name",
                            "write " + String.join(" or ", names));
                    yield null;
                }
            };
        }

        private void onlyOnce(Object annotator, Map<Object, String> places) {
            String before = places.putIfAbsent(annotator, where);
            if (before != null) {
                wrong(
                        Code.DUPLICATE,
                        "annotator",
                        "an answer of the same annotator stands in " + before,
                        "keep one of the two");
            }
        }

        private Map<String, Answer> answers(boolean skipped, Map<String, JsonNode> fields, SpanUnit unit) {
            JsonNode given = object.path("answers");
            if (given.isMissingNode() || given.isNull()) {
                given = JsonNodeFactory.instance.objectNode();
            }
            if (!given.isObject()) {
                wrong(Code.MALFORMED, "answers", "is " + JsonValues.shown(given), "write {question: answer}");
                return Map.of();
            }
            if (skipped) {
                if (!given.isEmpty()) {
                    wrong(
                            Code.CONTRADICTION,
                            "answers",
                            "what is skipped has no answers",
                            "write {}, or outcome submitted");
                }
                return Map.of();
            }
            ObjectNode known = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> answer : given.properties()) {
                if (codes.schema().question(answer.getKey()).isPresent()) {
                    known.set(answer.getKey(), answer.getValue());
                } else {
                    wrong(
                            Code.UNKNOWN_NAME,
                            "answers." + answer.getKey(),
                            "the schema has no such question",
                            "add the question to the schema, or leave the answer out");
                }
            }
            return placed(known, fields, unit);
        }

        private Map<String, Answer> placed(ObjectNode given, Map<String, JsonNode> fields, SpanUnit unit) {
            FindingList unread = new FindingList();
            Map<String, Answer> read = codes.parse(given, unread);
            unread.all().forEach(this::wrong);
            Map<String, Answer> placed = read;
            if (Placing.needsText(read)) {
                FindingList misplaced = new FindingList();
                placed = Placing.answers(codes, read, fields, unit, misplaced);
                misplaced.all().forEach(this::wrong);
            }
            codes.findingsOn(read).forEach(this::wrong);
            if (given.isEmpty() && fine) {
                // Whoever is asked something and says nothing has not answered; what is required says what is missing.
                codes.schema().check(Map.of()).forEach(this::wrong);
            }
            return placed;
        }

        private String oneOf(String name, Set<String> values, String absent) {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return absent;
            }
            if (node.isString() && values.contains(node.stringValue())) {
                return node.stringValue();
            }
            wrong(
                    Code.UNKNOWN_NAME,
                    name,
                    "is " + JsonValues.shown(node),
                    "write " + String.join(" or ", values.stream().sorted().toList()));
            return absent;
        }

        /** @return null if nothing is said */
        private @Nullable String text(String name) {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return null;
            }
            if (!node.isString()) {
                wrong(Code.MALFORMED, name, "is " + JsonValues.shown(node), "write a text");
                return null;
            }
            String text = node.stringValue();
            if (text.length() > Annotations.MAX_TEXT) {
                wrong(Code.TOO_LARGE, name, "over " + Annotations.MAX_TEXT + " characters", "shorten it");
            }
            return text.isBlank() ? null : text;
        }

        private long whole(String name, long most) {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull()) {
                return 0;
            }
            if (!node.isIntegralNumber()
                    || !node.canConvertToLong()
                    || node.longValue() < 0
                    || node.longValue() > most) {
                wrong(Code.BAD_NUMBER, name, "is " + JsonValues.shown(node), "write a whole number from 0 to " + most);
                return 0;
            }
            return node.longValue();
        }

        private boolean flag(String name) {
            JsonNode node = object.path(name);
            if (node.isMissingNode() || node.isNull() || node.isBoolean()) {
                return node.isBoolean() && node.booleanValue();
            }
            wrong(Code.MALFORMED, name, "is " + JsonValues.shown(node), "write true or false");
            return false;
        }

        private @Nullable Instant savedAt() {
            JsonNode node = object.path("savedAt");
            if (node.isMissingNode() || node.isNull()) {
                return null;
            }
            try {
                Instant at = OffsetDateTime.parse(node.asString("")).toInstant();
                if (!at.isBefore(Instant.EPOCH)) {
                    return at;
                }
            } catch (DateTimeException noTime) {
                // said below
            }
            wrong(
                    Code.MALFORMED,
                    "savedAt",
                    "is " + JsonValues.shown(node),
                    "write a time since 1970 with its offset, as in 2026-03-01T12:00:00Z");
            return null;
        }
    }
}
