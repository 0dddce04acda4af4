package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.CupelServer;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

final class SignInTest {
    /** All tests come from one network, which has a count of its own. */
    @BeforeEach
    void nobodyHasGuessed() {
        TestServer.running()
                .context()
                .getBean(JdbcClient.class)
                .sql("delete from sign_in_attempt")
                .update();
    }

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

    private static final String PASSWORD = "three random words";

    private record Person(String email, Client client) {
        Client.Answer signIn(String password) {
            return Client.browser().post("/session", Map.of("email", email, "password", password));
        }
    }

    private static Person person() {
        Client client = TestServer.owner().invite(TestServer.owner().project(1), "labeler");
        return new Person(client.get("/me").expect(200).json().path("email").asString(), client);
    }

    private static long retryAfter(Client.Answer answer) {
        return Long.parseLong(answer.raw().headers().firstValue("Retry-After").orElseThrow());
    }

    /** Moves the clock of sign-ins instead of waiting. */
    private static void pass(long seconds) {
        TestServer.running()
                .context()
                .getBean(JdbcClient.class)
                .sql("update sign_in_attempt set not_before = not_before - make_interval(secs => ?)")
                .param(seconds)
                .update();
    }

    @Test
    void wrongPasswordsMakeTheNextAttemptWaitLongerAndTheRightOneWorksAfterTheTimeThatWasNamed() {
        Person person = person();
        for (int i = 0; i < 5; i++) {
            assertThat(person.signIn("guess number " + i).expect(401).code()).isEqualTo("bad_credentials");
        }
        long first = retryAfter(person.signIn(PASSWORD).expect(429));
        assertThat(first).isEqualTo(1);
        pass(first);
        person.signIn("one more guess").expect(401);
        long second = retryAfter(person.signIn(PASSWORD).expect(429));
        assertThat(second).isEqualTo(2);
        pass(second);
        person.signIn(PASSWORD).expect(200);
        person.signIn(PASSWORD).expect(200);
    }

    @Test
    void attemptsThatAreRefusedForTheirTimeDoNotProlongIt() {
        Person person = person();
        for (int i = 0; i < 6; i++) {
            person.signIn("guess number " + i);
            pass(i == 5 ? 0 : 1);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(retryAfter(person.signIn("knocking on").expect(429))).isLessThanOrEqualTo(2);
        }
        pass(2);
        person.signIn(PASSWORD).expect(200);
    }

    @Test
    void guessesSentAtOnceAreCountedBeforeTheirPasswordsAreLookedAt() throws Exception {
        Person person = person();
        List<Callable<Integer>> guesses = IntStream.range(0, 30)
                .mapToObj(i -> (Callable<Integer>)
                        () -> person.signIn("guess number " + i).status())
                .toList();
        long lookedAt = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var guess : threads.invokeAll(guesses)) {
                lookedAt += guess.get() == 401 ? 1 : 0;
            }
        }
        // Five cost nothing; a sixth only if a second has passed on a slow machine.
        assertThat(lookedAt).isBetween(5L, 8L);
    }

    @Test
    void guessingThePresentPasswordInASessionIsSlowedDownAsWell() {
        Person person = person();
        // So many that the wait is longer than a slow machine takes for the next attempt.
        for (int i = 0; i < 9; i++) {
            pass(300);
            person.client()
                    .post("/me/password", Map.of("current", "guess number " + i, "next", "other words than before"))
                    .expect(422);
        }
        assertThat(person.client()
                        .post("/me/password", Map.of("current", PASSWORD, "next", "other words than before"))
                        .expect(429)
                        .code())
                .isEqualTo("too_many_attempts");
    }

    @Test
    void secondServersCountTheSameAttempts() throws Exception {
        Person person = person();
        var environment = TestServer.running().context().getEnvironment();
        var database = new ServeOptions.Database(
                environment.getRequiredProperty("spring.datasource.url") + "?user="
                        + environment.getRequiredProperty("spring.datasource.username"),
                environment.getRequiredProperty("spring.datasource.password"));
        try (var second = CupelServer.start(
                new ServeOptions(0, Path.of("unused"), database, "127.0.0.1", false, ServeOptions.Site.PLAIN))) {
            for (int i = 0; i < 9; i++) {
                pass(300);
                person.signIn("guess number " + i).expect(401);
            }
            Client.browserOf(second)
                    .post("/session", Map.of("email", person.email(), "password", PASSWORD))
                    .expect(429);
        }
    }

    @Test
    void passwordsLongerThanTheHashReadsAreRefusedTheSameWayEverywhereAndForEverybody() {
        Person person = person();
        String tooLong = "x".repeat(73);
        String invitation = TestServer.owner()
                .client()
                .post("/projects/" + TestServer.owner().project(1) + "/invitations", Map.of("role", "labeler"))
                .json()
                .path("url")
                .asString();
        Client browser = Client.browser();
        List<Client.Answer> answers = List.of(
                person.signIn(tooLong),
                browser.post("/session", Map.of("email", "nobody@example.org", "password", tooLong)),
                browser.post(
                        "/setup",
                        Map.of("token", "x", "email", "a@example.org", "displayName", "A", "password", tooLong)),
                browser.post(
                        "/invitations/" + invitation.substring(invitation.indexOf('#') + 1) + "/accept",
                        Map.of("email", "a@example.org", "displayName", "A", "password", tooLong)),
                browser.post("/password-resets/unknown", Map.of("password", tooLong)),
                person.client().post("/me/password", Map.of("current", tooLong, "next", PASSWORD)),
                person.client().post("/me/password", Map.of("current", PASSWORD, "next", tooLong)));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("password_too_long");
        });
    }

    @Test
    void passwordsThatAreEasilyGuessedAreNamedBeforeAndWhenTheyAreChosen() {
        Person person = person();
        Client browser = Client.browser();
        for (String weak : List.of("Password123!", "1234567890", "qwertyuiop", "aaaaaaaaaaaa", person.email())) {
            assertThat(browser.post("/password-check", Map.of("password", weak, "about", List.of(person.email())))
                            .expect(200)
                            .json()
                            .path("fault")
                            .asString())
                    .isEqualTo("too_weak");
            assertThat(person.client()
                            .post("/me/password", Map.of("current", PASSWORD, "next", weak))
                            .expect(422)
                            .code())
                    .isEqualTo("account_invalid");
        }
        assertThat(browser.post("/password-check", Map.of("password", "shy moose paints fast"))
                        .expect(200)
                        .json()
                        .has("fault"))
                .isFalse();
    }

    @Test
    void aPasswordChangeEndsOtherSessionsAndTokensUnlessTheTokensAreKeptOnPurpose() {
        Person person = person();
        Client other = Client.browser();
        other.post("/session", Map.of("email", person.email(), "password", PASSWORD))
                .expect(200);
        Client kept = token(person.client());
        person.client()
                .post("/me/password", Map.of("current", PASSWORD, "next", "second random words", "keepTokens", true))
                .expect(204);
        other.get("/me").expect(401);
        kept.get("/me").expect(200);
        person.client().get("/me").expect(200);
        person.client()
                .post("/me/password", Map.of("current", "second random words", "next", PASSWORD))
                .expect(204);
        kept.get("/me").expect(401);
        person.client().get("/me").expect(200);
    }

    private static Client token(Client person) {
        return Client.program(person.post("/me/tokens", Map.of("name", "notebook", "scopes", List.of("read")))
                .expect(201)
                .json()
                .path("token")
                .asString());
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
