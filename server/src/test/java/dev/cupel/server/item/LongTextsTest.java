package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.platform.Portion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Items of nearly the longest text: who shows a list shows their beginning, and nobody holds many of them at once. */
final class LongTextsTest {
    private static final int CHARACTERS = 950_000;
    private static final int ITEMS = 12;

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();

    private String project() {
        String project = owner.project(1);
        StringBuilder file = new StringBuilder("key,text,note\n");
        for (int i = 0; i < ITEMS; i++) {
            file.append(i).append(',').append("ä".repeat(CHARACTERS)).append(',');
            file.append("n".repeat(5_000)).append('\n');
        }
        assertThat(Files.imported(client, project, "", file.toString())
                        .path("state")
                        .asString())
                .isEqualTo("done");
        return project;
    }

    @Test
    void listsShowTheBeginningAndTheItemItselfAll() {
        String project = project();
        Client.Answer list =
                client.get("/projects/" + project + "/items?limit=200").expect(200);
        assertThat(list.raw().body().length()).isLessThan(ITEMS * 3 * Items.SHORTENED);
        JsonNode first = list.json().path("items").get(0);
        assertThat(first.path("fields").path("text").asString()).isEqualTo("ä".repeat(Items.SHORTENED) + "…");
        assertThat(first.path("metadata").path("note").asString()).isEqualTo("n".repeat(Items.SHORTENED) + "…");
        JsonNode whole = client.get(
                        "/projects/" + project + "/items/" + first.path("id").asLong())
                .expect(200)
                .json();
        assertThat(whole.path("fields").path("text").asString()).hasSize(CHARACTERS);
        assertThat(whole.path("metadata").path("note").asString()).hasSize(5_000);
    }

    @Test
    void alsoManyTextsTogetherStaySmallInAList() {
        String project = owner.project(1);
        StringBuilder row = new StringBuilder("{\"text\":\"short\"");
        for (int i = 0; i < 2_000; i++) {
            row.append(",\"c")
                    .append(i)
                    .append("\":\"")
                    .append("m".repeat(1_000))
                    .append('"');
        }
        Files.imported(client, project, "?format=jsonl", row.append("}\n").toString());
        Client.Answer list = client.get("/projects/" + project + "/items").expect(200);
        assertThat(list.raw().body().length()).isLessThan(150_000);
        assertThat(list.json().path("items").get(0).path("fields").path("text").asString())
                .isEqualTo("short");
    }

    @Test
    void aLabelerGetsTheWholeItemAndTheirAnswersInPagesThatEndEarly() {
        String project = project();
        Client labeler = owner.simulated(project, "Robot");
        for (int i = 0; i < ITEMS; i++) {
            JsonNode next = labeler.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                    .expect(200)
                    .json()
                    .path("assignment");
            assertThat(next.path("item").path("fields").path("text").asString()).hasSize(CHARACTERS);
            labeler.put("/assignments/" + next.path("id").asString() + "/annotation", dev.cupel.server.Items.good())
                    .expect(200);
        }
        List<String> seen = new ArrayList<>();
        String before = "";
        int pages = 0;
        do {
            Client.Answer page = labeler.get("/projects/" + project + "/mine?limit=100" + before)
                    .expect(200);
            assertThat(page.raw().body().getBytes(StandardCharsets.UTF_8).length)
                    .isLessThan(Portion.BYTES + 4 * CHARACTERS);
            for (JsonNode annotation : page.json().path("annotations")) {
                assertThat(annotation.path("item").path("fields").path("text").asString())
                        .hasSize(CHARACTERS);
                seen.add(annotation.path("item").path("id").asString());
            }
            JsonNode next = page.json().path("next");
            before = next.isMissingNode() || next.isNull() ? "" : "&before=" + next.asLong();
            pages++;
        } while (!before.isEmpty());
        assertThat(pages).isGreaterThan(3);
        assertThat(seen).hasSize(ITEMS).doesNotHaveDuplicates();
    }

    @Test
    void everyExportIsWhole() throws IOException {
        String project = project();
        for (Map<String, String> format : List.of(
                Map.of("format", "jsonl"),
                Map.of("format", "csv"),
                Map.of("format", "votes", "question", "sentiment"))) {
            JsonNode job = client.post("/projects/" + project + "/exports", format)
                    .expect(202)
                    .json();
            String text = new String(
                    client.download(job.path("resultUrl").asString()).body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Files.over(client, job.path("id").asString())
                            .path("summary")
                            .path("rows")
                            .asInt(-1))
                    // nobody has answered: a file of votes has its header alone
                    .isEqualTo("votes".equals(format.get("format")) ? 0 : ITEMS);
            if (!"votes".equals(format.get("format"))) {
                assertThat(text.chars().filter(c -> c == 'ä').count()).isEqualTo((long) ITEMS * CHARACTERS);
            }
        }
    }

    @Test
    void aPageHoldsExactlyWhatIsLeftWithoutAPageAfterIt() {
        String project = owner.project(1);
        Files.imported(client, project, "", "key,text\na,one\nb,two\n");
        Client labeler = owner.simulated(project, "Robot " + UUID.randomUUID());
        for (int i = 0; i < 2; i++) {
            JsonNode next = labeler.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                    .expect(200)
                    .json()
                    .path("assignment");
            labeler.put("/assignments/" + next.path("id").asString() + "/annotation", dev.cupel.server.Items.good())
                    .expect(200);
        }
        JsonNode page = labeler.get("/projects/" + project + "/mine?limit=2")
                .expect(200)
                .json();
        assertThat(page.path("annotations")).hasSize(2);
        assertThat(page.path("next").isMissingNode() || page.path("next").isNull())
                .isTrue();
    }
}
