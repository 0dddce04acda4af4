package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.platform.web.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Many invitations from one list: all of them, or none with every problem of the list. */
final class InvitationListTest {
    private final Owner owner = TestServer.owner();
    private final String project = owner.project(1);

    private static List<String> read(String text) {
        return InvitationList.read(text, Role.LABELER, false).invited().stream()
                .map(one -> one.line() + " " + one.who() + " " + one.role().json())
                .toList();
    }

    private static List<String> problems(String text) {
        return InvitationList.read(text, Role.LABELER, false).problems().stream()
                .map(Problem.Detail::where)
                .toList();
    }

    private Client.Answer invite(Client client, String list) {
        return client.post("/projects/" + project + "/invitations/list", Map.of("list", list, "role", "labeler"));
    }

    private int open() {
        return owner.client()
                .get("/projects/" + project + "/invitations")
                .expect(200)
                .json()
                .path("invitations")
                .size();
    }

    @Test
    void aLineNamesAPersonAndPerhapsARole() {
        assertThat(read("ann@example.org\n\nBob Builder, reviewer\r\n"))
                .containsExactly("1 ann@example.org labeler", "3 Bob Builder reviewer");
        assertThat(read("\uFEFFEmail;Role\nann@example.org;Manager\ncy;"))
                .containsExactly("2 ann@example.org manager", "3 cy labeler");
        assertThat(read("\"Doe, Jane\",reviewer\n\"a \"\"quoted\"\" one\""))
                .containsExactly("1 Doe, Jane reviewer", "2 a \"quoted\" one labeler");
        assertThat(read("ann\treviewer\nDoe, Jane\tlabeler")).containsExactly("1 ann reviewer", "2 Doe, Jane labeler");
    }

    @Test
    void everyProblemIsToldWithItsLine() {
        assertThat(problems("ann\nbob,boss\n,reviewer\nANN\ncy,owner\ndi,labeler,x\n" + "x".repeat(201)))
                .containsExactly("line 2", "line 3", "line 4", "line 5", "line 6", "line 7");
        assertThat(problems(" \n\n")).containsExactly("list");
        assertThat(problems("a\n".repeat(1) + "b\n".repeat(1))).isEmpty();
    }

    @Test
    void eachGetsALinkOfTheirOwnThatOpensOnceWithTheirRole() {
        JsonNode made = invite(owner.client(), "ann@example.org\nBob Builder,reviewer")
                .expect(201)
                .json()
                .path("invitations");
        assertThat(made).hasSize(2);
        assertThat(made.path(1).path("who").asString()).isEqualTo("Bob Builder");
        assertThat(open()).isEqualTo(2);
        String token = made.path(1).path("url").asString().split("#")[1];
        JsonNode preview =
                Client.browser().get("/invitations/" + token).expect(200).json();
        assertThat(preview.path("role").asString()).isEqualTo("reviewer");
        Client bob = Client.browser();
        Map<String, String> account = Map.of(
                "email", "bob-" + project + "@example.org",
                "displayName", "Bob Builder",
                "password", "three random words");
        bob.post("/invitations/" + token + "/accept", account).expect(200);
        Client.browser().get("/invitations/" + token).expect(410);
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void aListWithAProblemInvitesNobodyAndTheSameListAgainInvitesNobodyTwice() {
        Client.Answer refused = invite(owner.client(), "ann@example.org\nbob,boss");
        assertThat(refused.expect(422).code()).isEqualTo("invitations_invalid");
        assertThat(refused.json().path("problems").path(0).path("where").asString())
                .isEqualTo("line 2");
        assertThat(open()).isZero();
        invite(owner.client(), "ann@example.org").expect(201);
        Client.Answer again = invite(owner.client(), "cy\nAnn@example.org\nowner@example.org");
        assertThat(again.expect(422)
                        .json()
                        .path("problems")
                        .valueStream()
                        .map(one -> one.path("where").asString()))
                .containsExactly("line 2", "line 3");
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void managersInviteNoOwnersAndLabelersNobody() {
        Client manager = owner.invite(project, "manager");
        assertThat(invite(manager, "ann,owner").expect(422).code()).isEqualTo("invitations_invalid");
        invite(owner.client(), "eve,owner").expect(201);
        assertThat(invite(owner.invite(project, "labeler"), "ann").status()).isEqualTo(403);
    }
}
