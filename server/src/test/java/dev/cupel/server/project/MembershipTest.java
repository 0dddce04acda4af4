package dev.cupel.server.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an invitation, a removal and a change of role mean for what was handed out before. */
final class MembershipTest {
    private final Client owner = TestServer.owner().client();
    private final String project = TestServer.owner().project(1);
    private final String path = "/projects/" + project;

    private String invitation(Client by, String role, int uses) {
        String url = by.post(path + "/invitations", Map.of("role", role, "maxUses", uses))
                .expect(201)
                .json()
                .path("url")
                .asString();
        return "/invitations/" + url.substring(url.indexOf('#') + 1) + "/accept";
    }

    private JsonNode member(Client person) {
        String account = person.get("/me").expect(200).json().path("id").asString();
        for (JsonNode member : owner.get(path + "/members").json().path("members")) {
            if (member.path("accountId").asString().equals(account)) {
                return member;
            }
        }
        throw new AssertionError("not a member: " + account);
    }

    private String role(Client person) {
        return member(person).path("role").asString();
    }

    private void give(Client person, String role) {
        owner.patch(path + "/members/" + member(person).path("memberId").asLong(), Map.of("role", role))
                .expect(200);
    }

    private void remove(Client person) {
        owner.delete(path + "/members/" + member(person).path("memberId").asLong())
                .expect(204);
    }

    @Test
    void whoWasRemovedDoesNotComeBackByALinkMadeBeforeButByOneMadeAfter() {
        String link = invitation(owner, "labeler", 10);
        Client person = TestServer.owner().invite(project, "labeler");
        remove(person);
        assertThat(person.post(link, Map.of()).expect(403).code()).isEqualTo("removed_from_project");
        person.get(path).expect(404);
        person.post(invitation(owner, "labeler", 1), Map.of()).expect(200);
        person.get(path).expect(200);
    }

    @Test
    void aHigherRoleIsRaisedAndALowerOneNeverLowers() {
        Client person = TestServer.owner().invite(project, "reviewer");
        person.post(invitation(owner, "manager", 1), Map.of()).expect(200);
        assertThat(role(person)).isEqualTo("manager");
        person.post(invitation(owner, "labeler", 1), Map.of()).expect(200);
        assertThat(role(person)).isEqualTo("manager");
    }

    @Test
    void aRoleThatWasTakenAwayDoesNotComeBackByAnOldLink() {
        String link = invitation(owner, "manager", 10);
        Client person = TestServer.owner().invite(project, "labeler");
        person.post(link, Map.of()).expect(200);
        assertThat(role(person)).isEqualTo("manager");
        give(person, "labeler");
        person.post(link, Map.of()).expect(200);
        assertThat(role(person)).isEqualTo("labeler");
    }

    @Test
    void linksEndWhenWhoMadeThemMayInviteNoMore() {
        Client manager = TestServer.owner().invite(project, "manager");
        Client owned = TestServer.owner().invite(project, "owner");
        String link = invitation(manager, "manager", 10);
        String ownersLink = invitation(owned, "owner", 10);
        give(manager, "reviewer");
        give(owned, "manager");
        Client stranger = TestServer.owner().invite(TestServer.owner().project(1), "labeler");
        assertThat(stranger.post(link, Map.of()).expect(410).code()).isEqualTo("invitation_expired");
        assertThat(stranger.post(ownersLink, Map.of()).expect(410).code()).isEqualTo("invitation_expired");
        assertThat(owner.get(path + "/invitations").json().path("invitations")).isEmpty();
    }

    @Test
    void aDemotedManagerSeesAndDownloadsTheirOwnExportNoMore() throws Exception {
        Client manager = TestServer.owner().invite(project, "manager");
        String job = manager.post(path + "/exports", Map.of("format", "jsonl"))
                .expect(202)
                .json()
                .path("id")
                .asString();
        try (var file = manager.download("/api/v1/jobs/" + job + "/result").body()) {
            file.readAllBytes();
        }
        assertThat(manager.get("/jobs").json().path("jobs")).hasSize(1);
        give(manager, "labeler");
        manager.get("/jobs/" + job + "/result").expect(404);
        manager.get("/jobs/" + job).expect(404);
        manager.get("/jobs/" + job + "/problems").expect(404);
        manager.post("/jobs/" + job + "/cancel", null).expect(404);
        assertThat(manager.get("/jobs").json().path("jobs")).isEmpty();
        give(manager, "manager");
        manager.get("/jobs/" + job).expect(200);
    }

    @Test
    void aTokenThatOnlyReadsOrLabelsJoinsNothing() {
        Client person = TestServer.owner().invite(TestServer.owner().project(1), "labeler");
        for (String scope : List.of("read", "label")) {
            String token = person.post("/me/tokens", Map.of("name", scope, "scopes", List.of(scope)))
                    .expect(201)
                    .json()
                    .path("token")
                    .asString();
            assertThat(Client.program(token)
                            .post(invitation(owner, "labeler", 1), Map.of())
                            .expect(403)
                            .code())
                    .isEqualTo("scope_missing");
        }
        person.get(path).expect(404);
    }
}
