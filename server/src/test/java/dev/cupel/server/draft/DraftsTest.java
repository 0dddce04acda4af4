package dev.cupel.server.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import dev.cupel.server.quality.Labeled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a model proposes goes with an item to those who answer it, or is withheld; who answered what on which draft is known. */
final class DraftsTest {
    private final Owner owner = TestServer.owner();

    private String project(int items, int withheldEvery) {
        String project = owner.project(3);
        Items.add(project, items);
        change(project, Map.of("draftsWithheldEvery", withheldEvery));
        change(project, Map.of("labelersSee", Map.of("key", true, "metadata", List.of())));
        return project;
    }

    private void change(String project, Map<String, ?> settings) {
        owner.client().patch("/projects/" + project, settings).expect(200);
    }

    private static Map<String, Object> draft(String key, String sentiment) {
        return Map.of("key", key, "answers", Map.of("sentiment", sentiment));
    }

    private Client.Answer send(String project, String source, List<?> drafts) {
        return owner.client().put("/projects/" + project + "/drafts", Map.of("source", source, "drafts", drafts));
    }

    private void assertKept(Client.Answer answer, int stored, int unchanged) {
        JsonNode kept = answer.expect(200).json();
        assertThat(List.of(kept.path("stored").asInt(-1), kept.path("unchanged").asInt(-1)))
                .containsExactly(stored, unchanged);
    }

    private static JsonNode next(Client person, String project, List<String> holding) {
        return person.post("/projects/" + project + "/next", Map.of("holding", holding))
                .expect(200)
                .json()
                .path("assignment");
    }

    private static void save(Client person, JsonNode assignment, String answer) {
        Map<String, Object> body = new HashMap<>(Items.good());
        body.put("saveId", UUID.randomUUID());
        body.put("answers", Map.of("sentiment", answer));
        person.put("/assignments/" + assignment.path("id").asString() + "/annotation", body)
                .expect(200);
    }

    private static List<JsonNode> all(Client person, String project, String answer) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode one = next(person, project, List.of());
                !one.isMissingNode();
                one = next(person, project, List.of())) {
            save(person, one, answer.isEmpty() ? drafted(one, "good") : answer);
            all.add(one);
        }
        return all;
    }

    private static String drafted(JsonNode assignment, String otherwise) {
        return assignment.path("draft").path("answers").path("sentiment").asString(otherwise);
    }

    private String exported(String project) throws IOException {
        String result = owner.client()
                .post("/projects/" + project + "/exports", Map.of("format", "jsonl"))
                .expect(202)
                .json()
                .path("resultUrl")
                .asString();
        return new String(owner.client().download(result).body().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aDraftGoesWithItsItemAndOthersHaveNone() {
        String project = project(2, 0);
        assertKept(send(project, "rules 1", List.of(draft("k1", "bad"))), 1, 0);
        Client person = owner.simulated(project, "reads drafts");
        JsonNode first = next(person, project, List.of());
        assertThat(first.path("draft").toString())
                .isEqualTo("{\"source\":\"rules 1\",\"answers\":{\"sentiment\":\"bad\"}}");
        assertThat(next(person, project, List.of()).path("draft"))
                .as("a lease that is handed over once more still has it")
                .isEqualTo(first.path("draft"));
        JsonNode second = next(person, project, List.of(first.path("id").asString()));
        assertThat(second.path("item").path("key").asString()).isEqualTo("k2");
        assertThat(second.has("draft")).isFalse();
    }

    @Test
    void aNewDraftReplacesTheOneBeforeAndTheSameAgainChangesNothing() {
        String project = project(3, 0);
        List<Map<String, Object>> drafts = List.of(draft("k1", "bad"), draft("k2", "good"));
        assertKept(send(project, "m 1", drafts), 2, 0);
        assertKept(send(project, "m 1", drafts), 0, 2);
        assertKept(send(project, "m 2", List.of(draft("k1", "bad"), draft("k3", "bad"))), 2, 0);
        assertThat(owner.client()
                        .get("/projects/" + project + "/drafts")
                        .expect(200)
                        .json()
                        .path("sources")
                        .toString())
                .isEqualTo("[{\"source\":\"m 1\",\"drafts\":1,\"schemaVersions\":[1]},"
                        + "{\"source\":\"m 2\",\"drafts\":2,\"schemaVersions\":[1]}]");
        assertThat(owner.client()
                        .delete("/projects/" + project + "/drafts?source=m%202")
                        .expect(200)
                        .json()
                        .path("retired")
                        .asInt())
                .isEqualTo(2);
        Client person = owner.simulated(project, "after");
        assertThat(all(person, project, "good").stream().filter(one -> one.has("draft")))
                .extracting(one -> one.path("item").path("key").asString())
                .containsExactly("k2");
    }

    @Test
    void everythingWrongIsNamedByItsPlaceAndNothingIsStored() {
        String project = project(2, 0);
        Client.Answer answer = send(
                project,
                "m",
                List.of(
                        draft("k1", "good"),
                        draft("k1", "bad"),
                        draft("nowhere", "good"),
                        draft("k2", "fine"),
                        Map.of("key", "k2", "answers", Map.of("mood", "good")),
                        Map.of("answers", Map.of("sentiment", "good")),
                        Map.of("key", "k2", "answers", Map.of())));
        assertThat(answer.expect(422).code()).isEqualTo("drafts_invalid");
        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(one -> one.path("where").asString()))
                .containsExactly(
                        "drafts[1].key",
                        "drafts[2].key",
                        "drafts[3].answers.sentiment",
                        "drafts[4].key",
                        "drafts[5].key",
                        "drafts[6].key");
        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(one -> one.path("fix").asString()))
                .allMatch(fix -> !fix.isBlank());
        assertThat(owner.client()
                        .get("/projects/" + project + "/drafts")
                        .json()
                        .path("sources")
                        .size())
                .isZero();
        assertThat(send(project, "m", List.of(Map.of("key", "k2", "answers", Map.of("mood", "good"))))
                        .json()
                        .toString())
                .contains("drafts[0].answers");
        assertThat(send(project, " ", List.of(draft("k1", "good"))).expect(422).code())
                .isEqualTo("source_missing");
        send(project, "m", List.of()).expect(422);
    }

    @Test
    void someDraftsAreWithheldAlwaysTheSameAndNobodyIsTold() {
        String project = project(120, 4);
        send(
                        project,
                        "m",
                        IntStream.rangeClosed(1, 120)
                                .mapToObj(n -> draft("k" + n, "bad"))
                                .toList())
                .expect(200);
        Client person = owner.simulated(project, "blind now and then");
        JsonNode first = next(person, project, List.of());
        person.delete("/assignments/" + first.path("id").asString()).expect(204);
        List<JsonNode> given = all(person, project, "good");
        long withheld = given.stream().filter(one -> !one.has("draft")).count();
        // Binomial, 120 at one in four, with room of four deviations.
        assertThat(withheld).isBetween(11L, 49L);
        assertThat(given.stream()
                        .filter(one -> one.path("item")
                                .path("key")
                                .equals(first.path("item").path("key")))
                        .map(one -> one.has("draft")))
                .containsExactly(first.has("draft"));
        change(project, Map.of("draftsWithheldEvery", 1));
        assertThat(all(owner.simulated(project, "all blind"), project, "good")).noneMatch(one -> one.has("draft"));
    }

    @Test
    void exportsSayWhichDraftThereWasAndWhetherItWasShown() throws IOException {
        String project = project(1, 0);
        send(project, "m 7", List.of(draft("k1", "bad"))).expect(200);
        all(owner.simulated(project, "shown"), project, "good");
        change(project, Map.of("draftsWithheldEvery", 1));
        all(owner.simulated(project, "blind"), project, "good");
        owner.client().delete("/projects/" + project + "/drafts?source=m%207").expect(200);
        all(owner.simulated(project, "none"), project, "good");
        JsonNode annotations = tools.jackson.databind.json.JsonMapper.shared()
                .readTree(exported(project))
                .path("annotations");
        assertThat(annotations
                        .valueStream()
                        .map(one -> one.path("draft").asString("-") + " "
                                + one.path("draftShown").asString("-")))
                .containsExactly("m 7 true", "m 7 false", "- -");
    }

    @Test
    void theReportComparesWhatPeopleSayOnDraftsWithWhatTheySayByThemselves() {
        String project = project(60, 2);
        send(
                        project,
                        "m",
                        IntStream.rangeClosed(1, 60)
                                .mapToObj(n -> draft("k" + n, "bad"))
                                .toList())
                .expect(200);
        Client person = owner.simulated(project, "anchored");
        // Takes over what is shown, and says something else by themselves.
        List<JsonNode> given = all(person, project, "");
        long shown = given.stream().filter(one -> one.has("draft")).count();
        JsonNode use = Labeled.freshReport(project).path("drafts").get(0);
        assertThat(use.path("source").asString()).isEqualTo("m");
        assertThat(use.path("shown").path("value").asDouble()).isEqualTo(1);
        assertThat(use.path("shown").path("n").asLong()).isEqualTo(shown);
        assertThat(use.path("withheld").path("value").asDouble()).isZero();
        assertThat(use.path("withheld").path("n").asLong()).isEqualTo(given.size() - shown);
        assertThat(use.path("gap").path("value").asDouble()).isCloseTo(1, within(1e-9));
        assertThat(use.path("gap").path("low").asDouble()).isBetween(0.7, 0.99);
    }

    @Test
    void aDraftIsAboutWhatTheItemHeld() {
        String project = owner.project(1);
        String file = "{\"key\":\"a\",\"text\":\"one\"}\n{\"key\":\"b\",\"text\":\"two\"}\n";
        Files.imported(owner.client(), project, "?format=jsonl", file);
        send(project, "m", List.of(draft("a", "bad"), draft("b", "bad"))).expect(200);
        Files.imported(owner.client(), project, "?format=jsonl", file.replace("two", "three"));
        assertThat(owner.client()
                        .get("/projects/" + project + "/drafts")
                        .json()
                        .path("sources")
                        .get(0)
                        .path("drafts")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void spansAreCountedAsTheSenderSaysAndLieInTheTextOfTheItem() {
        String project = owner.project(
                1, List.of(Map.of("id", "who", "type", "spans", "on", "text", "options", List.of("PER"))));
        Files.imported(
                owner.client(), project, "?format=jsonl", "{\"key\":\"a\",\"text\":\"\uD83D\uDE00 Anna came\"}\n");
        Map<String, Object> span = Map.of("begin", 2, "end", 6, "label", "PER", "text", "Anna");
        List<Map<String, Object>> drafts = List.of(Map.of("key", "a", "answers", Map.of("who", List.of(span))));
        owner.client()
                .put("/projects/" + project + "/drafts", Map.of("source", "m", "unit", "utf16", "drafts", drafts))
                .expect(422);
        owner.client()
                .put("/projects/" + project + "/drafts", Map.of("source", "m", "unit", "code_points", "drafts", drafts))
                .expect(200);
        change(project, Map.of("draftsWithheldEvery", 0));
        JsonNode shown = next(owner.simulated(project, "spans"), project, List.of())
                .path("draft")
                .path("answers")
                .path("who")
                .get(0);
        assertThat(List.of(
                        shown.path("begin").asInt(),
                        shown.path("end").asInt(),
                        shown.path("text").asString()))
                .containsExactly(3, 7, "Anna");
        assertThat(shown.path("id").asString()).isNotBlank();
    }

    @Test
    void twoSendersAtOnceLeaveOneDraftInForce() throws Exception {
        String project = project(5, 0);
        List<Map<String, Object>> drafts =
                IntStream.rangeClosed(1, 5).mapToObj(n -> draft("k" + n, "bad")).toList();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> senders = IntStream.range(0, 6)
                    .<Callable<Integer>>mapToObj(
                            n -> () -> send(project, "m " + n, drafts).status())
                    .toList();
            for (var sent : executor.invokeAll(senders)) {
                assertThat(sent.get()).isEqualTo(200);
            }
        }
        assertThat(owner.client()
                        .get("/projects/" + project + "/drafts")
                        .json()
                        .path("sources")
                        .valueStream()
                        .mapToInt(one -> one.path("drafts").asInt())
                        .sum())
                .isEqualTo(5);
    }

    @Test
    void whoIsAskedAgainGetsNoDraft() {
        String project = project(4, 0);
        change(project, Map.of("repeatEvery", 1, "repeatAfterHours", 0));
        send(
                        project,
                        "m",
                        IntStream.rangeClosed(1, 4)
                                .mapToObj(n -> draft("k" + n, "bad"))
                                .toList())
                .expect(200);
        List<JsonNode> given = all(owner.simulated(project, "again without"), project, "good");
        assertThat(given.stream().filter(one -> one.has("draft"))).hasSize(4);
        assertThat(given.size()).isGreaterThan(6);
    }

    @Test
    void aDraftOfAQuestionThatBecameOneOfAnotherKindStopsNoReport() {
        String project = owner.project(
                1, List.of(Map.of("id", "said", "type", "spans", "on", "text", "options", List.of("PER"))));
        Items.add(project, 1);
        change(project, Map.of("draftsWithheldEvery", 0));
        send(project, "m", List.of(Map.of("key", "k1", "answers", Map.of("said", List.of()))))
                .expect(200);
        owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(Map.of("id", "said", "type", "text")))))
                .expect(200);
        Client person = owner.simulated(project, "later kind");
        Map<String, Object> body = new HashMap<>(Items.good());
        body.putAll(Map.of("saveId", UUID.randomUUID(), "answers", Map.of("said", "yes"), "schemaVersion", 2));
        String lease = next(person, project, List.of()).path("id").asString();
        person.put("/assignments/" + lease + "/annotation", body).expect(200);
        assertThat(Labeled.freshReport(project).path("drafts").size()).isZero();
    }
}
