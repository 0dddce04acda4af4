package dev.cupel.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.Items;
import dev.cupel.server.Owner;
import dev.cupel.server.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What owners of the installation see of it, and nobody else. */
final class InstanceTest {
    private final Client owner = TestServer.owner().client();

    @Test
    void itSaysWhatItIsAndWhatItHolds() {
        JsonNode before = owner.get("/instance").expect(200).json();
        assertThat(before.path("version").asString()).isNotEmpty();
        assertThat(before.path("postgresql").asString()).startsWith("18");
        assertThat(Integer.parseInt(before.path("schema").asString())).isGreaterThanOrEqualTo(43);
        assertThat(Instant.parse(before.path("startedAt").asString())).isBefore(Instant.now());
        assertThat(before.path("dataFolder").asString()).contains("cupel-test");
        assertThat(before.path("databaseBytes").asLong())
                .isGreaterThan(before.path("fileBytes").asLong());
        assertThat(before.path("freeBytes").asLong()).isPositive();
        assertThat(before.path("memoryBytes").asLong())
                .isPositive()
                .isLessThanOrEqualTo(before.path("memoryLimitBytes").asLong());
        String project = TestServer.owner().project(1);
        JsonNode after = owner.get("/instance").expect(200).json();
        assertThat(after.path("projects").asLong())
                .isGreaterThan(before.path("projects").asLong());
        owner.delete("/projects/" + project).expect(204);
    }

    @Test
    void jobsOfAllProjectsThatRunOrFailedAreListedWithoutTheirFiles() {
        Owner everybody = TestServer.owner();
        String project = everybody.project(1);
        // Somebody else's project: who owns the installation is no member of it.
        UUID failed = job(project, "failed", "now()");
        UUID old = job(project, "failed", "now() - interval '8 days'");
        UUID done = job(project, "done", "now()");
        try {
            JsonNode jobs = owner.get("/instance/jobs").expect(200).json().path("jobs");
            Map<String, JsonNode> byId = new java.util.HashMap<>();
            jobs.forEach(job -> byId.put(job.path("id").asString(), job));
            assertThat(byId).containsKey(failed.toString()).doesNotContainKeys(old.toString(), done.toString());
            JsonNode job = byId.getOrDefault(failed.toString(), jobs);
            assertThat(job.path("projectKey").asString()).isEqualTo(project);
            assertThat(job.path("error").asString()).isEqualTo("the reason");
            assertThat(job.has("resultUrl")).isFalse();
        } finally {
            Items.sql()
                    .sql("delete from job where id in (?, ?, ?)")
                    .params(failed, old, done)
                    .update();
        }
    }

    private static UUID job(String project, String state, String finished) {
        UUID id = UUID.randomUUID();
        Items.sql().sql("""
                insert into job (id, kind, owner, state, params, error, finished_at)
                select ?, 'export', 'project:' || id, ?, '{}', 'the reason', %s from project where key = ?
                """.formatted(finished)).params(id, state, project).update();
        return id;
    }

    @Test
    void everybodyElseIsRefused() {
        Client manager = TestServer.owner().invite(TestServer.owner().project(1), "owner");
        List<String> codes = new ArrayList<>();
        for (String path : List.of("/instance", "/instance/jobs", "/accounts")) {
            codes.add(manager.get(path).expect(403).code());
        }
        assertThat(codes).containsOnly("role_too_low");
    }
}
