package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SignInTest {
    @Test
    void theSetUpLinkWorksOnce() {
        TestServer.owner();
        assertThat(TestServer.running().setUpLink()).isEmpty();
        Client stranger = Client.browser();
        assertThat(stranger.post(
                                "/setup",
                                Map.of("token", "x", "email", "a@b", "displayName", "A", "password", "0123456789"))
                        .expect(409)
                        .code())
                .isEqualTo("already_set_up");
    }

    @Test
    void aWrongPasswordIsRefusedAndGuessingIsSlowedDown() {
        Client guesser = Client.browser();
        for (int i = 0; i < 10; i++) {
            assertThat(guesser.post("/session", Map.of("email", "nobody@example.org", "password", "guess number " + i))
                            .expect(401)
                            .code())
                    .isEqualTo("bad_credentials");
        }
        assertThat(guesser.post("/session", Map.of("email", "nobody@example.org", "password", "guess"))
                        .expect(429)
                        .raw()
                        .headers()
                        .firstValue("Retry-After"))
                .isPresent();
    }

    @Test
    void aRequestWithACookieButWithoutTheCsrfProofIsRefused() throws Exception {
        var response = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(
                                        java.net.URI.create(TestServer.running().address() + "/api/v1/session"))
                                .header("Content-Type", "application/json")
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                        "{\"email\":\"owner@example.org\",\"password\":\"correct horse battery\"}"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("\"code\":\"csrf\"");
    }

    @Test
    void aTokenDoesOnlyWhatItsScopesAllowAndEndsWhenRevoked() {
        TestServer.owner();
        Client owner = TestServer.owner().client();
        var made = owner.post("/me/tokens", Map.of("name", "reader", "scopes", List.of("read")))
                .expect(201)
                .json();
        Client reader = Client.program(made.path("token").asString());
        reader.get("/projects").expect(200);
        assertThat(reader.post("/projects", Map.of("name", "x", "schema", Map.of()))
                        .expect(403)
                        .code())
                .isEqualTo("scope_missing");
        assertThat(reader.post("/me/tokens", Map.of("name", "wider", "scopes", List.of("manage")))
                        .expect(403)
                        .code())
                .isEqualTo("scope_missing");
        owner.delete("/me/tokens/" + made.path("id").asString()).expect(204);
        reader.get("/projects").expect(401);
    }

    @Test
    void securityHeadersAreOnEveryAnswer() {
        var headers = Client.browser().get("/session").raw().headers();
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    }
}
