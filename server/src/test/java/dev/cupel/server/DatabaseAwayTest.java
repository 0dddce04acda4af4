package dev.cupel.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.item.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose database is killed under it, and cannot be started again for a while. */
final class DatabaseAwayTest {
    @TempDir
    Path folder;

    @Test
    void signedInOrNotEverybodyHearsTheReasonAndAllGoesOnByItselfAfterwards() throws Exception {
        try (CupelServer.Running running = CupelServer.start(new ServeOptions(0, folder, null, "127.0.0.1", false))) {
            Owner owner = Owner.setUp(running);
            String project = owner.project(1);
            Files.imported(owner.client(), project, "", "key,text\na,one\nb,two\n");
            Client labeler = owner.simulated(project, "Robot");
            String assignment = labeler.post("/projects/" + project + "/next", Map.of("holding", List.of()))
                    .expect(200)
                    .json()
                    .path("assignment")
                    .path("id")
                    .asString();
            Map<String, Object> answer = Items.good();

            Path programs = folder.resolve("postgresql-18.3");
            Path aside = folder.resolve("aside");
            java.nio.file.Files.move(programs, aside);
            String pid = java.nio.file.Files.readAllLines(folder.resolve("database/postmaster.pid"))
                    .getFirst();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
            Thread.sleep(5_500); // who is signed in is believed for five seconds

            assertThat(List.of(
                            owner.client().get("/projects"),
                            labeler.put("/assignments/" + assignment + "/annotation", answer),
                            Client.programOf(running, "cupel_" + "x".repeat(43)).get("/projects"),
                            owner.client().get("/health")))
                    .allSatisfy(refused -> {
                        refused.expect(503);
                        assertThat(refused.code()).isEqualTo("database_unavailable");
                        assertThat(refused.raw().headers().firstValue("Retry-After"))
                                .isPresent();
                    });

            java.nio.file.Files.move(aside, programs);
            int status = 0;
            for (int tries = 0; tries < 60 && status != 200; tries++) {
                Thread.sleep(500);
                status = owner.client().get("/health").status();
            }
            labeler.put("/assignments/" + assignment + "/annotation", answer).expect(200);
            assertThat(owner.client()
                            .get("/projects/" + project + "/items")
                            .expect(200)
                            .json()
                            .path("items"))
                    .hasSize(2);
        }
    }
}
