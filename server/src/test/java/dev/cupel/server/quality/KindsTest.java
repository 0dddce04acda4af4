package dev.cupel.server.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.item.Files;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers, texts, spans, preferences and ordered choices from the schema to the export, over real HTTP. */
final class KindsTest {
    private static final Map<String, Object> AGE =
            Map.of("id", "age", "type", "number", "min", 0, "step", 1, "unit", "years");
    private static final Map<String, Object> RETELL = Map.of("id", "retell", "type", "text");
    private static final Map<String, Object> NAMES =
            Map.of("id", "names", "type", "spans", "on", "text", "options", List.of("PER", "LOC"));
    private static final Map<String, Object> BETTER = Map.of(
            "id", "better", "type", "preference", "left", "text", "right", "text", "bothBad", false, "strengths", 2);
    private static final Map<String, Object> LEVEL =
            Map.of("id", "level", "type", "choice", "options", List.of("low", "middle", "high"), "ordered", true);

    private static Map<String, Object> span(int begin, int end, String label) {
        return Map.of("begin", begin, "end", end, "label", label);
    }

    private static void text(Labeled labeled, String key, String text) {
        Items.sql()
                .sql("update item set fields = jsonb_build_object('text', ?::text) where id = ?")
                .params(text, labeled.itemId(key))
                .update();
    }

    private static List<JsonNode> exported(Labeled labeled, Map<String, ?> wanted) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : file(labeled, wanted).lines().toList()) {
            lines.add(JsonMapper.shared().readTree(line));
        }
        return lines;
    }

    private static String file(Labeled labeled, Map<String, ?> wanted) throws Exception {
        JsonNode job = labeled.manager()
                .post("/projects/" + labeled.project() + "/exports", wanted)
                .expect(202)
                .json();
        HttpResponse<InputStream> file =
                labeled.manager().download(job.path("resultUrl").asString());
        String text = new String(file.body().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode over = Files.over(labeled.manager(), job.path("id").asString());
        assertThat(over.path("state").asString()).as("%s", over).isEqualTo("done");
        return text;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> keys(Labeled labeled, String label) {
        return Labeled.all(
                labeled.manager()
                        .get("/projects/" + labeled.project() + "/items?label=" + encoded(label))
                        .expect(200)
                        .json()
                        .path("items"),
                "key");
    }

    @Test
    void numbersAreCombinedComparedByDistanceAndFoundByAStretch() throws Exception {
        Labeled labeled = Labeled.empty(4, 3, List.of(AGE));
        int[][] ages = {{30, 31, 30}, {62, 60, 61}, {5, 5, 5}, {20, 20, 70}};
        String[] names = {"ann", "bob", "cy"};
        for (int a = 0; a < 3; a++) {
            Map<String, Object> answers = new HashMap<>();
            for (int i = 0; i < 4; i++) {
                answers.put("k" + (i + 1), Map.of("age", ages[i][a]));
            }
            labeled.answer(names[a], answers);
        }
        JsonNode report = labeled.report("age");
        assertThat(report.path("agreement").path("alpha").path("value").asDouble())
                .isBetween(0.3, 0.95);
        assertThat(Double.parseDouble(labeled.best("k3", "age", "number"))).isEqualTo(5);
        assertThat(Double.parseDouble(labeled.best("k1", "age", "number"))).isBetween(30.0, 31.0);
        assertThat(labeled.status("k4")).as("50 years apart").isEqualTo("disputed");
        assertThat(labeled.status("k1")).isEqualTo("complete");
        assertThat(keys(labeled, "age:29..32")).containsExactly("k1");
        assertThat(keys(labeled, "age:5")).containsExactly("k3");
        JsonNode first = exported(labeled, Map.of("format", "jsonl")).getFirst();
        assertThat(first.path("annotations").get(0).path("answers").path("age").asInt())
                .isEqualTo(30);
        assertThat(file(labeled, Map.of("format", "votes", "question", "age")))
                .contains("task,worker,label")
                .contains("k2,bob,60");
    }

    @Test
    void spansCountUtf16OverHttpCodePointsInFilesAndQuoteWhatStandsThere() throws Exception {
        Labeled labeled = Labeled.empty(2, 3, List.of(NAMES));
        text(labeled, "k1", "😀 Anna met Bob in Oslo.");
        text(labeled, "k2", "Nobody is here.");
        // In UTF-16 the face takes two units: Anna is 3 to 7, Oslo 19 to 23.
        List<Object> all = List.of(span(3, 7, "PER"), span(12, 15, "PER"), span(19, 23, "LOC"));
        labeled.answer("ann", Map.of("k1", Map.of("names", all), "k2", Map.of("names", List.of())));
        labeled.answer("bob", Map.of("k1", Map.of("names", all), "k2", Map.of("names", List.of())));
        labeled.answer(
                "cy", Map.of("k1", Map.of("names", List.of(span(3, 7, "PER"))), "k2", Map.of("names", List.of())));
        JsonNode report = labeled.report("names");
        assertThat(report.path("agreement").path("percent").path("value").asDouble())
                .as("equal pairs: one of three, and all")
                .isCloseTo((1.0 / 3 + 1) / 2, within(1e-6));
        assertThat(report.path("agreement")
                        .path("measures")
                        .get(0)
                        .path("estimate")
                        .path("value")
                        .asDouble())
                .as("F1 of equal spans: 2 * 5 of 14")
                .isCloseTo(10.0 / 14, within(1e-6));
        assertThat(Labeled.all(report.path("agreement").path("perClass"), "option"))
                .containsExactly("PER", "LOC");
        assertThat(labeled.best("k1", "names", "value")).contains("\"text\": \"Oslo\"", "\"begin\": 19");
        assertThat(labeled.best("k2", "names", "value")).isEqualTo("[]");
        assertThat(keys(labeled, "names:LOC")).containsExactly("k1");
        List<JsonNode> lines = exported(labeled, Map.of("format", "jsonl"));
        JsonNode oslo =
                lines.getFirst().path("consensus").path("names").path("value").get(2);
        assertThat(lines.getFirst().path("unit").asString()).isEqualTo("code_points");
        assertThat(oslo.path("begin").asInt()).isEqualTo(18);
        assertThat(oslo.path("text").asString()).isEqualTo("Oslo");
        JsonNode anna = lines.getFirst()
                .path("annotations")
                .get(0)
                .path("answers")
                .path("names")
                .get(0);
        assertThat(anna.path("begin").asInt()).isEqualTo(2);
        assertThat(anna.path("id").asString()).isEqualTo("s1");
        assertThat(file(labeled, Map.of("format", "csv"))).contains("\"\"begin\"\":18");
        assertThat(file(labeled, Map.of("format", "votes", "question", "names")))
                .startsWith("task,worker,answer,text\nk1,ann,")
                .contains("\"\"begin\"\":2,");
    }

    @Test
    void spansThatLieNowhereOrCutACharacterAreRefusedNamingThePlace() {
        Labeled labeled = Labeled.empty(1, 1, List.of(NAMES));
        text(labeled, "k1", "😀 Anna");
        Client person = dev.cupel.server.TestServer.owner().simulated(labeled.project(), "ann");
        String id = person.post("/projects/" + labeled.project() + "/next", Map.of())
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        Map<String, Object> body = new HashMap<>(Map.of(
                "saveId",
                UUID.randomUUID(),
                "outcome",
                "submitted",
                "answers",
                Map.of("names", List.of(span(3, 9, "PER"), span(1, 7, "PER"), span(3, 7, "CITY"))),
                "activeMs",
                10,
                "schemaVersion",
                1,
                "guidelineVersion",
                1));
        Client.Answer refused =
                person.put("/assignments/" + id + "/annotation", body).expect(422);
        assertThat(Labeled.all(refused.json().path("problems"), "where"))
                .contains("answers.names[0]", "answers.names[1]", "answers.names[2].label");
        body.put("answers", Map.of("names", List.of(span(2, 6, "PER"))));
        body.put("unit", "code_points");
        person.put("/assignments/" + id + "/annotation", body).expect(200);
        JsonNode saved =
                person.get("/assignments/" + id + "/annotation").expect(200).json();
        assertThat(saved.path("answers").path("names").get(0).path("begin").asInt())
                .isEqualTo(3);
        assertThat(saved.path("answers").path("names").get(0).path("text").asString())
                .isEqualTo("Anna");
        body.put("unit", "bytes");
        body.put("saveId", UUID.randomUUID());
        assertThat(person.put("/assignments/" + id + "/annotation", body)
                        .expect(422)
                        .code())
                .isEqualTo("answers_invalid");
    }

    @Test
    void textsAreMergedWordByWordAndComparedByEdits() throws Exception {
        Labeled labeled = Labeled.empty(2, 3, List.of(RETELL));
        labeled.answer("ann", Map.of("k1", Map.of("retell", "the cat sat down"), "k2", Map.of("retell", "one two")));
        labeled.answer("bob", Map.of("k1", Map.of("retell", "The cat sat down."), "k2", Map.of("retell", "red green")));
        labeled.answer("cy", Map.of("k1", Map.of("retell", "the bat sat down"), "k2", Map.of("retell", "up away")));
        JsonNode report = labeled.report("retell");
        JsonNode closeness = report.path("agreement").path("measures").get(0);
        assertThat(closeness.path("key").asString()).isEqualTo("closeness");
        assertThat(closeness.path("estimate").path("value").asDouble())
                .as("k1: two pairs share 3 of 4 words, one all; k2: none shares any")
                .isCloseTo((0.75 + 0.75 + 1) / 3 / 2, within(1e-6));
        assertThat(labeled.best("k1", "retell", "value")).containsIgnoringCase("the cat sat down");
        assertThat(labeled.status("k2")).isEqualTo("disputed");
        assertThat(keys(labeled, "retell:cat")).containsExactly("k1");
        assertThat(keys(labeled, "retell:sat dow"))
                .as("the last word may be its beginning")
                .containsExactly("k1");
        for (String nothing : List.of("?", " ", "x".repeat(3000))) {
            labeled.manager()
                    .get("/projects/" + labeled.project() + "/items?label=retell:" + encoded(nothing))
                    .expect(422);
        }
    }

    @Test
    void preferencesKeepDegreeAndSideAndTellALeaningToOneSide() throws Exception {
        Labeled labeled = Labeled.empty(12, 2, List.of(BETTER));
        Map<String, Object> left = new HashMap<>();
        for (int i = 1; i <= 12; i++) {
            boolean swapped = i % 2 == 0;
            left.put(
                    "k" + i,
                    Map.of(
                            "better",
                            Map.of(
                                    "choice", swapped ? "right" : "left",
                                    "strength", 2,
                                    "shown", swapped ? "swapped" : "plain")));
        }
        labeled.answer("ann", left).answer("bob", left);
        JsonNode report = labeled.report("better");
        JsonNode shown = report.path("agreement").path("measures").get(0);
        assertThat(shown.path("key").asString()).isEqualTo("shown_left");
        assertThat(shown.path("estimate").path("value").asDouble()).isEqualTo(1);
        assertThat(report.path("agreement").path("notes").toString())
                .contains("What stood on the left of the screen won 100 %");
        assertThat(keys(labeled, "better:right")).hasSize(6);
        JsonNode first = exported(labeled, Map.of("format", "jsonl")).getFirst();
        assertThat(first.path("annotations").get(0).path("answers").path("better"))
                .isEqualTo(JsonMapper.shared().readTree("{\"choice\":\"left\",\"strength\":2,\"shown\":\"plain\"}"));
        assertThat(first.path("consensus")
                        .path("better")
                        .path("value")
                        .path("choice")
                        .asString())
                .isEqualTo("left");
        assertThat(file(labeled, Map.of("format", "csv"))).contains("\nk1,text number 1,complete,left,");
    }

    @Test
    void theOrderOfAnOrderedChoiceIsItsScale() {
        Labeled near = Labeled.empty(6, 2, List.of(LEVEL));
        Map<String, Object> ann = new HashMap<>();
        Map<String, Object> bob = new HashMap<>();
        String[] first = {"low", "middle", "high", "low", "high", "middle"};
        String[] second = {"middle", "middle", "high", "low", "high", "high"};
        for (int i = 0; i < 6; i++) {
            ann.put("k" + (i + 1), Map.of("level", first[i]));
            bob.put("k" + (i + 1), Map.of("level", second[i]));
        }
        near.answer("ann", ann).answer("bob", bob);
        double ordered = near.report("level")
                .path("agreement")
                .path("alpha")
                .path("value")
                .asDouble();
        Labeled names = Labeled.empty(
                6, 2, List.of(Map.of("id", "level", "type", "choice", "options", List.of("low", "middle", "high"))));
        names.answer("ann", ann).answer("bob", bob);
        double nominal = names.report("level")
                .path("agreement")
                .path("alpha")
                .path("value")
                .asDouble();
        assertThat(ordered).as("neighbours are half as bad").isGreaterThan(nominal + 0.05);
    }

    @Test
    void aDecisionAndGoldAreTakenOfEveryKindAndOutrankTheConsensus() throws Exception {
        Labeled labeled = Labeled.empty(2, 2, List.of(NAMES, RETELL, AGE, BETTER));
        text(labeled, "k1", "Anna in Oslo");
        text(labeled, "k2", "Bob in Rome");
        Map<String, Object> answers = Map.of(
                "names",
                List.of(span(0, 4, "PER")),
                "retell",
                "a person",
                "age",
                30,
                "better",
                Map.of("choice", "tie"));
        labeled.answer("ann", Map.of("k1", answers)).answer("bob", Map.of("k1", answers));
        labeled.report("names");
        String item = "/projects/" + labeled.project() + "/items/" + labeled.itemId("k1");
        labeled.manager()
                .put(
                        item + "/adjudication",
                        Map.of("answers", Map.of("names", List.of(span(8, 12, "LOC"))), "reason", "the place"))
                .expect(200);
        assertThat(labeled.best("k1", "names", "value")).contains("Oslo");
        assertThat(labeled.best("k1", "names", "consensus_value")).contains("Anna");
        labeled.manager()
                .put(
                        item + "/adjudication",
                        Map.of("answers", Map.of("names", List.of(span(8, 99, "LOC"))), "reason", "the place"))
                .expect(422);
        labeled.manager()
                .put(
                        item + "/gold",
                        Map.of(
                                "answers",
                                Map.of(
                                        "names",
                                        List.of(span(0, 4, "PER")),
                                        "retell",
                                        "A person!",
                                        "age",
                                        31,
                                        "better",
                                        Map.of("choice", "left"))))
                .expect(200);
        assertThat(labeled.best("k1", "names", "source")).isEqualTo("2");
        JsonNode reasons = labeled.get("/items/" + labeled.itemId("k1")).path("reasons");
        assertThat(reasons.path("names").path("same").asInt()).isEqualTo(2);
        assertThat(reasons.path("age").path("same").asInt()).as("30 is near 31").isEqualTo(2);
        assertThat(reasons.path("better").path("same").asInt()).isZero();
        assertThat(reasons.path("age").path("answers").asInt()).isEqualTo(2);
        assertThat(reasons.path("retell").path("votes").get(0).path("likeness").asDouble())
                .isEqualTo(1);
        assertThat(labeled.best("k1", "retell", "value")).isEqualTo("\"A person!\"");
        assertThat(Double.parseDouble(labeled.best("k1", "age", "number"))).isEqualTo(31);
        assertThat(rightOnGold(labeled, "names")).isEqualTo(1);
        assertThat(rightOnGold(labeled, "retell")).as("case and signs aside").isEqualTo(1);
        assertThat(rightOnGold(labeled, "age")).isEqualTo(0);
        assertThat(rightOnGold(labeled, "better")).isEqualTo(0);
    }

    private static double rightOnGold(Labeled labeled, String question) {
        return labeled.report(question)
                .path("annotators")
                .get(0)
                .path("goldAccuracy")
                .path("value")
                .asDouble(-1);
    }

    @Test
    void goldOfEveryKindIsReadFromAFileWhoseOffsetsCountCodePoints() throws Exception {
        Labeled labeled = Labeled.empty(0, 1, List.of(NAMES, RETELL, AGE, BETTER));
        String file = """
                {"key": "a", "text": "😀 Anna", "gold": {"names": [{"begin": 2, "end": 6, "label": "PER"}], "retell": "hi", "age": 4, "better": "tie"}}
                {"key": "b", "text": "Bob", "gold": {"names": [{"begin": 0, "end": 9, "label": "PER"}], "age": "x"}}
                """;
        JsonNode over =
                Files.imported(labeled.manager(), labeled.project(), "?keyColumn=key&fileName=gold.jsonl", file);
        assertThat(over.path("problemCount").asInt()).isEqualTo(2);
        assertThat(labeled.best("a", "names", "value")).contains("\"begin\": 3", "\"text\": \"Anna\"");
        assertThat(labeled.best("a", "retell", "value")).isEqualTo("\"hi\"");
        assertThat(labeled.best("a", "better", "value")).isEqualTo("{\"choice\": \"tie\"}");
    }
}
