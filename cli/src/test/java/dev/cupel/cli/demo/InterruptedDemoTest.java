package dev.cupel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The demo on a real server that is stopped while it is being filled, and started again on the same folder. */
final class InterruptedDemoTest {
    private static final DemoProject VOICE = DemoProject.customerVoice();

    private static void seed(CupelServer.Running server, DemoProgress progress) {
        server.build(token -> {
            try {
                DemoSeeder.seed(URI.create(server.address()), token, progress);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void aDemoThatWasInterruptedTwiceIsFinishedByTheNextStart() throws Exception {
        Path data = Files.createTempDirectory("cupel-interrupted");
        ServeOptions options = new ServeOptions(0, data, null, "127.0.0.1", true);
        for (String where :
                List.of("Customer voice: simulated annotators answer", "Customer voice: the owner decides disputes")) {
            try (CupelServer.Running server = CupelServer.start(options)) {
                assertThatThrownBy(() -> seed(server, (what, done, total) -> {
                            if (what.equals(where) && done >= 3) {
                                throw new IllegalStateException("the power is gone");
                            }
                        }))
                        .hasMessage("the power is gone");
            }
        }
        try (CupelServer.Running server = CupelServer.start(options)) {
            seed(server, DemoProgress.silent());
            List<String> names = new ArrayList<>();
            int[] answers = new int[1];
            server.build(token -> {
                try (DemoApi api = new DemoApi(URI.create(server.address()))) {
                    for (JsonNode member : api.get("/projects/customer-voice/members", token)
                            .body()
                            .path("members")) {
                        if (member.path("role").asString().equals("labeler")) {
                            names.add(member.path("displayName").asString());
                            answers[0] += member.path("answers").asInt();
                        }
                    }
                    JsonNode project =
                            api.get("/projects/customer-voice", token).body();
                    assertThat(project.path("guideline").path("version").asInt())
                            .isEqualTo(2);
                    JsonNode decided = api.get("/projects/customer-voice/items?status=adjudicated&limit=50", token)
                            .body();
                    assertThat(decided.path("items").size()).isBetween(3, DemoSeeder.DECISIONS);
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(names).hasSize(VOICE.cast().size()).doesNotHaveDuplicates();
            assertThat(answers[0]).isEqualTo(VOICE.answersWanted());
        }
    }
}
