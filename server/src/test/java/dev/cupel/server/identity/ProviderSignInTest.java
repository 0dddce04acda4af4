package dev.cupel.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cupel.server.Client;
import dev.cupel.server.CupelServer;
import dev.cupel.server.Owner;
import dev.cupel.server.ServeOptions;
import dev.cupel.server.platform.StartFailure;
import dev.cupel.server.platform.web.Problem;
import dev.cupel.server.platform.web.SiteAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Sign-in with an OpenID Connect provider, over real HTTP on both legs. */
final class ProviderSignInTest {
    private static final String CLIENT = "cupel-at-work";
    private static final String ISSUER = "work";
    private static final HttpClient PLAIN = HttpClient.newHttpClient();

    /** Has the provider answer once, where a code is exchanged, with what it never would. */
    private static final class ForgedToken implements Route {
        private volatile @Nullable String answer;

        @Override
        public boolean match(OAuth2HttpRequest request) {
            return answer != null && request.getUrl().encodedPath().endsWith("/token");
        }

        @Override
        public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
            String body = answer;
            answer = null;
            return new OAuth2HttpResponse(Headers.of("Content-Type", "application/json"), 200, body, null);
        }
    }

    private static final ForgedToken TOKEN = new ForgedToken();

    private static MockOAuth2Server provider;
    private static CupelServer.Running server;
    private static Owner owner;
    private static JdbcClient sql;

    @BeforeAll
    static void start() throws Exception {
        provider = new MockOAuth2Server(TOKEN);
        provider.start(InetAddress.getByName("localhost"), 0);
        server = start(Map.of(
                "cupel.oidc.issuer",
                provider.issuerUrl(ISSUER).toString(),
                "cupel.oidc.client-id",
                CLIENT,
                "cupel.oidc.client-secret",
                "a secret",
                "cupel.oidc.name",
                "Work"));
        owner = Owner.setUp(server);
        sql = server.context().getBean(JdbcClient.class);
    }

    private static CupelServer.Running start(Map<String, String> settings) throws IOException {
        settings.forEach(System::setProperty);
        try {
            return CupelServer.start(
                    new ServeOptions(0, Files.createTempDirectory("cupel-oidc"), null, "127.0.0.1", false));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.shutdown();
    }

    private static Client browser() {
        return Client.browserOf(server);
    }

    private static String subject() {
        return "subject-" + UUID.randomUUID();
    }

    private static Map<String, Object> claims(String email) {
        return Map.of("email", email, "name", "Paula Provider");
    }

    /** What the provider says about whoever signs in next. */
    private static void says(String subject, Map<String, Object> claims, long expirySeconds) {
        provider.enqueueCallback(
                new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", List.of(CLIENT), claims, expirySeconds));
    }

    /** @return the address that the provider sends the browser back to */
    private static String atProvider(Client browser, String begin) {
        String url = browser.post(begin, null).expect(200).json().path("url").asString();
        try {
            HttpResponse<String> sent =
                    PLAIN.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(302);
            String back = sent.headers().firstValue("Location").orElseThrow();
            assertThat(back).startsWith(server.address() + "/api/v1/provider-sign-in/callback?");
            return back.substring(server.address().length());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String comesBack(Client browser, String back) {
        return browser.get(back)
                .expect(303)
                .raw()
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static String signIn(Client browser, String subject, String email) {
        String back = atProvider(browser, "/provider-sign-in");
        says(subject, claims(email), 3600);
        return comesBack(browser, back);
    }

    private static String connect(Client browser, String subject) {
        String back = atProvider(browser, "/me/logins");
        says(subject, claims("x@example.org"), 3600);
        return comesBack(browser, back);
    }

    private static JsonNode account(Client browser) {
        return browser.get("/session").expect(200).json().path("account");
    }

    private static boolean signedIn(Client browser) {
        return account(browser).has("email");
    }

    private static String invitation(String project) {
        String url = owner.client()
                .post("/projects/" + project + "/invitations", Map.of("role", "labeler"))
                .expect(201)
                .json()
                .path("url")
                .asString();
        return "/invitations/" + url.substring(url.indexOf('#') + 1) + "/accept";
    }

    private static long accounts() {
        return sql.sql("select count(*) from account").query(Long.class).single();
    }

    private static Map<String, String> query(String address) {
        Map<String, String> values = new HashMap<>();
        for (String pair : address.substring(address.indexOf('?') + 1).split("&")) {
            int is = pair.indexOf('=');
            values.put(pair.substring(0, is), URLDecoder.decode(pair.substring(is + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    @Test
    void thePageIsToldTheNameOfTheProviderOnlyWhereThereIsOne() {
        assertThat(browser().get("/session").json().path("provider").asString()).isEqualTo("Work");
        Client elsewhere = Client.browserOf(dev.cupel.server.TestServer.running());
        assertThat(elsewhere.get("/session").json().has("provider")).isFalse();
        assertThat(elsewhere.post("/provider-sign-in", null).expect(404).code()).isEqualTo("provider_unknown");
    }

    @Test
    void theRequestCarriesStateNonceAndProofKeyAndTheSitesOwnAddress() {
        Client browser = browser();
        String url = browser.post("/provider-sign-in", null)
                .expect(200)
                .json()
                .path("url")
                .asString();
        assertThat(query(url))
                .containsEntry("response_type", "code")
                .containsEntry("client_id", CLIENT)
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", server.address() + "/api/v1/provider-sign-in/callback")
                .containsKeys("state", "nonce", "code_challenge")
                .hasEntrySatisfying("scope", scope -> assertThat(scope).contains("openid"));
    }

    @Test
    void aStrangerGetsNoAccountNotEvenWithTheAddressOfOne() {
        long before = accounts();
        Client stranger = browser();
        assertThat(signIn(stranger, subject(), "owner@example.org")).isEqualTo("/signin?provider=unknown");
        assertThat(signedIn(stranger)).isFalse();
        assertThat(accounts()).isEqualTo(before);
        JsonNode session = stranger.get("/session").json();
        assertThat(session.path("newcomer").path("displayName").asString()).isEqualTo("Paula Provider");
        // An invitation makes them an account, but none that takes over another's address.
        assertThat(stranger.post(invitation(owner.project(1)), Map.of())
                        .expect(409)
                        .code())
                .isEqualTo("email_taken");
        assertThat(signedIn(stranger)).isFalse();
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void anInvitationMakesANewcomerAnAccountThatTheySignInToFromThenOn() {
        String subject = subject();
        String email = UUID.randomUUID() + "@example.org";
        Client person = browser();
        assertThat(signIn(person, subject, email)).isEqualTo("/signin?provider=unknown");
        String project = owner.project(1);
        String invitation = invitation(project);
        person.post(invitation, Map.of()).expect(200);
        assertThat(account(person).path("email").asString()).isEqualTo(email);
        person.get("/projects/" + project).expect(200);

        Client later = browser();
        assertThat(signIn(later, subject, "now-another@example.org")).isEqualTo("/signin?provider=done");
        assertThat(account(later).path("email").asString()).isEqualTo(email);
        // The session is one like all others: changes need the proof against forged requests, and signing out ends it.
        assertThat(later.post("/me/tokens", Map.of("name", "t", "scopes", List.of("read")))
                        .expect(201)
                        .status())
                .isEqualTo(201);
        later.delete("/session").expect(204);
        later.get("/projects").expect(401);
        assertThat(signedIn(person)).as("the other session goes on").isTrue();

        // No password came with it, so none is right.
        for (String guess : List.of("", "null", "three random words")) {
            browser()
                    .post("/session", Map.of("email", email, "password", guess))
                    .expect(401);
        }
        assertThat(later.post(invitation(project), Map.of()).expect(422).code())
                .as("who has been let in once is no newcomer any more")
                .isEqualTo("account_invalid");
    }

    @Test
    void theCookieOfASessionIsTheSameWhateverTheWayIn() {
        String subject = subject();
        Client person = owner.invite(owner.project(1), "labeler");
        assertThat(connect(person, subject)).isEqualTo("/me?provider=connected");
        Client later = browser();
        String back = atProvider(later, "/provider-sign-in");
        says(subject, claims("x@example.org"), 3600);
        String cookie = later.get(back).expect(303).raw().headers().allValues("Set-Cookie").stream()
                .filter(c -> c.startsWith("cupel_session="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000");
        assertThat(sql.sql("select count(*) from login_session where token_hash = ?")
                        .param(Secret.hash(cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'))))
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void whoIsSignedInConnectsTheProviderAndCanTakeItAway() {
        String subject = subject();
        Client person = owner.invite(owner.project(1), "labeler");
        assertThat(connect(person, subject)).isEqualTo("/me?provider=connected");
        JsonNode logins = person.get("/me/logins").expect(200).json().path("logins");
        assertThat(logins).hasSize(2);
        assertThat(logins.path(0).path("provider").asString()).isEqualTo("password");
        assertThat(logins.path(1).path("name").asString()).isEqualTo("Work");
        assertThat(signIn(browser(), subject, "x@example.org")).isEqualTo("/signin?provider=done");

        Client another = owner.invite(owner.project(1), "labeler");
        assertThat(connect(another, subject)).isEqualTo("/me?provider=taken");
        assertThat(another.get("/me/logins").json().path("logins")).hasSize(1);

        String issuer = provider.issuerUrl(ISSUER).toString();
        person.delete("/me/logins?provider=" + issuer).expect(204);
        assertThat(signIn(browser(), subject, "x@example.org")).isEqualTo("/signin?provider=unknown");
        assertThat(person.delete("/me/logins?provider=" + issuer).expect(404).code())
                .isEqualTo("login_unknown");
    }

    @Test
    void theLastWayIntoAnAccountStays() {
        Client person = browser();
        signIn(person, subject(), UUID.randomUUID() + "@example.org");
        person.post(invitation(owner.project(1)), Map.of()).expect(200);
        assertThat(person.delete("/me/logins?provider=" + provider.issuerUrl(ISSUER))
                        .expect(409)
                        .code())
                .isEqualTo("login_last");
    }

    @Test
    void noTokenConnectsAWayIntoItsAccount() {
        Client person = owner.invite(owner.project(1), "labeler");
        String token = person.post("/me/tokens", Map.of("name", "t", "scopes", List.of("read", "label", "manage")))
                .expect(201)
                .json()
                .path("token")
                .asString();
        Client program = Client.programOf(server, token);
        assertThat(program.post("/me/logins", null).expect(403).code()).isEqualTo("scope_missing");
        assertThat(program.delete("/me/logins?provider=x").expect(403).code()).isEqualTo("scope_missing");
    }

    @Test
    void aConnectionIsMadeOnlyForTheSessionThatAskedForIt() {
        String subject = subject();
        Client person = owner.invite(owner.project(1), "labeler");
        String back = atProvider(person, "/me/logins");
        says(subject, claims("x@example.org"), 3600);
        person.delete("/session").expect(204);
        assertThat(comesBack(person, back)).isEqualTo("/me?provider=expired");
        assertThat(signIn(browser(), subject, "x@example.org")).isEqualTo("/signin?provider=unknown");
    }

    @Test
    void anAccountThatIsSwitchedOffStaysOff() {
        String subject = subject();
        Client person = owner.invite(owner.project(1), "labeler");
        connect(person, subject);
        String id = account(person).path("id").asString();
        owner.client().post("/accounts/" + id + "/disable", null).expect(204);
        Client later = browser();
        assertThat(signIn(later, subject, "x@example.org")).isEqualTo("/signin?provider=disabled");
        assertThat(signedIn(later)).isFalse();
    }

    /** Somebody who has an account, so that only what is wrong keeps them out. */
    private static String known() {
        String subject = subject();
        assertThat(connect(owner.invite(owner.project(1), "labeler"), subject)).isEqualTo("/me?provider=connected");
        return subject;
    }

    private static void isRefused(Client browser, String back, String outcome) {
        assertThat(comesBack(browser, back)).isEqualTo("/signin?provider=" + outcome);
        assertThat(signedIn(browser)).isFalse();
        assertThat(comesBack(browser, back)).as("and is used up").isEqualTo("/signin?provider=expired");
        assertThat(signedIn(browser)).isFalse();
    }

    @Test
    void anAnswerWithAnotherStateIsRefused() {
        Client browser = browser();
        String back = atProvider(browser, "/provider-sign-in");
        String state = query(back).get("state");
        isRefused(browser, back.replaceAll("state=[^&]*", "state=" + state + "x"), "failed");
        String again = atProvider(browser, "/provider-sign-in");
        isRefused(browser, again.replaceAll("&?state=[^&]*", ""), "failed");
    }

    @Test
    void anAnswerInAnotherBrowserIsRefused() {
        String subject = known();
        String back = atProvider(browser(), "/provider-sign-in");
        says(subject, claims("x@example.org"), 3600);
        Client other = browser();
        assertThat(comesBack(other, back)).isEqualTo("/signin?provider=expired");
        assertThat(signedIn(other)).isFalse();
        // The same when that browser is on its own way to the provider.
        String own = atProvider(other, "/provider-sign-in");
        assertThat(query(own).get("state")).isNotEqualTo(query(back).get("state"));
        isRefused(other, back, "failed");
        // What the provider had to say was not asked for.
        Client third = browser();
        assertThat(comesBack(third, atProvider(third, "/provider-sign-in"))).isEqualTo("/signin?provider=done");
    }

    @Test
    void aTokenForAnotherNonceIsRefused() {
        refusedWith(Map.of("nonce", "another"), 3600);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        refusedWith(Map.of("iss", provider.issuerUrl("elsewhere").toString()), 3600);
    }

    @Test
    void aTokenForAnotherClientIsRefused() {
        refusedWith(Map.of("aud", List.of("another-program")), 3600);
    }

    @Test
    void aTokenThatHasExpiredIsRefused() {
        refusedWith(Map.of(), -3600);
    }

    private static void refusedWith(Map<String, Object> wrong, long expirySeconds) {
        String subject = known();
        Client browser = browser();
        String back = atProvider(browser, "/provider-sign-in");
        says(subject, wrong, expirySeconds);
        isRefused(browser, back, "failed");
    }

    @Test
    void aTokenThatAnotherIssuerSignedIsRefusedWhateverItSays() {
        String subject = known();
        for (String signer : List.of(ISSUER, "elsewhere")) {
            Client browser = browser();
            String url = browser.post("/provider-sign-in", null)
                    .expect(200)
                    .json()
                    .path("url")
                    .asString();
            Map<String, String> asked = query(url);
            Map<String, Object> claims = new HashMap<>();
            claims.put("iss", provider.issuerUrl(ISSUER).toString());
            claims.put("nonce", asked.get("nonce"));
            String token = provider.issueToken(
                            signer,
                            CLIENT,
                            new DefaultOAuth2TokenCallback(signer, subject, "JWT", List.of(CLIENT), claims, 3600))
                    .serialize();
            TOKEN.answer = "{\"access_token\":\"" + token
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":300,\"id_token\":\"" + token + "\"}";
            String back = "/api/v1/provider-sign-in/callback?code=any&state=" + asked.get("state");
            if (signer.equals(ISSUER)) {
                // With the issuer's own key the same token is let in, so the key is what counts below.
                assertThat(comesBack(browser, back)).isEqualTo("/signin?provider=done");
            } else {
                isRefused(browser, back, "failed");
            }
        }
    }

    @Test
    void aRefusalOfTheProviderIsToldAsOne() {
        Client browser = browser();
        String state = query(browser.post("/provider-sign-in", null)
                        .expect(200)
                        .json()
                        .path("url")
                        .asString())
                .get("state");
        isRefused(browser, "/api/v1/provider-sign-in/callback?error=access_denied&state=" + state, "failed");
    }

    @Test
    void anAttemptThatTookTooLongIsOver() {
        Client browser = browser();
        String back = atProvider(browser, "/provider-sign-in");
        sql.sql("update provider_attempt set expires_at = now() - interval '1 second'")
                .update();
        assertThat(comesBack(browser, back)).isEqualTo("/signin?provider=expired");
    }

    @Test
    void goingToTheProviderNeedsTheProofAgainstForgedRequests() throws Exception {
        HttpResponse<String> forged = PLAIN.send(
                HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/provider-sign-in"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(forged.statusCode()).isEqualTo(403);
        assertThat(forged.body()).contains("\"csrf\"");
    }

    @Test
    void settingsThatCannotWorkAreNamed() {
        SiteAddress site = server.context().getBean(SiteAddress.class);
        assertThatThrownBy(() -> new Provider("http://login.example.org", "c", "s", "", site))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("https");
        assertThatThrownBy(() -> new Provider("https://login.example.org", "", "", "", site))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("client-id");
        assertThatThrownBy(() -> new Provider("", "c", "s", "", site))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("issuer");
        assertThat(new Provider("https://login.example.org/realms/work", "c", "s", " ", site).name())
                .isEqualTo("login.example.org");
        assertThat(new Provider("", "", "", "Work", site).name()).isNull();
    }

    @Test
    void aServerWhoseSettingsCannotWorkSaysSoInsteadOfStarting() {
        assertThatThrownBy(() -> start(Map.of("cupel.oidc.client-id", "c")).close())
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("cupel.oidc.client-id is given");
    }

    @Test
    void aProviderThatIsAwayIsToldAndKeepsNobodyFromTheirPassword() {
        Provider away = new Provider(
                "http://localhost:1/nobody", "c", "s", "Away", server.context().getBean(SiteAddress.class));
        assertThatThrownBy(away::registration)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("provider_unreachable"));
    }
}
