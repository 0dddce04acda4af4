package dev.cupel.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import dev.cupel.server.platform.web.Access;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Who sees and cancels a job is what the room of its owner says, also of jobs whose kind nobody does here. */
final class JobOwnersTest {
    private static final JobKind OF_TOMORROW = new JobKind("of-tomorrow", Lane.MODEL, Access.Level.MANAGER);

    private static Owner owner;
    private static JobStore store;
    private static JdbcClient sql;

    @BeforeAll
    static void start() {
        owner = TestServer.owner();
        store = TestServer.running().context().getBean(JobStore.class);
        sql = TestServer.running().context().getBean(JdbcClient.class);
    }

    private static UUID submit(JobOwner of, Client creator) {
        UUID id = UUID.randomUUID();
        UUID account = UUID.fromString(
                creator.get("/session").json().path("account").path("id").asString());
        store.insert(id, OF_TOMORROW, "steps", of, account, Map.of(), null);
        return id;
    }

    private static JobOwner of(String project) {
        return new JobOwner("project:"
                + sql.sql("select id from project where key = ?")
                        .param(project)
                        .query(Long.class)
                        .single());
    }

    private static List<String> listed(Client client, String query) {
        return client.get("/jobs" + query)
                .expect(200)
                .json()
                .path("jobs")
                .valueStream()
                .map(job -> job.path("id").asString())
                .toList();
    }

    @Test
    void aJobOfTheInstallationIsSeenAndCancelledByItsOwnersAlone() {
        String project = owner.project(1);
        Client manager = owner.invite(project, "manager");
        UUID job = submit(JobOwner.INSTANCE, owner.client());
        JsonNode seen = owner.client().get("/jobs/" + job).expect(200).json();
        assertThat(seen.path("state").asString()).isEqualTo("queued");
        assertThat(seen.has("projectKey")).isFalse();
        assertThat(listed(owner.client(), "")).contains(job.toString());
        assertThat(listed(owner.client(), "?project=" + project)).doesNotContain(job.toString());
        manager.get("/jobs/" + job).expect(404);
        manager.get("/jobs/" + job + "/result").expect(404);
        manager.post("/jobs/" + job + "/cancel", null).expect(404);
        assertThat(owner.client()
                        .post("/jobs/" + job + "/cancel", null)
                        .expect(200)
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("cancelled");
    }

    @Test
    void aJobWhoseKindNobodyDoesIsVisibleToTheOwnersOfItsProject() {
        String project = owner.project(1);
        Client manager = owner.invite(project, "manager");
        UUID job = submit(of(project), owner.client());
        JsonNode seen = owner.client().get("/jobs/" + job).expect(200).json();
        assertThat(seen.path("kind").asString()).isEqualTo("of-tomorrow");
        assertThat(seen.path("projectKey").asString()).isEqualTo(project);
        assertThat(listed(owner.client(), "?project=" + project)).containsExactly(job.toString());
        assertThat(owner.client().get("/jobs/" + job + "/result").expect(404).code())
                .isEqualTo("no_result");
        // What such a kind would show to whom is not known here.
        manager.get("/jobs/" + job).expect(404);
        owner.client().post("/jobs/" + job + "/cancel", null).expect(200);
    }

    @Test
    void aJobWhoseOwnerNoRoomKnowsIsNobodysBusiness() {
        UUID job = submit(new JobOwner("galaxy:7"), owner.client());
        owner.client().get("/jobs/" + job).expect(404);
        owner.client().post("/jobs/" + job + "/cancel", null).expect(404);
        assertThat(listed(owner.client(), "")).doesNotContain(job.toString());
        sql.sql("delete from job where id = ?").param(job).update();
    }

    @Test
    void theOwnerOfTheInstallationSeesNoJobsOfProjectsTheyAreNotIn() {
        String project = owner.project(1);
        Client second = owner.invite(project, "owner");
        UUID job = submit(of(project), second);
        second.get("/jobs/" + job).expect(200);
        sql.sql("update member set removed_at = now() where role = 'owner' and project_id = ?"
                        + " and account_id = (select id from account where email = 'owner@example.org')")
                .param(Long.parseLong(of(project).id()))
                .update();
        owner.client().get("/jobs/" + job).expect(404);
        second.post("/jobs/" + job + "/cancel", null).expect(200);
    }

    @Test
    void jobsOfADeletedProjectLeaveTheListsAndStayThereForItsOwnerWhoMayBringItBack() {
        String project = owner.project(1);
        UUID job = submit(of(project), owner.client());
        sql.sql("update project set deleted_at = now() where key = ?")
                .param(project)
                .update();
        assertThat(listed(owner.client(), "")).doesNotContain(job.toString());
        owner.client().get("/jobs/" + job).expect(200);
        owner.client().post("/jobs/" + job + "/cancel", null).expect(200);
    }
}
