package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** People change the metadata of items: nobody overwrites what they have not seen, and what was is told. */
final class MetadataEditsTest {
    private final Owner owner = TestServer.owner();
    private final Client lead = owner.client();
    private final String project = owner.project(1);
    private final long item = item();

    private long item() {
        Files.imported(lead, project, "?fileName=a.csv", "id,text,source,lang\na,Good.,shop,en\nb,Bad.,shop,de\n");
        return lead.get("/projects/" + project + "/items")
                .expect(200)
                .json()
                .path("items")
                .get(0)
                .path("id")
                .asLong();
    }

    private String path() {
        return "/projects/" + project + "/items/" + item + "/metadata";
    }

    private static Map<String, Object> edits(Object... edits) {
        return Map.of("edits", List.of(edits));
    }

    private JsonNode now() {
        return lead.get(path()).expect(200).json();
    }

    @Test
    void aFieldIsChangedAddedAndRemovedAndTheHistorySaysByWhom() {
        JsonNode after = lead.patch(
                        path(),
                        edits(
                                Map.of("name", "source", "was", "shop", "value", "web"),
                                Map.of("name", "year", "value", "2026"),
                                Map.of("name", "lang", "was", "en")))
                .expect(200)
                .json();
        assertThat(after.path("metadata").path("source").asString()).isEqualTo("web");
        assertThat(after.path("metadata").path("year").asString()).isEqualTo("2026");
        assertThat(after.path("metadata").has("lang")).isFalse();
        JsonNode latest = after.path("edits").get(0);
        assertThat(latest.path("name").asString()).isEqualTo("lang");
        assertThat(latest.path("was").asString()).isEqualTo("en");
        assertThat(latest.has("became")).isFalse();
        assertThat(latest.path("by").asString()).isEqualTo("Olga Owner");
        assertThat(after.path("edits")).hasSize(3);
        // What the item is found by, and what there is to filter by, follow.
        assertThat(lead.get("/projects/" + project + "/items?meta=source:web")
                        .expect(200)
                        .json()
                        .path("items"))
                .hasSize(1);
        assertThat(lead.get("/projects/" + project + "/metadata")
                        .expect(200)
                        .json()
                        .toString())
                .contains("\"year\"");
    }

    @Test
    void whoHasNotSeenTheLatestValueIsToldBothAndChangesNothing() {
        lead.patch(path(), edits(Map.of("name", "source", "was", "shop", "value", "web")))
                .expect(200);
        Client.Answer refused = lead.patch(
                        path(),
                        edits(
                                Map.of("name", "lang", "was", "en", "value", "fr"),
                                Map.of("name", "source", "was", "shop", "value", "phone")))
                .expect(409);
        assertThat(refused.code()).isEqualTo("metadata_changed");
        assertThat(refused.json().path("problems")).hasSize(1);
        JsonNode problem = refused.json().path("problems").get(0);
        assertThat(problem.path("where").asString()).isEqualTo("source");
        assertThat(problem.path("what").asString()).contains("'web'");
        assertThat(problem.path("fix").asString()).contains("'phone'");
        assertThat(now().path("metadata").path("lang").asString()).isEqualTo("en");
    }

    @Test
    void theSameOnceMoreChangesNothing() {
        Map<String, Object> edit = edits(Map.of("name", "source", "was", "shop", "value", "web"));
        lead.patch(path(), edit).expect(200);
        assertThat(lead.patch(path(), edit).expect(200).json().path("edits")).hasSize(1);
    }

    @Test
    void ofSeveralAtOnceOneWinsAndTheOthersAreTold() throws Exception {
        List<Callable<Integer>> sends = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            Map<String, Object> edit = edits(Map.of("name", "source", "was", "shop", "value", "value " + n));
            sends.add(() -> lead.patch(path(), edit).status());
        }
        int made = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> sent : executor.invokeAll(sends)) {
                assertThat(sent.get()).isIn(200, 409);
                made += sent.get() == 200 ? 1 : 0;
            }
        }
        assertThat(made).isEqualTo(1);
        assertThat(now().path("edits")).hasSize(1);
    }

    @Test
    void whatCannotBeMetadataIsRefusedAllAtOnce() {
        Client.Answer refused = lead.patch(
                        path(),
                        edits(
                                Map.of("name", " ", "value", "x"),
                                Map.of("name", "gold", "value", "good"),
                                Map.of("name", "lang", "was", "en", "value", " ")))
                .expect(422);
        assertThat(refused.code()).isEqualTo("metadata_invalid");
        assertThat(refused.json().path("problems")).hasSize(3);
        assertThat(now().path("edits")).isEmpty();
    }

    @Test
    void reviewersReadItAndLabelersDoNot() {
        owner.invite(project, "reviewer").get(path()).expect(200);
        owner.invite(project, "reviewer")
                .patch(path(), edits(Map.of("name", "year", "value", "2026")))
                .expect(403);
        owner.invite(project, "labeler").get(path()).expect(403);
    }
}
