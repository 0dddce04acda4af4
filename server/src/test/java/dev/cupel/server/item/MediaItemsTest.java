package dev.cupel.server.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.media.Pictures;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Items and the files they show come in either order. */
final class MediaItemsTest {
    private static final List<?> QUESTION =
            List.of(Map.of("id", "animal", "type", "choice", "options", List.of("cat", "dog")));

    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private final String project =
            owner.project(1, List.of(Map.of("id", "picture", "type", "image", "field", "file")), QUESTION);

    private void upload(String name, int seed) {
        client.upload(
                        "/projects/" + project + "/media?name=" + name,
                        "image/png",
                        BodyPublishers.ofByteArray(Pictures.drawn("png", seed)))
                .expect(200);
    }

    private JsonNode use() {
        return client.get("/projects/" + project + "/media/use").expect(200).json();
    }

    private long added() {
        return client.post("/projects/" + project + "/media/items", null)
                .expect(200)
                .json()
                .path("added")
                .asLong();
    }

    @Test
    void eachUploadedFileBecomesAnItemOnce() {
        upload("b.png", 1);
        upload("a.png", 2);
        assertThat(use().path("withoutItem").asLong()).isEqualTo(2);
        assertThat(added()).isEqualTo(2);
        assertThat(added()).isZero();
        upload("c.png", 3);
        assertThat(added()).isEqualTo(1);
        JsonNode items =
                client.get("/projects/" + project + "/items").expect(200).json().path("items");
        assertThat(items.findValuesAsString("key")).containsExactly("a.png", "b.png", "c.png");
        assertThat(items.get(0).path("fields").path("file").asString()).isEqualTo("a.png");
        assertThat(use().path("withoutItem").asLong()).isZero();
        assertThat(client.get("/projects/" + project + "/items?q=c.png").json().path("items"))
                .hasSize(1);
        JsonNode assignment = client.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                .expect(200)
                .json()
                .path("assignment");
        assertThat(assignment.path("item").path("fields").path("file").asString())
                .endsWith(".png");
    }

    @Test
    void anImportTellsHowManyOfItsFilesAreNotUploadedYet() {
        upload("here.png", 1);
        JsonNode job = Files.imported(client, project, "?format=jsonl", """
                {"id": "1", "file": "here.png"}
                {"id": "2", "file": "later.png"}
                {"id": "3", "file": "https://example.org/far.png"}
                {"id": "4", "file": ""}
                {"id": "5", "file": 7}
                """);
        assertThat(job.path("summary").path("added").asInt()).isEqualTo(3);
        assertThat(job.path("summary").path("rejected").asInt()).isEqualTo(2);
        assertThat(job.path("summary").path("notUploaded").asInt()).isEqualTo(1);
        JsonNode use = use();
        assertThat(use.path("missing").asInt()).isEqualTo(1);
        assertThat(use.path("missingNames").get(0).asString()).isEqualTo("later.png");
        assertThat(use.path("addresses").asInt()).isEqualTo(1);
        upload("later.png", 2);
        assertThat(use().path("missing").asInt()).isZero();
        assertThat(added()).isZero();
    }

    @Test
    void whoDeletesAFileIsToldHowManyItemsShowIt() {
        upload("a.png", 1);
        added();
        assertThat(client.delete("/projects/" + project + "/media?name=a.png")
                        .expect(200)
                        .json()
                        .path("items")
                        .asLong())
                .isEqualTo(1);
        assertThat(use().path("missingNames").get(0).asString()).isEqualTo("a.png");
    }

    @Test
    void itemsThatNeedMoreThanAFileComeFromATable() {
        String text = owner.project(1);
        assertThat(client.post("/projects/" + text + "/media/items", null)
                        .expect(409)
                        .code())
                .isEqualTo("media_items_unfit");
        String pair = owner.project(
                1,
                List.of(
                        Map.of("id", "a", "type", "image", "field", "a"),
                        Map.of("id", "b", "type", "image", "field", "b")),
                List.of(Map.of("id", "better", "type", "preference", "left", "a", "right", "b")));
        assertThat(client.post("/projects/" + pair + "/media/items", null)
                        .expect(409)
                        .json()
                        .path("detail")
                        .asString())
                .contains("a, b");
    }
}
