package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SchemaChangeTest {
    private final Owner owner = TestServer.owner();

    private Client.Answer change(String project, int from, int to) {
        List<String> options = new ArrayList<>();
        for (int i = from; i < to; i++) {
            options.add("o" + i);
        }
        return owner.client()
                .put(
                        "/projects/" + project + "/schema",
                        Map.of(
                                "schema",
                                Map.of(
                                        "inputs",
                                        List.of(Map.of("id", "text", "type", "text", "field", "text")),
                                        "questions",
                                        List.of(Map.of("id", "topics", "type", "choices", "options", options)))));
    }

    @Test
    void moreOptionIdsOverAllVersionsThanThereAreNumbersAreRefusedNamingTheQuestion() {
        String project =
                owner.project(1, List.of(Map.of("id", "topics", "type", "choices", "options", List.of("o0", "o1"))));
        change(project, 0, 40).expect(200);
        change(project, 30, 63).expect(200);
        Client.Answer refused = change(project, 40, 70).expect(422);
        assertThat(refused.code()).isEqualTo("schema_options_used_up");
        assertThat(refused.json().path("problems").get(0).path("where").asString())
                .isEqualTo("questions.topics");
        change(project, 0, 63).expect(200);
    }
}
