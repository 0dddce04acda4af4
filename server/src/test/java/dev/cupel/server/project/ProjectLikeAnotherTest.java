package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A project that begins with the settings of another one. */
final class ProjectLikeAnotherTest {
    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();

    private Map<String, Object> like(String project, String key) {
        JsonNode model = client.get("/projects/" + project).expect(200).json();
        Map<String, Object> wanted = new HashMap<>(
                Map.of("name", "Like it", "key", key, "schema", model.path("schema"), "settingsOf", project));
        return wanted;
    }

    @Test
    void itHasAllSettingsOfTheOtherButThoseItWasAskedToHave() {
        String model = owner.project(4);
        Map<String, Object> settings = Map.of(
                "goldEvery", 17,
                "goldFeedback", false,
                "decisionFeedback", true,
                "repeatEvery", 31,
                "repeatAfterHours", 9,
                "draftsWithheldEvery", 6,
                "labelersSee", Map.of("key", true, "metadata", List.of("lang")),
                "leaseMinutes", 77,
                "description", "For the shop.");
        client.patch("/projects/" + model, settings).expect(200);
        client.patch("/projects/" + model + "/stages", Map.of("auditEvery", 8)).expect(200);
        Map<String, Object> wanted = like(model, model + "-like");
        JsonNode made = client.post("/projects", wanted).expect(201).json();
        JsonNode other = client.get("/projects/" + model).expect(200).json();
        settings.keySet().forEach(name -> assertThat(made.path(name)).as(name).isEqualTo(other.path(name)));
        assertThat(made.path("overlap").asInt()).isEqualTo(4);
        assertThat(client.get("/projects/" + model + "-like/stages")
                        .expect(200)
                        .json()
                        .path("auditEvery")
                        .asInt())
                .isEqualTo(8);
        wanted.put("key", model + "-two");
        wanted.put("overlap", 2);
        wanted.put("goldEvery", 5);
        JsonNode own = client.post("/projects", wanted).expect(201).json();
        assertThat(own.path("overlap").asInt()).isEqualTo(2);
        assertThat(own.path("goldEvery").asInt()).isEqualTo(5);
        assertThat(own.path("leaseMinutes").asInt()).isEqualTo(77);
    }

    @Test
    void withoutTheOtherThereIsNoProject() {
        Map<String, Object> wanted = like(owner.project(1), "like-nothing");
        wanted.put("settingsOf", "no-such-project");
        assertThat(client.post("/projects", wanted).expect(404).code()).isEqualTo("project_unknown");
        client.get("/projects/like-nothing").expect(404);
    }
}
