package dev.cupel.server.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A character that the database cannot hold is refused at the door, wherever it stands. */
final class TextRulesTest {
    private final Owner owner = TestServer.owner();

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud83d", "\\ude00", "\\ude00\\ud83d"})
    void everyTextOfEveryBodyIsLookedAt(String bad) {
        String project = owner.project(1);
        Items.add(project, 1);
        Client person = owner.simulated(project, "Simulated binary");
        String assignment = person.post("/projects/" + project + "/next", Map.of())
                .json()
                .path("assignment")
                .path("id")
                .asString();
        String save = "{\"saveId\":\"" + UUID.randomUUID() + "\",\"outcome\":\"%s\",\"answers\":{\"%s\":\"%s\"},"
                + "\"comment\":\"%s\",\"skipReason\":\"%s\",\"activeMs\":1,\"schemaVersion\":1,\"guidelineVersion\":1}";
        String to = "/assignments/" + assignment + "/annotation";
        refused(person, "PUT", to, save.formatted("submitted", "sentiment", "good", "a" + bad, "x"), "/comment");
        refused(person, "PUT", to, save.formatted("skipped", "sentiment", "good", "a", bad), "/skipReason");
        refused(
                person,
                "PUT",
                to,
                save.formatted("submitted", "sentiment", "go" + bad, "a", "x"),
                "/answers/sentiment");
        refused(person, "PUT", to, save.formatted("submitted", "sent" + bad, "good", "a", "x"), null);
        Client manager = owner.client();
        refused(manager, "PATCH", "/projects/" + project, "{\"name\":\"" + bad + "\"}", "/name");
        refused(manager, "PATCH", "/me", "{\"displayName\":\"O" + bad + "\"}", "/displayName");
        refused(
                manager,
                "POST",
                "/projects/" + project + "/guidelines",
                "{\"markdown\":\"" + bad + "\",\"note\":null,\"basedOn\":1}",
                "/markdown");
        refused(
                manager,
                "POST",
                "/schemas/check",
                "{\"schema\":{\"inputs\":[],\"questions\":[{\"id\":\"a\",\"type\":\"choice\",\"options\":[\"" + bad
                        + "\"]}]}}",
                "/schema/questions/0/options/0");
        refused(manager, "POST", "/me/tokens", "{\"name\":\"" + bad + "\",\"scopes\":[\"read\"]}", "/name");
        refused(
                Client.browser(),
                "POST",
                "/session",
                "{\"email\":\"" + bad + "@example.org\",\"password\":\"x\"}",
                "/email");
        // Whole pairs are characters like any other.
        person.put(to, save.formatted("submitted", "sentiment", "good", "\\ud83d\\ude00", ""))
                .expect(200);
    }

    private static void refused(Client client, String method, String path, String body, @Nullable String where) {
        var answer = client.send(method, path, body).expect(422);
        assertThat(answer.code()).isEqualTo("text_unstorable");
        if (where != null) {
            assertThat(answer.json().path("problems").get(0).path("where").asString())
                    .isEqualTo(where);
        }
    }

    @Test
    void parametersAreLookedAtToo() {
        String project = owner.project(1);
        for (String parameter :
                new String[] {"q=%00", "status=a%00", "meta=a:%00", "label=sentiment:%00", "after=%00"}) {
            assertThat(owner.client()
                            .get("/projects/" + project + "/items?" + parameter)
                            .expect(422)
                            .code())
                    .isEqualTo("text_unstorable");
        }
        assertThat(owner.client()
                        .upload(
                                "/projects/" + project + "/imports?fileName=a%00.jsonl",
                                "application/x-ndjson",
                                HttpRequest.BodyPublishers.ofString("{\"text\":\"x\"}"))
                        .expect(422)
                        .code())
                .isEqualTo("text_unstorable");
    }

    @Test
    void aFileRowThatQuotesSuchACharacterIsABadRowAndTheOthersAreKept() {
        String project = owner.project(1);
        var job = Files.imported(owner.client(), project, "?format=jsonl", """
                {"key":"a","text":"good"}
                {"key":"b","text":"bad","gold":{"sentiment":"\\u0000"}}
                {"key":"c","text":"bad","gold":{"\\ud83d":"good"}}
                {"key":"d","text":"x\\u0000"}
                {"key":"e","text":"x","note\\u0000":"y"}
                {"key":"f\\u0000","text":"x"}
                {"key":"g","text":"x","deep":{"a":["\\u0000"]}}
                """);
        assertThat(job.path("state").asString()).isEqualTo("done");
        assertThat(job.path("summary").path("added").asInt()
                        + job.path("summary").path("rejected").asInt())
                .isEqualTo(7);
        assertThat(job.path("summary").path("rejected").asInt()).isGreaterThanOrEqualTo(5);
    }
}
