package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What was changed about a project, by whom and when. */
final class SettingsHistoryTest {
    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private String project;

    @BeforeEach
    void begin() {
        project = owner.project(2);
    }

    private JsonNode history(String query) {
        return client.get("/projects/" + project + "/settings/history" + query)
                .expect(200)
                .json();
    }

    /** The newest first, as setting: before -> after. */
    private List<String> said() {
        List<String> said = new ArrayList<>();
        history("")
                .path("changes")
                .forEach(change -> said.add(change.path("setting").asString() + ": " + change.path("before") + " -> "
                        + change.path("after")));
        return said;
    }

    @Test
    void aNewProjectHasNoHistory() {
        assertThat(said()).isEmpty();
    }

    @Test
    void everySettingThatBecomesAnotherIsRecordedWithItsValueBeforeAndAfter() {
        Client manager = owner.invite(project, "manager");
        manager.patch(
                        "/projects/" + project,
                        Map.of(
                                "overlap",
                                3,
                                "paused",
                                true,
                                "leaseMinutes",
                                30,
                                "labelersSee",
                                Map.of("key", true, "metadata", List.of("shop"))))
                .expect(200);
        assertThat(said())
                .containsExactlyInAnyOrder(
                        "overlap: 2 -> 3",
                        "paused: false -> true",
                        "labelersSee: {\"key\":false,\"metadata\":[]} -> {\"key\":true,\"metadata\":[\"shop\"]}");
        JsonNode change = history("").path("changes").path(0);
        assertThat(change.path("by").asString()).isEqualTo("A manager");
        assertThat(change.path("at").asString()).isNotEmpty();
    }

    @Test
    void whatIsSetToWhatItIsChangesNothing() {
        client.patch("/projects/" + project, Map.of("overlap", 2, "paused", false))
                .expect(200);
        client.patch("/projects/" + project + "/stages", Map.of("auditEvery", 0))
                .expect(200);
        assertThat(said()).isEmpty();
    }

    @Test
    void aChangeThatIsRefusedIsNoChange() {
        client.patch("/projects/" + project, Map.of("overlap", 3, "goldEvery", 5000))
                .expect(422);
        assertThat(said()).isEmpty();
    }

    @Test
    void stagesSchemaGuidelineAndTheBinAreInItToo() {
        client.patch("/projects/" + project + "/stages", Map.of("auditEvery", 10))
                .expect(200);
        client.post(
                        "/projects/" + project + "/guidelines",
                        Map.of("markdown", "Be kinder.", "note", "kinder", "basedOn", 1))
                .expect(201);
        client.put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "basedOn",
                                1,
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(Map.of(
                                                "id", "sentiment",
                                                "type", "choice",
                                                "options", List.of("good", "bad", "mixed"))))))
                .expect(200);
        client.delete("/projects/" + project).expect(204);
        client.post("/projects/" + project + "/restore", null).expect(200);
        client.post("/projects/" + project + "/restore", null).expect(200);
        assertThat(said())
                .containsExactly(
                        "binned: true -> false",
                        "binned: false -> true",
                        "schema: 1 -> 2",
                        "guideline: 1 -> 2",
                        "auditEvery: 0 -> 10");
    }

    @Test
    void pagesFollowOneAnotherWithoutGapOrRepetition() {
        for (int overlap = 3; overlap < 10; overlap++) {
            client.patch("/projects/" + project, Map.of("overlap", overlap)).expect(200);
        }
        List<Integer> values = new ArrayList<>();
        JsonNode page = history("?limit=3");
        while (true) {
            page.path("changes")
                    .forEach(change -> values.add(change.path("after").asInt()));
            if (page.path("next").isMissingNode()) {
                break;
            }
            page = history("?limit=3&before=" + page.path("next").asLong());
        }
        assertThat(values).containsExactly(9, 8, 7, 6, 5, 4, 3);
    }

    @Test
    void labelersDoNotSeeIt() {
        owner.invite(project, "labeler")
                .get("/projects/" + project + "/settings/history")
                .expect(403);
    }
}
