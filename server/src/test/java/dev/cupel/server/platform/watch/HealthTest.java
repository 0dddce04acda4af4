package dev.cupel.server.platform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.platform.postgres.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Live says that the process answers; ready says that it can work. Neither needs an account. */
final class HealthTest {
    @Test
    void bothAreUpWhileTheDatabaseAnswers() {
        assertThat(Client.browser()
                        .get("/health/live")
                        .expect(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("up");
        assertThat(Client.browser()
                        .get("/health/ready")
                        .expect(200)
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("up");
    }

    @Test
    void withoutItsDatabaseTheServerIsLiveButNotReadyAndSaysWhy() throws Exception {
        Path folder = Files.createTempDirectory("cupel-health");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder.resolve("database"));
        String host = postgres.jdbcUrl().replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
        String name = postgres.jdbcUrl().replaceFirst(".*/([^/?]+).*", "$1");
        String url = "postgresql://" + postgres.user() + ":" + postgres.password() + "@" + host + "/" + name;
        try (CupelServer.Running server =
                CupelServer.start(new ServeOptions(0, folder.resolve("unused"), url, "127.0.0.1", false))) {
            Client client = Client.browserOf(server);
            client.get("/health/ready").expect(200);
            postgres.close();
            Thread.sleep(600); // an answer may be half a second old
            Client.Answer ready = client.get("/health/ready").expect(503);
            assertThat(ready.json().path("reason").asString()).isEqualTo("database_unreachable");
            assertThat(ready.raw().headers().firstValue("Retry-After")).contains("2");
            client.get("/health/live").expect(200);
        }
    }
}
