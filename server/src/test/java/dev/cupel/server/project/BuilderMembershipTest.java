package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class BuilderMembershipTest {
    private static final Map<String, ?> SCHEMA = Map.of(
            "inputs",
            List.of(Map.of("id", "text", "type", "text", "field", "text")),
            "questions",
            List.of(Map.of("id", "tone", "type", "choice", "options", List.of("good", "bad"))));

    private static List<String> active(String project) {
        List<String> names = new ArrayList<>();
        for (JsonNode member : TestServer.owner()
                .client()
                .get("/projects/" + project + "/members")
                .expect(200)
                .json()
                .path("members")) {
            if (!member.hasNonNull("removedAt")) {
                names.add(member.path("displayName").asString());
            }
        }
        return names;
    }

    @Test
    void theProgramThatBuildsIsAMemberWhileItWorksAndLeavesTheProjectToItsOwners() {
        TestServer.owner();
        String key = "built-" + UUID.randomUUID().toString().substring(0, 8);
        TestServer.running().build(token -> {
            Client.program(token)
                    .post("/projects", Map.of("name", "Built", "key", key, "guideline", "", "schema", SCHEMA))
                    .expect(201);
            assertThat(active(key)).contains("Demo builder (a program)", "Olga Owner");
        });
        assertThat(active(key)).containsExactly("Olga Owner");
        TestServer.running()
                .build(token -> Client.program(token).get("/projects/" + key).expect(200));
        assertThat(active(key)).containsExactly("Olga Owner");
    }

    @Test
    void aSimulatedAnnotatorIsMadeAnewUnlessAskedForAgain() {
        String project = TestServer.owner().project(1);
        JsonNode first = TestServer.owner()
                .client()
                .post("/projects/" + project + "/simulated-annotators", Map.of("displayName", "Simulated: Ann"))
                .expect(201)
                .json();
        JsonNode again = TestServer.owner()
                .client()
                .post(
                        "/projects/" + project + "/simulated-annotators",
                        Map.of("displayName", "Simulated: Ann", "reuse", true))
                .expect(201)
                .json();
        JsonNode twin = TestServer.owner()
                .client()
                .post("/projects/" + project + "/simulated-annotators", Map.of("displayName", "Simulated: Ann"))
                .expect(201)
                .json();
        assertThat(twin.path("memberId")).isNotEqualTo(first.path("memberId"));
        assertThat(again.path("memberId")).isEqualTo(first.path("memberId"));
        assertThat(again.path("token")).isNotEqualTo(first.path("token"));
    }
}
