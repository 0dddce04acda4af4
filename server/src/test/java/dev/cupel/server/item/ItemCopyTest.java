package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.media.Pictures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Items of another project, with what they are and without what people said about them. */
final class ItemCopyTest {
    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();

    private JsonNode copied(String to, String of, boolean gold) {
        return Files.over(
                client,
                client.post("/projects/" + to + "/copies", Map.of("of", of, "gold", gold))
                        .expect(202)
                        .json()
                        .path("id")
                        .asString());
    }

    private JsonNode items(String project, String query) {
        return client.get("/projects/" + project + "/items" + query)
                .expect(200)
                .json()
                .path("items");
    }

    private List<String> gold(String project) {
        return items(project, "")
                .valueStream()
                .filter(item -> item.path("gold").asBoolean())
                .map(item -> item.path("key").asString())
                .toList();
    }

    private String model() {
        String model = owner.project(1);
        Files.imported(client, model, "?format=jsonl", """
                {"id": "a", "text": "first text", "shop": "north", "gold": "good"}
                {"id": "b", "text": "second text", "shop": "south"}
                {"id": "c", "text": "third text"}
                """);
        return model;
    }

    @Test
    void textsKeysAndMetadataComeAndAnswersStay() {
        String model = model();
        Client labeler = owner.invite(model, "labeler");
        String assignment = labeler.post("/projects/" + model + "/next", Map.of("holding", List.of()))
                .expect(200)
                .json()
                .path("assignment")
                .path("id")
                .asString();
        labeler.put("/assignments/" + assignment + "/annotation", Items.good()).expect(200);
        String copy = owner.project(1);
        JsonNode job = copied(copy, model, false);
        assertThat(job.path("state").asString()).isEqualTo("done");
        assertThat(job.path("summary").path("added").asInt()).isEqualTo(3);
        JsonNode items = items(copy, "");
        assertThat(items.findValuesAsString("key")).containsExactly("a", "b", "c");
        assertThat(items.get(0).path("fields").path("text").asString()).isEqualTo("first text");
        assertThat(items.get(1).path("metadata").path("shop").asString()).isEqualTo("south");
        assertThat(items)
                .allSatisfy(item -> assertThat(item.path("answers").asInt()).isZero());
        assertThat(items(copy, "?q=second")).hasSize(1);
        assertThat(gold(copy)).isEmpty();
    }

    @Test
    void verifiedAnswersComeWhereTheyAreWantedAndFitTheSchemaHere() {
        String model = model();
        String like = owner.project(1);
        copied(like, model, true);
        assertThat(gold(like)).containsExactly("a");
        String unlike = owner.project(
                1, List.of(Map.of("id", "sentiment", "type", "choice", "options", List.of("bad", "worse"))));
        assertThat(copied(unlike, model, true).path("state").asString()).isEqualTo("done");
        assertThat(gold(unlike)).isEmpty();
        assertThat(items(unlike, "")).hasSize(3);
    }

    @Test
    void aVerifiedAnswerComesWithTheOneItDependsOnOrNotAtAll() {
        Map<String, Object> mood = Map.of("id", "mood", "type", "choice", "options", List.of("good", "bad"));
        Map<String, Object> why = Map.of(
                "id",
                "why",
                "type",
                "choice",
                "options",
                List.of("late", "broken"),
                "when",
                Map.of("mood", List.of("bad")));
        String model = owner.project(1, List.of(mood, why));
        Files.imported(client, model, "?format=jsonl", """
                {"id": "a", "text": "first text", "gold.mood": "bad", "gold.why": "late"}
                """);
        String like = owner.project(1, List.of(mood, why));
        copied(like, model, true);
        assertThat(items(like, "").get(0).path("consensus").propertyNames()).containsExactlyInAnyOrder("mood", "why");
        String unlike = owner.project(
                1,
                List.of(
                        Map.of("id", "mood", "type", "choice", "options", List.of("good", "poor")),
                        Map.of(
                                "id",
                                "why",
                                "type",
                                "choice",
                                "options",
                                List.of("late", "broken"),
                                "when",
                                Map.of("mood", List.of("poor")))));
        copied(unlike, model, true);
        assertThat(gold(unlike)).isEmpty();
    }

    @Test
    void whatIsInTheBinOrExcludedStaysAndAKeyThatIsHereStaysAsItIs() {
        String model = model();
        client.put(
                        "/projects/" + model + "/items/"
                                + items(model, "?q=first").get(0).path("id").asLong() + "/exclusion",
                        Map.of("reason", "twice in the file"))
                .expect(200);
        Files.over(
                client,
                client.post("/projects/" + model + "/changes", Map.of("kind", "bin", "where", Map.of("q", "third")))
                        .expect(202)
                        .json()
                        .path("job")
                        .asString());
        String copy = owner.project(1);
        Files.imported(client, copy, "?format=jsonl", "{\"id\": \"b\", \"text\": \"my own text\"}\n");
        JsonNode job = copied(copy, model, false);
        assertThat(job.path("summary").path("added").asInt()).isZero();
        assertThat(job.path("summary").path("unchanged").asInt()).isEqualTo(1);
        assertThat(items(copy, "").findValuesAsString("key")).containsExactly("b");
        assertThat(items(copy, "?q=own")).hasSize(1);
    }

    @Test
    void itIsListedAmongTheImportsAndTakenBackAsOne() {
        String model = model();
        String copy = owner.project(1);
        String job = copied(copy, model, false).path("id").asString();
        JsonNode listed =
                client.get("/projects/" + copy + "/imports").expect(200).json().path("jobs");
        assertThat(listed.findValuesAsString("kind")).containsExactly("copy");
        JsonNode brought = client.get("/projects/" + copy + "/imports/" + job + "/items")
                .expect(200)
                .json();
        assertThat(brought.path("items").asInt()).isEqualTo(3);
        Files.over(
                client,
                client.post(
                                "/projects/" + copy + "/changes",
                                Map.of(
                                        "kind",
                                        "bin",
                                        "where",
                                        Map.of(
                                                "imported",
                                                brought.path("number").asLong())))
                        .expect(202)
                        .json()
                        .path("job")
                        .asString());
        assertThat(items(copy, "")).isEmpty();
    }

    @Test
    void filesComeAlongAsFilesOfTheirOwn() {
        List<?> inputs = List.of(Map.of("id", "picture", "type", "image", "field", "file"));
        List<?> questions = List.of(Map.of("id", "animal", "type", "choice", "options", List.of("cat", "dog")));
        String model = owner.project(1, inputs, questions);
        client.upload(
                        "/projects/" + model + "/media?name=a.png",
                        "image/png",
                        BodyPublishers.ofByteArray(Pictures.drawn("png", 1)))
                .expect(200);
        client.post("/projects/" + model + "/media/items", null).expect(200);
        String copy = owner.project(1, inputs, questions);
        assertThat(copied(copy, model, false).path("summary").path("files").asInt())
                .isEqualTo(1);
        client.delete("/projects/" + model + "/media?name=a.png").expect(200);
        JsonNode use =
                client.get("/projects/" + copy + "/media/use").expect(200).json();
        assertThat(use.path("files").asInt()).isEqualTo(1);
        assertThat(use.path("missing").asInt()).isZero();
        assertThat(client.get("/projects/" + copy + "/media/file?name=a.png").status())
                .isEqualTo(200);
    }

    @Test
    void nobodyCopiesFromAProjectThatTheyDoNotManageOrOntoItself() {
        String model = model();
        String copy = owner.project(1);
        Client manager = owner.invite(copy, "manager");
        assertThat(manager.post("/projects/" + copy + "/copies", Map.of("of", model, "gold", false))
                        .expect(404)
                        .code())
                .isEqualTo("project_unknown");
        assertThat(client.post("/projects/" + model + "/copies", Map.of("of", model, "gold", false))
                        .expect(422)
                        .code())
                .isEqualTo("copy_of_itself");
    }
}
