package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.item.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A project at rest: it is read and exported, and nothing in it changes. */
final class ArchiveTest {
    private final Owner owner = TestServer.owner();
    private final Client client = owner.client();
    private String project;
    private String address;

    @BeforeEach
    void begin() {
        project = owner.project(1);
        address = "/projects/" + project;
        Items.add(project, 3);
    }

    private JsonNode next(Client person) {
        return person.post(address + "/next", Map.of("holding", List.of()))
                .expect(200)
                .json();
    }

    @Test
    void nobodyIsHandedAnythingAndEverythingCanBeReadAndExported() {
        Client labeler = owner.invite(project, "labeler");
        JsonNode archived = client.post(address + "/archive", null).expect(200).json();
        assertThat(archived.path("archivedAt").asString()).isNotEmpty();
        assertThat(next(labeler).path("reason").asString()).isEqualTo("archived");
        assertThat(next(labeler).path("assignment").isMissingNode()).isTrue();
        assertThat(labeler.get(address).expect(200).json().path("archivedAt").asString())
                .isNotEmpty();
        assertThat(client.get(address + "/items").expect(200).json().path("items"))
                .hasSize(3);
        String export = client.post(address + "/exports", Map.of("format", "jsonl"))
                .expect(202)
                .json()
                .path("id")
                .asString();
        assertThat(Files.over(client, export).path("state").asString()).isEqualTo("done");
    }

    @Test
    void whateverWouldChangeItIsRefusedWithTheWayOut() {
        client.post(address + "/archive", null).expect(200);
        List<Client.Answer> refused = List.of(
                client.patch(address, Map.of("name", "Another name")),
                client.patch(address + "/stages", Map.of("auditEvery", 5)),
                client.post(address + "/invitations", Map.of("role", "labeler")),
                client.post(address + "/changes", Map.of("kind", "exclude", "reason", "no", "where", Map.of())),
                client.post(address + "/guidelines", Map.of("markdown", "Be kinder.", "basedOn", 1)));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.code()).isEqualTo("project_archived");
        });
        assertThat(client.get(address).json().path("name").asString()).startsWith("Test ");
    }

    @Test
    void whatWasOnAScreenMayStillBeAnswered() {
        Client labeler = owner.invite(project, "labeler");
        String assignment = next(labeler).path("assignment").path("id").asString();
        client.post(address + "/archive", null).expect(200);
        labeler.put("/assignments/" + assignment + "/annotation", Items.good()).expect(200);
    }

    @Test
    void outOfTheArchiveWorkGoesOnAndTheHistoryNamesBoth() {
        Client labeler = owner.invite(project, "labeler");
        client.post(address + "/archive", null).expect(200);
        client.post(address + "/archive", null).expect(200);
        client.post(address + "/unarchive", null).expect(200);
        assertThat(next(labeler).path("assignment").path("id").asString()).isNotEmpty();
        List<String> said = new ArrayList<>();
        client.get(address + "/settings/history")
                .expect(200)
                .json()
                .path("changes")
                .forEach(change -> said.add(change.path("setting").asString() + " " + change.path("after")));
        assertThat(said).containsExactly("archived false", "archived true");
    }

    @Test
    void theListOfProjectsSaysSoAndOffersNoWorkInIt() {
        client.post(address + "/archive", null).expect(200);
        JsonNode listed = client.get("/projects")
                .expect(200)
                .json()
                .path("projects")
                .valueStream()
                .filter(one -> one.path("key").asString().equals(project))
                .findAny()
                .orElseThrow();
        assertThat(listed.path("archivedAt").asString()).isNotEmpty();
        assertThat(listed.path("openForMe").asBoolean()).isFalse();
    }

    @Test
    void onlyManagersPutAProjectThere() {
        assertThat(owner.invite(project, "reviewer")
                        .post(address + "/archive", null)
                        .expect(403)
                        .code())
                .isEqualTo("role_too_low");
    }

    @Test
    void anArchivedProjectGoesToTheBinAndComesBackArchived() {
        client.post(address + "/archive", null).expect(200);
        client.delete(address).expect(204);
        assertThat(client.post(address + "/restore", null)
                        .expect(200)
                        .json()
                        .path("archivedAt")
                        .asString())
                .isNotEmpty();
    }

    @Test
    void theDescriptionIsASettingLikeOthersAndHasALimit() {
        client.patch(address, Map.of("description", " For the *shop*. ")).expect(200);
        assertThat(client.get(address).json().path("description").asString()).isEqualTo("For the *shop*.");
        assertThat(client.patch(address, Map.of("description", "x".repeat(2001)))
                        .expect(422)
                        .code())
                .isEqualTo("description_too_long");
    }
}
