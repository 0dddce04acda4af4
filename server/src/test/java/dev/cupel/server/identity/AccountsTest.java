package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cupel.server.Client;
import dev.cupel.server.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lost passwords, and accounts that are switched off. */
final class AccountsTest {
    /** All tests come from one network, which has a count of its own. */
    @BeforeEach
    void nobodyHasGuessed() {
        TestServer.running()
                .context()
                .getBean(JdbcClient.class)
                .sql("delete from sign_in_attempt")
                .update();
    }

    private static final String PASSWORD = "three random words";

    private static Client owner() {
        return TestServer.owner().client();
    }

    private static Client labeler() {
        return TestServer.owner().invite(TestServer.owner().project(1), "labeler");
    }

    private static String of(Client person, String field) {
        return person.get("/me").expect(200).json().path(field).asString();
    }

    private static String linkFor(String account) {
        String url = owner().post("/accounts/" + account + "/password-reset", null)
                .expect(201)
                .json()
                .path("url")
                .asString();
        assertThat(url).startsWith(TestServer.running().address() + "/reset#");
        return "/password-resets/" + url.substring(url.indexOf('#') + 1);
    }

    private static Client.Answer signIn(String email, String password) {
        return Client.browser().post("/session", Map.of("email", email, "password", password));
    }

    private static Client token(Client person, String scope) {
        return Client.program(person.post("/me/tokens", Map.of("name", "notebook", "scopes", List.of(scope)))
                .expect(201)
                .json()
                .path("token")
                .asString());
    }

    @Test
    void aLinkFromAnOwnerSetsANewPasswordOnceAndEndsWhatWasSignedIn() {
        Client person = labeler();
        String email = of(person, "email");
        Client program = token(person, "read");
        String link = linkFor(of(person, "id"));
        Client browser = Client.browser();
        assertThat(browser.get(link).expect(200).json().path("email").asString())
                .isEqualTo(email);
        assertThat(browser.post(link, Map.of("password", "password12"))
                        .expect(422)
                        .code())
                .isEqualTo("account_invalid");
        browser.post(link, Map.of("password", "entirely other words")).expect(200);
        assertThat(of(browser, "email")).isEqualTo(email);
        person.get("/me").expect(401);
        program.get("/me").expect(401);
        signIn(email, PASSWORD).expect(401);
        signIn(email, "entirely other words").expect(200);
        assertThat(browser.get(link).expect(410).code()).isEqualTo("reset_used");
        assertThat(browser.post(link, Map.of("password", "words for a third time"))
                        .expect(410)
                        .code())
                .isEqualTo("reset_used");
    }

    @Test
    void tokensSurviveANewPasswordWhereTheyAreKeptOnPurpose() {
        Client person = labeler();
        Client program = token(person, "read");
        Client.browser()
                .post(linkFor(of(person, "id")), Map.of("password", "entirely other words", "keepTokens", true))
                .expect(200);
        program.get("/me").expect(200);
        person.get("/me").expect(401);
    }

    @Test
    void aNewerLinkEndsTheEarlierOneAndOldLinksExpire() {
        Client person = labeler();
        String first = linkFor(of(person, "id"));
        String second = linkFor(of(person, "id"));
        assertThat(Client.browser().get(first).expect(410).code()).isEqualTo("reset_expired");
        Client.browser().get(second).expect(200);
        TestServer.running()
                .context()
                .getBean(JdbcClient.class)
                .sql("update password_reset set expires_at = now() where expires_at > now()")
                .update();
        assertThat(Client.browser()
                        .post(second, Map.of("password", "entirely other words"))
                        .expect(410)
                        .code())
                .isEqualTo("reset_expired");
        assertThat(Client.browser().get("/password-resets/none").expect(404).code())
                .isEqualTo("reset_unknown");
    }

    @Test
    void onlyAnOwnerOfTheInstallationMakesLinks() {
        Client manager = TestServer.owner().invite(TestServer.owner().project(1), "owner");
        String victim = of(owner(), "id");
        manager.post("/accounts/" + victim + "/password-reset", null).expect(403);
        manager.post("/accounts/" + victim + "/disable", null).expect(403);
        manager.get("/accounts").expect(403);
    }

    @Test
    void anAccountThatIsSwitchedOffIsOutAtOnceAndIsToldSoOnlyWithItsPassword() {
        Client person = labeler();
        String email = of(person, "email");
        String id = of(person, "id");
        Client program = token(person, "read");
        String link = linkFor(id);
        owner().post("/accounts/" + id + "/disable", null).expect(204);
        person.get("/me").expect(401);
        program.get("/me").expect(401);
        assertThat(signIn(email, PASSWORD).expect(403).code()).isEqualTo("account_disabled");
        assertThat(signIn(email, "some guess or other").expect(401).code()).isEqualTo("bad_credentials");
        assertThat(Client.browser().get(link).expect(409).code()).isEqualTo("account_disabled");
        assertThat(owner().post("/accounts/" + id + "/password-reset", null)
                        .expect(409)
                        .code())
                .isEqualTo("account_disabled");
        owner().post("/accounts/" + id + "/enable", null).expect(204);
        signIn(email, PASSWORD).expect(200);
        program.get("/me").expect(401);
    }

    @Test
    void theLastOwnerOfTheInstallationCannotBeSwitchedOff() {
        assertThat(owner().post("/accounts/" + of(owner(), "id") + "/disable", null)
                        .expect(409)
                        .code())
                .isEqualTo("last_instance_owner");
        owner().get("/me").expect(200);
    }

    @Test
    void ownersPageThroughAllAccounts() {
        String id = of(labeler(), "id");
        boolean found = false;
        String after = "";
        while (after != null && !found) {
            var page = owner().get("/accounts?limit=2&after="
                            + java.net.URLEncoder.encode(after, java.nio.charset.StandardCharsets.UTF_8))
                    .expect(200)
                    .json();
            for (var account : page.path("accounts")) {
                found |= account.path("id").asString().equals(id);
            }
            after = page.has("next") ? page.path("next").asString() : null;
        }
        assertThat(found).isTrue();
    }

    private static tools.jackson.databind.JsonNode found(String query) {
        return owner().get("/accounts?" + query).expect(200).json();
    }

    @Test
    void ownersFindPeopleByNameOrAddressAndSeeWhereTheyAreSignedIn() {
        Client person = labeler();
        String email = of(person, "email");
        String name = "Zoë O'Hara_%" + email.substring(0, 8);
        person.patch("/me", Map.of("displayName", name)).expect(200);
        assertThat(found("q=" + email.toUpperCase(java.util.Locale.ROOT))
                        .path("accounts")
                        .path(0)
                        .path("displayName")
                        .asString())
                .isEqualTo(name);
        String part =
                java.net.URLEncoder.encode("o'hara_%" + email.substring(0, 8), java.nio.charset.StandardCharsets.UTF_8);
        var page = found("q=" + part);
        assertThat(page.path("total").asInt()).isEqualTo(1);
        var row = page.path("accounts").path(0);
        assertThat(row.path("sessions").asInt()).isEqualTo(1);
        assertThat(row.path("tokens").asInt()).isZero();
        assertThat(java.time.Instant.parse(row.path("seenAt").asString()))
                .isAfter(java.time.Instant.now().minusSeconds(600));
        signIn(email, PASSWORD).expect(200);
        token(person, "read");
        row = found("q=" + email).path("accounts").path(0);
        assertThat(row.path("sessions").asInt()).isEqualTo(2);
        assertThat(row.path("tokens").asInt()).isEqualTo(1);
        assertThat(found("disabled=true&q=" + email).path("total").asInt()).isZero();
        owner().post("/accounts/" + of(person, "id") + "/disable", null).expect(204);
        var off = found("disabled=true&q=" + email);
        assertThat(off.path("total").asInt()).isEqualTo(1);
        assertThat(off.path("accounts").path(0).path("sessions").asInt()).isZero();
        assertThat(off.path("accounts").path(0).path("tokens").asInt()).isZero();
        assertThat(found("q=_%25nobody").path("total").asInt()).isZero();
    }

    @Test
    void anOwnerEndsTheSessionsOfAnAccountEverywhereAndItsTokensUnlessTheyAreKept() {
        Client person = labeler();
        String id = of(person, "id");
        Client elsewhere = Client.browser();
        elsewhere
                .post("/session", Map.of("email", of(person, "email"), "password", PASSWORD))
                .expect(200);
        Client program = token(person, "read");
        owner().post("/accounts/" + id + "/sign-out", Map.of("keepTokens", true))
                .expect(204);
        person.get("/me").expect(401);
        elsewhere.get("/me").expect(401);
        program.get("/me").expect(200);
        owner().post("/accounts/" + id + "/sign-out", Map.of()).expect(204);
        program.get("/me").expect(401);
        assertThat(owner().post("/accounts/" + java.util.UUID.randomUUID() + "/sign-out", Map.of())
                        .expect(404)
                        .code())
                .isEqualTo("account_unknown");
    }
}
